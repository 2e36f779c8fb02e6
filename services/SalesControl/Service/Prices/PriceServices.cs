namespace Ops.SalesControl.Prices;

/// <summary>What the chapter of prices is made of.</summary>
internal static class PriceServices
{
    public static IHostApplicationBuilder AddPrices(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<PriceBook>().AddScoped<PriceDesk>();
        return builder;
    }

    public static void MapPrices(this IEndpointRouteBuilder api)
    {
        api.MapPriceLists();
        api.MapPriceListFiles();
        api.MapReadPriceLists();
        api.MapAskPrices();
    }
}
