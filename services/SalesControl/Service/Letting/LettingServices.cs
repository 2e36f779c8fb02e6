using Ops.Platform.Deadlines;

namespace Ops.SalesControl.Letting;

/// <summary>What the chapter of letting and moving in is made of.</summary>
internal static class LettingServices
{
    public static IHostApplicationBuilder AddLetting(this IHostApplicationBuilder builder) => builder;

    public static DeadlineRegistration HandleLetting(this DeadlineRegistration deadlines) => deadlines;

    public static void MapLetting(this IEndpointRouteBuilder api)
    {
    }
}
