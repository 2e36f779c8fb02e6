using System.Text.Json.Serialization;
using NodaTime;
using Ops.Platform.WorkingTime;

namespace Ops.Platform.Deadlines;

/// <summary>
/// How a due time comes from the event that caused it; kept with the deadline, so that a new calendar year's data can
/// recompute it.
/// </summary>
[JsonDerivedType(typeof(WorkingDays), "workingDays")]
[JsonDerivedType(typeof(Months), "months")]
[JsonDerivedType(typeof(Elapsed), "elapsed")]
[JsonDerivedType(typeof(InServiceHours), "inServiceHours")]
public abstract record Term
{
    /// <summary>Close of business of the N-th working day after (T-3).</summary>
    public sealed record WorkingDays(int Count, SiteTime Site) : Term;

    /// <summary>Close of business N months after, moved to a working day (T-4).</summary>
    public sealed record Months(int Count, SiteTime Site) : Term;

    /// <summary>Wall-clock time after, nights and holidays included (T-5).</summary>
    public sealed record Elapsed(Duration Length) : Term;

    /// <summary>Time after that runs in a centre's own service hours only (T-5).</summary>
    public sealed record InServiceHours(Duration Length, ServiceHours Hours) : Term;
}

/// <summary>A warning mark before a due time.</summary>
[JsonDerivedType(typeof(WorkingDaysBefore), "workingDaysBefore")]
[JsonDerivedType(typeof(Before), "before")]
public abstract record Warning
{
    /// <summary>The same time of day, N working days before.</summary>
    public sealed record WorkingDaysBefore(int Count) : Warning;

    /// <summary>Wall-clock time before.</summary>
    public sealed record Before(Duration Length) : Warning;
}

/// <summary>A deadline to keep (T-7): who owes what to whom, why, since when, and until when.</summary>
/// <param name="Kind">The name of its handler.</param>
/// <param name="Key">Its name in the service, e.g. <c>reservation-lapse/0192…</c>; one open deadline a key.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="Subject">The aggregate it is about.</param>
/// <param name="Since">Business time of the event that caused it: its term runs from here, never from now.</param>
/// <param name="Term">How the due time comes from <paramref name="Since"/>.</param>
/// <param name="OwedBy">The department or post that owes.</param>
/// <param name="OwedTo">The department or post it is owed to.</param>
public sealed record DeadlineTerms(
    string Kind, string Key, string Rule, Guid Subject, Instant Since, Term Term, string OwedBy, string OwedTo)
{
    /// <summary>The warnings before it falls due.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>The event that caused it, where an event did.</summary>
    public Guid? CauseEvent { get; init; }

    /// <summary>
    /// True for what ends by itself at its time (a reservation's 72 hours): falling due closes it. False for what is
    /// owed: falling due is a breach, and it stays open until it is met.
    /// </summary>
    public bool EndsWhenDue { get; init; }
}

/// <summary>A deadline as it stands.</summary>
public sealed record Deadline(
    Guid Id, string Kind, string Key, string Rule, Guid Subject, string OwedBy, string OwedTo, Guid? CauseEvent,
    Instant Since, Instant DueAt, bool CalendarCertain, Instant? BreachedAt, Instant? MetAt, Instant? CancelledAt);

/// <summary>Which mark of a deadline has come.</summary>
public enum Mark
{
    /// <summary>A warning before the due time.</summary>
    Warning,

    /// <summary>The due time.</summary>
    Due,

    /// <summary>The due time, counted through a year without calendar data: warn, do not breach (T-2).</summary>
    DueUncertain,
}

/// <summary>A mark that has come.</summary>
/// <param name="Deadline">The deadline.</param>
/// <param name="Mark">Which mark.</param>
/// <param name="At">The instant of the mark: what takes effect, takes effect then.</param>
public sealed record Firing(Deadline Deadline, Mark Mark, Instant At);

/// <summary>What a department does when a mark of its deadlines comes.</summary>
public interface IDeadlineHandler
{
    /// <summary>The kind it handles.</summary>
    string Kind { get; }

    /// <summary>Locks the deadline's aggregate, as every command on it does first.</summary>
    Task LockAsync(Deadline deadline, CancellationToken cancellationToken);

    /// <summary>Does what the mark asks for, in the change's transaction.</summary>
    Task FireAsync(Firing firing, CancellationToken cancellationToken);
}

/// <summary>The service's deadlines, inside a change. Scoped.</summary>
public interface IDeadlineBook
{
    /// <summary>Sets a deadline in this change; answers when it falls due and whether that is certain.</summary>
    /// <returns>The due time, computed from the calendar in force.</returns>
    Deadline Set(DeadlineTerms terms);

    /// <summary>
    /// Marks it met, at a business time; nothing of it fires from then on. Unknown or closed: nothing happens.
    /// </summary>
    void Meet(string key, Instant at);

    /// <summary>Takes it away without its being met: the reservation was refused.</summary>
    void Cancel(string key, Instant at);

    /// <summary>The deadlines of the given keys, for showing: the open one of a key, otherwise its last.</summary>
    Task<IReadOnlyDictionary<string, Deadline>> FindAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellationToken);
}
