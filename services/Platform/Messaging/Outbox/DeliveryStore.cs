using System.Text.Json;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Messaging.Transport;

namespace Ops.Platform.Messaging.Outbox;

/// <summary>A delivery that this dispatcher has claimed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Subscriber">Whom it is for.</param>
/// <param name="Attempts">How often it was tried before.</param>
/// <param name="TraceParent">The trace of the change.</param>
/// <param name="Message">What to send.</param>
internal sealed record Delivery(long Id, string Subscriber, int Attempts, string? TraceParent, Envelope Message);

/// <summary>A delivery that no queue took.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Error">Why.</param>
/// <param name="NotBefore">Machine time before which it is not tried again.</param>
internal sealed record Undelivered(long Id, string Error, DateTimeOffset NotBefore);

/// <summary>
/// The dispatcher's statements. They commit without waiting for the disk: what a crash of the database server forgets
/// of them is a claim or a mark, so that an event is published again, and the inbox drops the second copy.
/// </summary>
internal sealed class DeliveryStore(NpgsqlDataSource database, ServiceEvents events, TimeProvider time)
{
    /// <summary>The most that one claim takes of a stream.</summary>
    private const int StreamLength = 64;

    /// <summary>
    /// Claims heads of streams, and answers each with what follows it. Only the head is leased; what is behind it can
    /// be claimed by nobody while an earlier one is pending. The writers' lock on the stream makes deliveries visible
    /// in the order of their sequence, so a head stays a head.
    /// </summary>
    private const string ClaimStreams = """
        -- claim deliveries
        WITH heads AS (
            SELECT d.id FROM messaging.deliveries d
            WHERE d.state = 'pending' AND (d.lease_until IS NULL OR d.lease_until <= $1) AND NOT d.subscriber = ANY ($2)
                AND d.sequence = (
                    SELECT e.sequence FROM messaging.deliveries e
                    WHERE e.state = 'pending' AND e.subscriber = d.subscriber AND e.stream = d.stream
                        ORDER BY e.sequence LIMIT 1)
            ORDER BY d.id LIMIT $3
            FOR UPDATE SKIP LOCKED),
        claimed AS (
            UPDATE messaging.deliveries d SET lease_owner = $4, lease_until = $5
            FROM heads WHERE d.id = heads.id AND d.state = 'pending'
            RETURNING d.subscriber, d.stream, d.sequence)
        SELECT d.id, d.subscriber, d.stream, d.sequence, d.attempts, e.id, e.version, coalesce(e.told_type, e.type),
            e.at,
            e.by, e.traceparent, coalesce(e.told_body, e.body)::text, e.recorded_at
        FROM claimed c
        JOIN messaging.deliveries d ON d.subscriber = c.subscriber AND d.stream = c.stream AND d.state = 'pending'
            AND d.sequence >= c.sequence AND d.sequence < c.sequence + $6
        JOIN messaging.events e ON e.id = d.event_id
        ORDER BY d.subscriber, d.stream, d.sequence
        """;

    private const string MarkSent = """
        -- mark deliveries sent
        UPDATE messaging.deliveries SET state = 'sent', sent_at = $2, attempts = attempts + 1, lease_owner = NULL,
            lease_until = NULL
        WHERE id = ANY ($1) AND state = 'pending'
        """;

    private const string MarkUndelivered = """
        -- mark deliveries not sent
        UPDATE messaging.deliveries d SET attempts = d.attempts + 1, last_error = m.error, lease_owner = NULL,
            lease_until = m.not_before
        FROM unnest($1::bigint[], $2::text[], $3::timestamptz[]) AS m (id, error, not_before)
        WHERE d.id = m.id AND d.state = 'pending'
        """;

    private const string Release =
        """
        -- release deliveries
        UPDATE messaging.deliveries SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = $1
            AND state = 'pending'
        """;

    /// <summary>Claims up to <paramref name="limit"/> streams; each comes as its deliveries in order.</summary>
    public async Task<List<List<Delivery>>> ClaimAsync(
        Guid owner, TimeSpan lease, int limit, string[] closedSubscribers, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = NewBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ClaimStreams)
        {
            Parameters =
            {
                new() { Value = now }, new() { Value = closedSubscribers }, new() { Value = limit },
                new() { Value = owner }, new() { Value = now + lease }, new() { Value = StreamLength },
            },
        });
        List<List<Delivery>> streams = [];
        List<Delivery>? current = null;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var delivery = Read(reader);
            if (
                current is null
                || current[0].Subscriber != delivery.Subscriber
                || current[0].Message.Stream != delivery.Message.Stream)
                streams.Add(current = []);

            current.Add(delivery);
        }

        return streams;
    }

    /// <summary>Notes how publishing went, for any number of streams at once.</summary>
    public async Task MarkAsync(
        IReadOnlyCollection<long> sent, IReadOnlyCollection<Undelivered> undelivered,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = NewBatch(connection);
        if (sent.Count > 0)
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(MarkSent)
                {
                    Parameters =
                    {
                        new() { Value = sent.ToArray() },
                        new() { Value = time.GetUtcNow() },
                    },
                });

        if (undelivered.Count > 0)
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(MarkUndelivered)
                {
                    Parameters =
                    {
                        new() { Value = undelivered.Select(item => item.Id).ToArray() },
                        new() { Value = undelivered.Select(item => item.Error).ToArray() },
                        new()
                        {
                            Value = undelivered.Select(item => item.NotBefore.UtcDateTime).ToArray(),
                            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
                        },
                    },
                });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives back what was claimed and not published: the process is ending.</summary>
    public async Task ReleaseAsync(Guid owner, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Release);
        command.Parameters.Add(new() { Value = owner });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatch NewBatch(NpgsqlConnection connection)
    {
        // The batch is one implicit transaction, so the settings end with it. What is pending comes and goes too fast
        // for the planner's statistics: a few rows by index is always right, and a plan made for an empty table is not.
        var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            SELECT set_config('synchronous_commit', 'off', true), set_config('enable_seqscan', 'off', true),
                set_config('enable_bitmapscan', 'off', true),
                set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
            """));
        return batch;
    }

    private Delivery Read(NpgsqlDataReader reader)
    {
        using var body = JsonDocument.Parse(reader.GetString(11));
        return new(
            reader.GetInt64(0),
            reader.GetString(1),
            reader.GetInt32(4),
            reader.IsDBNull(10) ? null : reader.GetString(10),
            new Envelope
            {
                EventId = reader.GetGuid(5),
                Producer = events.Service,
                Stream = reader.GetString(2),
                Sequence = reader.GetInt64(3),
                Version = reader.GetInt64(6),
                Type = reader.GetString(7),
                At = Envelope.WriteAt(reader.GetFieldValue<Instant>(8)),
                By = reader.GetString(9),
                RecordedAt = reader.GetFieldValue<DateTimeOffset>(12),
                Body = body.RootElement.Clone(),
            });
    }
}
