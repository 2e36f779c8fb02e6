using Ops.Platform.Departments;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Projects;

namespace Ops.SalesControl.Listing;

/// <summary>T-1: projects, and the lists of the units that each sells.</summary>
internal static class ProjectFeature
{
    public static DepartmentBuilder AddProjects(this DepartmentBuilder department)
    {
        department.Services.AddSingleton<KnownProjects>().AddScoped<ImportUnits>().AddScoped<UnitLists>()
            .AddScoped<ListedUnits>().AddScoped<IChangeKind, TakeUnitOff>();
        return department.Feature(
            "project.feature",
            "project.feature.about",
            api =>
            {
                api.MapCreateProject();
                api.MapReadProjects();
                ImportUnits.Map(api);
                PreviewUnits.Map(api);
                api.MapExportUnits();
                TakeUnitOff.Map(api);
                AddUnitKind.Map(api);
                RenameUnitKind.Map(api);
            });
    }
}
