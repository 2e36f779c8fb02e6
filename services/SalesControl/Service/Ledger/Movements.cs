using Npgsql;
using Ops.Platform.Departments;

namespace Ops.SalesControl.Ledger;

/// <summary>
/// How money moves in the ledger, as what follows from an event: deposits that are taken, carried over, given back, and
/// payments towards a price. What a customer has paid for a sale is what its movements leave with it.
/// </summary>
internal static class Movements
{
    /// <summary>
    /// A deposit came in, or the subscription money that a holder's customer pays first: theirs until there is a sale.
    /// </summary>
    /// <param name="follow">What follows.</param>
    /// <param name="deposit">The new deposit.</param>
    /// <param name="kind">A deposit taken, or a payment received.</param>
    public static void Take(this Reactions follow, Deposit deposit, MovementKind kind = MovementKind.DepositTaken)
    {
        follow.Add(deposit);
        follow.Move(
            new(kind, deposit.Project, deposit.Amount, deposit.Receipt) { DepositId = deposit.Id },
            Account.DepositsHeld, Account.Cash, new(deposit.TakenAt, deposit.TakenBy));
    }

    /// <summary>A deposit became a payment towards the price of a sale.</summary>
    public static void CarryOver(this Reactions follow, Deposit deposit, Guid sale, Occurrence when) => follow.Move(
        new(MovementKind.CarriedOver, deposit.Project, deposit.Amount, deposit.Receipt)
        {
            DepositId = deposit.Id,
            SubscriptionId = sale,
        },
        Account.CustomerPayments, Account.DepositsHeld, when);

    /// <summary>A deposit went back to the customer.</summary>
    public static void GiveBack(this Reactions follow, Deposit deposit, Occurrence when) => follow.Move(
        new(MovementKind.DepositRefunded, deposit.Project, deposit.Amount, deposit.Receipt) { DepositId = deposit.Id },
        Account.Cash, Account.DepositsHeld, when);

    /// <summary>Money towards a price came in.</summary>
    public static void Receive(this Reactions follow, Paid paid, Occurrence when) => follow.Move(
        paid.As(MovementKind.PaymentReceived), Account.CustomerPayments, Account.Cash, when);

    /// <summary>Money that was paid towards a price goes back to the buyers.</summary>
    public static void Refund(this Reactions follow, Paid paid, Occurrence when) => follow.Move(
        paid.As(MovementKind.PaymentRefunded), Account.Cash, Account.CustomerPayments, when);

    /// <summary>Money that was paid towards a price stays with the company 没收.</summary>
    public static void Forfeit(this Reactions follow, Paid paid, Occurrence when) => follow.Move(
        paid.As(MovementKind.PaymentForfeited), Account.Forfeited, Account.CustomerPayments, when);

    /// <summary>What was paid for one sale is paid for another, by a swap 换房.</summary>
    public static void MoveOn(this Reactions follow, Guid from, Paid to, Occurrence when) => follow.Move(
        to.As(MovementKind.PaymentMoved) with { FromSubscriptionId = from },
        Account.CustomerPayments, Account.CustomerPayments, when);

    /// <summary>RES-3: a renewal goes on with the same deposit: what backed the old reservation backs it.</summary>
    public static void GoOnWithDeposits(this Reactions follow, Guid old, Guid renewal) => follow.Defer(
        "UPDATE deposits SET reservation_id = $1 WHERE reservation_id = $2",
        new NpgsqlParameter { Value = renewal }, new NpgsqlParameter { Value = old });

    private static void Move(this Reactions follow, Movement movement, Account from, Account to, Occurrence when)
    {
        if (movement.Amount == 0 && movement.DepositId is null)
            return;
        var id = follow.NewId();
        follow.Add(LedgerLeg.Of(id, movement, from, -movement.Amount, when));
        follow.Add(LedgerLeg.Of(id, movement, to, movement.Amount, when));
    }
}

/// <summary>Money that is paid for a sale.</summary>
/// <param name="Project">The project's code.</param>
/// <param name="SubscriptionId">The sale.</param>
/// <param name="Amount">CNY.</param>
/// <param name="Receipt">The receipt, or the voucher that it rests on.</param>
internal sealed record Paid(string Project, Guid SubscriptionId, decimal Amount, string Receipt)
{
    public Movement As(MovementKind kind) => new(kind, Project, Amount, Receipt) { SubscriptionId = SubscriptionId };
}

/// <summary>A movement of money.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Amount">CNY.</param>
/// <param name="Receipt">The receipt or voucher.</param>
internal sealed record Movement(MovementKind Kind, string Project, decimal Amount, string Receipt)
{
    public Guid? DepositId { get; init; }

    public Guid? SubscriptionId { get; init; }

    /// <summary>The sale that the money leaves, where it moves from one to another.</summary>
    public Guid? FromSubscriptionId { get; init; }
}
