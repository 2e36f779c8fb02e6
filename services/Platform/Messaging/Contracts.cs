using NodaTime;

namespace Ops.Platform.Messaging;

/// <summary>What came with an event.</summary>
/// <param name="EventId">The event's id, the same however often it is delivered.</param>
/// <param name="Producer">The service that it happened in.</param>
/// <param name="Stream">The aggregate it happened to, e.g. <c>unit/0192…</c>.</param>
/// <param name="Version">The aggregate's version after it.</param>
/// <param name="At">Business time at which it took effect.</param>
/// <param name="By">Who did it.</param>
/// <param name="TraceId">The trace in which it happened; null when none was recorded.</param>
public sealed record EventContext(
    Guid EventId, string Producer, string Stream, long Version, Instant At, string By, string? TraceId);

/// <summary>What a department does when an event comes. Runs in a change of its own, once for each event.</summary>
/// <typeparam name="TEvent">A record of the producer's Contracts.</typeparam>
public interface IHandle<in TEvent>
    where TEvent : class
{
    /// <summary>
    /// Takes the event's effect. An exception rolls all back; it is tried again, and then lies among the failed
    /// messages.
    /// </summary>
    Task HandleAsync(TEvent message, EventContext context, CancellationToken cancellationToken);
}
