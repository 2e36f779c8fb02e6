using System.Net;
using Npgsql;
using Ops.AppHost.Local;
using Ops.AppHost.Local.Servers;
using Ops.TestSupport;
using Xunit;

namespace Ops.EndToEnd.Tests.Faults;

/// <summary>An installation is written to a file while people work, and put elsewhere from it: no event is lost, and none has its effect twice.</summary>
public sealed class BackupTests(TestServers servers) : IAsyncLifetime
{
    private const int Before = 5, Unheard = 10, Rooms = 60;

    private readonly string _root = Directory.CreateTempSubdirectory("ops-backup-test-").FullName;

    public ValueTask InitializeAsync()
    {
        // The server's user passes through to the folder that is its own.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_root, File.GetUnixFileMode(_root) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_backup_is_there_after_it_and_each_handover_is_owed_once()
    {
        var (here, there) = (DataFolder.Of(Path.Combine(_root, "here")), DataFolder.Of(Path.Combine(_root, "there")));
        here.Make();
        using var claim = HostClaim.Take(here);
        var file = Path.Combine(_root, "ops.tar.gz");
        int port;
        Company company;
        await using (var postgres = await PrivatePostgres.StartAsync(here.Place("postgres")))
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
            await company.Sales.SentAsync();
            using var staff = company.At(sales);
            var working = Task.Run(async () =>
            {
                for (var room = Unheard + 1; room <= Rooms; room++)
                {
                    using var signed = await company.TrySignAsync(staff, room);
                    Assert.Equal(HttpStatusCode.Created, signed.StatusCode);
                }
            });
            await Backup.MakeAsync(here, file, _ => { }, CancellationToken.None);
            await working;
        }

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), "Only its owner reads it: the secrets are in it.");
        await Backup.RestoreAsync(there, file, _ => { }, CancellationToken.None);
        // A new machine has a broker that knows nothing.
        await servers.EmptyVirtualHostAsync(company.Broker);
        await using var restored = await PrivatePostgres.StartAsync(there.Place("postgres"), port);
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
        var empty = DataFolder.Of(Path.Combine(_root, "empty"));
        var file = Path.Combine(_root, "no-backup.tar.gz");
        Assert.Contains("no installation", (await Assert.ThrowsAsync<InvalidOperationException>(() => Backup.MakeAsync(empty, file, _ => { }, CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Contains("There is no", (await Assert.ThrowsAsync<InvalidOperationException>(() => Backup.RestoreAsync(empty, file, _ => { }, CancellationToken.None))).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "This is a letter.");
        Assert.Contains("no backup", (await Assert.ThrowsAsync<InvalidOperationException>(() => Backup.RestoreAsync(empty, file, _ => { }, CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(empty.Path));

        var full = DataFolder.Of(Path.Combine(_root, "full"));
        Directory.CreateDirectory(Path.Combine(full.Path, "postgres", "data"));
        Assert.Contains("not empty", (await Assert.ThrowsAsync<InvalidOperationException>(() => Backup.RestoreAsync(full, file, _ => { }, CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Contains("is there already", (await Assert.ThrowsAsync<InvalidOperationException>(() => Backup.MakeAsync(full, file, _ => { }, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
