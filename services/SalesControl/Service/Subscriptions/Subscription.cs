using NodaTime;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;

namespace Ops.SalesControl.Subscriptions;

/// <summary>How far a sale has come.</summary>
internal enum SaleState
{
    /// <summary>认购.</summary>
    Subscribed,

    /// <summary>签约.</summary>
    Contracted,

    /// <summary>入伙.</summary>
    Delivered,

    /// <summary>退房.</summary>
    Cancelled,

    /// <summary>挞定.</summary>
    Forfeited,

    /// <summary>换房: another sale took its place.</summary>
    Swapped,
}

/// <summary>A sale, from the signed subscription 认购书 on. Always a unit's, which alone changes it.</summary>
internal sealed class Subscription
{
    private readonly List<Buyer> _buyers = [];
    private readonly List<Instalment> _instalments = [];

    private Subscription()
    {
    }

    public Subscription(Guid id, Guid unitId, string project, string agreementNumber, CustomerOnForm customer, Guid? reservationId, string consultant, Instant signedAt)
    {
        (Id, UnitId, Project, AgreementNumber, Customer, ReservationId, Consultant, SignedAt) = (id, unitId, project, agreementNumber, customer, reservationId, consultant, signedAt);
    }

    public Guid Id { get; private init; }

    public Guid UnitId { get; private init; }

    public string Project { get; private init; } = "";

    /// <summary>The number on the agreement, unique in the project.</summary>
    public string AgreementNumber { get; private init; } = "";

    /// <summary>The first buyer, as the agreement had it when it was signed.</summary>
    public CustomerOnForm Customer { get; private init; } = new("", "");

    /// <summary>The reservation it came from; null when the unit was free.</summary>
    public Guid? ReservationId { get; private init; }

    /// <summary>The queue number 排号 it came from.</summary>
    public Guid? QueueNumberId { get; init; }

    /// <summary>The sale that it took the place of, by a swap.</summary>
    public Guid? SwappedFrom { get; init; }

    public string Consultant { get; private set; } = "";

    public Instant SignedAt { get; private init; }

    public SaleState State { get; private set; }

    /// <summary>The version of the price list that its price comes from; null before prices were kept.</summary>
    public int? PriceListVersion { get; private set; }

    /// <summary>CNY, of the price list in force at the signing.</summary>
    public decimal? ListPrice { get; private set; }

    /// <summary>Per cent off the list price.</summary>
    public decimal Discount { get; private set; }

    /// <summary>The change under which the discount was granted; null within one's own limit.</summary>
    public Guid? DiscountChangeId { get; private set; }

    /// <summary>CNY: what the buyers owe in all.</summary>
    public decimal? Price { get; private set; }

    /// <summary>By when the contract is to be signed, as it was set at the signing; null for a sale from before that was kept.</summary>
    public Instant? ContractDueAt { get; init; }

    public string? ContractNumber { get; private set; }

    public Instant? ContractSignedAt { get; private set; }

    public Instant? DeliveredAt { get; private set; }

    public Instant? EndedAt { get; private set; }

    public string? EndReason { get; private set; }

    /// <summary>Who buys, and who bought before a change of name.</summary>
    public IReadOnlyList<Buyer> Buyers => _buyers;

    /// <summary>What is to be paid when; and what was, before a late payment plan.</summary>
    public IReadOnlyList<Instalment> Instalments => _instalments;

    /// <summary>Whether it is the unit's sale by now.</summary>
    public bool Stands => State is SaleState.Subscribed or SaleState.Contracted or SaleState.Delivered;

    /// <summary>CNY: what was paid of what is owed. Nothing once it has ended: the ledger says where it went.</summary>
    public decimal Paid => _instalments.Where(i => i.ReplacedAt is null).Sum(i => i.Paid);

    /// <summary>CNY: what is still owed. Nothing once it has ended.</summary>
    public decimal Open => Stands ? (Price ?? 0) - Paid : 0;

    /// <summary>The name of the deadline by which its contract is to be signed.</summary>
    public string ContractKey => $"contract-due/{Id}";

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"subscription/{Id}";

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/subscriptions/{Id}";

    /// <summary>What is to be paid, in order, without what a late payment plan replaced.</summary>
    public IReadOnlyList<Instalment> Plan() => [.. _instalments.Where(i => i.ReplacedAt is null).OrderBy(i => i.Number)];

    /// <summary>Who buys by now, with which shares.</summary>
    public IReadOnlyList<BuyerShare> Shares() => [.. _buyers.Where(b => b.Until is null).OrderBy(b => b.Place).Select(b => new BuyerShare(b.CustomerId, b.Share))];

    /// <summary>Its state as a sentence has it.</summary>
    public string Say() => State switch
    {
        SaleState.Contracted => "under contract",
        SaleState.Swapped => "swapped for another unit",
        _ => State.ToString().ToLowerInvariant(),
    };

    /// <summary>Money goes to the oldest open instalment first.</summary>
    internal void Receive(decimal amount, Instant at)
    {
        foreach (var instalment in Plan())
        {
            var part = Math.Min(amount, instalment.Amount - instalment.Paid);
            if (part > 0)
                instalment.Pay(part, at);
            amount -= part;
        }
    }

    internal void PassTo(string consultant) => Consultant = consultant;

    internal void Agree(int version, decimal listPrice, decimal discount, Guid? discountChange, decimal price) =>
        (PriceListVersion, ListPrice, Discount, DiscountChangeId, Price) = (version, listPrice, discount, discountChange, price);

    internal void Add(Buyer buyer) => _buyers.Add(buyer);

    internal void Add(Instalment instalment) => _instalments.Add(instalment);

    internal void SignContract(string number, Instant now) => (State, ContractNumber, ContractSignedAt) = (SaleState.Contracted, number, now);

    internal void Deliver(Instant now) => (State, DeliveredAt) = (SaleState.Delivered, now);

    /// <summary>It is over: nothing of it is owed any more.</summary>
    internal void End(SaleState state, Instant at, string reason)
    {
        (State, EndedAt, EndReason) = (state, at, reason);
        foreach (var instalment in Plan())
            instalment.Replace(at);
    }
}

/// <summary>Somebody who buys 共有人, with a share; one who no longer does keeps the row.</summary>
internal sealed class Buyer
{
    private Buyer()
    {
    }

    public Buyer(Guid id, Guid subscriptionId, int place, Guid customerId, decimal share, Instant since) => (Id, SubscriptionId, Place, CustomerId, Share, Since) = (id, subscriptionId, place, customerId, share, since);

    public Guid Id { get; private init; }

    public Guid SubscriptionId { get; private init; }

    /// <summary>1, 2, 3 … as the agreement has them: the first stands for all.</summary>
    public int Place { get; private init; }

    public Guid CustomerId { get; private init; }

    /// <summary>Per cent, two decimals; those of a sale sum to 100.</summary>
    public decimal Share { get; private init; }

    public Instant Since { get; private init; }

    /// <summary>Until a change of name; null while they buy.</summary>
    public Instant? Until { get; private set; }

    internal void Leave(Instant at) => Until = at;
}

/// <summary>Something to be paid by a day.</summary>
internal sealed class Instalment
{
    private Instalment()
    {
    }

    public Instalment(Guid id, Guid subscriptionId, int number, LocalDate dueOn, decimal amount) => (Id, SubscriptionId, Number, DueOn, Amount) = (id, subscriptionId, number, dueOn, amount);

    public Guid Id { get; private init; }

    public Guid SubscriptionId { get; private init; }

    /// <summary>1, 2, 3 … in the order of their days.</summary>
    public int Number { get; private init; }

    /// <summary>The day by whose end it is to be paid.</summary>
    public LocalDate DueOn { get; private init; }

    /// <summary>CNY.</summary>
    public decimal Amount { get; private init; }

    /// <summary>CNY, of what was paid so far.</summary>
    public decimal Paid { get; private set; }

    public Instant? PaidAt { get; private set; }

    /// <summary>Replaced by a late payment plan, or undone with its sale; null while it is owed.</summary>
    public Instant? ReplacedAt { get; private set; }

    /// <summary>What was paid of an instalment whose rest a late payment plan replaced.</summary>
    internal static Instalment PaidInPart(Guid id, Guid subscriptionId, int number, LocalDate dueOn, decimal paid, Instant at) => new(id, subscriptionId, number, dueOn, paid) { Paid = paid, PaidAt = at };

    /// <summary>The name of the deadline by which it is to be paid.</summary>
    public string DueKey => $"instalment-due/{Id}";

    /// <summary>The end of its day, on the site's clocks.</summary>
    public Instant DueAt(string timeZone) => DueOn.PlusDays(1).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[timeZone]).ToInstant();

    /// <summary>Whether its day is over and it is not paid in full.</summary>
    public bool IsOverdue(Instant now, string timeZone) => ReplacedAt is null && PaidAt is null && now >= DueAt(timeZone);

    internal void Pay(decimal amount, Instant at)
    {
        Paid += amount;
        if (Paid == Amount)
            PaidAt = at;
    }

    internal void Replace(Instant at) => ReplacedAt = at;
}
