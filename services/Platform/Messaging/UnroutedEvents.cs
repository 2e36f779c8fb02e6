using NodaTime;
using Npgsql;
using Ops.Platform.Messaging.Outbox;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.Platform.Messaging;

/// <summary>An event that nobody subscribed to when it was raised, and that was not published since.</summary>
/// <param name="Id">The event.</param>
/// <param name="Mark">Its place in the event log: the next page begins after it.</param>
/// <param name="Type">The contract's name.</param>
/// <param name="Stream">The aggregate.</param>
/// <param name="Version">The aggregate's version after it.</param>
/// <param name="At">Business time at which it took effect.</param>
/// <param name="Subscribers">Who would get it now.</param>
internal sealed record UnroutedEvent(
    Guid Id, long Mark, string Type, string Stream, long Version, Instant At, IReadOnlyList<string> Subscribers);

/// <summary>A page of them, in the order of the event log.</summary>
internal sealed record UnroutedPage(IReadOnlyList<UnroutedEvent> Items, long? Next);

/// <summary>Who gets an event that was published late.</summary>
internal sealed record PublishedTo(IReadOnlyList<string> Subscribers);

/// <summary>Events without subscribers: kept, and published by an operator once the Contracts name some.</summary>
internal sealed class UnroutedEvents(
    NpgsqlDataSource database, ServiceEvents events, DispatchSignal signal, TimeProvider time)
{
    public async Task<IReadOnlyList<UnroutedEvent>> ListAsync(
        string? type, long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT id, seq, coalesce(told_type, type), stream, version, at FROM messaging.events e
            WHERE seq > $1 AND subscribers = '{}' AND ($2 = '' OR coalesce(told_type, type) = $2)
                AND NOT EXISTS (SELECT FROM messaging.deliveries d WHERE d.event_id = e.id)
            ORDER BY seq LIMIT $3
            """);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = type ?? "" });
        command.Parameters.Add(new() { Value = limit });
        List<UnroutedEvent> found = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(2);
            found.Add(
                new(
                    reader.GetGuid(0), reader.GetInt64(1), name, reader.GetString(3), reader.GetInt64(4),
                    reader.GetFieldValue<Instant>(5), events.SubscribersOf(name)));
        }

        return found;
    }

    /// <summary>
    /// Gives an unrouted event to whoever subscribes to it now, in the change under way. It takes the next place of its
    /// stream: to a subscriber that has later events already, it comes late.
    /// </summary>
    public async Task<Outcome<string[]>> PublishAsync(UnitOfWork change, Guid id, CancellationToken cancellationToken)
    {
        // Two operators, one event: the second waits here and then finds the deliveries.
        await using (
            var alone = new NpgsqlCommand(
                "SELECT pg_advisory_xact_lock(hashtextextended('messaging.publish ' || $1::text, 0))",
                change.Connection))
        {
            alone.Parameters.Add(new() { Value = id });
            await alone.ExecuteNonQueryAsync(cancellationToken);
        }

        string type, stream;
        await using (var find = new NpgsqlCommand("""
            SELECT coalesce(told_type, type), stream, subscribers <> '{}' OR EXISTS (SELECT
                FROM messaging.deliveries d WHERE d.event_id = e.id)
            FROM messaging.events e WHERE id = $1
            """, change.Connection))
        {
            find.Parameters.Add(new() { Value = id });
            await using var reader = await find.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
                return Refused.NotFound(Text.Of("message.event-unknown", ("id", id)));

            if (reader.GetBoolean(2))
                return new Refused(null, Text.Of("message.published-already"));

            (type, stream) = (reader.GetString(0), reader.GetString(1));
        }

        var subscribers = events.SubscribersOf(type);
        if (subscribers.Count == 0)
            return new Refused(null, Text.Of("message.no-subscriber", ("type", type)));

        foreach (var subscriber in subscribers)
        {
            var command = new NpgsqlBatchCommand(OutboxWriter.InsertDeliveries);
            OutboxWriter.AddParameters(command.Parameters, [id], [stream], subscriber, time.GetUtcNow(), byHand: true);
            change.Defer(command);
        }

        change.OnCommitted(signal.Wake);
        return subscribers.ToArray();
    }
}
