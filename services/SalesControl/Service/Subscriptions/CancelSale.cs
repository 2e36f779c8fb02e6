using FluentValidation;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>What becomes of the money when a sale ends: all that was paid, and so each of the two agrees to the same sums.</summary>
/// <param name="Refund">What goes back to the buyers; null for nothing.</param>
/// <param name="Forfeit">What the company keeps; null for nothing.</param>
internal sealed record Settlement(Money? Refund, Money? Forfeit)
{
    public decimal Refunded => Refund?.ToDecimal() ?? 0;

    public decimal Forfeited => Forfeit?.ToDecimal() ?? 0;

    /// <summary>So much goes back, the rest is kept.</summary>
    public static Settlement Of(Money? refund, decimal paid) => new(refund, paid - (refund?.ToDecimal() ?? 0) is > 0 and var kept ? Money.Of(kept) : null);

    public override string ToString() => $"{Money.Of(Refunded).Amount} CNY back, {Money.Of(Forfeited).Amount} CNY forfeited";
}

/// <summary>RES-4: the buyers give the unit back 退房, once a manager and finance have agreed: what was paid goes back or is forfeited, and the unit is open again, or let as before.</summary>
internal sealed class CancelSale(PaymentBook payments, OpenChanges open) : IChangeKind
{
    public ChangeKind Kind => ChangeKind.Cancellation;

    public string Rule => "RES-4";

    public IReadOnlyList<Need> Needs { get; } = [new(SalesControlPermissions.ApproveChange), new(SalesControlPermissions.SettleChange)];

    public UnitParts Parts => UnitParts.Sale | UnitParts.Lease;

    public string What(ChangeRequest change, Unit unit) => $"The cancellation of the sale of {unit.Code}: {ChangeDesk.DetailsOf<Settlement>(change)}";

    [Rule("RES-4")]
    public async Task<Refused?> DoAsync(ChangeRequest change, Unit unit, Instant now, Actor by, CancellationToken cancellationToken)
    {
        var (sale, settlement) = (change.Subject!.Value, ChangeDesk.DetailsOf<Settlement>(change));
        if (unit.Cancel(change.Id, sale, settlement.Refunded, settlement.Forfeited, change.Reason, now, by.Id) is { } refusal)
            return refusal;
        payments.Refund(unit.Project, sale, settlement.Refunded, change.ApprovalKey, now, by.Id);
        payments.Forfeit(unit.Project, sale, settlement.Forfeited, change.ApprovalKey, now, by.Id);
        await open.CloseAsync(unit, sale, change.Id, "The sale was cancelled.", now, by.Id, cancellationToken);
        return null;
    }
}

/// <summary>RES-4: a cancellation is asked for.</summary>
internal static class AskForCancellation
{
    public static void MapAskForCancellation(this IEndpointRouteBuilder api) =>
        api.MapCommand("subscriptions/{id:guid}/cancellation", SalesControlPermissions.AskForChange, HandleAsync).WithSummary("Ask that a sale be cancelled").Produces<ChangeView>(StatusCodes.Status201Created);

    /// <summary>Why, and what goes back.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Refund">What goes back to the buyers of what was paid; nothing when not given. The rest is forfeited.</param>
    internal sealed record Request(string Reason, Money? Refund = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Reason).NotEmpty().WithMessage("A cancellation needs its reason.").WithState(_ => "RES-4").MaximumLength(500);
            RuleFor(r => r.Refund!).SetValidator(new Money.Validator()).When(r => r.Refund is not null);
        }
    }

    [Rule("RES-4")]
    private static Task<IResult> HandleAsync(Guid id, Request request, IfMatch ifMatch, Actor actor, SaleDesk desk, CancellationToken cancellationToken) => desk.AskAsync(
        id, ifMatch, actor, ChangeKind.Cancellation, request.Reason,
        hand =>
        {
            var settlement = Settlement.Of(request.Refund, hand.Sale.Paid);
            return Task.FromResult<Outcome<Settlement>>(hand.Unit.RefusesCancelling(id, settlement.Refunded, settlement.Forfeited) is { } refusal ? refusal : settlement);
        },
        cancellationToken);
}
