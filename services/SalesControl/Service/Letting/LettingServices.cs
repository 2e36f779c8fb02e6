using Ops.Identity.Client;
using Ops.Platform.Deadlines;
using Ops.SalesControl.MoveIn;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Letting;

/// <summary>What the chapter of letting and moving in is made of.</summary>
internal static class LettingServices
{
    public static IHostApplicationBuilder AddLetting(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<IFollow, WhatFollowsALetting>().AddScoped<IBelongings, LeasesOfALeaver>();
        return builder;
    }

    public static DeadlineRegistration HandleLetting(this DeadlineRegistration deadlines) => deadlines.Handle<LeaseRunsOut>();

    public static void MapLetting(this IEndpointRouteBuilder api)
    {
        api.MapFeature("Leases", "Shops that are let: booked, signed, renewed, ended.").MapLetShop();
        api.MapFeature(
            "Moving in",
            "A project's move-in campaigns: what is delivered, and what is not yet.").MapRunCampaign();
    }
}
