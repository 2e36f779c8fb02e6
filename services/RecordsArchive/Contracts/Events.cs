using NodaTime;

namespace Ops.RecordsArchive.Contracts;

/// <summary>The unit's one file 一户一档 was opened (DOC-5.1.2).</summary>
public sealed record UnitFileOpened(Guid FileId, string FileNumber, Guid UnitId, string Project, string Unit);

/// <summary>A department owes another a handover 移交 (DOC-5.2.2).</summary>
public sealed record HandoverOwed(Guid HandoverId, Guid FileId, string Project, string Unit, string OwedBy, string OwedTo, string Rule, Instant DueAt, bool CalendarCertain);

/// <summary>The handover fell due and was not handed over.</summary>
public sealed record HandoverOverdue(Guid HandoverId, Guid FileId, string Project, string Unit, string OwedBy, string OwedTo, Instant DueAt);

/// <summary>The papers were handed over, with their list; the receiver has yet to accept.</summary>
public sealed record HandoverMade(Guid HandoverId, Guid FileId, string Project, string Unit, int Items);

/// <summary>The receiver accepted: the obligation is met.</summary>
/// <param name="HandoverId">The obligation.</param>
/// <param name="FileId">The unit's file.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="Late">By how much the handing over missed its due time; null when it was in time.</param>
public sealed record HandoverAccepted(Guid HandoverId, Guid FileId, string Project, string Unit, Duration? Late);

/// <summary>The receiver rejected what was handed over, with the reason; it is owed still.</summary>
public sealed record HandoverRejected(Guid HandoverId, Guid FileId, string Project, string Unit, string Reason);

/// <summary>Who subscribes to what RecordsArchive says.</summary>
public static class RecordsArchiveEvents
{
    /// <summary>The service's name as producer and subscriber.</summary>
    public const string Service = "RecordsArchive";

    /// <summary>Each event and the services that subscribe to it. An event without one is kept in the event log and marked unrouted.</summary>
    public static IReadOnlyDictionary<Type, IReadOnlyList<string>> Subscribers { get; } = new Dictionary<Type, IReadOnlyList<string>>
    {
        [typeof(UnitFileOpened)] = [],
        [typeof(HandoverOwed)] = [],
        [typeof(HandoverOverdue)] = [],
        [typeof(HandoverMade)] = [],
        [typeof(HandoverAccepted)] = [],
        [typeof(HandoverRejected)] = [],
    };
}
