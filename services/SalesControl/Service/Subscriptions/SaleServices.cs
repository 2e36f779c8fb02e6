using Ops.SalesControl.Prices;

namespace Ops.SalesControl.Subscriptions;

/// <summary>What the chapters of prices and sales are made of.</summary>
internal static class SaleServices
{
    public static IHostApplicationBuilder AddSales(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<PriceBook>().AddScoped<PriceDesk>();
        return builder;
    }
}
