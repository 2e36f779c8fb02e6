using Npgsql;
using Ops.MessagingHost;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Storage;

/// <summary>The migrator on a server where nobody has prepared anything: a production installation's.</summary>
public sealed class MigratorTests(TestServers servers) : IAsyncLifetime
{
    private const string Password = "of a test";

    private readonly string _name = $"migrator_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";

    private string Role => $"{_name}_role";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var database in (string[])[$"{_name}_a", $"{_name}_b"])
            await servers.ExecuteAsync($"""DROP DATABASE IF EXISTS "{database}" WITH (FORCE)""");
        await servers.ExecuteAsync($"""DROP ROLE IF EXISTS "{Role}" """);
    }

    [Fact]
    public async Task Migrators_that_begin_at_once_make_the_databases_and_the_role_that_are_not_there()
    {
        // Two of each database, and both databases under one role: whatever can be made twice is.
        await Task.WhenAll(MigrateAsync("a"), MigrateAsync("a"), MigrateAsync("b"), MigrateAsync("b"));

        foreach (var database in (string[])["a", "b"])
        {
            await using var service = await OpenAsync(
                AdminOf(database), role => (role.Username, role.Password) = (Role, Password));
            await using var query = new NpgsqlCommand("SELECT count(*) FROM messaging.events", service);
            Assert.Equal(0L, await query.ExecuteScalarAsync());
            await using var made = new NpgsqlCommand(
                """
                SELECT concat_ws(' ', pg_encoding_to_char(encoding), datcollate, datctype) FROM pg_database
                WHERE datname = current_database()
                """,
                service);
            Assert.Equal("UTF8 C.UTF-8 C.UTF-8", await made.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task A_migrator_waits_for_that_of_another_database_to_have_made_the_role()
    {
        // As the other migrator stands in the middle of its work.
        await using var other = await OpenAsync(servers.Postgres, server => server.Database = "postgres");
        await RunAsync(other, $"""SELECT pg_advisory_lock({0x4F7074}); BEGIN; CREATE ROLE "{Role}" """);
        var migrating = MigrateAsync("a", createFirst: true);
        await Wait.UntilAsync(
            async () => migrating.IsCompleted || await WaitingForAsync(other.ProcessID) > 0, "the migrator to wait");
        await RunAsync(other, "COMMIT; SELECT pg_advisory_unlock_all()");

        await migrating;
    }

    private async Task MigrateAsync(string database, bool createFirst = false)
    {
        if (createFirst)
            await servers.ExecuteAsync($"""CREATE DATABASE "{_name}_{database}" """);
        await ServiceProcess.RunAsync(
            typeof(HostDb).Assembly.Location,
            $"--ConnectionStrings:host={AdminOf(database)}", $"--Runtime:Role={Role}", $"--Runtime:Password={Password}",
            "--environment=Production", "--migrate");
    }

    private string AdminOf(string database) =>
        new NpgsqlConnectionStringBuilder(servers.Postgres) { Database = $"{_name}_{database}" }.ConnectionString;

    private async Task<long> WaitingForAsync(int holder)
    {
        await using var connection = await OpenAsync(servers.Postgres);
        await using var query = new NpgsqlCommand(
            $"SELECT count(*) FROM pg_stat_activity WHERE {holder} = ANY (pg_blocking_pids(pid))", connection);
        return (long)(await query.ExecuteScalarAsync())!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(
        string server, Action<NpgsqlConnectionStringBuilder>? other = null)
    {
        var where = new NpgsqlConnectionStringBuilder(server) { Pooling = false };
        other?.Invoke(where);
        var connection = new NpgsqlConnection(where.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
