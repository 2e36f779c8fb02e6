using Ops.Platform.Departments;
using Ops.SalesControl.Units.Import;

namespace Ops.SalesControl.Projects;

/// <summary>What projects and the lists of their units need; their routes are the listing's.</summary>
internal static class ProjectServices
{
    public static DepartmentBuilder AddProjects(this DepartmentBuilder department)
    {
        department.Services.AddScoped<ImportUnits>();
        return department;
    }
}
