using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Plans;

/// <summary>REC-3.1: what is paid for the sales of a kind of unit.</summary>
internal static class PlansFeature
{
    public static DepartmentBuilder AddPlans(this DepartmentBuilder department)
    {
        department.Services.AddScoped<PlanBook>().AddVersionsOf<ClientAttributionDb>(
            "/api/clients/commission-plans", db => db.CommissionPlans.Select(
                plan => new ThingVersion { Id = plan.Id, Version = plan.Version }));
        return department.Feature(
            "plan.feature",
            "plan.feature.about",
            api =>
            {
                ListPlans.Map(api);
                DraftPlan.Map(api);
                DecidePlan.Map(api);
                EndPlan.Map(api);
            });
    }
}
