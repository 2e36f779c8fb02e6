using System.Data;
using System.Runtime.CompilerServices;
using NodaTime;
using Npgsql;

namespace Ops.Platform.Registers;

/// <summary>
/// A chain in the service's database, as it was at one moment: what is appended while it is read is not in it.
/// </summary>
internal sealed class StoredChain : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _register;
    private readonly string _site;

    private StoredChain(NpgsqlConnection connection, string register, string site) =>
        (_connection, _register, _site) = (connection, register, site);

    /// <summary>
    /// The head; null when the chain has none, because nothing was ever entered or because somebody removed it.
    /// </summary>
    public ChainHead? Head { get; private set; }

    public static async Task<StoredChain> OpenAsync(
        NpgsqlDataSource database, string register, string site, CancellationToken cancellationToken)
    {
        var chain = new StoredChain(await database.OpenConnectionAsync(cancellationToken), register, site);
        try
        {
            // The snapshot lasts until the connection is closed, which rolls back.
            await chain._connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await using var command = chain.Command(
                """
                SELECT sequence, hash, CASE WHEN isfinite(at) THEN at END FROM registers.heads WHERE register = $1
                    AND site = $2
                """
            );
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (await reader.ReadAsync(cancellationToken))
                chain.Head = new(reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2) ? "" : At(reader, 2));
            return chain;
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

    /// <summary>The entries in their order, as they come from the server: a long chain is never held whole.</summary>
    public async IAsyncEnumerable<ChainRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            SELECT sequence, text, hash, at, by, previous FROM registers.entries WHERE register = $1 AND site = $2
                ORDER BY sequence
            """
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return new(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), At(reader, 3), reader.GetString(4),
                reader.GetString(5));
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private NpgsqlCommand Command(string sql) =>
        new(sql, _connection)
        {
            Parameters =
            {
                new() { Value = _register },
                new() { Value = _site },
            },
        };

    private static string At(NpgsqlDataReader reader, int ordinal) =>
        RegisterTime.Pattern.Format(reader.GetFieldValue<Instant>(ordinal));
}
