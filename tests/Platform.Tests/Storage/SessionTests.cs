using Npgsql;
using Ops.Platform.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Storage;

/// <summary>What is done on a connection is over when it is closed: nothing is left for the pool's next user.</summary>
public sealed class SessionTests(TestServers servers)
{
    private const int Pool = 4;

    [Fact]
    public async Task What_lasts_as_long_as_a_session_ends_with_it_and_is_no_pooled_connections()
    {
        var admin = await servers.CreateDatabaseAsync("sessions");
        // As a service has it: connections come back to the pool as they are.
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(admin) { NoResetOnClose = true, MaxPoolSize = Pool });

        await using (var session = await source.OpenSessionAsync(TestContext.Current.CancellationToken))
        {
            const string Lasting = "LISTEN news; SELECT pg_advisory_lock(1); SET jit = off";
            await using var command = new NpgsqlCommand(Lasting, session);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var connections = new List<NpgsqlConnection>();
        for (var i = 0; i < Pool; i++)
            connections.Add(await source.OpenConnectionAsync(TestContext.Current.CancellationToken));
        foreach (var connection in connections)
        {
            Assert.Equal(0L, await AskAsync(connection, "SELECT count(*) FROM pg_listening_channels()"));
            Assert.Equal("on", await AskAsync(connection, "SELECT current_setting('jit')"));
        }

        await Wait.UntilAsync(
            async () => (bool)(await AskAsync(connections[0], "SELECT pg_try_advisory_lock(1)"))!,
            "the session's lock to be free");
        foreach (var connection in connections)
            await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_session_may_be_of_another_database_of_the_server()
    {
        await using var source = NpgsqlDataSource.Create(await servers.CreateDatabaseAsync("sessions"));

        await using var session = await source.OpenSessionAsync(TestContext.Current.CancellationToken, "postgres");

        Assert.Equal("postgres", await AskAsync(session, "SELECT current_database()::text"));
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
