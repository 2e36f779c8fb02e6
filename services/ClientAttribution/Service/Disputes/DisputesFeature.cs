using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Disputes;

/// <summary>ATT-6: disputes over whose a client is.</summary>
internal static class DisputesFeature
{
    public static DepartmentBuilder AddDisputes(this DepartmentBuilder department) => department.Feature(
        "dispute.feature",
        "dispute.feature.about",
        api =>
        {
            ListDisputes.Map(api);
            OpenDispute.Map(api);
            AgreeOnDispute.Map(api);
            RuleOnDispute.Map(api);
            AppealRuling.Map(api);
        });
}
