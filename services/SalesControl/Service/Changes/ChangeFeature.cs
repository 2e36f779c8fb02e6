using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Changes;

/// <summary>CS-7: changes of a sale 销售变更: asked for, agreed to by others, done.</summary>
internal static class ChangeFeature
{
    public static DepartmentBuilder AddChanges(this DepartmentBuilder department)
    {
        department.Services.AddScoped<AskedAlready>();
        department.Services.AddVersionsOf<SalesControlDb>("/api/sales/changes", db => db.Changes.Join(
            db.Units, c => c.UnitId, u => u.Id, (c, u) => new ThingVersion { Id = c.Id, Version = u.Version }));
        return department.Feature(
            "change.feature",
            "change.feature.about",
            api =>
            {
                ReadChanges.Map(api);
                DecideChange.Map(api);
            });
    }
}
