using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// DOC-5.3.1: the unit is handed to its buyers 入伙, in a move-in campaign or by itself, once all is paid that is owed by
/// then, what is due on the day itself with it.
/// </summary>
internal static class DeliverUnit
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<DeliveredSale, UnitDelivered>(
                "subscriptions/{id:guid}/delivery", SalesControlPermissions.RecordDelivery, Decide)
            .OfferedOn<StandingSale>(Refuses)
            .Answers<StandingSale, SaleView>((state, _) => state)
            .WithSummary("unit.deliver.summary");

    internal sealed class Load(SaleSource sales, SalesControlDb db) : ILoad<DeliveredSale, Nothing>
    {
        public async Task<Outcome<DeliveredSale>> LoadAsync(
            Named named, Nothing request, Change change, CancellationToken cancellationToken)
        {
            var parts = await sales.FindPartsAsync(named, Access.Change, cancellationToken);
            if (parts.Refusal is { } missing)
                return missing;
            var (project, today) = (parts.Value.Unit.Project, parts.Value.Terms.Site.At(change.At).Date);
            return new DeliveredSale(parts.Value, await db.MoveInCampaigns.AnyAsync(
                c => c.Project == project && c.EndedAt == null && c.From <= today, cancellationToken));
        }
    }

    internal static Outcome<UnitDelivered> Decide(DeliveredSale state, Change change)
    {
        var (unit, sale) = (state.Unit, state.Sale);
        return Refuses(state, change) is { } refusal
            ? refusal
            : new UnitDelivered(sale.Id, unit.Id, unit.Project, unit.Code, change.At, state.InCampaign);
    }

    /// <summary>Why a unit cannot be delivered now; null where it can.</summary>
    [Rule("DOC-5.3.1", "delivered when all is paid that is owed by then")]
    private static Refused? Refuses(StandingSale state, Change change)
    {
        if (state.Forbids(UnitActs.Deliver) is { } refusal)
            return refusal;
        var today = state.DayOf(change.At);
        return state.Sale.Plan().FirstOrDefault(i => i.PaidAt is null && i.DueOn <= today) is { } unpaid
            ? state.Refuse(
                "DOC-5.3.1", "sale.not-paid-by-then", ("number", unpaid.Number), ("dueOn", unpaid.DueOn),
                ("open", unpaid.Amount - unpaid.Paid))
            : null;
    }
}

/// <summary>A sale, and whether its project's move-in campaign is under way.</summary>
internal sealed class DeliveredSale(SaleParts parts, bool inCampaign) : StandingSale(parts)
{
    /// <summary>Whether a campaign is under way.</summary>
    public bool InCampaign => inCampaign;
}

/// <summary>The unit was delivered to its buyers 入伙 (DOC-5.3.1).</summary>
[HappensUnder("DOC-5.3.1")]
internal sealed record UnitDelivered(
    Guid SubscriptionId, Guid UnitId, string Project, string Unit, Instant DeliveredAt, bool InCampaign)
    : IEvent<StandingSale>
{
    public void Apply(StandingSale state, Occurrence when)
    {
        state.Sale.Deliver(when.At);
        state.Unit.Enter(UnitState.Delivered, when.At, new Held(state.Unit.Consultant, state.Unit.HolderId));
    }

    public void React(StandingSale state, Occurrence when, Reactions follow) => follow.CloseImpossible(state, when);
}
