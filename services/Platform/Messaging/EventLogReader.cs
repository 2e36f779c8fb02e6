using System.Text.Json;
using NodaTime;
using Npgsql;

namespace Ops.Platform.Messaging;

/// <inheritdoc />
internal sealed class EventLogReader(NpgsqlDataSource database) : IEventLog
{
    public Task<IReadOnlyList<LoggedEvent>> ReadAsync(string stream, CancellationToken cancellationToken) =>
        ReadAsync(stream, 0, int.MaxValue, cancellationToken);

    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(
        string stream, long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT id, type, version, at, by, traceparent, body::text FROM messaging.events WHERE stream = $1
                AND version > $2 ORDER BY version LIMIT $3
            """
        );
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = limit });
        List<LoggedEvent> events = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            using var body = JsonDocument.Parse(reader.GetString(6));
            events.Add(
                new(
                    reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<Instant>(3),
                    reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5), body.RootElement.Clone()));
        }

        return events;
    }
}
