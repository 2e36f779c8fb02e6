using Ops.Identity.Client;
using Ops.Platform.Deadlines;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units.Import;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Batches;

/// <summary>What the chapter of listing is made of: projects, lists of units, release batches, queue numbers, withholding.</summary>
internal static class ListingServices
{
    public static IHostApplicationBuilder AddListing(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<BatchDesk>().AddScoped<IChangeKind, WithholdUnit>().AddScoped<IBelongings, QueueNumbersOfALeaver>();
        return builder;
    }

    public static DeadlineRegistration HandleListing(this DeadlineRegistration deadlines) => deadlines.Handle<BatchOpens>();

    public static void MapListing(this IEndpointRouteBuilder api)
    {
        var projects = api.MapFeature("Projects", "The projects, and the lists of the units that each sells.");
        projects.MapCreateProject();
        projects.MapImportUnits();
        projects.MapExportUnits();
        var releases = api.MapFeature(
            "Release days",
            "Batches that go on sale together, the queue numbers that choose first, and units withheld from sale.");
        releases.MapPlanBatch();
        releases.MapOpenBatch();
        releases.MapGiveQueueNumber();
        releases.MapCallQueueNumber();
        releases.MapChooseUnit();
        releases.MapAskForWithholding();
    }
}
