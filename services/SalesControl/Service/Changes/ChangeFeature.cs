using Ops.Platform.Departments;

namespace Ops.SalesControl.Changes;

/// <summary>CS-7: changes of a sale 销售变更: asked for, agreed to by others, done.</summary>
internal static class ChangeFeature
{
    public static DepartmentBuilder AddChanges(this DepartmentBuilder department) => department.Feature(
        "change.feature",
        "change.feature.about",
        api =>
        {
            ReadChanges.Map(api);
            DecideChange.Map(api);
        });
}
