using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>DOC-5.3.1: the unit is handed to its buyers 入伙, in a move-in campaign or by itself, once all is paid that is owed by then.</summary>
internal static class DeliverUnit
{
    public static void MapDeliverUnit(this IEndpointRouteBuilder api) =>
        api.MapPost("subscriptions/{id:guid}/delivery", HandleAsync).AsCommand(SalesControlPermissions.RecordDelivery)
            .WithSummary("Record that the unit was delivered").Produces<SaleView>();

    [Rule("DOC-5.3.1")]
    private static Task<IResult> HandleAsync(Guid id, IfMatch ifMatch, Actor actor, SaleDesk desk, SalesControlDb db, CancellationToken cancellationToken) => desk.ChangeAsync(
        id, ifMatch, actor,
        async hand =>
        {
            var inCampaign = await db.MoveInCampaigns.AnyAsync(c => c.Project == hand.Unit.Project && c.EndedAt == null && c.From <= hand.Today, cancellationToken);
            return hand.Unit.Deliver(id, hand.Today, inCampaign, hand.Now, actor.Id);
        },
        cancellationToken);
}
