using Npgsql;
using Ops.AppHost.Local.Processes;
using Ops.AppHost.Local.Servers;
using Xunit;

namespace Ops.AppHost.Tests.Servers;

public sealed class PrivatePostgresTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_is_there_after_the_next_start_under_the_same_password()
    {
        await using (var first = await PrivatePostgres.StartAsync(_folder["postgres"]))
            await ExecuteAsync(first, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42);");
        await using var second = await PrivatePostgres.StartAsync(_folder["postgres"]);
        Assert.Equal(42, await ExecuteAsync(second, "SELECT n FROM kept"));
    }

    [Fact]
    public async Task It_takes_the_password_and_no_other_and_listens_on_loopback_alone()
    {
        await using var server = await PrivatePostgres.StartAsync(_folder["postgres"]);
        Assert.Equal("scram-sha-256", await ExecuteAsync(server, "SHOW password_encryption"));
        Assert.Equal("127.0.0.1", await ExecuteAsync(server, "SHOW listen_addresses"));
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "another", Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(wrong);
        Assert.Equal("28P01", (await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync())).SqlState);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["postgres/password"]));
    }

    [Fact]
    public async Task Nothing_is_left_after_a_stop()
    {
        var server = await PrivatePostgres.StartAsync(_folder["postgres"]);
        Assert.NotEmpty(_folder.Processes());
        await server.StopAsync();
        await server.StopAsync();
        Assert.Empty(_folder.Processes());
        Assert.Empty(File.ReadAllLines(_folder["postgres/processes"]));
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

    [Fact]
    public async Task A_server_that_a_killed_run_left_is_ended_and_its_place_taken()
    {
        await using var left = await PrivatePostgres.StartAsync(_folder["postgres"]);
        var lines = new List<string>();
        await using var next = await PrivatePostgres.StartAsync(_folder["postgres"], log: line => { lock (lines) lines.Add(line); });
        await left.Exited.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains(lines, line => line.Contains($"process {left.Pid}", StringComparison.Ordinal));
        Assert.Equal(1, await ExecuteAsync(next, "SELECT 1"));
    }

    [Fact]
    public async Task A_stranger_that_was_given_a_recorded_id_is_left_alone()
    {
        var ledger = new ProcessLedger(_folder.Path);
        var stranger = ChildProcess.Start(ledger, "sleep", ["sleep", "600"]);
        var line = File.ReadAllText(_folder["processes"]).Split(' ');
        line[1] = "1";
        await File.WriteAllTextAsync(_folder["processes"], string.Join(' ', line));
        await new ProcessLedger(_folder.Path).EndOrphansAsync(_ => { }, CancellationToken.None);
        Assert.False(stranger.Exited.IsCompleted);
        await stranger.StopAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task<object?> ExecuteAsync(PrivatePostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
