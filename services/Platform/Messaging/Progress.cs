namespace Ops.Platform.Messaging;

/// <summary>An event that was published, and to whom.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Subscriber">The service that takes it.</param>
public sealed record PublishedEvent(Guid EventId, string Subscriber);

/// <summary>
/// How far the service's messages are, for whoever must wait until nothing is on its way (the simulation).
/// </summary>
public interface IMessagingProgress
{
    /// <summary>How many deliveries the broker has not taken yet.</summary>
    Task<int> PendingDeliveriesAsync(CancellationToken cancellationToken);

    /// <summary>Where the event log stands: the mark for <see cref="PublishedSinceAsync"/>.</summary>
    Task<long> MarkAsync(CancellationToken cancellationToken);

    /// <summary>The events recorded after a mark that have subscribers, one row for each subscriber.</summary>
    Task<IReadOnlyList<PublishedEvent>> PublishedSinceAsync(long mark, CancellationToken cancellationToken);

    /// <summary>
    /// Which of these events this service, as their subscriber, has not settled: neither handled nor parked nor failed.
    /// </summary>
    Task<IReadOnlyList<Guid>> NotYetSettledAsync(
        IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken);
}
