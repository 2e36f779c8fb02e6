using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// RES-4: a sale moves to another unit 换房 that is open to everybody, once a manager has agreed: a new subscription at
/// that unit's price, what was paid moved on, the old unit open again or let as before.
/// </summary>
internal sealed class SwapUnit(SwappedSales sales, DiscountLimits limits)
    : ChangeKind<SwappedSale, SwapTerms>(ChangeKind.Swap, "RES-4", SalesControlPermissions.ApproveChange)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapAsk<SwappedSale, Request, SwapTerms>(
                "subscriptions/{id:guid}/swap", SalesControlPermissions.AskForChange,
                (ChangeKind.Swap, state => state.Sale.Id), Ask)
            .OfferedUnlessAsked<SwappedSale, Request, StandingSale>(
                (ChangeKind.Swap, sale => sale.Sale.Id), (sale, _) => sale.Forbids(UnitActs.SwapAway))
            .WithSummary("swap.ask-for.summary");

    /// <summary>Which unit, under which agreement, and why.</summary>
    /// <param name="Unit">The code of another available unit of the project.</param>
    /// <param name="AgreementNumber">The number on the new subscription agreement.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Discount">
    /// Per cent off the other unit's price; the limit of who agrees to the swap must cover it. The old unit's discount
    /// is not carried over.
    /// </param>
    internal sealed record Request(string Unit, string AgreementNumber, string Reason, decimal Discount = 0) : IAsks;

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Unit).NotEmpty().Refuses("RES-4", "swap.unit-missing").IsOneLine(50);
            RuleFor(r => r.AgreementNumber).NotEmpty().Refuses("RES-4", "swap.agreement-missing").IsOneLine(50);
            RuleFor(r => r.Reason).MustBeAReason("RES-4", "swap.reason-missing");
            RuleFor(r => r.Discount).Must(DiscountLimits.IsDiscount).Refuses("CS-4", "discount.no-percent");
        }
    }

    [Rule("RES-4", "a swap to a unit that is open to everybody")]
    internal static Outcome<SwapTerms> Ask(SwappedSale state, Request request, Change change)
    {
        if (state.Forbids(UnitActs.SwapAway) is { } stays)
            return stays;
        if (state.Target is not { } target)
        {
            return Refused.Input("RES-4", "unit", Text.Of(
                "unit.not-in-project", ("unit", request.Unit), ("project", state.Unit.Project)));
        }

        if (target.Unit.Id == state.Unit.Id)
            return Refused.Input("RES-4", "unit", Text.Of("swap.the-same-unit"));
        if (target.Unit.Forbids(UnitActs.SwapTo) is { } taken)
            return taken;
        if (target.Facts.Price is null)
            return UnitForSale.NoPrice(target.Unit);
        var number = request.AgreementNumber.Trim();
        return target.RefusesAgreement(number) is { } used
            ? used
            : new SwapTerms(target.Unit.Id, target.Unit.Code, number, request.Discount);
    }

    protected override Refused? RefusesDecider(SwapTerms details, Actor actor) =>
        limits.RefusesToAgree(details.Discount, actor.Post);

    protected override Text What(SwapTerms details, Unit unit) => Text.Of(
        details.Discount == 0 ? "swap.what" : "swap.what-with-discount", ("unit", unit.Code),
        ("other", details.Unit), ("discount", details.Discount));

    protected override Task<SwappedSale> LockAsync(
        ChangeRequest request, SwapTerms details, CancellationToken cancellationToken) =>
        sales.LockAsync(request, details, cancellationToken);

    protected override Outcome<Events<SwappedSale>> Grant(SwappedSale state, Granted<SwapTerms> granted, Change by)
    {
        var (unit, sale, target) = (state.Unit, state.Sale, state.Target!);
        // What has become of the other since it was asked for counts.
        if ((state.Forbids(UnitActs.SwapAway) ?? target.Unit.Forbids(UnitActs.SwapTo)) is { } refusal)
            return refusal;
        return Agreement.Swap(state, target, granted.Details, by).Then<Events<SwappedSale>>(signed =>
            new Events<SwappedSale>(
                [
                    new Elsewhere<SwappedSale, UnitForSale>(one => one.Target!, new Events<UnitForSale>(
                        [
                            signed,
                            .. target.CloseAsked(Text.Of("change.closed.taken-in-swap"), granted.Id),
                        ])),
                    new SaleSwapped(
                        granted.Id, sale.Id, unit.Id, unit.Project, unit.Code, sale.AgreementNumber,
                        signed.SubscriptionId, target.Unit.Id, target.Unit.Code, by.Wrote(granted.Request.Reason))
                    {
                        Paid = sale.Paid,
                    },
                    .. EndingASale.Free(state),
                    .. EndingASale.Close(
                        state, granted.Id, Text.Of("change.closed.sale-swapped", ("unit", target.Unit.Code))),
                ]));
    }
}

/// <summary>What a swap is agreed with.</summary>
/// <param name="UnitId">The other unit.</param>
/// <param name="Unit">Its code.</param>
/// <param name="AgreementNumber">The number on the new agreement.</param>
/// <param name="Discount">
/// Per cent off the other unit's price; within the limit of who agrees to the swap (CS-4).
/// </param>
internal sealed record SwapTerms(Guid UnitId, string Unit, string AgreementNumber, decimal Discount);

/// <summary>
/// A sale moved to another unit 换房; its approval is sales material of the new unit (DOC-5.2.1), the superseded sale is
/// the old one's history (DOC-5.10.2 e).
/// </summary>
[HappensUnder("DOC-5.10.2")]
internal sealed record SaleSwapped(
    Guid ChangeId, Guid SubscriptionId, Guid UnitId, string Project, string Unit, string AgreementNumber,
    Guid NewSubscriptionId, Guid NewUnitId, string NewUnit, FreeText Reason)
    : IEvent<StandingSale>, ITold<StandingSale>
{
    /// <summary>CNY: what was paid, and moves on.</summary>
    public decimal Paid { get; init; }

    public void Apply(StandingSale state, Occurrence when) => state.End(SaleState.Swapped, Reason.Words!, when);

    public void React(StandingSale state, Occurrence when, Reactions follow)
    {
        follow.MoveOn(SubscriptionId, new(Project, NewSubscriptionId, Paid, $"change/{ChangeId}"), when);
        follow.End(state, Text.Of("sale.task.swapped", ("unit", Unit), ("other", NewUnit)), when);
    }

    public object ToContract(StandingSale state, Occurrence when) =>
        new Contracts.SaleSwapped(SubscriptionId, UnitId, Project, Unit, NewSubscriptionId);
}
