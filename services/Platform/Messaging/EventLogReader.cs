using System.Text.Json;
using NodaTime;
using Npgsql;

namespace Ops.Platform.Messaging;

/// <inheritdoc />
internal sealed class EventLogReader(NpgsqlDataSource database) : IEventLog
{
    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(string stream, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT id, type, version, at, by, traceparent, body::text FROM messaging.events WHERE stream = $1 ORDER BY version");
        command.Parameters.Add(new() { Value = stream });
        List<LoggedEvent> events = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            using var body = JsonDocument.Parse(reader.GetString(6));
            events.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<Instant>(3), reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetString(5), body.RootElement.Clone()));
        }

        return events;
    }
}
