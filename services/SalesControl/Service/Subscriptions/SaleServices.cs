using Ops.Platform.Deadlines;

namespace Ops.SalesControl.Subscriptions;

/// <summary>What the chapter of sales is made of: from the subscription to the delivery, and back.</summary>
internal static class SaleServices
{
    public static IHostApplicationBuilder AddSales(this IHostApplicationBuilder builder) => builder;

    public static DeadlineRegistration HandleSales(this DeadlineRegistration deadlines) => deadlines;

    public static void MapSales(this IEndpointRouteBuilder api) => api.MapSignSubscription();
}
