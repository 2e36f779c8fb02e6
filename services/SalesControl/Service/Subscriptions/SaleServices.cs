using Ops.Identity.Client;
using Ops.Platform.Deadlines;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Units;

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
        api.MapSignSubscription();
        api.MapReadSales();
        api.MapRecordPayment();
        api.MapSignContract();
        api.MapDeliverUnit();
        api.MapAskForDiscount();
        api.MapAskForDelay();
        api.MapAskForSwap();
        api.MapAskForChangeOfName();
        api.MapAskForCancellation();
        api.MapAskForForfeiture();
    }
}
