using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Files;
using Ops.SalesControl.Contracts;

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
/// by the handing over that was accepted, since the giver does not decide when the receiver looks.
/// </summary>
internal sealed class Handover : Aggregate
{
    private readonly List<HandoverItem> _items = [];

    private Handover()
    {
    }

    public override string StreamKind => "handover";

    public Guid FileId { get; private init; }

    public string Project { get; private init; } = "";

    public string Unit { get; private init; } = "";

    /// <summary>The department that owes.</summary>
    public string OwedBy { get; private init; } = "";

    /// <summary>The department it is owed to.</summary>
    public string OwedTo { get; private init; } = "";

    /// <summary>The rule that obliges.</summary>
    public string Rule { get; private init; } = "";

    /// <summary>The time of the event that it is counted from.</summary>
    public Instant Since { get; private init; }

    public string TimeZone { get; private init; } = "";

    public LocalTime CloseOfBusiness { get; private init; }

    /// <summary>The event that caused it: SalesControl's <c>SubscriptionSigned</c>.</summary>
    public Guid CauseEvent { get; private init; }

    /// <summary>The trace in which that happened.</summary>
    public string? CauseTrace { get; private init; }

    public Guid SubscriptionId { get; private init; }

    public string AgreementNumber { get; private init; } = "";

    public string Consultant { get; private init; } = "";

    public HandoverState State { get; private set; }

    /// <summary>When it fell due without having been handed over; kept when it is handed over later.</summary>
    public Instant? OverdueSince { get; private set; }

    /// <summary>How many times papers were handed over.</summary>
    public int Round { get; private set; }

    public Instant? HandedOverAt { get; private set; }

    public string? HandedOverBy { get; private set; }

    /// <summary>By how much the handing over missed its due time; null when it was in time.</summary>
    public Duration? Late { get; private set; }

    public Instant? AnsweredAt { get; private set; }

    public string? AnsweredBy { get; private set; }

    public string? RejectionReason { get; private set; }

    /// <summary>The papers of every round: what was rejected stays on record.</summary>
    public IReadOnlyList<HandoverItem> Items => _items;

    /// <summary>The name of its deadline.</summary>
    public string DeadlineKey => $"handover/{Id}";

    /// <summary>A customer signed a subscription: the project sales team owes its material to the customer affairs group; that is, the department with the one's duty to the department with the other's (DOC-4).</summary>
    [Rule("DOC-5.2.2")]
    public static Handover Owe(Guid id, UnitFile file, SubscriptionSigned signed, string owedBy, string owedTo, Guid causeEvent, string? causeTrace) => new()
    {
        Id = id,
        FileId = file.Id,
        Project = file.Project,
        Unit = file.Unit,
        OwedBy = owedBy,
        OwedTo = owedTo,
        Rule = "DOC-5.2.2",
        Since = signed.SignedAt,
        TimeZone = signed.TimeZone,
        CloseOfBusiness = signed.CloseOfBusiness,
        CauseEvent = causeEvent,
        CauseTrace = causeTrace,
        SubscriptionId = signed.SubscriptionId,
        AgreementNumber = signed.AgreementNumber,
        Consultant = signed.Consultant,
        State = HandoverState.Owed,
    };

    /// <summary>Says that it is owed, once its due time is known.</summary>
    public void Announce(Instant dueAt, bool calendarCertain, Instant now, string by) =>
        Raise(new HandoverOwed(Id, FileId, Project, Unit, OwedBy, OwedTo, Rule, dueAt, calendarCertain), now, by);

    /// <summary>What is due takes effect at its due time, whoever notices it. Answers whether it became overdue now.</summary>
    [Rule("DOC-5.2.2")]
    public bool ApplyDue(Instant now, Instant dueAt, bool calendarCertain)
    {
        // T-2: a date counted through a year without data may still move; it warns but does not breach.
        if (State != HandoverState.Owed || !calendarCertain || now < dueAt)
            return false;

        State = HandoverState.Overdue;
        OverdueSince = dueAt;
        Raise(new HandoverOverdue(Id, FileId, Project, Unit, OwedBy, OwedTo, dueAt), dueAt, "system:deadlines");
        return true;
    }

    /// <summary>The owing department hands the papers over, with their list.</summary>
    [Rule("DOC-5.2.2")]
    public Outcome<Handover> HandOver(Instant now, Instant dueAt, string by, string department, IReadOnlyList<HandoverPaper> papers)
    {
        if (department != OwedBy)
            return Forbidden($"{OwedBy} owes this handover; {department} cannot make it.");
        if (State is HandoverState.HandedOver or HandoverState.Accepted)
            return Refuse($"It was handed over already by {HandedOverBy}; {(State == HandoverState.Accepted ? "and accepted" : "the receiver has yet to answer")}.");

        Round++;
        foreach (var paper in papers)
            _items.Add(new HandoverItem(Round, _items.Count + 1, paper));
        State = HandoverState.HandedOver;
        (HandedOverAt, HandedOverBy) = (now, by);
        Late = now > dueAt ? now - dueAt : null;
        (AnsweredAt, AnsweredBy, RejectionReason) = (null, null, null);
        Raise(new HandoverMade(Id, FileId, Project, Unit, papers.Count), now, by);
        return this;
    }

    /// <summary>The receiving department accepts: the obligation is met.</summary>
    [Rule("DOC-5.2.2")]
    public Outcome<Handover> Accept(Instant now, string by, string department)
    {
        if (RefusesAnswer(department) is { } refusal)
            return refusal;

        State = HandoverState.Accepted;
        (AnsweredAt, AnsweredBy) = (now, by);
        Raise(new HandoverAccepted(Id, FileId, Project, Unit, Late), now, by);
        return this;
    }

    /// <summary>The receiving department rejects, with the reason: it is owed still, and counted from the same event.</summary>
    [Rule("DOC-5.2.2")]
    public Outcome<Handover> Reject(Instant now, string by, string department, string reason)
    {
        if (RefusesAnswer(department) is { } refusal)
            return refusal;

        State = OverdueSince is null ? HandoverState.Owed : HandoverState.Overdue;
        (AnsweredAt, AnsweredBy, RejectionReason) = (now, by, reason);
        Raise(new HandoverRejected(Id, FileId, Project, Unit, reason), now, by);
        return this;
    }

    /// <summary>Whether a department may see it: the one that owes, the one that receives, and the one that owns the archive (DOC-4).</summary>
    public bool ConcernsDepartment(string department, string archiveOwner) =>
        department == OwedBy || department == OwedTo || department == archiveOwner;

    private Refused? RefusesAnswer(string department) => (department == OwedTo, State) switch
    {
        (false, _) => Forbidden($"{OwedTo} receives this handover; {department} cannot answer it."),
        (_, HandoverState.Accepted) => Refuse($"It was accepted already, by {AnsweredBy}."),
        (_, HandoverState.HandedOver) => null,
        _ => Refuse($"{OwedBy} has not handed anything over that is still to be answered."),
    };

    private Refused Refuse(string detail) => new(Rule, detail) { Evidence = [Stream] };

    private static Refused Forbidden(string detail) => new("CS-7", detail, RefusalKind.Forbidden);
}
