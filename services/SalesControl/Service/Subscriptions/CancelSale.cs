using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// RES-4: the buyers give the unit back 退房, once a manager and finance have agreed: what was paid goes back or is
/// forfeited, and the unit is open again, or let as before.
/// </summary>
internal sealed class CancelSale(SaleSource sales)
    : ChangeKind<StandingSale, Settlement>(
        ChangeKind.Cancellation, "RES-4", SalesControlPermissions.ApproveChange, SalesControlPermissions.SettleChange)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapAsk<StandingSale, SaleEndingForm, Settlement>(
                "subscriptions/{id:guid}/cancellation", SalesControlPermissions.AskForChange,
                (ChangeKind.Cancellation, state => state.Sale.Id), Ask)
            .OfferedUnlessAsked<StandingSale, SaleEndingForm, StandingSale>(
                (ChangeKind.Cancellation, sale => sale.Sale.Id), (sale, _) => sale.Forbids(UnitActs.Cancel))
            .WithSummary("cancellation.ask-for.summary");

    internal static Outcome<Settlement> Ask(StandingSale state, SaleEndingForm request, Change change)
    {
        var settlement = Settlement.Of(request.Refund, state.Sale.Paid);
        return Refuses(state, settlement) is { } refusal ? refusal : settlement;
    }

    /// <summary>Why a sale cannot be given back; null where it can.</summary>
    [Rule("RES-4", "a cancellation")]
    internal static Refused? Refuses(StandingSale state, Settlement settlement) =>
        state.Forbids(UnitActs.Cancel) ?? settlement.Refuses(state);

    protected override Text What(Settlement details, Unit unit) => Text.Of(
        "cancellation.what", ("unit", unit.Code), ("refund", details.Refunded), ("forfeit", details.Forfeited));

    protected override async Task<StandingSale> LockAsync(
        ChangeRequest request, Settlement details, CancellationToken cancellationToken) =>
        new(await sales.LockPartsAsync(request, cancellationToken));

    protected override Outcome<Events<StandingSale>> Grant(StandingSale state, Granted<Settlement> granted, Change by)
    {
        var (unit, sale) = (state.Unit, state.Sale);
        if (Refuses(state, granted.Details) is { } refusal)
            return refusal;
        return new Events<StandingSale>(
            [
                new SaleCancelled(
                    granted.Id, sale.Id, unit.Id, unit.Project, unit.Code, sale.AgreementNumber, sale.ContractNumber,
                    granted.Details.Refunded, Money.Yuan, by.Wrote(granted.Request.Reason))
                {
                    Forfeited = granted.Details.Forfeited,
                },
                .. EndingASale.Free(state),
                .. EndingASale.Close(state, granted.Id, Text.Of("change.closed.sale-cancelled")),
            ]);
    }
}

/// <summary>
/// A sale was cancelled 退房: what followed from it is undone, and its papers become the unit's sales history
/// (DOC-5.10.2 e).
/// </summary>
[HappensUnder("DOC-5.10.2")]
internal sealed record SaleCancelled(
    Guid ChangeId, Guid SubscriptionId, Guid UnitId, string Project, string Unit, string AgreementNumber,
    string? ContractNumber, decimal Refunded, string Currency, FreeText Reason)
    : IEvent<StandingSale>, ITold<StandingSale>
{
    /// <summary>What the company keeps of what was paid.</summary>
    public decimal Forfeited { get; init; }

    public void Apply(StandingSale state, Occurrence when) => state.End(SaleState.Cancelled, Reason.Words!, when);

    public void React(StandingSale state, Occurrence when, Reactions follow)
    {
        follow.Settle(state, Refunded, Forfeited, ChangeId, when);
        follow.End(state, Text.Of("sale.task.cancelled", ("unit", Unit)), when);
    }

    public object ToContract(StandingSale state, Occurrence when) =>
        new Contracts.SaleCancelled(SubscriptionId, UnitId, Project, Unit);
}
