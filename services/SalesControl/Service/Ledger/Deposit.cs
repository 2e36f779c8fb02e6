using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Ledger;

/// <summary>What became of a deposit.</summary>
internal enum DepositState
{
    /// <summary>The company holds it for the customer.</summary>
    Held,

    /// <summary>It became a payment towards the price.</summary>
    CarriedOver,

    /// <summary>It went back to the customer.</summary>
    Refunded,

    /// <summary>It was forfeited to the company.</summary>
    Forfeited,
}

/// <summary>
/// A deposit 预约金 (诚意金), or the subscription money that a holder's customer paid first: one receipt, which backs one
/// reservation or one queue number for ever (RES-1). Either is the customer's until there is a sale. It ends once.
/// </summary>
internal sealed class Deposit
{
    private Deposit()
    {
    }

    public Deposit(Guid id, string project, string receipt, decimal amount, Guid customerId, Occurrence taken)
    {
        (Id, Project, Receipt, Amount, CustomerId) = (id, project, receipt, amount, customerId);
        (TakenAt, TakenBy) = (taken.At, taken.By);
    }

    public Guid Id { get; private init; }

    public string Project { get; private init; } = "";

    /// <summary>The receipt's number, once in a project.</summary>
    public string Receipt { get; private set; } = "";

    /// <summary>CNY. Nothing for a deposit whose amount was not yet kept when it was taken.</summary>
    public decimal Amount { get; private init; }

    public Guid CustomerId { get; private init; }

    /// <summary>The reservation that it backs; a renewal's when that has taken over (RES-3).</summary>
    public Guid? ReservationId { get; init; }

    /// <summary>The queue number that it backs.</summary>
    public Guid? QueueNumberId { get; init; }

    public DepositState State { get; private set; }

    public Instant TakenAt { get; private init; }

    public string TakenBy { get; private init; } = "";

    public Instant? EndedAt { get; private set; }

    /// <summary>The sale that it was carried over to.</summary>
    public Guid? SubscriptionId { get; private set; }

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"deposit/{Id}";

    /// <summary>It ends once: what a caller has seen of it is the first version, or the last.</summary>
    public long Version => State == DepositState.Held ? 1 : 2;

    /// <summary>Null where it is held still: it ends once, carried over, refunded or forfeited (RES-1).</summary>
    [Rule("RES-1", "a deposit ends once")]
    public Refused? RefusesToEnd() => State == DepositState.Held
        ? null
        : new Refused("RES-1", Text.Of("deposit.ended-already", ("receipt", Receipt), ("state", Text.NameOf(State))))
        {
            Evidence = [Evidence],
        };

    /// <summary>It is done with.</summary>
    internal void End(DepositState state, Instant at, Guid? subscription = null) =>
        (State, EndedAt, SubscriptionId) = (state, at, subscription);
}

/// <summary>Finds deposits for a change.</summary>
internal static class Deposits
{
    /// <summary>A deposit, locked: it ends once, whoever else would end it.</summary>
    public static async Task<Deposit> LockDepositAsync(
        this SalesControlDb db, Guid id, CancellationToken cancellationToken) =>
        (await db.Deposits.FromSql($"SELECT * FROM deposits WHERE id = {id} FOR UPDATE")
            .ToListAsync(cancellationToken)).Single();
}
