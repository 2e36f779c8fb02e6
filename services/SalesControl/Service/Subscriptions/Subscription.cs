using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Tasks;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Units;

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
internal sealed class Subscription : ITaskSubject
{
    private readonly List<Buyer> _buyers = [];
    private readonly List<Instalment> _instalments = [];

    private Subscription()
    {
    }

    public Subscription(Guid id, Unit unit, Signing signing, Instant signedAt)
    {
        (Id, UnitId, Project, SignedAt) = (id, unit.Id, unit.Project, signedAt);
        (AgreementNumber, Customer) = (signing.AgreementNumber, signing.First);
        (ReservationId, QueueNumberId) = (signing.Reservation?.Id, signing.QueueNumber?.Id);
        Consultant = signing.Consultant;
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
    public Guid? QueueNumberId { get; private init; }

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

    /// <summary>
    /// By when the contract is to be signed, as it was set at the signing; null for a sale from before that was kept.
    /// </summary>
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

    /// <summary>What is told of the contract that is to be signed.</summary>
    public string ContractMatter => $"{Path}#contract";

    IEnumerable<string> ITaskSubject.OpenMatters =>
        !Stands ? [] : State == SaleState.Subscribed ? [Path, ContractMatter] : [Path];

    /// <summary>What is to be paid, in order, without what a late payment plan replaced.</summary>
    public IReadOnlyList<Instalment> Plan() =>
        [.. _instalments.Where(i => i.ReplacedAt is null).OrderBy(i => i.Number)];

    /// <summary>Who buys by now, with which shares.</summary>
    public IReadOnlyList<BuyerShare> Shares() =>
    [
        .. _buyers.Where(b => b.Until is null).OrderBy(b => b.Place)
            .Select(b => new BuyerShare(b.CustomerId, b.Share)),
    ];

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

    internal void Agree(AgreedPrice agreed)
    {
        (PriceListVersion, ListPrice, Price) = (agreed.Version, agreed.ListPrice, agreed.Price);
        (Discount, DiscountChangeId) = (agreed.Discount, agreed.DiscountChange);
    }

    /// <summary>Who buys, and what they pay when.</summary>
    internal void Fill(IReadOnlyList<BuyerShare> buyers, IReadOnlyList<PlannedPayment> plan, Change change)
    {
        Add(buyers, change.NewId, change.At);
        foreach (var (payment, number) in plan.Select((payment, place) => (payment, place + 1)))
            Add(new Instalment(change.NewId(), Id, number, payment));
    }

    internal void Add(IEnumerable<BuyerShare> buyers, Func<Guid> newId, Instant since) => _buyers.AddRange(
        buyers.Select((buyer, place) => new Buyer(newId(), Id, place + 1, buyer, since)));

    internal void Add(Instalment instalment) => _instalments.Add(instalment);

    internal void SignContract(string number, Instant now) =>
        (State, ContractNumber, ContractSignedAt) = (SaleState.Contracted, number, now);

    internal void Deliver(Instant now) => (State, DeliveredAt) = (SaleState.Delivered, now);

    /// <summary>It is over: nothing of it is owed any more.</summary>
    internal void End(SaleState state, Instant at, string reason)
    {
        (State, EndedAt, EndReason) = (state, at, reason);
        foreach (var instalment in Plan())
            instalment.Replace(at);
    }
}

/// <summary>The price that was agreed.</summary>
/// <param name="Version">The version of the price list.</param>
/// <param name="ListPrice">CNY, of that list.</param>
/// <param name="Discount">Per cent off it.</param>
/// <param name="DiscountChange">The granted change that the discount is under.</param>
/// <param name="Price">CNY: what the buyers owe.</param>
internal sealed record AgreedPrice(
    int Version, decimal ListPrice, decimal Discount, Guid? DiscountChange, decimal Price);

/// <summary>Somebody who buys 买受人, with a share; one who no longer does keeps the row.</summary>
internal sealed class Buyer
{
    private Buyer()
    {
    }

    public Buyer(Guid id, Guid subscriptionId, int place, BuyerShare buyer, Instant since) =>
        (Id, SubscriptionId, Place, CustomerId, Share, Since) =
            (id, subscriptionId, place, buyer.CustomerId, buyer.Share, since);

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
internal sealed class Instalment : ITaskSubject
{
    private Instalment()
    {
    }

    public Instalment(Guid id, Guid subscriptionId, int number, PlannedPayment payment) =>
        (Id, SubscriptionId, Number, DueOn, Amount) = (id, subscriptionId, number, payment.DueOn, payment.Amount);

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
    internal static Instalment PaidInPart(Guid id, Guid subscriptionId, int number, PlannedPayment paid, Instant at) =>
        new(id, subscriptionId, number, paid) { Paid = paid.Amount, PaidAt = at };

    /// <summary>The name of the deadline by which it is to be paid.</summary>
    public string DueKey => $"instalment-due/{Id}";

    /// <summary>What is told of it.</summary>
    public string Matter => $"/api/sales/subscriptions/{SubscriptionId}#instalment/{Id}";

    IEnumerable<string> ITaskSubject.OpenMatters => PaidAt is null && ReplacedAt is null ? [Matter] : [];

    /// <summary>The end of its day, on the site's clocks.</summary>
    public Instant DueAt(string timeZone) =>
        DueOn.PlusDays(1).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[timeZone]).ToInstant();

    /// <summary>Whether its day is over and it is not paid in full.</summary>
    public bool IsOverdue(Instant now, string timeZone) =>
        ReplacedAt is null && PaidAt is null && now >= DueAt(timeZone);

    internal void Pay(decimal amount, Instant at)
    {
        Paid += amount;
        if (Paid == Amount)
            PaidAt = at;
    }

    internal void Replace(Instant at) => ReplacedAt = at;
}
