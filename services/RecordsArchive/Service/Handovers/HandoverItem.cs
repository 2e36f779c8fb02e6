namespace Ops.RecordsArchive.Handovers;

/// <summary>What kind of sales material a paper is (DOC-5.2.1).</summary>
internal enum PaperKind
{
    /// <summary>Queue-number agreement 排号协议.</summary>
    QueueAgreement,

    /// <summary>Subscription 认购书.</summary>
    Subscription,

    /// <summary>The customer's own papers.</summary>
    CustomerPapers,

    /// <summary>Approval of a unit swap, a discount or a late payment.</summary>
    Approval,

    /// <summary>Anything else that arose with the sale.</summary>
    Other,
}

/// <summary>What a paper is on (DOC-2).</summary>
internal enum Carrier
{
    Paper,
    Electronic,
    Photo,
    Sound,
    Video,
}

/// <summary>A line of the list that goes with a handover.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Title">What it says on it.</param>
/// <param name="Carrier">What it is on.</param>
/// <param name="Pages">How many pages, or pieces.</param>
internal sealed record HandoverPaper(PaperKind Kind, string Title, Carrier Carrier, int Pages);

/// <summary>A paper that was handed over.</summary>
internal sealed class HandoverItem
{
    private HandoverItem()
    {
    }

    public HandoverItem(int round, int position, HandoverPaper paper) =>
        (Round, Position, Kind, Title, Carrier, Pages) =
            (round, position, paper.Kind, paper.Title, paper.Carrier, paper.Pages);

    public int Round { get; private init; }

    public int Position { get; private init; }

    public PaperKind Kind { get; private init; }

    public string Title { get; private init; } = "";

    public Carrier Carrier { get; private init; }

    public int Pages { get; private init; }
}
