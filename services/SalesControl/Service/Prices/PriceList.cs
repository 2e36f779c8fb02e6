using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Prices;

/// <summary>How far a version of the price list has come.</summary>
internal enum PriceListState
{
    /// <summary>Put together; to change it, another draft is made.</summary>
    Drafted,

    /// <summary>Approved by another than who drafted it.</summary>
    Approved,

    /// <summary>Published: the company's one price list from its effective time on.</summary>
    Published,

    /// <summary>Refused or withdrawn before it was published.</summary>
    Dropped,
}

/// <summary>
/// A version of a project's price list 一房一价 (CS-4). The price of a unit at a time is its line in the published version that came into force last by then; a version that does not name a
/// unit leaves its price as it was.
/// </summary>
internal sealed class PriceList : Aggregate
{
    private readonly List<PriceLine> _lines = [];

    private PriceList()
    {
    }

    public PriceList(Guid id, string project, int number, string note, Instant now, string by)
    {
        Id = id;
        (Project, Number, Note, DraftedAt, DraftedBy) = (project, number, note, now, by);
    }

    public override string StreamKind => "price-list";

    public string Project { get; private init; } = "";

    /// <summary>1, 2, 3 … in the project.</summary>
    public int Number { get; private init; }

    /// <summary>Why there is a new version, in a sentence.</summary>
    public string Note { get; private init; } = "";

    public PriceListState State { get; private set; }

    public Instant DraftedAt { get; private init; }

    public string DraftedBy { get; private init; } = "";

    public Instant? ApprovedAt { get; private set; }

    public string? ApprovedBy { get; private set; }

    public Instant? PublishedAt { get; private set; }

    public string? PublishedBy { get; private set; }

    /// <summary>From when it is in force; never before it was published.</summary>
    public Instant? EffectiveAt { get; private set; }

    public string? DroppedWhy { get; private set; }

    public IReadOnlyList<PriceLine> Lines => _lines;

    /// <summary>The name of its request among the approvals.</summary>
    public string ApprovalKey => Stream;

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/price-lists/{Id}";

    /// <summary>Puts the lines in; a version is drafted once, whole.</summary>
    public void Draft(IReadOnlyDictionary<Guid, decimal> prices, Instant now, string by)
    {
        _lines.AddRange(prices.Select(price => new PriceLine(Id, price.Key, price.Value)));
        Raise(new PriceListDrafted(Id, Project, Number, _lines.Count), now, by);
    }

    /// <summary>Another than who drafted it agrees (CS-4).</summary>
    [Rule("CS-4")]
    public Outcome<PriceList> Approve(Instant now, string by)
    {
        if (State != PriceListState.Drafted)
            return Is("approved");
        (State, ApprovedAt, ApprovedBy) = (PriceListState.Approved, now, by);
        Raise(new PriceListApproved(Id, Project, Number), now, by);
        return this;
    }

    /// <summary>The company's price list from an instant on: never from one that is past, so that what was answered before stays right (CS-4, T-6).</summary>
    [Rule("CS-4")]
    public Outcome<PriceList> Publish(Instant effectiveAt, int lines, Instant now, string by)
    {
        if (State != PriceListState.Approved)
            return Is("published");
        if (effectiveAt < now)
            return Refused.Input("CS-4", "effectiveAt", "A price list is in force from its publication at the earliest: what was answered before stays right.");
        (State, EffectiveAt, PublishedAt, PublishedBy) = (PriceListState.Published, effectiveAt, now, by);
        Raise(new PriceListPublished(Id, Project, Number, effectiveAt, lines), now, by);
        return this;
    }

    /// <summary>Refused, or withdrawn before it was published.</summary>
    public Outcome<PriceList> Drop(string reason, Instant now, string by)
    {
        if (State is PriceListState.Published or PriceListState.Dropped)
            return Is("dropped");
        (State, DroppedWhy) = (PriceListState.Dropped, reason);
        Raise(new PriceListDropped(Id, Project, Number, reason), now, by);
        return this;
    }

    private Refused Is(string what) => new("CS-4", $"Version {Number} is {State.ToString().ToLowerInvariant()}: it cannot be {what}.") { Evidence = [Stream] };
}

/// <summary>The price of a unit in a version.</summary>
internal sealed class PriceLine
{
    private PriceLine()
    {
    }

    public PriceLine(Guid priceListId, Guid unitId, decimal price) => (PriceListId, UnitId, Price) = (priceListId, unitId, price);

    public Guid PriceListId { get; private init; }

    public Guid UnitId { get; private init; }

    /// <summary>CNY for the whole unit.</summary>
    public decimal Price { get; private init; }
}
