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
        api.MapDailySales();
        api.MapSellThrough();
        api.MapExpiringReservations();
        api.MapForfeitures();
        api.MapDepositsHeld();
    }
}
