using NodaTime;
using Ops.Platform.Storage;
using Ops.Platform.Tasks;

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
/// A version of a project's price list 一房一价 (CS-4). The price of a unit at a time is its line in the published
/// version that came into force last by then; a version that does not name a unit leaves its price as it was. It
/// changes by its events alone.
/// </summary>
internal sealed class PriceList : Aggregate, ITaskSubject
{
    private readonly List<PriceLine> _lines = [];

    private PriceList()
    {
    }

    /// <summary>A version that is being drafted (<see cref="PriceListDrafted"/>).</summary>
    public PriceList(Guid id) => Id = id;

    public override string StreamKind => "price-list";

    public string Project { get; internal set; } = "";

    /// <summary>1, 2, 3 … in the project.</summary>
    public int Number { get; internal set; }

    /// <summary>Why there is a new version, in a sentence.</summary>
    public string Note { get; internal set; } = "";

    public PriceListState State { get; internal set; }

    public Instant DraftedAt { get; internal set; }

    public string DraftedBy { get; internal set; } = "";

    public Instant? ApprovedAt { get; internal set; }

    public string? ApprovedBy { get; internal set; }

    public Instant? PublishedAt { get; internal set; }

    public string? PublishedBy { get; internal set; }

    /// <summary>From when it is in force; never before it was published.</summary>
    public Instant? EffectiveAt { get; internal set; }

    public string? DroppedWhy { get; internal set; }

    public IReadOnlyList<PriceLine> Lines => _lines;

    /// <summary>The name of its request among the approvals.</summary>
    public string ApprovalKey => Stream;

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/price-lists/{Id}";

    /// <summary>What waits for another's word on it.</summary>
    public string DecisionMatter => $"{Path}#decision";

    IEnumerable<string> ITaskSubject.OpenMatters => State switch
    {
        PriceListState.Drafted => [Path, DecisionMatter],
        PriceListState.Approved => [Path],
        _ => [],
    };

    /// <summary>Names a unit's price; a version is put together once, whole.</summary>
    internal void Add(Guid unit, decimal price) => _lines.Add(new PriceLine(Id, unit, price));
}

/// <summary>The price of a unit in a version.</summary>
internal sealed class PriceLine
{
    private PriceLine()
    {
    }

    public PriceLine(Guid priceListId, Guid unitId, decimal price) =>
        (PriceListId, UnitId, Price) = (priceListId, unitId, price);

    public Guid PriceListId { get; private init; }

    public Guid UnitId { get; private init; }

    /// <summary>CNY for the whole unit.</summary>
    public decimal Price { get; private init; }
}
