using System.Text;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Messaging.Transport;
using Ops.Platform.Texts;

namespace Ops.Platform.Messaging.Inbox;

/// <summary>Where a message stands in its stream.</summary>
internal enum Turn
{
    /// <summary>It is the next; the stream has been advanced to it in this transaction.</summary>
    Now,

    /// <summary>One before it has not been taken yet.</summary>
    Ahead,

    /// <summary>It had its effect before, or lies among the failed.</summary>
    Past,
}

/// <summary>The answer to taking a turn.</summary>
/// <param name="Turn">Where the message stands.</param>
/// <param name="Parked">How many of its stream are parked.</param>
internal sealed record TurnTaken(Turn Turn, int Parked);

/// <summary>A failed message as an operator meets it.</summary>
/// <param name="Id">Its id among the failed.</param>
/// <param name="Message">The bytes that came.</param>
/// <param name="Stream">Its stream; null when it could not be read.</param>
/// <param name="Attempts">How often it was tried.</param>
internal sealed record FailedMessage(Guid Id, byte[] Message, string? Stream, int Attempts);

/// <summary>The inbox's statements, each on the connection of the transaction that it belongs to.</summary>
internal sealed class InboxStore(TimeProvider time)
{
    /// <summary>
    /// Locks the stream, and advances it where the message's turn has come: one round trip. A later rollback takes that
    /// back. Counters that must be right live in this very row, because only it is read again after waiting for its lock.
    /// </summary>
    private const string TakeTurn = """
        -- take turn
        INSERT INTO messaging.inbox_streams AS s (producer, stream, last, before)
        VALUES ($1, $2, CASE WHEN $3 = 1 THEN 1 ELSE 0 END, 0)
        ON CONFLICT (producer, stream) DO UPDATE SET
            before = s.last,
            last = CASE WHEN s.last = $3 - 1 AND s.blocked IS DISTINCT FROM $3 THEN $3 ELSE s.last END
        RETURNING last, before, parked, blocked
        """;

    private const string ParkMessage = """
        -- park message
        WITH added AS (
            INSERT INTO messaging.parked (producer, stream, sequence, event_id, message, parked_at)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING 1)
        UPDATE messaging.inbox_streams SET parked = parked + (SELECT count(*) FROM added) WHERE producer = $1 AND stream = $2
        """;

    private const string UnparkMessage = """
        -- take message from the parked
        WITH gone AS (DELETE FROM messaging.parked WHERE producer = $1 AND stream = $2 AND sequence = $3 RETURNING 1)
        UPDATE messaging.inbox_streams SET parked = parked - (SELECT count(*) FROM gone) WHERE producer = $1 AND stream = $2
        """;

    private const string RecordHandled = """
        -- note message handled
        INSERT INTO messaging.inbox (event_id, producer, stream, sequence, handled_at) VALUES ($1, $2, $3, $4, $5)
        """;

    private const string NextParked = """
        -- find next parked message
        SELECT p.message FROM messaging.inbox_streams s
        JOIN messaging.parked p ON p.producer = s.producer AND p.stream = s.stream AND p.sequence = s.last + 1
        WHERE s.producer = $1 AND s.stream = $2 AND s.parked > 0 AND s.blocked IS NULL
        """;

    private const string StreamsToGoOn = """
        -- find streams to go on with
        SELECT s.producer, s.stream FROM messaging.inbox_streams s
        JOIN messaging.parked p ON p.producer = s.producer AND p.stream = s.stream AND p.sequence = s.last + 1
        WHERE s.parked > 0 AND s.blocked IS NULL LIMIT 100
        """;

    private const string Block = "-- stop stream\nUPDATE messaging.inbox_streams SET last = before, blocked = $3 WHERE producer = $1 AND stream = $2";

    private const string Unblock = "-- let stream go on\nUPDATE messaging.inbox_streams SET blocked = NULL WHERE producer = $1 AND stream = $2 AND blocked = $3";

    private const string InsertFailed = """
        -- put message among the failed
        INSERT INTO messaging.failed (id, message, event_id, producer, stream, sequence, type, reason, attempts, failed_at, traceparent)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    public static async Task<TurnTaken> TakeTurnAsync(NpgsqlConnection connection, Envelope message, CancellationToken cancellationToken)
    {
        await using var command = OfStream(connection, TakeTurn, message);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (last, before, parked) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2));
        var blocked = reader.IsDBNull(3) ? (long?)null : reader.GetInt64(3);
        var turn = before >= message.Sequence || blocked == message.Sequence ? Turn.Past
            : last == message.Sequence ? Turn.Now
            : Turn.Ahead;
        return new(turn, parked);
    }

    public async Task ParkAsync(NpgsqlConnection connection, Envelope message, CancellationToken cancellationToken)
    {
        await using var command = OfStream(connection, ParkMessage, message);
        command.Parameters.Add(new() { Value = message.EventId });
        command.Parameters.Add(new() { Value = Encoding.UTF8.GetString(message.ToBytes()) });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What is written when a message has had its effect.</summary>
    public IEnumerable<NpgsqlBatchCommand> Handled(Envelope message, TurnTaken turn)
    {
        yield return new NpgsqlBatchCommand(RecordHandled)
        {
            Parameters =
            {
                new() { Value = message.EventId }, new() { Value = message.Producer }, new() { Value = message.Stream },
                new() { Value = message.Sequence }, new() { Value = time.GetUtcNow() },
            },
        };
        if (turn.Parked > 0)
        {
            yield return new NpgsqlBatchCommand(UnparkMessage)
            {
                Parameters = { new() { Value = message.Producer }, new() { Value = message.Stream }, new() { Value = message.Sequence } },
            };
        }
    }

    /// <summary>The message whose turn has come and that is parked; null when there is none, or its stream waits behind a failed one.</summary>
    public static async Task<Envelope?> NextParkedAsync(NpgsqlDataSource database, string producer, string stream, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(NextParked);
        command.Parameters.Add(new() { Value = producer });
        command.Parameters.Add(new() { Value = stream });
        return await command.ExecuteScalarAsync(cancellationToken) is string message ? Envelope.Parse(Encoding.UTF8.GetBytes(message)) : null;
    }

    /// <summary>Streams whose next message is parked: whoever took the one before died, or lost the database, at that moment.</summary>
    public static async Task<List<(string Producer, string Stream)>> StreamsToGoOnAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        List<(string, string)> streams = [];
        await using var command = database.CreateCommand(StreamsToGoOn);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            streams.Add((reader.GetString(0), reader.GetString(1)));

        return streams;
    }

    /// <summary>Puts a message whose turn was taken in this transaction among the failed, and stops its stream at it.</summary>
    public async Task FailAsync(NpgsqlConnection connection, Envelope message, TurnTaken turn, Text reason, int attempts, CancellationToken cancellationToken)
    {
        await using (var block = OfStream(connection, Block, message))
            await block.ExecuteNonQueryAsync(cancellationToken);

        if (turn.Parked > 0)
        {
            await using var unpark = OfStream(connection, UnparkMessage, message);
            await unpark.ExecuteNonQueryAsync(cancellationToken);
        }

        await InsertFailedAsync(connection, message.ToBytes(), message, reason, attempts, cancellationToken);
    }

    /// <summary>Puts among the failed what came; without <paramref name="message"/> it could not be read.</summary>
    public async Task InsertFailedAsync(
        NpgsqlConnection connection, byte[] bytes, Envelope? message, Text reason, int attempts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = new NpgsqlCommand(InsertFailed, connection)
        {
            Parameters =
            {
                new() { Value = Guid.CreateVersion7(now) },
                new() { Value = bytes },
                new() { Value = (object?)message?.EventId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = (object?)message?.Producer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (object?)message?.Stream ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (object?)message?.Sequence ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = (object?)message?.Type ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = StoredText.Write(reason) },
                new() { Value = attempts },
                new() { Value = now },
                new() { Value = (object?)(System.Diagnostics.Activity.Current?.Id ?? message?.TraceParent) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Lets the stream go on from a failed message: it is replayed, or was discarded.</summary>
    public static async Task<bool> UnblockAsync(NpgsqlConnection connection, Envelope message, CancellationToken cancellationToken)
    {
        await using var command = OfStream(connection, Unblock, message);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>The failed message, when it is neither replayed nor discarded; locked when in a transaction.</summary>
    public static async Task<FailedMessage?> FindFailedAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT message, stream, attempts FROM messaging.failed WHERE id = $1 AND state = 'failed' FOR UPDATE", connection)
        {
            Parameters = { new() { Value = id } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(id, reader.GetFieldValue<byte[]>(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt32(2))
            : null;
    }

    public NpgsqlBatchCommand Resolved(Guid id, string state, string by, string? resolution) =>
        new("UPDATE messaging.failed SET state = $2, resolved_at = $3, resolved_by = $4, resolution = $5 WHERE id = $1")
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = state }, new() { Value = time.GetUtcNow() }, new() { Value = by },
                new() { Value = (object?)resolution ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };

    public async Task FailedAgainAsync(NpgsqlDataSource database, Guid id, Text reason, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE messaging.failed SET attempts = attempts + 1, reason = $2, failed_at = $3 WHERE id = $1 AND state = 'failed'");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = StoredText.Write(reason) });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand OfStream(NpgsqlConnection connection, string sql, Envelope message) => new(sql, connection)
    {
        Parameters = { new() { Value = message.Producer }, new() { Value = message.Stream }, new() { Value = message.Sequence } },
    };
}
