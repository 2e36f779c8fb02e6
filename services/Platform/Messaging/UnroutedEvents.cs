using NodaTime;
using Npgsql;
using Ops.Platform.Messaging.Outbox;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.Platform.Messaging;

/// <summary>
/// An event that nobody subscribed to when it was raised and that was not published since, or that one who subscribes
/// by now was not given.
/// </summary>
/// <param name="Id">The event.</param>
/// <param name="Mark">Its place in the event log: the next page begins after it.</param>
/// <param name="Type">The contract's name.</param>
/// <param name="Stream">The aggregate.</param>
/// <param name="Version">The aggregate's version after it.</param>
/// <param name="At">Business time at which it took effect.</param>
/// <param name="Subscribers">Who would get it now: who subscribes and was not given it.</param>
internal sealed record UnroutedEvent(
    Guid Id, long Mark, string Type, string Stream, long Version, Instant At, IReadOnlyList<string> Subscribers);

/// <summary>A page of them, in the order of the event log.</summary>
internal sealed record UnroutedPage(IReadOnlyList<UnroutedEvent> Items, long? Next);

/// <summary>Who gets an event that was published late.</summary>
internal sealed record PublishedTo(IReadOnlyList<string> Subscribers);

/// <summary>
/// Events that somebody is to have who has not: kept, and published by an operator once the Contracts name them. A
/// department that is added later so hears of what was before it.
/// </summary>
internal sealed class UnroutedEvents(
    NpgsqlDataSource database, ServiceEvents events, DispatchSignal signal, TimeProvider time)
{
    /// <summary>
    /// What the Contracts tell, with who subscribes to it ($1, $2) and was not given it, now or when it was raised.
    /// What is the service's own ($3) and was told nobody has a body that nobody else reads.
    /// </summary>
    private const string Lacking = """
        SELECT e.id, e.seq, told.type, e.stream, e.version, e.at, told.lacking,
            told.lacking <> '{}' OR e.subscribers = '{}' AND NOT EXISTS (SELECT
                FROM messaging.deliveries d WHERE d.event_id = e.id) AS unrouted
        FROM messaging.events e CROSS JOIN LATERAL (
            SELECT coalesce(e.told_type, e.type) AS type, ARRAY(
                SELECT s.subscriber FROM unnest($1::text[], $2::text[]) AS s (type, subscriber)
                WHERE s.type = coalesce(e.told_type, e.type) AND s.subscriber <> ALL (e.subscribers)
                    AND NOT EXISTS (SELECT FROM messaging.deliveries d
                        WHERE d.event_id = e.id AND d.subscriber = s.subscriber)
                ORDER BY s.subscriber) AS lacking) told
        WHERE (e.told_type IS NOT NULL OR e.type <> ALL ($3::text[]))
        """;

    public async Task<IReadOnlyList<UnroutedEvent>> ListAsync(
        string? type, long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            SELECT id, seq, type, stream, version, at, lacking FROM ({Lacking}) found
            WHERE unrouted AND seq > $4 AND ($5 = '' OR type = $5)
            ORDER BY seq LIMIT $6
            """);
        AddSubscriptions(command.Parameters);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = type ?? "" });
        command.Parameters.Add(new() { Value = limit });
        List<UnroutedEvent> found = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(
                new(
                    reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4),
                    reader.GetFieldValue<Instant>(5), reader.GetFieldValue<string[]>(6)));
        }

        return found;
    }

    /// <summary>
    /// Gives an event to whoever subscribes to it now and was not given it, in the change under way. It takes the next
    /// place of its stream: to a subscriber that has later events already, it comes late.
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
        string[] lacking;
        await using (var find = new NpgsqlCommand(
            $"SELECT type, stream, lacking, unrouted FROM ({Lacking}) found WHERE id = $4", change.Connection))
        {
            AddSubscriptions(find.Parameters);
            find.Parameters.Add(new() { Value = id });
            await using var reader = await find.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
                return Refused.NotFound(Text.Of("message.event-unknown", ("id", id)));

            if (!reader.GetBoolean(3))
                return new Refused(null, Text.Of("message.published-already"));

            (type, stream, lacking) =
                (reader.GetString(0), reader.GetString(1), reader.GetFieldValue<string[]>(2));
        }

        if (lacking.Length == 0)
            return new Refused(null, Text.Of("message.no-subscriber", ("type", type)));

        foreach (var subscriber in lacking)
        {
            var command = new NpgsqlBatchCommand(OutboxWriter.InsertDeliveries);
            OutboxWriter.AddParameters(command.Parameters, [id], [stream], subscriber, time.GetUtcNow(), byHand: true);
            change.Defer(command);
        }

        change.OnCommitted(signal.Wake);
        return lacking;
    }

    private void AddSubscriptions(NpgsqlParameterCollection parameters)
    {
        parameters.Add(new() { Value = events.Subscriptions.Select(one => one.Type).ToArray() });
        parameters.Add(new() { Value = events.Subscriptions.Select(one => one.Subscriber).ToArray() });
        parameters.Add(new() { Value = events.Inside.ToArray() });
    }
}
