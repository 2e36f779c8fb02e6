using Npgsql;
using NpgsqlTypes;

namespace Ops.Benchmarks.Raw;

/// <summary>
/// Statements by hand, sent as the platform sends them: one by one where an answer is read, the rest in a batch.
/// </summary>
internal static class Statements
{
    public static NpgsqlBatchCommand Of(string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    public static NpgsqlParameter Json(string json) => new() { Value = json, NpgsqlDbType = NpgsqlDbType.Jsonb };

    /// <summary>
    /// Runs statements in one round trip, and answers the first value of the first row that any of them gives.
    /// </summary>
    public static async Task<object?> RunAsync(this NpgsqlConnection connection, params NpgsqlBatchCommand[] statements)
    {
        await using var batch = connection.CreateBatch();
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement);
        await using var reader = await batch.ExecuteReaderAsync();
        do
        {
            if (await reader.ReadAsync())
                return reader.GetValue(0);
        }
        while (await reader.NextResultAsync());
        return null;
    }

    /// <summary>
    /// Runs statements in one round trip, and answers what the last of them finds: the others are locks that it is
    /// asked under.
    /// </summary>
    public static async Task<List<T>> AskAsync<T>(
        this NpgsqlConnection connection, Func<NpgsqlDataReader, T> read, params NpgsqlBatchCommand[] statements)
    {
        await using var batch = connection.CreateBatch();
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement);
        await using var reader = await batch.ExecuteReaderAsync();
        for (var i = 1; i < statements.Length; i++)
            await reader.NextResultAsync();
        List<T> found = [];
        while (await reader.ReadAsync())
            found.Add(read(reader));
        return found;
    }

    /// <summary>So many open connections, under the service's own role.</summary>
    public static async Task<NpgsqlConnection[]> ConnectAsync(this Database database, int count)
    {
        var connections = new NpgsqlConnection[count];
        for (var i = 0; i < count; i++)
        {
            connections[i] = new NpgsqlConnection(database.Runtime + ";Pooling=false");
            await connections[i].OpenAsync();
        }

        return connections;
    }
}
