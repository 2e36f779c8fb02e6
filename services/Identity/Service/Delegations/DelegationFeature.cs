using Ops.Platform.Departments;

namespace Ops.Identity.Delegations;

/// <summary>CS-7: standing in for somebody 授权.</summary>
internal static class DelegationFeature
{
    public static DepartmentBuilder AddDelegations(this DepartmentBuilder department)
    {
        department.Services.AddScoped<StandIns>();
        return department.Feature(
            "delegation.feature",
            "delegation.feature.about",
            api =>
            {
                ReadDelegations.Map(api);
                GiveDelegation.Map(api);
                EndDelegation.Map(api);
            });
    }
}
