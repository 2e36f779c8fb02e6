using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-4: the holder's customer pays the subscription money before the subscription is signed, and so may go on
/// although others wait. The money is theirs until there is a sale.
/// </summary>
internal static class PayFirst
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<PayingFirst, Request, SubscriptionMoneyPaid>(
                "reservations/{id:guid}/payment", SalesControlPermissions.RecordPayment, Decide)
            .OfferedOn<IReservationState>((line, _) => Refuses(line))
            .Answers<ReservationLine, ReservationView>((state, _) => state.Line)
            .WithSummary("first-payment.record.summary");

    /// <summary>What was paid.</summary>
    /// <param name="Receipt">The receipt's number.</param>
    /// <param name="Amount">How much.</param>
    internal sealed record Request(string Receipt, Money Amount);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Receipt).NotEmpty().Refuses("RES-4", "receipt.number-missing").IsOneLine(50);
            RuleFor(r => r.Amount).SetValidator(new Money.Validator());
        }
    }

    internal sealed class Load(ISource<ReservationLine> lines, SalesControlDb db) : ILoad<PayingFirst, Request>
    {
        public async Task<Outcome<PayingFirst>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var found = await lines.FindAsync(named, Access.Change, cancellationToken);
            if (found.Refusal is { } missing)
                return missing;
            var line = found.Value;
            return new PayingFirst(line, await db.UseOfReceiptAsync(
                line.Unit.Project, request.Receipt.Trim(), cancellationToken));
        }
    }

    [Rule("RES-4", "who pays first may go on")]
    internal static Outcome<SubscriptionMoneyPaid> Decide(PayingFirst state, Request request, Change change)
    {
        var (holder, unit, receipt) = (state.Line.Reservation, state.Unit, request.Receipt.Trim());
        if (Refuses(state.Line) is { } refusal)
            return refusal;
        return state.Receipt.RefusesPayment(receipt) is { } used
            ? used
            : new SubscriptionMoneyPaid(
                holder.Id, unit.Id, unit.Project, unit.Code, receipt, request.Amount.ToDecimal(), Money.Yuan)
            {
                DepositId = change.NewId(),
            };
    }

    private static Refused? Refuses(IReservationState line) => line.Reservation.IsHeld
        ? null
        : line.RefuseInState("RES-4", "reservation.only-the-holder-pays-first");
}

/// <summary>A reservation's line, with what a receipt was used for before.</summary>
internal sealed class PayingFirst(ReservationLine line, ReceiptUse? receipt)
    : Line(line.Unit, line.Reservations, line.Terms)
{
    /// <summary>The line.</summary>
    public ReservationLine Line => line;

    /// <summary>What the receipt was used for; null for nothing.</summary>
    public ReceiptUse? Receipt => receipt;
}

/// <summary>
/// The holder's customer paid the subscription money before signing: the holder may renew although others wait (RES-4).
/// </summary>
[HappensUnder("RES-4")]
internal sealed record SubscriptionMoneyPaid(
    Guid ReservationId, Guid UnitId, string Project, string Unit, string Receipt, decimal Amount, string Currency)
    : IEvent<Line>
{
    /// <summary>The id under which the money is held for the customer.</summary>
    public Guid DepositId { get; init; }

    public void Apply(Line state, Occurrence when)
    {
        var holder = state.Find(ReservationId);
        if (holder.PaidAt is null)
            holder.Pay(when.At);
    }

    public void React(Line state, Occurrence when, Reactions follow) => follow.Take(
        new Deposit(DepositId, Project, Receipt, Amount, state.Find(ReservationId).CustomerId, when)
        {
            ReservationId = ReservationId,
        },
        MovementKind.PaymentReceived);
}
