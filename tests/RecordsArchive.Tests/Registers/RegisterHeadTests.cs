using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.RecordsArchive.Tests.Registers;

/// <summary>
/// The heads of registers that are kept day by day: what shows a chain that was rewritten as a whole.
/// </summary>
public sealed class RegisterHeadTests(TestServers servers)
{
    private const string Heads = "/api/archive/register-heads",
        Check = $"{Heads}/check?service=RecordsArchive",
        Export = "/api/archive/registers/handovers/harbour-court";

    [Fact]
    [Rule("T-6")]
    public async Task A_register_rewritten_as_a_whole_is_intact_by_itself_and_found_by_the_head_of_the_day_before()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        var database = new ServiceDatabase(archive.Setting.Admin);
        using var archivist = Archivist(archive);
        foreach (var entries in (int[])[3, 2])
        {
            for (var n = 0; n < entries; n++)
                await AppendAsync(archive, new { papers = n });
            await archive.MoveClockAsync(Duration.FromDays(1));
        }

        await KeptAsync(database, 2);
        var kept = (
            await archivist.GetFromJsonAsync<JsonElement>(
                $"{Heads}?service=RecordsArchive&register=handovers&site=harbour-court",
                TestContext.Current.CancellationToken)).GetProperty("items");
        Assert.Equal([5L, 3L], kept.EnumerateArray().Select(head => head.GetProperty("sequence").GetInt64()));
        // One more, of a day that is not over: it is covered by no head yet.
        await AppendAsync(archive, new { papers = 9 });
        var agreed = await CheckAsync(
            archivist,
            await archivist.GetStringAsync(new Uri(Export, UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(
            (true, 6L, 2),
            (
                agreed.GetProperty("agrees").GetBoolean(), agreed.GetProperty("entries").GetInt64(),
                agreed.GetProperty("heads").GetInt32()));

        await database.RewriteAsync(
            "handovers", "harbour-court", 2,
            text => text.Replace("\"papers\":1", "\"papers\":7", StringComparison.Ordinal));
        var verified = await archivist.GetFromJsonAsync<JsonElement>(
            $"{Export}/verify", TestContext.Current.CancellationToken);
        Assert.Equal(
            (true, 6L), (verified.GetProperty("intact").GetBoolean(), verified.GetProperty("entries").GetInt64()));

        var found = await CheckAsync(
            archivist,
            await archivist.GetStringAsync(new Uri(Export, UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.False(found.GetProperty("agrees").GetBoolean());
        var first = found.GetProperty("first");
        Assert.Equal(
            (3L, kept[1].GetProperty("day").GetString(), kept[1].GetProperty("hash").GetString()),
            (
                first.GetProperty("sequence").GetInt64(), first.GetProperty("day").GetString(),
                first.GetProperty("kept").GetString()));
        Assert.NotEqual(first.GetProperty("kept").GetString(), first.GetProperty("found").GetString());
    }

    [Fact]
    [Rule("T-6")]
    public async Task An_export_whose_tail_was_cut_off_or_that_is_broken_or_another_s_does_not_agree()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        using var archivist = Archivist(archive);
        for (var n = 0; n < 4; n++)
            await AppendAsync(archive, new { papers = n });
        await archive.MoveClockAsync(Duration.FromDays(1));
        await KeptAsync(new ServiceDatabase(archive.Setting.Admin), 1);
        var lines = (
            await archivist.GetStringAsync(new Uri(Export, UriKind.Relative), TestContext.Current.CancellationToken))
            .TrimEnd('\n')
            .Split('\n');

        var hash = JsonDocument.Parse(lines[2]).RootElement.GetProperty("hash").GetString();
        var cut = await CheckAsync(
            archivist,
            string.Join(
                '\n', (string[])
                    [
                        $$"""{"register":"handovers","site":"harbour-court","entries":2,"head":"{{hash}}"}""",
                        lines[1],
                        lines[2],
                    ]));
        Assert.Equal(
            (false, 4L),
            (cut.GetProperty("agrees").GetBoolean(), cut.GetProperty("first").GetProperty("sequence").GetInt64()));
        Assert.Contains(
            "the export ends at entry 2", cut.GetProperty("first").GetProperty("reason").GetString(),
            StringComparison.Ordinal);

        var broken = await CheckAsync(
            archivist,
            string.Join('\n', lines).Replace("\\\"papers\\\":1", "\\\"papers\\\":8", StringComparison.Ordinal));
        Assert.Equal(
            (false, "Entry 2 was changed: its text does not give its hash."),
            (broken.GetProperty("agrees").GetBoolean(), broken.GetProperty("first").GetProperty("reason").GetString()));

        await PostAsync(archivist, Check, "no export", HttpStatusCode.UnprocessableEntity);
        await PostAsync(archivist, Check, "", HttpStatusCode.UnprocessableEntity);
        await PostAsync(archivist, $"{Heads}/check", lines[0], HttpStatusCode.UnprocessableEntity);
        await PostAsync(archivist, $"{Heads}/check?service=SalesControl", lines[0], HttpStatusCode.NotFound);
        using var elsewhere = Archivist(archive, "garden-row");
        await PostAsync(elsewhere, Check, lines[0], HttpStatusCode.NotFound);
        Assert.Equal(
            0, (await elsewhere.GetFromJsonAsync<JsonElement>(Heads, TestContext.Current.CancellationToken))
                .GetProperty("items")
                .GetArrayLength());
    }

    [Fact]
    [Rule("T-6")]
    public async Task A_day_s_head_is_told_once_by_two_replicas_and_at_the_next_start_where_nobody_ran_at_its_end()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        var database = new ServiceDatabase(archive.Setting.Admin);
        await using (var second = await ServiceHost<RecordsArchiveDb>.StartAsync(archive.Setting))
        {
            for (var day = 0; day < 4; day++)
            {
                await Task.WhenAll(
                    Enumerable
                        .Range(0, 6)
                        .Select(n => AppendAsync(n % 2 == 0 ? archive : second, new { n }, $"site-{n % 3}")));
                await archive.MoveClockAsync(Duration.FromDays(1));
                // Days without an entry have no head.
                await second.MoveClockAsync(Duration.FromDays(2));
            }

            await KeptAsync(database, 12);
            await AppendAsync(second, new { n = 1 }, "site-0");
        }

        await archive.DisposeAsync();
        await database.ExecuteAsync("UPDATE clock.simulated SET offset_us = offset_us + 2 * 86400000000::bigint");
        await using var restarted = await ServiceHost<RecordsArchiveDb>.StartAsync(archive.Setting);
        await KeptAsync(database, 13);

        Assert.Equal(13, await database.CountAsync("messaging.events WHERE type = 'RegisterHeadNoted'"));
        Assert.Equal(13, await database.CountAsync("registers.noted"));
        // Each to the archive itself and to SalesControl, in whose database they lie apart from the registers.
        Assert.Equal(13, await database.CountAsync("messaging.deliveries WHERE subscriber = 'SalesControl'"));
        Assert.Equal(
            0,
            await database.CountAsync(
                """
                registers.kept_heads k WHERE NOT EXISTS (SELECT FROM registers.entries e
                    WHERE (e.register, e.site, e.sequence, e.hash) = (k.register, k.site, k.sequence, k.hash)
                    AND (e.at AT TIME ZONE 'Asia/Shanghai')::date = k.day)
                """
            ));
    }

    [Theory]
    [Rule("T-6")]
    [InlineData("UPDATE registers.kept_heads SET hash = ''")]
    [InlineData("DELETE FROM registers.kept_heads")]
    [InlineData("TRUNCATE registers.kept_heads")]
    [InlineData("UPDATE registers.noted SET hash = ''")]
    [InlineData("DELETE FROM registers.noted")]
    public async Task What_is_kept_is_not_changed_or_removed_by_the_service_s_role_nor_by_the_owner_under_triggers(
        string sql)
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        foreach (
            var (who, refusal) in ((string, string)[])
                [(archive.Setting.Runtime, "permission denied"), (archive.Setting.Admin, "T-6")])
        {
            await using var connection = new NpgsqlConnection(who + ";Pooling=false");
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(sql, connection);
            Assert.Contains(
                refusal,
                (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).MessageText,
                StringComparison.Ordinal);
        }
    }

    private static Task KeptAsync(ServiceDatabase database, long heads) =>
        Wait.UntilAsync(
            async () => await database.CountAsync("registers.kept_heads") == heads, $"{heads} heads to be kept");

    private static HttpClient Archivist(ServiceHost<RecordsArchiveDb> archive, string site = "*") =>
        archive.Client(
            [RecordsArchivePermissions.ReadRegisters],
            "archivist-1", "archivist", "general-manager-office",
            [site]);

    private static Task<JsonElement> CheckAsync(HttpClient who, string export) =>
        PostAsync(who, Check, export, HttpStatusCode.OK);

    private static async Task<JsonElement> PostAsync(
        HttpClient who, string path, string export, HttpStatusCode expected)
    {
        using var body = new StringContent(export, Encoding.UTF8, "application/x-ndjson");
        using var answer = await who.PostAsync(
            new Uri(path, UriKind.Relative), body, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task AppendAsync(
        ServiceHost<RecordsArchiveDb> archive, object entry, string site = "harbour-court")
    {
        await using var scope = archive.Services.CreateAsyncScope();
        var registers = scope.ServiceProvider.GetRequiredService<IRegisterBook>();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
            async cancellationToken =>
            {
                await registers.AppendAsync(
                    "handovers", site, "clerk-1", AnyRecord.Of(entry), personal: null, cancellationToken);
                return true;
            },
            TestContext.Current.CancellationToken);
    }
}
