using FluentValidation;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-1: a deposit, or what was paid first, goes back to the customer, once, when what it backed is over.
/// </summary>
internal static class RefundDeposit
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapRead<BackingDeposit, ReadDeposits.View>("deposits/{id:guid}", SalesControlPermissions.ReadLedger)
            .WithSummary("deposit.read.summary");
        api.MapCommand<BackingDeposit, Request, DepositRefunded>(
                "deposits/{id:guid}/refund", SalesControlPermissions.RefundDeposit, Decide)
            .OfferedOn<BackingDeposit>((deposit, _) => Refuses(deposit))
            .Answers<ReadDeposits.View>()
            .WithSummary("deposit.refund.summary");
    }

    /// <summary>Why.</summary>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("RES-1", "deposit.refund-reason-missing");
    }

    [Rule("RES-1", "a deposit goes back when what it backed is over")]
    internal static Outcome<DepositRefunded> Decide(BackingDeposit state, Request request, Change change)
    {
        var (deposit, line) = (state.Deposit, state.Line);
        return Refuses(state) is { } refusal
            ? refusal
            : new DepositRefunded(
                deposit.Id, deposit.ReservationId!.Value, line!.Unit.Id, line.Unit.Project, line.Unit.Code,
                deposit.Receipt, deposit.Amount, Money.Yuan, change.Wrote(request.Reason));
    }

    private static Refused? Refuses(BackingDeposit state)
    {
        var (deposit, line) = (state.Deposit, state.Line);
        if (line?.Reservations.FirstOrDefault(r => r.IsOpen && r.IsBackedBy(deposit)) is { } open)
        {
            return new Refused("RES-1", Text.Of("deposit.backs-open-reservation", ("state", Text.NameOf(open.State))))
            {
                Evidence = [open.Evidence],
            };
        }

        if (state.OpenQueueNumber is { } number)
        {
            return new Refused("RES-1", Text.Of("deposit.backs-queue-number"))
            {
                Evidence = [$"queue-number/{number}"],
            };
        }

        return deposit.RefusesToEnd();
    }

    private static bool IsBackedBy(this Reservation reservation, Deposit deposit) =>
        reservation.Id == deposit.ReservationId || reservation.Renews == deposit.ReservationId;
}

/// <summary>
/// What a customer had paid for a reservation that is over went back: the deposit, or what was paid first (RES-1).
/// </summary>
[HappensUnder("RES-1")]
internal sealed record DepositRefunded(
    Guid DepositId, Guid ReservationId, Guid UnitId, string Project, string Unit, string Receipt, decimal Amount,
    string Currency, FreeText Reason) : IEvent<BackingDeposit>
{
    public void Apply(BackingDeposit state, Occurrence when) => state.Deposit.End(DepositState.Refunded, when.At);

    public void React(BackingDeposit state, Occurrence when, Reactions follow)
    {
        follow.GiveBack(state.Deposit, when);
        if (state.IsTheLast)
            follow.Tasks.Done(Following.GiveBackKey(ReservationId), when.At, when.By);
    }
}
