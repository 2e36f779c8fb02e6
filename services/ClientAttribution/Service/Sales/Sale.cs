using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Sales;

/// <summary>
/// A sale as SalesControl tells of it: each of its events sets what is its own, so that they may come in any order.
/// </summary>
/// <remarks>Its id is the subscription's in SalesControl.</remarks>
internal sealed class Sale : Aggregate
{
    private Sale()
    {
    }

    public override string StreamKind => "sale";

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

    /// <summary>That somebody said which client bought; null where nobody has.</summary>
    public Guid? LinkId { get; internal set; }

    /// <summary>The entry of the directory that it was said of.</summary>
    public Guid? ClientId { get; internal set; }

    /// <summary>How that is known.</summary>
    public LinkBasis? LinkBasis { get; internal set; }

    /// <summary>What whoever said it wrote.</summary>
    public string? LinkReason { get; internal set; }

    public Instant? LinkedAt { get; internal set; }

    public string? LinkedBy { get; internal set; }

    /// <summary>
    /// Whose credit it is, by the client's case file: at the subscription, and from each time on at which it was
    /// decided otherwise. None where nobody has said which client bought.
    /// </summary>
    public IReadOnlyList<SaleCredit> Credits { get; internal set; } = [];

    /// <summary>Where it is read.</summary>
    public string Path => PathOf(Id);

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"sale/{Id}";

    /// <summary>Whether it is over, and goes on with no other unit.</summary>
    public bool IsUndone => Ending is SaleEnding.Cancelled or SaleEnding.Forfeited;

    public static string PathOf(Guid id) => $"/api/clients/sales/{id}";

    /// <summary>A refusal that rests on this sale.</summary>
    public Refused Refuse(string rule, string code) => new(rule, Text.Of(code)) { Evidence = [Evidence] };

    internal void End(SaleEnding how, Instant at) => (Ending, EndedAt) = (how, at);
}

/// <summary>Whose credit a sale is from a time on.</summary>
/// <param name="Id">The fact that it follows from.</param>
/// <param name="At">From when.</param>
/// <param name="Rule">By which rule.</param>
/// <param name="Award">Whose.</param>
internal sealed record SaleCredit(string Id, Instant At, string Rule, Award Award);

/// <summary>How it is known which client bought.</summary>
internal enum LinkBasis
{
    /// <summary>The identity document on the agreement is the client's.</summary>
    Document,

    /// <summary>The phone number on the agreement is the client's.</summary>
    Phone,

    /// <summary>Whoever says it knows it, and says how.</summary>
    Word,
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
