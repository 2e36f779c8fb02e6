using NodaTime;
using Ops.ClientAttribution.Attribution;

namespace Ops.ClientAttribution.Commission;

/// <summary>
/// Something that happened to a sale, or to a consultant, and that may move commission. The set is closed.
/// </summary>
internal abstract record SaleEvent
{
    private SaleEvent(string id, Instant at) => (Id, At) = (id, at);

    /// <summary>Which event it is, as a line names it. No two have one.</summary>
    public string Id { get; }

    /// <summary>When it happened.</summary>
    public Instant At { get; }

    /// <summary>What comes first of what has one time.</summary>
    private int Rank => this switch
    {
        Subscribed => 0,
        Swapped => 1,
        Contracted => 2,
        Paid => 3,
        Renamed or Recredited => 4,
        Cancelled or Forfeited => 5,
        _ => 6,
    };

    /// <summary>The order in which events are looked at, whatever order they came in.</summary>
    public static int Compare(SaleEvent one, SaleEvent other)
    {
        var order = one.At.CompareTo(other.At);
        if (order == 0)
            order = one.Rank.CompareTo(other.Rank);
        return order == 0 ? string.CompareOrdinal(one.Id, other.Id) : order;
    }

    /// <summary>A unit was subscribed to 认购.</summary>
    /// <param name="Id">The event.</param>
    /// <param name="At">When.</param>
    /// <param name="Sale">The sale.</param>
    /// <param name="Unit">What was bought.</param>
    /// <param name="Price">CNY, more than nothing.</param>
    /// <param name="Award">Whose credit it is.</param>
    internal sealed record Subscribed(string Id, Instant At, string Sale, SoldUnit Unit, decimal Price, Award Award)
        : SaleEvent(Id, At);

    /// <summary>The contract was signed 签约.</summary>
    /// <param name="Id">The event.</param>
    /// <param name="At">When.</param>
    /// <param name="Sale">The sale.</param>
    internal sealed record Contracted(string Id, Instant At, string Sale) : SaleEvent(Id, At);

    /// <summary>The buyers paid 回款.</summary>
    /// <param name="Id">The receipt.</param>
    /// <param name="At">When.</param>
    /// <param name="Sale">The sale.</param>
    /// <param name="Amount">CNY.</param>
    internal sealed record Paid(string Id, Instant At, string Sale, decimal Amount) : SaleEvent(Id, At);

    /// <summary>The sale moved to another unit 换房, with what was paid; a contract is signed anew.</summary>
    /// <param name="Id">The event.</param>
    /// <param name="At">When.</param>
    /// <param name="Sale">The sale that it replaces.</param>
    /// <param name="NewSale">The sale that follows.</param>
    /// <param name="Unit">The other unit.</param>
    /// <param name="Price">CNY, of the other unit.</param>
    internal sealed record Swapped(
        string Id, Instant At, string Sale, string NewSale, SoldUnit Unit, decimal Price) : SaleEvent(Id, At);

    /// <summary>Other people buy 更名.</summary>
    /// <param name="Id">The event.</param>
    /// <param name="At">When.</param>
    /// <param name="Sale">The sale.</param>
    internal sealed record Renamed(string Id, Instant At, string Sale) : SaleEvent(Id, At);

    /// <summary>The credit for the sale is decided otherwise: an agreement, a ruling, a finding.</summary>
    /// <param name="Id">The event.</param>
    /// <param name="At">When.</param>
    /// <param name="Sale">The sale.</param>
    /// <param name="Award">Whose it is now.</param>
    /// <param name="Rule">By which rule.</param>
    internal sealed record Recredited(string Id, Instant At, string Sale, Award Award, string Rule)
        : SaleEvent(Id, At);

    /// <summary>The buyers gave the unit back 退房.</summary>
    /// <param name="Id">The event.</param>
    /// <param name="At">When.</param>
    /// <param name="Sale">The sale.</param>
    internal sealed record Cancelled(string Id, Instant At, string Sale) : SaleEvent(Id, At);

    /// <summary>The company took the unit back 挞定.</summary>
    /// <param name="Id">The event.</param>
    /// <param name="At">When.</param>
    /// <param name="Sale">The sale.</param>
    internal sealed record Forfeited(string Id, Instant At, string Sale) : SaleEvent(Id, At);

    /// <summary>All of a consultant's commission is withheld 扣除全部佣金 (ATT-III.X), also what is still to come.</summary>
    /// <param name="Id">The decision.</param>
    /// <param name="At">When.</param>
    /// <param name="Consultant">Whose.</param>
    internal sealed record Withheld(string Id, Instant At, string Consultant) : SaleEvent(Id, At);
}

/// <summary>What was sold.</summary>
/// <param name="Project">The project's code.</param>
/// <param name="Product">The kind of unit.</param>
/// <param name="Code">The unit's code.</param>
internal sealed record SoldUnit(string Project, string Product, string Code);
