using NodaTime;

namespace Ops.ClientAttribution.Sales;

/// <summary>
/// A sale as SalesControl tells of it: each of its events sets what is its own, so that they may come in any order.
/// </summary>
internal sealed class Sale
{
    private Sale()
    {
    }

    /// <summary>The subscription's id in SalesControl.</summary>
    public Guid Id { get; private init; }

    public string Project { get; private init; } = "";

    /// <summary>The unit's code.</summary>
    public string Unit { get; private init; } = "";

    /// <summary>The code of the unit's kind; null where the subscription was not heard of, or did not say it.</summary>
    public string? Kind { get; internal set; }

    /// <summary>Null where the subscription was not heard of.</summary>
    public string? AgreementNumber { get; internal set; }

    /// <summary>Whose sale it is by SalesControl, which is not whose client it is.</summary>
    public string? Consultant { get; internal set; }

    /// <summary>CNY; null where the subscription was not heard of, or was signed before prices were kept.</summary>
    public decimal? Price { get; internal set; }

    /// <summary>Null where the subscription was not heard of.</summary>
    public Instant? SignedAt { get; internal set; }

    /// <summary>The sale that it replaces by a swap 换房; null without one.</summary>
    public Guid? SwappedFrom { get; internal set; }

    public Instant? ContractedAt { get; internal set; }

    /// <summary>CNY that the buyers have paid: what was paid before the subscription, and since.</summary>
    public decimal Paid { get; internal set; }

    /// <summary>How it ended; null while it stands.</summary>
    public SaleEnding? Ending { get; private set; }

    public Instant? EndedAt { get; private set; }

    internal void End(SaleEnding how, Instant at) => (Ending, EndedAt) = (how, at);
}

/// <summary>How a sale ended.</summary>
internal enum SaleEnding
{
    /// <summary>The buyers gave the unit back 退房.</summary>
    Cancelled,

    /// <summary>The company took the unit back 挞定.</summary>
    Forfeited,

    /// <summary>It goes on with another unit 换房.</summary>
    Swapped,
}

/// <summary>What was heard of a sale, once for each event of SalesControl's. It is added and never changed.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="SaleId">Of which sale.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When it happened, whenever it was heard of.</param>
/// <param name="Amount">CNY that was paid with it; null where it is no payment.</param>
internal sealed record SaleEntry(Guid Id, Guid SaleId, SaleEntryKind Kind, Instant At, decimal? Amount = null);

/// <summary>What happened to a sale.</summary>
internal enum SaleEntryKind
{
    /// <summary>认购.</summary>
    Subscribed,

    /// <summary>签约.</summary>
    Contracted,

    /// <summary>回款.</summary>
    Paid,

    /// <summary>更名.</summary>
    Renamed,

    /// <summary>换房.</summary>
    Swapped,

    /// <summary>退房.</summary>
    Cancelled,

    /// <summary>挞定.</summary>
    Forfeited,
}
