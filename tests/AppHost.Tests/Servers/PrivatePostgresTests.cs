using Npgsql;
using Ops.TestSupport.Servers;
using Xunit;

namespace Ops.AppHost.Tests.Servers;

/// <summary>The script that runs PostgreSQL under the app host, as tests run it too.</summary>
public sealed class PrivatePostgresTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_is_there_after_the_next_start_and_nothing_runs_between()
    {
        var first = await PrivatePostgres.StartAsync(_folder["postgres"]);
        await ExecuteAsync(first, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42);");
        Assert.NotEmpty(_folder.Processes());
        await first.StopAsync();
        await first.StopAsync();
        Assert.Empty(_folder.Processes());
        await using var second = await PrivatePostgres.StartAsync(_folder["postgres"]);
        Assert.Equal(42, await ExecuteAsync(second, "SELECT n FROM kept"));
    }

    [Fact]
    public async Task It_takes_the_password_and_no_other_and_listens_on_loopback_alone()
    {
        await using var server = await PrivatePostgres.StartAsync(_folder["postgres"]);
        Assert.Equal("scram-sha-256", await ExecuteAsync(server, "SHOW password_encryption"));
        Assert.Equal("127.0.0.1", await ExecuteAsync(server, "SHOW listen_addresses"));
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString)
        {
            Password = "another",
            Pooling = false,
        }.ConnectionString;
        await using var connection = new NpgsqlConnection(wrong);
        Assert.Equal("28P01", (await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync())).SqlState);
        Assert.False(File.Exists(_folder["postgres/initial-password"]));
    }

    [Fact]
    public async Task A_start_that_was_killed_while_it_made_the_data_begins_again()
    {
        Directory.CreateDirectory(_folder["postgres/data.new/base"]);
        await using var server = await PrivatePostgres.StartAsync(_folder["postgres"]);
        Assert.Equal(1, await ExecuteAsync(server, "SELECT 1"));
    }

    [Fact]
    public async Task A_setting_it_does_not_know_is_named_in_the_error()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => PrivatePostgres.StartAsync(
            _folder["postgres"], settings: new Dictionary<string, string> { ["no_such_setting"] = "1" }));
        Assert.Contains("no_such_setting", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Processes());
    }

    private static async Task<object?> ExecuteAsync(PrivatePostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
