using NodaTime;
using Ops.Platform.Storage;
using Ops.Platform.WorkingTime;

namespace Ops.RecordsArchive.Handovers;

/// <summary>How far an obligation to hand over has come.</summary>
internal enum HandoverState
{
    /// <summary>To be handed over.</summary>
    Owed,

    /// <summary>Fell due and was not handed over; it is owed still.</summary>
    Overdue,

    /// <summary>Handed over; the receiver has yet to accept or reject.</summary>
    HandedOver,

    /// <summary>Accepted by the receiver: met.</summary>
    Accepted,
}

/// <summary>
/// The obligation of one department to hand the papers of a unit's file to another 移交. Its due time is its deadline's;
/// it is kept when the papers are handed over, and met when the receiver accepts them. Whether it was late is measured
/// by the handing over that was accepted, since the giver does not decide when the receiver looks. It changes by its
/// events alone.
/// </summary>
internal sealed class Handover : Aggregate
{
    private readonly List<HandoverItem> _items = [];

    private Handover()
    {
    }

    /// <summary>One that is being opened (<see cref="HandoverOwed"/>).</summary>
    public Handover(Guid id) => Id = id;

    public override string StreamKind => "handover";

    public Guid FileId { get; internal set; }

    public string Project { get; internal set; } = "";

    public string Unit { get; internal set; } = "";

    /// <summary>The department that owes.</summary>
    public string OwedBy { get; internal set; } = "";

    /// <summary>The department it is owed to.</summary>
    public string OwedTo { get; internal set; } = "";

    /// <summary>The rule that obliges.</summary>
    public string Rule { get; internal set; } = "";

    /// <summary>The time of the event that it is counted from.</summary>
    public Instant Since { get; internal set; }

    public string TimeZone { get; internal set; } = "";

    public LocalTime CloseOfBusiness { get; internal set; }

    /// <summary>The event that caused it: SalesControl's <c>SubscriptionSigned</c>.</summary>
    public Guid CauseEvent { get; internal set; }

    /// <summary>The trace in which that happened.</summary>
    public string? CauseTrace { get; internal set; }

    public Guid SubscriptionId { get; internal set; }

    public string AgreementNumber { get; internal set; } = "";

    public string Consultant { get; internal set; } = "";

    public HandoverState State { get; internal set; }

    /// <summary>When it fell due without having been handed over; kept when it is handed over later.</summary>
    public Instant? OverdueSince { get; internal set; }

    /// <summary>How many times papers were handed over.</summary>
    public int Round { get; internal set; }

    public Instant? HandedOverAt { get; internal set; }

    public string? HandedOverBy { get; internal set; }

    /// <summary>By how much the handing over missed its due time; null when it was in time.</summary>
    public Duration? Late { get; internal set; }

    public Instant? AnsweredAt { get; internal set; }

    public string? AnsweredBy { get; internal set; }

    public string? RejectionReason { get; internal set; }

    /// <summary>The papers of every round: what was rejected stays on record.</summary>
    public IReadOnlyList<HandoverItem> Items => _items;

    /// <summary>The name of its deadline.</summary>
    public string DeadlineKey => DeadlineKeyOf(Id);

    /// <summary>The site's time (T-1, T-3).</summary>
    public SiteTime Site => new(TimeZone, CloseOfBusiness);

    /// <summary>The name of the deadline of a handover.</summary>
    public static string DeadlineKeyOf(Guid id) => $"handover/{id}";

    /// <summary>
    /// Whether a department may see it: the one that owes, the one that receives, and the one that owns the archive
    /// (DOC-4).
    /// </summary>
    public bool ConcernsDepartment(string department, string archiveOwner) =>
        department == OwedBy || department == OwedTo || department == archiveOwner;

    internal void Add(HandoverPaper paper) => _items.Add(new HandoverItem(Round, _items.Count + 1, paper));
}
