using Npgsql;

namespace Ops.Platform.Storage;

/// <summary>Connections of their own, beside the pool's.</summary>
public static class Sessions
{
    /// <summary>
    /// Opens a connection that is none of the pool's: for what lasts as long as a session and would otherwise be the
    /// next user's, such as LISTEN or a session's advisory lock. All of it ends when the connection is closed.
    /// </summary>
    /// <param name="source">The service's database.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <param name="database">Another database of the same server.</param>
    public static async Task<NpgsqlConnection> OpenSessionAsync(
        this NpgsqlDataSource source, CancellationToken cancellationToken, string? database = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        // Made of a connection and not of the source, whose connection string is without the password.
        await using var like = source.CreateConnection();
        var own = new NpgsqlConnectionStringBuilder(like.ConnectionString) { Pooling = false };
        own.Database = database ?? own.Database;
        var session = like.CloneWith(own.ConnectionString);
        try
        {
            await session.OpenAsync(cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}
