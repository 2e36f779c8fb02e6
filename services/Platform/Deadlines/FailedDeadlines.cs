using Npgsql;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Platform.Deadlines;

/// <summary>Deadlines whose handler fails, in the operators' list beside the failed messages.</summary>
internal sealed class FailedDeadlines(NpgsqlDataSource database, Firings firings) : IFailureSource
{
    public string Kind => "deadline";

    public async Task<IReadOnlyList<Failure>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var failures = new List<Failure>();
        await using var command = database.CreateCommand(
            "SELECT id, kind, key, last_error, attempts, failed_at, traceparent FROM deadlines.deadlines WHERE attempts > 0 AND next_at IS NOT NULL ORDER BY failed_at LIMIT $1");
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            failures.Add(new(
                reader.GetGuid(0), Kind, reader.GetString(1), reader.GetString(2), "deadlines", reader.GetString(3), reader.GetInt32(4),
                reader.GetFieldValue<DateTimeOffset>(5), reader.IsDBNull(6) ? null : reader.GetString(6).Split('-')[1]));
        }

        return failures;
    }

    public async Task<Refused?> ReplayAsync(Guid id, string by, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT subject FROM deadlines.deadlines WHERE id = $1 AND attempts > 0 AND next_at IS NOT NULL");
        command.Parameters.Add(new() { Value = id });
        if (await command.ExecuteScalarAsync(cancellationToken) is not Guid subject)
            return Refused.NotFound(Text.Of("deadline.not-failed"));
        return await firings.FireAsync(id, subject, cancellationToken)
            ? null
            : new Refused("T-7", Text.Of("deadline.failed-again"));
    }

    public async Task<Refused?> DiscardAsync(Guid id, string reason, string by, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE deadlines.deadlines SET next_at = NULL, discarded = $2 WHERE id = $1 AND attempts > 0 AND next_at IS NOT NULL");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = $"{reason} ({by})" });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1 ? null : Refused.NotFound(Text.Of("deadline.not-failed"));
    }
}
