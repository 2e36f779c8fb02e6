using Npgsql;

namespace Ops.Benchmarks;

/// <summary>
/// When transactions committed, by the one clock of the server that both services' databases are on
/// (<c>track_commit_timestamp</c>).
/// </summary>
internal static class Commits
{
    /// <summary>The server's time.</summary>
    public static Task<DateTime> NowAsync(this Database database) =>
        database.QueryAsync<DateTime>("SELECT clock_timestamp()");

    /// <summary>The events of a table that were committed since, and when.</summary>
    /// <param name="database">The service's database.</param>
    /// <param name="table">A table of which rows are only ever inserted.</param>
    /// <param name="id">Its column with the event's id.</param>
    /// <param name="since">The server's time.</param>
    public static async Task<Dictionary<Guid, DateTime>> SinceAsync(
        this Database database, string table, string id, DateTime since)
    {
        await using var connection = new NpgsqlConnection(database.Admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"SELECT {id}, pg_xact_commit_timestamp(xmin) FROM {table} WHERE pg_xact_commit_timestamp(xmin) > $1",
            connection)
        {
            Parameters = { new() { Value = since } },
        };
        var commits = new Dictionary<Guid, DateTime>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            commits.Add(reader.GetGuid(0), reader.GetDateTime(1));
        return commits;
    }

    /// <summary>When the reservation of each of these units was committed.</summary>
    /// <param name="sales">SalesControl's database.</param>
    /// <param name="project">The project.</param>
    /// <param name="units">Units that were reserved once.</param>
    public static async Task<Dictionary<string, DateTime>> RegisteredAsync(
        this Database sales, string project, string[] units)
    {
        await using var connection = new NpgsqlConnection(sales.Admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT u.code, pg_xact_commit_timestamp(e.xmin) FROM units u JOIN messaging.events e
                ON e.stream = 'unit/' || u.id WHERE u.project = $1 AND u.code = ANY ($2)
                AND e.type = 'ReservationRegistered'
            """,
            connection)
        {
            Parameters = { new() { Value = project }, new() { Value = units } },
        };
        var committed = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            committed.Add(reader.GetString(0), reader.GetDateTime(1));
        return committed;
    }

    /// <summary>Waits until a table has so many rows.</summary>
    /// <exception cref="WrongOutcomeException">It has not, a minute later.</exception>
    public static async Task RowsAsync(this Database database, string table, long count)
    {
        var patience = TimeProvider.System.GetUtcNow().AddMinutes(1);
        for (long rows; (rows = await database.QueryAsync<long>($"SELECT count(*) FROM {table}")) != count;)
        {
            if (rows > count || TimeProvider.System.GetUtcNow() > patience)
                throw new WrongOutcomeException($"{rows} rows of {table} instead of {count}.");
            await Task.Delay(100);
        }
    }
}
