namespace Ops.SalesControl.MoveIn;

/// <summary>DOC-5.3.2: a move-in campaign 集中入伙 is opened, read and ended.</summary>
internal static class MoveInRoutes
{
    public static void MapRunCampaign(this IEndpointRouteBuilder api)
    {
        OpenCampaign.Map(api);
        ReadCampaigns.Map(api);
        EndCampaign.Map(api);
    }
}
