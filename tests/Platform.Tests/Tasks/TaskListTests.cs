using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Ops.Platform.Tasks;
using Ops.Platform.Tests.Registers;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Tasks;

/// <summary>"Is told" and "is reminded": who sees an entry, and how it leaves a list.</summary>
public sealed class TaskListTests(TestServers servers)
{
    private const string Path = "/api/small/me/tasks", OwnTasks = "small.task.own", Settle = "small.change.settle";
    private const string Here = "harbour-court";

    [Fact]
    public async Task An_entry_is_seen_by_the_person_the_post_or_the_department_it_is_for_on_sites_of_theirs()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.ChangeAsync(services =>
        {
            var tasks = services.GetRequiredService<ITaskList>();
            tasks.Add(Notice("a", Addressee.ForPerson("clerk-1")));
            tasks.Add(Notice("b", Addressee.ForPost("customer-affairs-clerk")));
            tasks.Add(Notice("c", Addressee.ForDepartment("customer-affairs-group")));
            tasks.Add(Notice("d", Addressee.ForDepartment("customer-affairs-group")) with { Site = "garden-row" });
            tasks.Add(Notice("e", Addressee.ForPost("marketing-manager")));
            tasks.Add(Notice("f", Addressee.ForPerson("clerk-2")));
            return Task.CompletedTask;
        });
        Assert.Equal(["a", "b", "c"], (await TitlesAsync(service, sites: ["harbour-court"])).Order());
        Assert.Equal(["a", "b", "c", "d"], (await TitlesAsync(service, sites: ["*"])).Order());
        Assert.Equal(["d"], await TitlesAsync(service, id: "clerk-3", post: "archivist", sites: ["garden-row"]));
    }

    [Fact]
    public async Task An_entry_for_a_permission_is_seen_by_whoever_has_it_whatever_their_post_on_sites_of_theirs()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.ChangeAsync(services =>
        {
            var tasks = services.GetRequiredService<ITaskList>();
            tasks.Add(Notice("a", Addressee.ForPermission(Settle)));
            // Once for each addressee, however often it is asked for.
            tasks.Add(Notice("a", Addressee.ForPermission(Settle)));
            tasks.Add(Notice("b", Addressee.ForPermission(Settle)) with { Site = "garden-row" });
            tasks.Add(Notice("c", Addressee.ForPermission("small.change.approve")));
            return Task.CompletedTask;
        });
        foreach (var post in (string[])["finance-officer", "a-post-of-their-own"])
        {
            using var somewhere = service.Client("clerk-9", post, sites: [Here], permissions: [OwnTasks, Settle]);
            Assert.Equal(["a"], await TitlesAsync(somewhere));
            using var everywhere = service.Client("clerk-9", post, sites: ["*"], permissions: [OwnTasks, Settle]);
            Assert.Equal(["a", "b"], (await TitlesAsync(everywhere)).Order());
        }

        Assert.Empty(await TitlesAsync(service));
        using var reader = service.Client("clerk-9", "finance-officer", sites: [Here], permissions: [OwnTasks, Settle]);
        var id = Text(Assert.Single(await ListAsync(reader)), "id");
        Assert.Equal((1, 1), await CountsAsync());
        using (var read = await reader.PostAsync(new Uri($"{Path}/{id}/done", UriKind.Relative), null))
            Assert.Equal(HttpStatusCode.NoContent, read.StatusCode);
        Assert.Empty(await TitlesAsync(reader));
        Assert.Equal((1, 0), await CountsAsync());

        async Task<(int Listed, int Open)> CountsAsync()
        {
            var all = await reader.GetFromJsonAsync<JsonElement>($"{Path}?state=all");
            return (all.GetProperty("items").GetArrayLength(), all.GetProperty("open").GetInt32());
        }
    }

    [Fact]
    public async Task A_stand_in_sees_what_is_for_a_permission_for_as_long_as_they_stand_in_with_it()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.ChangeAsync(services =>
        {
            services.GetRequiredService<ITaskList>().Add(Notice("a", Addressee.ForPermission(Settle)));
            return Task.CompletedTask;
        });
        var from = SmallService.Morning + Duration.FromHours(1);
        var given = new Delegation(Settle, "finance-officer-1", from, from + Duration.FromDays(2)).ToString();
        using var standIn = service.Client("clerk-9", "archivist", permissions: [OwnTasks], delegations: [given]);
        Assert.Empty(await TitlesAsync(standIn));
        service.Clock.AdvanceHours(1);
        Assert.Equal(["a"], await TitlesAsync(standIn));
        service.Clock.AdvanceDays(2);
        Assert.Empty(await TitlesAsync(standIn));
    }

    /// <summary>Entries of a release that addressed posts are still their holders' to see.</summary>
    [Fact]
    public async Task An_open_entry_for_a_post_stays_its_holders_and_no_entry_has_two_addressees_or_none()
    {
        await using var service = await SmallService.StartAsync(servers);
        const string Columns = "id, key, post, permission, site, title, rule, subject, must_be_done, at";
        const string Rest = $"'{Here}', 'old', 'CS-4', '/api/small/things/1', true, now()";
        const string Insert = $"INSERT INTO tasks.entries ({Columns}) VALUES (gen_random_uuid(),";
        await service.BehindTheProgramsBackAsync($"{Insert} 'old', 'finance-officer', NULL, {Rest})");
        using var finance = service.Client("clerk-9", "finance-officer", "finance", permissions: [OwnTasks]);
        Assert.Equal(["old"], await TitlesAsync(finance));
        foreach (var addressees in (string[])["'finance-officer', 'small.change.settle'", "NULL, NULL"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(
                () => service.BehindTheProgramsBackAsync($"{Insert} 'new', {addressees}, {Rest})"));
            Assert.Equal("entries_addressee", refused.ConstraintName);
        }
    }

    [Fact]
    public async Task An_entry_says_what_is_to_be_done_by_which_rule_about_what_and_until_when_in_the_sites_time()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.ChangeAsync(services =>
        {
            services
                .GetRequiredService<ITaskList>()
                .Add(
                    Notice("Hand the papers over", Addressee.ForPerson("clerk-1")) with
                    {
                        MustBeDone = true,
                        DueAt = SmallService.Morning + Duration.FromHours(9),
                    });
            return Task.CompletedTask;
        });
        var item = Assert.Single(await ListAsync(service));
        Assert.Equal(
            (
                "Hand the papers over", "DOC-5.2.2", "/api/small/things/1", "harbour-court", true,
                "2026-09-28T09:00:00+08:00", "2026-09-28T18:00:00+08:00"),
            (
                Text(item, "title"), Text(item, "rule"), Text(item, "subject"), Text(item, "site"),
                item.GetProperty("mustBeDone").GetBoolean(), Text(item, "at"), Text(item, "dueAt")));
    }

    [Fact]
    public async Task The_same_entry_for_the_same_addressee_is_made_once_and_a_change_that_is_given_up_makes_none()
    {
        await using var service = await SmallService.StartAsync(servers);
        for (var i = 0; i < 2; i++)
        {
            await service.ChangeAsync(services =>
            {
                services
                    .GetRequiredService<ITaskList>()
                    .Add(Notice("told", Addressee.ForPost("customer-affairs-clerk")));
                return Task.CompletedTask;
            });
        }

        await service.ChangeAsync(
            services =>
            {
                services
                    .GetRequiredService<ITaskList>()
                    .Add(Notice("never", Addressee.ForPost("customer-affairs-clerk")));
                return Task.CompletedTask;
            },
            commit: false);
        Assert.Equal(["told"], await TitlesAsync(service));
    }

    [Fact]
    public async Task A_notice_leaves_the_list_of_the_one_who_has_read_it_and_of_nobody_else()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.ChangeAsync(services =>
        {
            services
                .GetRequiredService<ITaskList>()
                .Add(Notice("told", Addressee.ForDepartment("customer-affairs-group")));
            return Task.CompletedTask;
        });
        var id = Text(Assert.Single(await ListAsync(service)), "id");
        service.Clock.AdvanceMinutes(10);
        Assert.Equal(HttpStatusCode.NoContent, await DoneAsync(service, id));
        Assert.Equal(HttpStatusCode.NoContent, await DoneAsync(service, id));

        Assert.Empty(await ListAsync(service));
        Assert.Equal(
            "2026-09-28T09:10:00+08:00", Text(Assert.Single(await ListAsync(service, query: "?state=all")), "readAt"));
        Assert.Equal(["told"], await TitlesAsync(service, id: "clerk-2"));
    }

    [Fact]
    public async Task What_must_be_done_leaves_every_list_when_it_was_done_where_it_is_done_and_not_by_a_click()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.ChangeAsync(services =>
        {
            services
                .GetRequiredService<ITaskList>()
                .Add(Notice("work", Addressee.ForDepartment("customer-affairs-group")) with { MustBeDone = true });
            return Task.CompletedTask;
        });
        var id = Text(Assert.Single(await ListAsync(service)), "id");
        using (var client = service.Client())
        using (var refused = await client.PostAsync(new Uri($"{Path}/{id}/done", UriKind.Relative), null))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains(
                "/api/small/things/1",
                (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(),
                StringComparison.Ordinal);
        }

        await service.ChangeAsync(services =>
        {
            services
                .GetRequiredService<ITaskList>()
                .Done("work", SmallService.Morning + Duration.FromHours(1), "clerk-2");
            return Task.CompletedTask;
        });
        Assert.Empty(await ListAsync(service));
        var done = Assert.Single(await ListAsync(service, query: "?state=all"));
        Assert.Equal(("2026-09-28T10:00:00+08:00", "clerk-2"), (Text(done, "doneAt"), Text(done, "doneBy")));
    }

    [Fact]
    public async Task Another_sites_or_another_persons_entry_is_not_found()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.ChangeAsync(services =>
        {
            services.GetRequiredService<ITaskList>().Add(Notice("told", Addressee.ForPost("customer-affairs-clerk")));
            return Task.CompletedTask;
        });
        var id = Text(Assert.Single(await ListAsync(service)), "id");
        Assert.Equal(HttpStatusCode.NotFound, await DoneAsync(service, id, sites: ["garden-row"]));
        Assert.Equal(HttpStatusCode.NotFound, await DoneAsync(service, id, post: "archivist"));
        Assert.Equal(HttpStatusCode.NotFound, await DoneAsync(service, "0190aaaa-0000-7000-8000-000000000000"));
    }

    [Fact]
    public async Task A_long_list_is_read_page_by_page_the_newest_first()
    {
        await using var service = await SmallService.StartAsync(servers);
        for (var n = 1; n <= 7; n++)
        {
            await service.ChangeAsync(services =>
            {
                services.GetRequiredService<ITaskList>().Add(Notice($"{n}", Addressee.ForPerson("clerk-1")));
                return Task.CompletedTask;
            });
        }

        using var client = service.Client();
        var seen = new List<string>();
        long? after = null;
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>(
                $"{Path}?limit=3{(after is null ? "" : $"&after={after}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => Text(item, "title")));
            after = page.GetProperty("next").Deserialize<long?>();
        }
        while (after is not null);
        Assert.Equal(["7", "6", "5", "4", "3", "2", "1"], seen);
    }

    [Theory]
    [InlineData("?state=closed", "state")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    public async Task What_cannot_be_listed_is_refused_by_the_name_of_the_parameter(string query, string field)
    {
        await using var service = await SmallService.StartAsync(servers);
        using var client = service.Client();
        using var refused = await client.GetAsync(new Uri(Path + query, UriKind.Relative));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.True(
            (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _)
        );
    }

    private static NewTask Notice(string title, Addressee addressee) =>
        new(
            title, addressee, "harbour-court", Ops.Platform.Texts.Text.Plain(title), "DOC-5.2.2", "/api/small/things/1",
            SmallService.Morning);

    private static async Task<List<JsonElement>> ListAsync(
        SmallService service, string id = "clerk-1", string post = "customer-affairs-clerk", string[]? sites = null,
        string query = "")
    {
        using var client = service.Client(id, post, sites: sites);
        return await ListAsync(client, query);
    }

    private static async Task<List<JsonElement>> ListAsync(HttpClient client, string query = "") =>
        [.. (await client.GetFromJsonAsync<JsonElement>(Path + query)).GetProperty("items").EnumerateArray()];

    private static async Task<List<string>> TitlesAsync(HttpClient client) =>
        [.. (await ListAsync(client)).Select(item => Text(item, "title"))];

    private static async Task<List<string>> TitlesAsync(
        SmallService service, string id = "clerk-1", string post = "customer-affairs-clerk",
        string[]? sites = null) => [.. (await ListAsync(service, id, post, sites)).Select(item => Text(item, "title"))];

    private static async Task<HttpStatusCode> DoneAsync(
        SmallService service, string id, string post = "customer-affairs-clerk", string[]? sites = null)
    {
        using var client = service.Client(
            post: post, department: post == "archivist" ? "general-manager-office" : "customer-affairs-group",
            sites: sites);
        using var answer = await client.PostAsync(new Uri($"{Path}/{id}/done", UriKind.Relative), null);
        return answer.StatusCode;
    }

    private static string Text(JsonElement item, string member) => item.GetProperty(member).GetString()!;
}
