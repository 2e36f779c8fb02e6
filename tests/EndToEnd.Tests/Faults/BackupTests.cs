using System.Diagnostics;
using System.Net;
using Npgsql;
using Ops.TestSupport;
using Ops.TestSupport.Servers;
using Xunit;

namespace Ops.EndToEnd.Tests.Faults;

/// <summary>
/// An installation is written to a file while people work, and put elsewhere from it: no event is lost, and none has
/// its effect twice.
/// </summary>
public sealed class BackupTests(TestServers servers) : IAsyncLifetime
{
    private const int Before = 5, Unheard = 10, Rooms = 60;

    private readonly string _root = Directory.CreateTempSubdirectory("ops-backup-test-").FullName;

    public ValueTask InitializeAsync()
    {
        // The server's user passes through to the folder that is its own.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                _root, File.GetUnixFileMode(_root) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_backup_is_there_after_it_and_each_handover_is_owed_once()
    {
        var (here, there) = (Path.Combine(_root, "here"), Path.Combine(_root, "there"));
        Directory.CreateDirectory(Path.Combine(here, "parameters"));
        await File.WriteAllTextAsync(
            Path.Combine(here, "parameters", "masterkey"), "a master secret", TestContext.Current.CancellationToken);
        var file = Path.Combine(_root, "ops.tar.gz");
        int port;
        Company company;
        await using (var postgres = await PrivatePostgres.StartAsync(Path.Combine(here, "postgres")))
        {
            port = postgres.Port;
            var own = await servers.WithPostgresAsync(postgres.ConnectionString);
            company = await Company.CreateAsync(own);
            await using var sales = await company.Sales.StartAsync();
            await using (var archive = await company.Archive.StartAsync())
            {
                await company.ListRoomsAsync(sales, Rooms);
                await company.SignAsync(sales, [.. Enumerable.Range(1, Before)]);
                await company.EachOwedOnceAsync([.. Enumerable.Range(1, Before)]);
            }

            // The archive is away: what is signed now was sent, and lies in the broker alone.
            await company.SignAsync(sales, [.. Enumerable.Range(Before + 1, Unheard - Before)]);
            await company.Sales.SentAsync("RecordsArchive");
            using var staff = company.At(sales);
            var working = Task.Run(async () =>
            {
                for (var room = Unheard + 1; room <= Rooms; room++)
                {
                    using var signed = await company.TrySignAsync(staff, room);
                    Assert.Equal(HttpStatusCode.Created, signed.StatusCode);
                }
            });
            Assert.Equal(0, (await InstallationAsync(here, ["backup", file])).ExitCode);
            await working;
        }

        Assert.True(
            OperatingSystem.IsWindows()
                || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite),
            "Only its owner reads it: the secrets are in it.");
        var restored = await InstallationAsync(there, ["restore", file]);
        Assert.True(restored.ExitCode == 0, restored.Said);
        Assert.Contains("events that had not arrived are sent again", restored.Said, StringComparison.Ordinal);
        Assert.Equal("a master secret", await File.ReadAllTextAsync(
            Path.Combine(there, "parameters", "masterkey"), TestContext.Current.CancellationToken));
        // A new machine has a broker that knows nothing.
        await servers.EmptyVirtualHostAsync(company.Broker);
        await using var postgresAgain = await PrivatePostgres.StartAsync(Path.Combine(there, "postgres"), port);
        NpgsqlConnection.ClearAllPools();
        await using var salesAgain = await company.Sales.StartAsync();
        await using var archiveAgain = await company.Archive.StartAsync();

        var kept = (int)await company.Sales.CountAsync("subscriptions");
        Assert.InRange(kept, Unheard, Rooms);
        await company.EachOwedOnceAsync([.. Enumerable.Range(1, kept)]);
        if (kept < Rooms)
        {
            await company.SignAsync(salesAgain, kept + 1);
            await company.EachOwedOnceAsync([.. Enumerable.Range(1, kept + 1)]);
        }

        await company.DisposeAsync();
    }

    [Fact]
    public async Task A_backup_is_written_over_nothing_and_put_over_nothing_and_what_is_none_is_refused()
    {
        var empty = Path.Combine(_root, "empty");
        var file = Path.Combine(_root, "no-backup.tar.gz");
        await RefusedAsync("There is no installation", empty, "backup", file);
        await RefusedAsync("There is no", empty, "restore", file);
        Assert.Contains("没有系统数据", (await InstallationAsync(empty, ["backup", file], "zh_CN.UTF-8")).Said,
            StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "This is a letter.", TestContext.Current.CancellationToken);
        await RefusedAsync("no backup", empty, "restore", file);
        Assert.False(Directory.Exists(empty));

        var full = Path.Combine(_root, "full");
        Directory.CreateDirectory(Path.Combine(full, "postgres", "data"));
        await RefusedAsync("not empty", full, "restore", file);
        await RefusedAsync("is there already", full, "backup", file);
    }

    [Fact]
    public async Task Only_what_looks_like_an_installation_is_removed()
    {
        var other = Path.Combine(_root, "documents");
        Directory.CreateDirectory(other);
        await File.WriteAllTextAsync(Path.Combine(other, "letter"), "Not ours.", TestContext.Current.CancellationToken);
        await RefusedAsync("does not look like an installation", other, "clean");
        Assert.True(File.Exists(Path.Combine(other, "letter")));

        var ours = Path.Combine(_root, "ours");
        Directory.CreateDirectory(Path.Combine(ours, "postgres"));
        Assert.Equal(0, (await InstallationAsync(ours, ["clean"])).ExitCode);
        Assert.False(Directory.Exists(ours));
    }

    public ValueTask DisposeAsync()
    {
        Folder.Drop(_root);
        return ValueTask.CompletedTask;
    }

    private static async Task RefusedAsync(string why, string data, params IEnumerable<string> arguments)
    {
        var (exitCode, said) = await InstallationAsync(data, arguments);
        Assert.Equal(1, exitCode);
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    /// <summary>What <c>make backup</c> and its kin call.</summary>
    private static async Task<(int ExitCode, string Said)> InstallationAsync(
        string data, IEnumerable<string> arguments, string language = "en")
    {
        var start = new ProcessStartInfo(Repository.PathOf("AppHost/installation.sh"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["OPS_DATA"] = data;
        start.Environment["LANG"] = language;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said + await errors);
    }
}
