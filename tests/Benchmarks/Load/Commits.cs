using Npgsql;
using Ops.TestSupport;

namespace Ops.Benchmarks.Load;

/// <summary>When transactions were committed, by the clock of the one server on which both databases lie.</summary>
internal static class Commits
{
    /// <summary>Milliseconds from each event's commit at the sender to its effect's commit at the taker, ascending.</summary>
    /// <param name="sender">Where the events were committed.</param>
    /// <param name="taker">Where they had their effect.</param>
    /// <param name="type">Which events.</param>
    /// <param name="after">The sequence in the event log after which they lie.</param>
    public static async Task<double[]> LatenciesAsync(ServiceDatabase sender, ServiceDatabase taker, string type, long after)
    {
        var sent = await ReadAsync(sender, $"SELECT id, pg_xact_commit_timestamp(xmin) FROM messaging.events WHERE type = '{type}' AND seq > {after}");
        var taken = await ReadAsync(taker, "SELECT event_id, pg_xact_commit_timestamp(xmin) FROM messaging.inbox");
        return [.. sent.Select(commit => (taken.TryGetValue(commit.Key, out var effect) ? effect - commit.Value : throw new WrongOutcomeException($"{commit.Key} has had no effect.")).TotalMilliseconds).Order()];
    }

    private static async Task<Dictionary<Guid, DateTime>> ReadAsync(ServiceDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var commits = new Dictionary<Guid, DateTime>();
        while (await reader.ReadAsync())
            commits.Add(reader.GetGuid(0), reader.GetDateTime(1));
        return commits;
    }
}
