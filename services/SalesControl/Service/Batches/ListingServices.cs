using Ops.Identity.Client;
using Ops.Platform.Deadlines;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units.Import;

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
        api.MapCreateProject();
        api.MapImportUnits();
        api.MapExportUnits();
        api.MapPlanBatch();
        api.MapOpenBatch();
        api.MapGiveQueueNumber();
        api.MapCallQueueNumber();
        api.MapChooseUnit();
        api.MapAskForWithholding();
    }
}
