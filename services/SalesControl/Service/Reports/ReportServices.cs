namespace Ops.SalesControl.Reports;

/// <summary>The reports.</summary>
internal static class ReportServices
{
    public static void MapReports(this IEndpointRouteBuilder api)
    {
    }
}
