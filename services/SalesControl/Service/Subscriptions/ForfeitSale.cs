using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// RES-4: after the payment term the company takes the unit back 挞定 (没收), once a manager and finance have agreed: what
/// was paid is forfeited, but for what they give back.
/// </summary>
internal sealed class ForfeitSale(SaleSource sales)
    : ChangeKind<StandingSale, Settlement>(
        ChangeKind.Forfeiture, "RES-4", SalesControlPermissions.ApproveChange, SalesControlPermissions.SettleChange)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapAsk<StandingSale, SaleEndingForm, Settlement>(
                "subscriptions/{id:guid}/forfeiture", SalesControlPermissions.AskForChange,
                (ChangeKind.Forfeiture, state => state.Sale.Id), Ask)
            .OfferedUnlessAsked<StandingSale, SaleEndingForm, StandingSale>(
                (ChangeKind.Forfeiture, sale => sale.Sale.Id), (sale, change) => Refuses(sale, change.At))
            .WithSummary("forfeiture.ask-for.summary");

    internal static Outcome<Settlement> Ask(StandingSale state, SaleEndingForm request, Change change)
    {
        var settlement = Settlement.Of(request.Refund, state.Sale.Paid);
        return Refuses(state, settlement, change.At) is { } refusal ? refusal : settlement;
    }

    internal static Refused? Refuses(StandingSale state, Settlement settlement, Instant at) =>
        Refuses(state, at) ?? settlement.Refuses(state);

    /// <summary>
    /// Why the company cannot take the unit back; null where it can: only when the payment term is over, an
    /// instalment's day or the contract's.
    /// </summary>
    [Rule("RES-4", "a forfeiture after the payment term")]
    private static Refused? Refuses(StandingSale state, Instant at)
    {
        var (sale, zone) = (state.Sale, state.Terms.Site.TimeZone);
        if (state.Forbids(UnitActs.Forfeit) is { } refusal)
            return refusal;
        return sale.ContractDueAt <= at || sale.Plan().Any(i => i.IsOverdue(at, zone))
            ? null
            : state.Refuse("RES-4", "forfeiture.term-not-over");
    }

    protected override Text What(Settlement details, Unit unit) => Text.Of(
        "forfeiture.what", ("unit", unit.Code), ("refund", details.Refunded), ("forfeit", details.Forfeited));

    protected override async Task<StandingSale> LockAsync(
        ChangeRequest request, Settlement details, CancellationToken cancellationToken) =>
        new(await sales.LockPartsAsync(request, cancellationToken));

    protected override Outcome<Events<StandingSale>> Grant(StandingSale state, Granted<Settlement> granted, Change by)
    {
        var (unit, sale) = (state.Unit, state.Sale);
        if (Refuses(state, granted.Details, by.At) is { } refusal)
            return refusal;
        return new Events<StandingSale>(
            [
                new SaleForfeited(
                    granted.Id, sale.Id, unit.Id, unit.Project, unit.Code, sale.AgreementNumber,
                    granted.Details.Forfeited, granted.Details.Refunded, Money.Yuan,
                    by.Wrote(granted.Request.Reason)),
                .. EndingASale.Free(state),
                .. EndingASale.Close(state, granted.Id, Text.Of("change.closed.sale-forfeited")),
            ]);
    }
}

/// <summary>
/// A sale was forfeited 挞定 (没收) after its payment term; its papers become the unit's sales history (DOC-5.10.2 e).
/// </summary>
[HappensUnder("DOC-5.10.2")]
internal sealed record SaleForfeited(
    Guid ChangeId, Guid SubscriptionId, Guid UnitId, string Project, string Unit, string AgreementNumber,
    decimal Forfeited, decimal Refunded, string Currency, FreeText Reason)
    : IEvent<StandingSale>, ITold<StandingSale>
{
    public void Apply(StandingSale state, Occurrence when) => state.End(SaleState.Forfeited, Reason.Words!, when);

    public void React(StandingSale state, Occurrence when, Reactions follow)
    {
        follow.Settle(state, Refunded, Forfeited, ChangeId, when);
        follow.End(state, Text.Of("sale.task.forfeited", ("unit", Unit)), when);
    }

    public object ToContract(StandingSale state, Occurrence when) =>
        new Contracts.SaleForfeited(SubscriptionId, UnitId, Project, Unit);
}
