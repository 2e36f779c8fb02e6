using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Storage;
using Ops.RecordsArchive.Storage.Migrations;
using Ops.TestSupport;
using Xunit;

namespace Ops.RecordsArchive.Tests.Handovers;

/// <summary>What was written into task lists before there were texts is read in either language.</summary>
public sealed class TaskTitleTests(TestServers servers)
{
    private static readonly string[] Before =
    [
        "Hand the papers of 2-1-1203 over to customer-affairs-group",
        "Accept or reject the papers of 2-1-1203 from project-sales-group",
        "Overdue: the papers of 2-1-1203 for customer-affairs-group",
        "project-sales-group has not handed over the papers of 2-1-1203",
        "The papers of 2-1-1203 are due with customer-affairs-group in a working day",
        "The papers of 2-1-1203 may be due: the year's calendar is not published",
    ];

    [Fact]
    public async Task A_sentence_of_before_says_in_English_what_it_said_and_in_Chinese_the_same()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        const string Another = "Look into the papers of 2-1-1203";
        await using var database = NpgsqlDataSource.Create(archive.Setting.Admin + ";Pooling=false");
        foreach (var sentence in Before.Append(Another))
            await WriteAsync(database, sentence);
        await using (var migrate = database.CreateCommand(TaskTitlesAreTexts.Sql))
            Assert.Equal(Before.Length, await migrate.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        Assert.Equal(Before.Append(Another).Reverse(), await TitlesAsync(archive, "en"));
        var chinese = await TitlesAsync(archive, "zh-CN");
        Assert.Equal("请将 2-1-1203 的资料移交customer-affairs-group", chinese[^1]);
        Assert.Equal(1, chinese.Count(title => Before.Append(Another).Contains(title)));
    }

    private static async Task WriteAsync(NpgsqlDataSource database, string title)
    {
        await using var write = database.CreateCommand(
            """
            INSERT INTO tasks.entries (id, key, department, site, title, rule, subject, must_be_done, at)
            VALUES (gen_random_uuid(), $1, 'customer-affairs-group', 'harbour-court', $1, 'DOC-5.2.2', '/any', true, now())
            """);
        write.Parameters.Add(new() { Value = title });
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<List<string>> TitlesAsync(ServiceHost<RecordsArchiveDb> archive, string language)
    {
        using var clerk = archive.Client(
            [RecordsArchivePermissions.OwnTasks], "clerk-1", "customer-affairs-clerk", "customer-affairs-group");
        clerk.DefaultRequestHeaders.AcceptLanguage.Clear();
        clerk.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var page = await clerk.GetFromJsonAsync<JsonElement>(
            "/api/archive/me/tasks", TestContext.Current.CancellationToken);
        return [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()!)];
    }
}
