using Ops.Identity.Client;
using Ops.Platform.Deadlines;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>What the chapter of sales is made of: from the subscription to the delivery, and back.</summary>
internal static class SaleServices
{
    public static IHostApplicationBuilder AddSales(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(SaleSettings.From(builder.Configuration)).AddSingleton(DiscountLimits.From(builder.Configuration));
        builder.Services.AddScoped<PaymentBook>().AddScoped<SaleBook>().AddScoped<SaleDesk>().AddScoped<SaleViews>();
        builder.Services.AddScoped<WhatFollowsASale>().AddScoped<IFollow>(services => services.GetRequiredService<WhatFollowsASale>()).AddScoped<IBelongings, SalesOfALeaver>();
        builder.Services.AddScoped<IChangeKind, GrantDiscount>().AddScoped<IChangeKind, DelayPayment>().AddScoped<IChangeKind, SwapUnit>().AddScoped<IChangeKind, ChangeOfName>()
            .AddScoped<IChangeKind, CancelSale>().AddScoped<IChangeKind, ForfeitSale>();
        return builder;
    }

    public static DeadlineRegistration HandleSales(this DeadlineRegistration deadlines) => deadlines.Handle<ContractDue>().Handle<InstalmentDue>();

    public static void MapSales(this IEndpointRouteBuilder api)
    {
        var sales = api.MapFeature(
            "Sales",
            "From the subscription 认购 to the delivery, and what changes or undoes a sale on the way.");
        sales.MapSignSubscription();
        sales.MapReadSales();
        sales.MapRecordPayment();
        sales.MapSignContract();
        sales.MapDeliverUnit();
        sales.MapAskForDiscount();
        sales.MapAskForDelay();
        sales.MapAskForSwap();
        sales.MapAskForChangeOfName();
        sales.MapAskForCancellation();
        sales.MapAskForForfeiture();
    }
}
