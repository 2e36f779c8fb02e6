using Ops.Platform.Departments;

namespace Ops.SalesControl.MoveIn;

/// <summary>DOC-5.3.2: a move-in campaign 集中入伙 is opened, read and ended.</summary>
internal static class MoveInFeature
{
    public static DepartmentBuilder AddMoveIn(this DepartmentBuilder department) => department.Feature(
        "campaign.feature",
        "campaign.feature.about",
        api =>
        {
            OpenCampaign.Map(api);
            ReadCampaigns.Map(api);
            EndCampaign.Map(api);
        });
}
