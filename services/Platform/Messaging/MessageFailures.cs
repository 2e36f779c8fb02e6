using Npgsql;
using Ops.Platform.Commands;
using Ops.Platform.Messaging.Inbox;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Platform.Messaging;

/// <summary>The failed messages among all that can fail.</summary>
internal sealed class MessageFailures(NpgsqlDataSource database, EventInbox inbox, ITexts texts) : IFailureSource
{
    public string Kind => "message";

    public async Task<IReadOnlyList<Failure>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT id, coalesce(type, '?'), stream, coalesce(producer, '?'), reason, attempts, failed_at, traceparent
            FROM messaging.failed WHERE state = 'failed' ORDER BY failed_at LIMIT $1
            """);
        command.Parameters.Add(new() { Value = limit });
        List<Failure> failures = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            failures.Add(new(
                reader.GetGuid(0), Kind, reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetString(3), texts.Render(StoredText.Read(reader.GetString(4))), reader.GetInt32(5),
                reader.GetFieldValue<DateTimeOffset>(6),
                MessagingTelemetry.TraceIdOf(reader.IsDBNull(7) ? null : reader.GetString(7))));
        }

        return failures;
    }

    public Task<Refused?> ReplayAsync(Guid id, string by, CancellationToken cancellationToken) =>
        inbox.ReplayAsync(id, by, cancellationToken);

    public Task<Refused?> DiscardAsync(Guid id, string reason, string by, CancellationToken cancellationToken) =>
        inbox.DiscardAsync(id, reason, by, cancellationToken);
}
