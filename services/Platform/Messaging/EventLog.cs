using System.Text.Json;
using NodaTime;

namespace Ops.Platform.Messaging;

/// <summary>An event as the event log keeps it.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Type">The contract's name, e.g. <c>ReservationLapsed</c>.</param>
/// <param name="Version">The aggregate's version after it.</param>
/// <param name="At">Business time at which it took effect.</param>
/// <param name="By">Who did it.</param>
/// <param name="TraceParent">W3C trace context of the change that raised it; null when none was recorded.</param>
/// <param name="Body">The contract's record as JSON (camelCase).</param>
public sealed record LoggedEvent(
    Guid Id, string Type, long Version, Instant At, string By, string? TraceParent, JsonElement Body);

/// <summary>What happened to an aggregate, from the service's event log.</summary>
public interface IEventLog
{
    /// <summary>
    /// The events of a stream (<c>Aggregate.Stream</c>, e.g. <c>unit/0192…</c>) in their order; none when there is no
    /// such stream.
    /// </summary>
    Task<IReadOnlyList<LoggedEvent>> ReadAsync(string stream, CancellationToken cancellationToken);

    /// <summary>A page of a stream: its events after a version, at most so many.</summary>
    Task<IReadOnlyList<LoggedEvent>> ReadAsync(
        string stream, long after, int limit, CancellationToken cancellationToken);
}
