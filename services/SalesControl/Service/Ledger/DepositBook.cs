using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Ledger;

/// <summary>RES-1: deposits with their movements in the ledger: taken once, and then carried over, refunded or forfeited, once.</summary>
internal sealed class DepositBook(SalesControlDb db, TimeProvider time)
{
    /// <summary>Takes the deposit that backs a reservation; refused when its receipt was taken before.</summary>
    [Rule("RES-1")]
    public Task<Outcome<Deposit>> TakeAsync(Reservation reservation, Project project, Money? amount, Instant now, string by, CancellationToken cancellationToken) =>
        TakeAsync(project.Code, reservation.DepositReceipt!, amount?.ToDecimal() ?? project.StandardDeposit, reservation.CustomerId, now, by, reservation.Id, null, cancellationToken);

    /// <summary>Takes a deposit; refused when its receipt was taken before.</summary>
    [Rule("RES-1")]
    public async Task<Outcome<Deposit>> TakeAsync(
        string project, string receipt, decimal amount, Guid customer, Instant now, string by, Guid? reservation, Guid? queueNumber, CancellationToken cancellationToken)
    {
        // One question for both, and the lock ahead of it: on the day of a release each registration asks it.
        db.LockReceiptAhead(project, receipt);
        var other = await db.Deposits.Where(d => d.Project == project && d.Receipt == receipt).Select(d => new { DepositId = (Guid?)d.Id, d.ReservationId })
            .Concat(db.Ledger.Where(l => l.Project == project && l.Receipt == receipt && l.Account == Account.Cash && l.Kind == MovementKind.PaymentReceived).Select(l => new { l.DepositId, ReservationId = (Guid?)null }))
            .OrderBy(one => one.ReservationId == null).FirstOrDefaultAsync(cancellationToken);
        if (other is { DepositId: null })
            return new Refused("RES-1", $"Receipt {receipt} was given for other money already.", Field: "depositReceipt");
        if (other is not null)
        {
            return new Refused("RES-1", $"Receipt {receipt} backs another {(other.ReservationId is null ? "queue number" : "reservation")}.", Field: "depositReceipt")
            {
                Evidence = other.ReservationId is { } backed ? [$"reservation/{backed}", $"deposit/{other.DepositId}"] : [$"deposit/{other.DepositId}"],
            };
        }

        var deposit = db.Deposits.Add(new Deposit(NewId(), project, receipt, amount, customer, now, by, reservation, queueNumber)).Entity;
        Move(MovementKind.DepositTaken, deposit, Account.DepositsHeld, Account.Cash, now, by);
        return deposit;
    }

    /// <summary>Takes the subscription money that a holder's customer pays first: theirs, as a deposit is, until it is carried over to a sale or goes back (RES-4).</summary>
    [Rule("RES-4")]
    [Rule("RES-1")]
    public async Task<Outcome<Deposit>> TakeFirstPaymentAsync(Reservation reservation, string project, string receipt, decimal amount, Instant now, string by, CancellationToken cancellationToken)
    {
        if (await db.RefusesReceiptAsync(project, receipt, cancellationToken) is { } paid)
            return paid;
        var payment = db.Deposits.Add(new Deposit(NewId(), project, receipt, amount, reservation.CustomerId, now, by, reservation.Id, null)).Entity;
        Move(MovementKind.PaymentReceived, payment, Account.DepositsHeld, Account.Cash, now, by);
        return payment;
    }

    /// <summary>It becomes a payment towards the price of a sale.</summary>
    [Rule("RES-1")]
    public Outcome<Deposit> CarryOver(Deposit deposit, Guid subscription, Instant now, string by) =>
        deposit.End(DepositState.CarriedOver, now, subscription).Then<Deposit>(_ => Move(MovementKind.CarriedOver, deposit, Account.CustomerPayments, Account.DepositsHeld, now, by, subscription));

    /// <summary>It goes back to the customer.</summary>
    [Rule("RES-1")]
    public Outcome<Deposit> Refund(Deposit deposit, Instant now, string by) =>
        deposit.End(DepositState.Refunded, now).Then<Deposit>(_ => Move(MovementKind.DepositRefunded, deposit, Account.Cash, Account.DepositsHeld, now, by));

    private Deposit Move(MovementKind kind, Deposit deposit, Account from, Account to, Instant now, string by, Guid? subscription = null)
    {
        db.Ledger.AddRange(LedgerLeg.Move(NewId(), kind, deposit.Project, from, to, deposit.Amount, deposit.Receipt, now, by, deposit.Id, subscription));
        return deposit;
    }

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
