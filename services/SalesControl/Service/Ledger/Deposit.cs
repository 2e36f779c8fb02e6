using NodaTime;
using Ops.Platform.Rules;

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
/// A deposit 预约金 (诚意金), or the subscription money that a holder's customer paid first: one receipt, which backs one reservation or one queue number for ever (RES-1). Either is
/// the customer's until there is a sale. It ends once.
/// </summary>
internal sealed class Deposit
{
    private Deposit()
    {
    }

    public Deposit(Guid id, string project, string receipt, decimal amount, Guid customerId, Instant takenAt, string takenBy, Guid? reservationId, Guid? queueNumberId)
    {
        (Id, Project, Receipt, Amount, CustomerId, TakenAt, TakenBy) = (id, project, receipt, amount, customerId, takenAt, takenBy);
        (ReservationId, QueueNumberId) = (reservationId, queueNumberId);
    }

    public Guid Id { get; private init; }

    public string Project { get; private init; } = "";

    /// <summary>The receipt's number, once in a project.</summary>
    public string Receipt { get; private set; } = "";

    /// <summary>CNY. Nothing for a deposit whose amount was not yet kept when it was taken.</summary>
    public decimal Amount { get; private init; }

    public Guid CustomerId { get; private init; }

    /// <summary>The reservation that it backs; a renewal's when that has taken over (<see cref="DepositsFollow"/>).</summary>
    public Guid? ReservationId { get; private init; }

    /// <summary>The queue number that it backs.</summary>
    public Guid? QueueNumberId { get; private init; }

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

    /// <summary>It is done with, once: carried over, refunded or forfeited. Never twice.</summary>
    [Rule("RES-1")]
    public Outcome<Deposit> End(DepositState state, Instant at, Guid? subscription = null)
    {
        if (State != DepositState.Held)
            return new Refused("RES-1", $"The deposit of receipt {Receipt} is {Say(State)} already.") { Evidence = [Evidence] };
        (State, EndedAt, SubscriptionId) = (state, at, subscription);
        return this;
    }

    private static string Say(DepositState state) => state switch
    {
        DepositState.CarriedOver => "carried over to a subscription",
        DepositState.Refunded => "refunded",
        _ => "forfeited",
    };
}
