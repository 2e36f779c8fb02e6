using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Storage;

namespace Ops.Platform.Messaging.Outbox;

/// <summary>
/// Writes what the aggregates of a change raised into the event log and to its subscribers' deliveries, with the change
/// itself: one statement for the events, one more for each subscriber, however many events there are.
/// </summary>
internal sealed class OutboxWriter(ServiceEvents events, DispatchSignal signal, TimeProvider time) : ICommitParticipant
{
    /// <summary>
    /// Takes the streams' next sequences and inserts the deliveries. Streams are locked in the order of their names, so
    /// that two changes of several aggregates cannot wait for each other here.
    /// </summary>
    internal const string InsertDeliveries = """
        -- insert deliveries
        WITH wanted AS (
            SELECT id, stream, ord, row_number() OVER (PARTITION BY stream ORDER BY ord) AS place
            FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS given (id, stream, ord)),
        counted AS (SELECT stream, count(*) AS events FROM wanted GROUP BY stream),
        taken AS (
            INSERT INTO messaging.delivery_streams AS s (stream, subscriber, last)
            SELECT stream, $3, events FROM counted ORDER BY stream
            ON CONFLICT (stream, subscriber) DO UPDATE SET last = s.last + EXCLUDED.last
            RETURNING stream, last)
        INSERT INTO messaging.deliveries (event_id, subscriber, stream, sequence, created_at, by_hand)
        SELECT w.id, $3, w.stream, t.last - c.events + w.place, $4, $5
        FROM wanted w JOIN taken t USING (stream) JOIN counted c USING (stream)
        ORDER BY w.ord
        """;

    private const string InsertEvents = """
        INSERT INTO messaging.events
            (id, stream, version, type, at, by, traceparent, body, subscribers, recorded_at, told_type, told_body)
        SELECT id, stream, version, type, at, by, $8, body::json, string_to_array(subscribers, ','), $9,
            told_type, told_body::json
        FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[], $6::text[], $7::text[],
                $10::text[], $11::text[], $12::text[])
            WITH ORDINALITY AS given (id, stream, version, type, at, by, body, subscribers, told_type, told_body, ord)
        ORDER BY ord
        """;

    public void BeforeCommit(UnitOfWork change)
    {
        List<(Guid Id, string Stream, RaisedEvent Raised, IReadOnlyList<string> Subscribers)>? raised = null;
        var now = time.GetUtcNow();
        foreach (var entry in change.Db.ChangeTracker.Entries<Aggregate>())
        {
            var aggregate = entry.Entity;
            if (aggregate.Raised.Count == 0)
                continue;

            raised ??= [];
            foreach (var item in aggregate.Raised)
                raised.Add((Guid.CreateVersion7(now), aggregate.Stream, item, SubscribersOf(item)));

            aggregate.ClearRaised();
        }

        foreach (var (stream, item) in change.Announced)
            (raised ??= []).Add((Guid.CreateVersion7(now), stream, item, events.SubscribersOf(item.Event.GetType())));

        if (raised is null)
            return;

        foreach (var (_, stream, item, _) in raised)
            change.Record(item.Event.GetType().Name, stream);

        change.Defer(
            new NpgsqlBatchCommand(InsertEvents)
            {
                Parameters =
                {
                    new() { Value = raised.Select(item => item.Id).ToArray() },
                    new() { Value = raised.Select(item => item.Stream).ToArray() },
                    new() { Value = raised.Select(item => item.Raised.Version).ToArray() },
                    new() { Value = raised.Select(item => item.Raised.Event.GetType().Name).ToArray() },
                    new()
                    {
                        Value = raised.Select(item => item.Raised.At.ToDateTimeUtc()).ToArray(),
                        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
                    },
                    new() { Value = raised.Select(item => item.Raised.By).ToArray() },
                    new() { Value = raised.Select(item => Json(item.Raised.Event)).ToArray() },
                    new() { Value = (object?)Activity.Current?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = now },
                    new() { Value = raised.Select(item => string.Join(',', item.Subscribers)).ToArray() },
                    new() { Value = raised.Select(item => item.Raised.Told?.GetType().Name).ToArray() },
                    new() { Value = raised.Select(item => item.Raised.Told is { } told ? Json(told) : null).ToArray() },
                },
            });

        var bySubscriber = raised
            .SelectMany(item => item.Subscribers, (item, subscriber) => (item.Id, item.Stream, Subscriber: subscriber))
            .GroupBy(item => item.Subscriber, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        foreach (var group in bySubscriber)
        {
            var command = new NpgsqlBatchCommand(InsertDeliveries);
            AddParameters(
                command.Parameters,
                [.. group.Select(item => item.Id)],
                [.. group.Select(item => item.Stream)],
                group.Key, now, byHand: false);
            change.Defer(command);
        }

        if (bySubscriber.Count > 0)
            change.OnCommitted(signal.Wake);
    }

    /// <summary>
    /// What is the service's own has no subscribers; what others are told of it has those of its contract.
    /// </summary>
    private IReadOnlyList<string> SubscribersOf(RaisedEvent raised) =>
        raised is { IsInside: true, Told: null } ? [] : events.SubscribersOf((raised.Told ?? raised.Event).GetType());

    private static string Json(object record) =>
        JsonSerializer.Serialize(record, record.GetType(), MessagingJson.Options);

    internal static void AddParameters(
        NpgsqlParameterCollection parameters, Guid[] ids, string[] streams, string subscriber, DateTimeOffset now,
        bool byHand)
    {
        parameters.Add(new() { Value = ids });
        parameters.Add(new() { Value = streams });
        parameters.Add(new() { Value = subscriber });
        parameters.Add(new() { Value = now });
        parameters.Add(new() { Value = byHand });
    }
}
