using Ops.Identity.Client;
using Ops.Platform.Deadlines;
using Ops.SalesControl.MoveIn;
using Ops.SalesControl.Units;

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
        api.MapLetShop();
        api.MapRunCampaign();
    }
}
