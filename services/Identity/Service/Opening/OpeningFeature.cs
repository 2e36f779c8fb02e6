using Ops.Platform.Departments;
using Ops.ServiceDefaults;

namespace Ops.Identity.Opening;

/// <summary>A new installation's first day, and its first member of staff.</summary>
internal static class OpeningFeature
{
    public static DepartmentBuilder AddOpening(this DepartmentBuilder department)
    {
        department.Services.AddLoop<FirstDay>();
        department.Services.AddScoped<FirstOrganisation>().AddScoped<FirstClients>().AddScoped<Demo>();
        department.Services.AddHealthChecks().AddCheck<FirstDayHealth>("first-day", tags: ["ready"]);
        return department;
    }
}
