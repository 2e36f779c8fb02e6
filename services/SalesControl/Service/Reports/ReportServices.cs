using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>The reports.</summary>
internal static class ReportServices
{
    public static IHostApplicationBuilder AddReports(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<ReportDesk>();
        return builder;
    }

    public static void MapReports(this IEndpointRouteBuilder api)
    {
        var reports = api.MapFeature("Reports", "What is counted for the management, as JSON, CSV or a workbook.");
        reports.MapDailySales();
        reports.MapSellThrough();
        reports.MapExpiringReservations();
        reports.MapForfeitures();
        reports.MapDepositsHeld();
    }
}
