using NodaTime;
using Ops.Platform.Departments;

namespace Ops.SalesControl.Ledger;

/// <summary>Where money is.</summary>
internal enum Account
{
    /// <summary>What the company has received and not given back.</summary>
    Cash,

    /// <summary>Deposits that are the customers' still: reservation and queue deposits.</summary>
    DepositsHeld,

    /// <summary>What customers have paid towards a price.</summary>
    CustomerPayments,

    /// <summary>What was forfeited to the company 没收.</summary>
    Forfeited,
}

/// <summary>What a movement of money is.</summary>
internal enum MovementKind
{
    /// <summary>A deposit came in.</summary>
    DepositTaken,

    /// <summary>A deposit became a payment towards the price.</summary>
    CarriedOver,

    /// <summary>A deposit went back to the customer.</summary>
    DepositRefunded,

    /// <summary>A deposit was forfeited.</summary>
    DepositForfeited,

    /// <summary>Money towards a price came in.</summary>
    PaymentReceived,

    /// <summary>Money that was paid towards a price went back.</summary>
    PaymentRefunded,

    /// <summary>Money that was paid towards a price was forfeited.</summary>
    PaymentForfeited,

    /// <summary>What was paid towards one sale goes to another, by a swap.</summary>
    PaymentMoved,
}

/// <summary>One leg of a movement: the legs of a movement sum to nothing. Written once, never changed.</summary>
internal sealed class LedgerLeg
{
    private LedgerLeg()
    {
    }

    public long Id { get; private init; }

    /// <summary>The movement that it belongs to.</summary>
    public Guid Movement { get; private init; }

    public MovementKind Kind { get; private init; }

    public string Project { get; private init; } = "";

    public Account Account { get; private init; }

    /// <summary>CNY; what comes into the account is above nothing.</summary>
    public decimal Amount { get; private init; }

    /// <summary>The receipt or voucher.</summary>
    public string Receipt { get; private init; } = "";

    public Guid? DepositId { get; private init; }

    public Guid? SubscriptionId { get; private init; }

    public Instant At { get; private init; }

    public string By { get; private init; } = "";

    /// <summary>
    /// A leg of a movement. What a customer has with the company is owed to them, and so stands with a minus.
    /// </summary>
    public static LedgerLeg Of(Guid id, Movement movement, Account account, decimal amount, Occurrence when) => new()
    {
        Movement = id,
        Kind = movement.Kind,
        Project = movement.Project,
        Account = account,
        Amount = amount,
        Receipt = movement.Receipt,
        DepositId = movement.DepositId,
        SubscriptionId = amount > 0 ? movement.FromSubscriptionId ?? movement.SubscriptionId : movement.SubscriptionId,
        At = when.At,
        By = when.By,
    };
}
