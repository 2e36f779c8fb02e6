using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Registers;

/// <summary>What goes into a register, and that nothing gets in by another way (T-6).</summary>
public sealed class AppendTests(TestServers servers)
{
    [Fact]
    [Rule("T-6")]
    public async Task An_entry_carries_the_servers_time_and_continues_the_one_before_it()
    {
        await using var service = await SmallService.StartAsync(servers);
        var first = await service.AppendAsync(new { papers = 3 });
        service.Clock.AdvanceMinutes(5);
        var second = await service.AppendAsync(new { papers = 4 });

        Assert.Equal((1, SmallService.Morning), (first.Sequence, first.At));
        Assert.Equal((2, SmallService.Morning + Duration.FromMinutes(5)), (second.Sequence, second.At));
        var text = await service.QueryAsync<string>("SELECT text FROM registers.entries WHERE sequence = 2");
        Assert.Equal(
            $$"""
            {"at":"2026-09-28T01:05:00.000000Z","by":"clerk-1","entry":{"papers":4},"personal":{},
            "previous":"{{first.Hash}}","register":"handovers","sequence":2,"site":"harbour-court"}
            """.ReplaceLineEndings(""),
            text);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), second.Hash);
    }

    [Fact]
    [Rule("T-6")]
    public async Task Time_in_a_register_never_goes_back_even_when_the_clock_is_set_back()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.AppendAsync(new { n = 1 });
        service.Clock.AdvanceHours(-3);
        Assert.Equal(SmallService.Morning, (await service.AppendAsync(new { n = 2 })).At);
        Assert.True((await service.VerifyAsync()).Intact);
    }

    [Fact]
    public async Task Two_entries_of_one_change_follow_each_other_and_a_change_that_is_given_up_leaves_nothing()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.ChangeAsync(async services =>
        {
            var book = services.GetRequiredService<IRegisterBook>();
            await book.AppendAsync(
                "handovers", "harbour-court", "clerk-1", AnyRecord.Of(new { n = 1 }), null, CancellationToken.None);
            await book.AppendAsync(
                "handovers", "harbour-court", "clerk-1", AnyRecord.Of(new { n = 2 }), null, CancellationToken.None);
        });
        await service.ChangeAsync(
            services =>
                services
                    .GetRequiredService<IRegisterBook>()
                    .AppendAsync(
                        "handovers", "harbour-court", "clerk-1", AnyRecord.Of(new { n = 3 }), null,
                        CancellationToken.None),
            commit: false);

        var found = await service.VerifyAsync();
        Assert.Equal((2, true), (found.Entries, found.Intact));
    }

    [Fact]
    [Rule("T-6")]
    public async Task Fifty_who_write_at_once_into_a_register_that_is_new_get_one_chain_without_a_gap()
    {
        await using var service = await SmallService.StartAsync(servers);
        var entries = await Task.WhenAll(Enumerable.Range(1, 50).Select(n => service.AppendAsync(new { n })));
        Assert.Equal(Enumerable.Range(1, 50).Select(n => (long)n), entries.Select(entry => entry.Sequence).Order());
        var found = await service.VerifyAsync();
        Assert.Equal(
            (50, true, entries.Single(entry => entry.Sequence == 50).Hash), (found.Entries, found.Intact, found.Head));
    }

    [Fact]
    public async Task Each_register_and_each_site_has_a_chain_of_its_own()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.AppendAsync(new { n = 1 });
        Assert.Equal(1, (await service.AppendAsync(new { n = 1 }, site: "garden-row")).Sequence);
        Assert.Equal(1, (await service.AppendAsync(new { n = 1 }, register: "borrowing")).Sequence);
        Assert.Equal(2, (await service.AppendAsync(new { n = 2 })).Sequence);
    }

    [Fact]
    public async Task A_personal_field_enters_the_chain_as_a_salted_hash_and_lies_beside_it_encrypted()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.AppendAsync(new { n = 1 }, personal: new Dictionary<string, string> { ["name"] = "王小明" });
        await service.AppendAsync(new { n = 2 }, personal: new Dictionary<string, string> { ["name"] = "王小明" });

        var all = await service.QueryAsync<string>(
            "SELECT string_agg(text, E'\\n' ORDER BY sequence) FROM registers.entries");
        Assert.DoesNotContain("王小明", all, StringComparison.Ordinal);
        var hashes = all.Split('\n')
            .Select(text =>
                JsonDocument.Parse(text).RootElement.GetProperty("personal").GetProperty("name").GetString())
            .ToList();
        Assert.NotEqual(hashes[0], hashes[1]);

        var fields = service.App.Services.GetRequiredService<PersonalFields>();
        var ciphertext = await service.QueryAsync<byte[]>(
            "SELECT ciphertext FROM registers.personal WHERE sequence = 1");
        Assert.DoesNotContain("王小明", Encoding.UTF8.GetString(ciphertext), StringComparison.Ordinal);
        Assert.Equal(("王小明", hashes[0]), fields.Open(ciphertext));

        ciphertext[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => fields.Open(ciphertext));

        // A ring that is not kept with the register is nobody's: what it seals, nobody else would open.
        var elsewhere = new PersonalFields(
            new EphemeralDataProtectionProvider(), Options.Create(new KeyManagementOptions()));
        Assert.Contains(
            "AddPersonalData", Assert.Throws<InvalidOperationException>(() => elsewhere.Seal("王小明")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Masking_a_personal_field_leaves_the_chain_whole()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.AppendAsync(
            new { n = 1 }, personal: new Dictionary<string, string> { ["phone"] = "+8613800000001" });
        await service.BehindTheProgramsBackAsync("DELETE FROM registers.personal");
        Assert.True((await service.VerifyAsync()).Intact);
    }

    [Fact]
    public async Task Without_a_key_a_personal_field_is_refused_by_name_and_nothing_is_entered()
    {
        await using var service = await SmallService.StartAsync(servers, masterKey: null);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() =>
            service.AppendAsync(new { n = 1 }, personal: new Dictionary<string, string> { ["name"] = "x" }));
        Assert.Contains("PersonalData:MasterKeys:0", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, (await service.AppendAsync(new { n = 1 })).Sequence);
    }

    [Theory]
    [Rule("T-6")]
    [InlineData("UPDATE registers.entries SET by = 'somebody'")]
    [InlineData("DELETE FROM registers.entries")]
    [InlineData("TRUNCATE registers.entries CASCADE")]
    [InlineData("TRUNCATE registers.heads")]
    [InlineData("DELETE FROM registers.heads")]
    [InlineData("UPDATE registers.heads SET sequence = sequence - 1")]
    [InlineData("UPDATE registers.heads SET sequence = sequence + 1, at = at - interval '1 hour'")]
    public async Task Not_even_the_owner_of_the_database_changes_a_register_while_its_triggers_stand(string sql)
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.AppendAsync(new { n = 1 });
        await using var connection = new NpgsqlConnection(service.Admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        Assert.Contains(
            "T-6", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).MessageText,
            StringComparison.Ordinal);
        Assert.True((await service.VerifyAsync()).Intact);
    }
}
