using Ops.ServiceDefaults;

namespace Ops.SalesControl.Prices;

/// <summary>What the chapter of prices is made of.</summary>
internal static class PriceServices
{
    public static IHostApplicationBuilder AddPrices(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<PriceBook>().AddScoped<PriceDesk>();
        builder.Services.AddGrpc(grpc =>
        {
            // What is not served is not found by the routes, as everywhere: no route of gRPC's own that names no permission.
            grpc.IgnoreUnknownServices = true;
            grpc.Interceptors.Add<StorageStatus>();
        });
        return builder;
    }

    public static void MapPrices(this IEndpointRouteBuilder api)
    {
        var prices = api.MapFeature(
            "Prices",
            "The one price list: versions that one drafts and another approves, and what a unit costs at a time.");
        prices.MapPriceLists();
        prices.MapPriceListFiles();
        prices.MapReadPriceLists();
        prices.MapAskPrices();
    }
}
