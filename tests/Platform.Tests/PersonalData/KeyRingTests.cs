using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Ops.Platform.PersonalData;
using Ops.Platform.Storage;
using Ops.Platform.Tests.Registers;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.PersonalData;

/// <summary>
/// The key ring in the service's own database: shared by its replicas, rotating, and under a master that rotates too.
/// </summary>
public sealed class KeyRingTests(TestServers servers)
{
    private const string First = "the first master secret, long enough to derive from",
        Second = "the second master secret, long enough to derive from",
        Phone = "+8613800000001";

    [Fact]
    public async Task What_one_replica_seals_every_other_opens_though_all_found_the_ring_empty_at_the_same_moment()
    {
        await using var service = await SmallService.StartAsync(servers, masterKey: null);
        var replicas = Enumerable.Range(1, 8).Select(_ => Replica(service, First)).ToList();
        // Like processes that start together: each has its own ring, and the key of none is made yet.
        var bytes = await Task.WhenAll(replicas.Select(replica => Task.Run(() => replica.Vault.Seal(Phone))));

        Assert.Equal(1L, await service.QueryAsync<long>("SELECT count(*) FROM protection.keys"));
        Assert.All(replicas, replica => Assert.All(bytes, one => Assert.Equal(Phone, replica.Vault.Open(one))));
        Assert.Equal(bytes.Length, bytes.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count());
        replicas.ForEach(replica => replica.Dispose());
    }

    [Fact]
    public async Task A_key_lies_in_the_database_encrypted_and_the_services_role_can_neither_change_nor_remove_it()
    {
        await using var service = await SmallService.StartAsync(servers);
        service.App.Services.GetRequiredService<IPersonalVault>().Seal(Phone);
        var element = await service.QueryAsync<string>("SELECT element FROM protection.keys");
        Assert.Contains("<underMaster master=", element, StringComparison.Ordinal);
        Assert.DoesNotContain("<value>", element, StringComparison.Ordinal);

        await using var database = NpgsqlDataSource.Create(service.Runtime);
        foreach (
            var sql in (string[])
                ["DELETE FROM protection.keys", "UPDATE protection.keys SET element = ''", "TRUNCATE protection.keys"])
        {
            await using var command = database.CreateCommand(sql);
            Assert.Equal(
                PostgresErrorCodes.InsufficientPrivilege,
                (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    [Fact]
    public async Task With_a_new_data_key_the_old_one_still_opens_and_what_lies_under_it_can_be_brought_over()
    {
        await using var service = await SmallService.StartAsync(servers, masterKey: null);
        using var replica = Replica(service, First);
        var before = replica.Vault.Seal(Phone);
        Assert.Null(replica.Vault.Reseal(before));

        var now = TimeProvider.System.GetUtcNow();
        replica.Services.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
        Assert.Equal(Phone, replica.Vault.Open(before));
        // The ring is read again in the background.
        byte[]? after = null;
        await Wait.UntilAsync(() => (after = replica.Vault.Reseal(before)) is not null, "the new key in use");
        Assert.Equal(Phone, replica.Vault.Open(after!));
        Assert.Null(replica.Vault.Reseal(after!));
        Assert.Equal(2L, await service.QueryAsync<long>("SELECT count(*) FROM protection.keys"));
    }

    [Fact]
    public async Task The_master_is_changed_by_putting_the_new_one_first_and_taken_away_when_nothing_lies_under_it()
    {
        await using var service = await SmallService.StartAsync(servers, masterKey: null);
        using var before = Replica(service, First);
        var bytes = before.Vault.Seal(Phone);
        var hash = before.Vault.SearchHash(PersonalClass.Phone, Phone);

        using (var between = Replica(service, Second, First))
        {
            Assert.Equal(Phone, between.Vault.Open(bytes));
            Assert.Contains(hash, between.Vault.SearchHashes(PersonalClass.Phone, Phone));
            Assert.False(between.Vault.IsCurrent(hash));
            hash = between.Vault.SearchHash(PersonalClass.Phone, Phone);
            Assert.True(between.Vault.IsCurrent(hash));
        }

        using var after = Replica(service, Second);
        Assert.Equal(Phone, after.Vault.Open(bytes));
        Assert.Equal([hash], after.Vault.SearchHashes(PersonalClass.Phone, Phone));
        // And back again, which nobody forbids: the rows under the first are still there.
        using var back = Replica(service, First, Second);
        Assert.Equal(Phone, back.Vault.Open(bytes));
        Assert.Equal(2L, await service.QueryAsync<long>("SELECT count(*) FROM protection.keys"));
    }

    [Fact]
    public async Task With_the_wrong_master_nothing_is_sealed_and_no_key_is_made_that_would_hide_it()
    {
        await using var service = await SmallService.StartAsync(servers, masterKey: null);
        using var right = Replica(service, First);
        var bytes = right.Vault.Seal(Phone);
        using var wrong = Replica(service, Second);
        var failure = Assert.ThrowsAny<Exception>(() => wrong.Vault.Seal(Phone));
        Assert.Contains("is not among PersonalData:MasterKeys", failure.ToString(), StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => wrong.Vault.Open(bytes));
        Assert.Equal(1L, await service.QueryAsync<long>("SELECT count(*) FROM protection.keys"));
    }

    [Theory]
    [InlineData(null, "PersonalData:MasterKeys:0 is missing")]
    [InlineData("too short", "PersonalData:MasterKeys:0 is shorter than 32 characters")]
    public async Task Without_a_master_the_service_starts_and_its_first_use_names_the_setting(
        string? master, string said)
    {
        await using var service = await SmallService.StartAsync(servers, master);
        var vault = service.App.Services.GetRequiredService<IPersonalVault>();
        foreach (
            var use in (Action[])
                [() => vault.Seal(Phone), () => vault.Open([1]), () => vault.SearchHash(PersonalClass.Phone, Phone)])
            Assert.Contains(said, Assert.Throws<InvalidOperationException>(use).Message, StringComparison.Ordinal);
        Assert.Equal(0L, await service.QueryAsync<long>("SELECT count(*) FROM protection.keys"));
    }

    [Fact]
    public async Task A_master_that_is_no_place_in_the_list_is_named()
    {
        await using var service = await SmallService.StartAsync(servers, masterKey: null);
        using var replica = new ReplicaOf(service, [$"--PersonalData:MasterKeys:main={First}"]);
        Assert.Contains(
            "'main'", Assert.Throws<InvalidOperationException>(() => replica.Vault.Seal(Phone)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_whose_database_is_away_starts_and_seals_once_it_is_back()
    {
        await using var service = await SmallService.StartAsync(servers, masterKey: null);
        var database = new ServiceDatabase(service.Admin);
        NpgsqlConnection.ClearAllPools();
        await database.CloseAsync(servers);
        using var replica = Replica(service, First);
        await replica.StartAsync();
        Assert.True(StorageFailures.IsUnavailable(Assert.ThrowsAny<Exception>(() => replica.Vault.Seal(Phone))));

        await database.OpenAgainAsync(servers);
        Assert.Equal(Phone, replica.Vault.Open(replica.Vault.Seal(Phone)));
        await replica.StopAsync();
    }

    [Fact]
    public async Task What_was_changed_or_sealed_by_another_service_is_not_opened_and_a_hash_does_not_tell_the_value()
    {
        await using var service = await SmallService.StartAsync(servers, masterKey: null);
        using var replica = Replica(service, First);
        using var other = new ReplicaOf(service, [$"--PersonalData:MasterKeys:0={First}"], "Another");
        var bytes = replica.Vault.Seal("王小明");
        Assert.DoesNotContain("王小明", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        bytes[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => replica.Vault.Open(bytes));
        Assert.ThrowsAny<Exception>(() => other.Vault.Open(replica.Vault.Seal("王小明")));

        var hash = replica.Vault.SearchHash(PersonalClass.IdNumber, "11010519491231002X");
        Assert.Equal(hash, replica.Vault.SearchHash(PersonalClass.IdNumber, "11010519491231002X"));
        Assert.NotEqual(hash, replica.Vault.SearchHash(PersonalClass.Phone, "11010519491231002X"));
        Assert.NotEqual(hash[9..], other.Vault.SearchHash(PersonalClass.IdNumber, "11010519491231002X")[9..]);
        Assert.DoesNotContain(
            Convert.ToHexStringLower(SHA256.HashData("11010519491231002X"u8)), hash, StringComparison.Ordinal);
    }

    private static ReplicaOf Replica(SmallService service, params string[] masters) =>
        new(service, masters.Select((master, place) => $"--PersonalData:MasterKeys:{place}={master}"));

    /// <summary>A replica on the same database, with nothing but its key ring.</summary>
    private sealed class ReplicaOf : IDisposable
    {
        private readonly IHost _host;

        public ReplicaOf(SmallService service, IEnumerable<string> masters, string application = "Small")
        {
            var builder = Host.CreateApplicationBuilder([
                .. masters,
                $"--ConnectionStrings:small={service.Runtime}",
                "--Logging:LogLevel:Default=None",
            ]);
            builder.AddServiceDatabase<SmallDb>("small");
            builder.AddPersonalData(application);
            _host = builder.Build();
        }

        public IServiceProvider Services => _host.Services;

        public IPersonalVault Vault => _host.Services.GetRequiredService<IPersonalVault>();

        public Task StartAsync() => _host.StartAsync();

        public Task StopAsync() => _host.StopAsync();

        public void Dispose() => _host.Dispose();
    }
}
