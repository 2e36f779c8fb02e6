using System.Net;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>
/// The daily report: filled in from the registers, closed once on its own day, and what renews a client.
/// </summary>
public sealed class ReportsOverHttpTests(TestServers servers)
{
    private const string Reports = $"{ClientsHost.Site}/daily-reports";

    [Fact, Rule("ATT-III.3"), Rule("ATT-III.1"), Rule("REC-4")]
    public async Task A_report_renews_a_client_while_valid_and_not_on_the_eighth_day()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var (kept, lost) = (await host.FileAsync("consultant-1"), await host.FileAsync("consultant-1"));
        var consultant = host.Consultant("consultant-1");

        await host.PassDaysAsync(7);
        var report = await consultant.SendAsync(HttpMethod.Post, Reports, ReportOn(kept));
        Assert.Equal(HttpStatusCode.Created, report.Status);
        Assert.Equal("首付不足。", report.Json.GetProperty("lines")[0].GetProperty("hindrances").GetString());
        await host.PassDaysAsync(1);

        Assert.Equal("consultant-1", await WhoseAsync(host, kept));
        Assert.Equal("nobody", await WhoseAsync(host, lost));
        var late = await consultant.SendAsync(HttpMethod.Post, Reports, ReportOn(lost));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ATT-III.3"), (late.Status, late.Rule));
        Assert.Equal(["lines[0].client"], late.Fields);
        await host.PassDaysAsync(7);
        Assert.Equal("nobody", await WhoseAsync(host, kept));
    }

    [Fact, Rule("ATT-III.1"), Rule("REC-5")]
    public async Task It_is_filled_in_from_the_registers_closed_once_and_the_supervisor_sees_the_day()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        var consultant = host.Consultant("consultant-1");
        var arrived = await host.Receptionist.SendAsync(
            HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = false });
        await consultant.ChangeAsync(
            arrived.Path(), "entry", new { name = "客户甲", cameBefore = false, phone = "13800000001" });

        var draft = await consultant.ReadAsync($"{Reports}/draft");
        var line = Assert.Single(draft.Json.GetProperty("clients").EnumerateArray());
        Assert.Equal(1, draft.Json.GetProperty("visits").GetInt32());
        Assert.True(line.GetProperty("cameToday").GetBoolean());
        var client = line.GetProperty("client").GetString()!;
        var closed = await consultant.SendAsync(HttpMethod.Post, Reports, new
        {
            lines = new[] { new { client, progress = "看了样板房。" } },
            competitors = new[] { new { words = "对面楼盘降价。", attachment = "records/competitors/17" } },
        });
        Assert.Equal(1, closed.Json.GetProperty("visits").GetInt32());
        Assert.Equal(2, closed.Json.GetProperty("lines").GetArrayLength());
        var again = await consultant.SendAsync(HttpMethod.Post, Reports, new { lines = Array.Empty<object>() });
        Assert.Equal((HttpStatusCode.Conflict, "ATT-III.1"), (again.Status, again.Rule));

        var day = await host.Supervisor.ReadAsync($"{Reports}/summary");
        var own = Assert.Single(day.Json.GetProperty("consultants").EnumerateArray());
        Assert.Equal((1, 0, 1), (
            own.GetProperty("visits").GetInt32(), own.GetProperty("calls").GetInt32(),
            own.GetProperty("clients").GetInt32()));
        Assert.Contains("competitor", (await host.Supervisor.ReadAsync("/api/clients/me/tasks")).Json.ToString(),
            StringComparison.Ordinal);
        var others = host.Consultant("consultant-2");
        Assert.Empty((await others.ReadAsync($"{Reports}?consultant=consultant-1")).Json.GetProperty("items")
            .EnumerateArray());
        var hidden = await others.ReadAsync($"/api/clients/daily-reports/{closed.Id}");
        Assert.Equal(HttpStatusCode.NotFound, hidden.Status);
        Assert.Equal(closed.Id, (await host.Supervisor.ReadAsync($"/api/clients/daily-reports/{closed.Id}")).Id);
        var verified = await host.Supervisor.ReadAsync(
            $"/api/clients/registers/daily-reports/{ClientsHost.Project}/verify");
        Assert.True(verified.Json.GetProperty("intact").GetBoolean());
        var database = new ServiceDatabase(host.Service.Setting.Admin);
        Assert.Equal(0, await database.CountAsync("registers.entries WHERE text ~ '样板房|降价'"));
        Assert.Equal(0, await database.CountAsync("messaging.events WHERE body::text ~ '样板房|降价'"));
    }

    [Fact, Rule("ATT-III.1"), Rule("ATT-III.3"), Rule("REC-4")]
    public async Task What_is_wrong_in_a_report_is_named_by_its_line()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var (mine, others) = (await host.FileAsync("consultant-1"), await host.FileAsync("consultant-2"));
        (object Body, string Rule, string Field)[] wrong =
        [
            (ReportOn(mine, others), "ATT-III.1", "lines[1].client"),
            (ReportOn(mine, mine), "ATT-III.1", "lines"),
            (ReportOn(Guid.Empty.ToString()), "REC-4", "lines[0].client"),
            (new { lines = new[] { new { client = mine, progress = "" } } }, "ATT-III.3", "lines[0].progress"),
            (new { lines = new[] { new { client = mine, progress = "再来", likes = "13800000001" } } }, "REC-4",
                "lines[0].likes"),
        ];
        foreach (var (body, rule, field) in wrong)
        {
            var answer = await host.Consultant("consultant-1").SendAsync(HttpMethod.Post, Reports, body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, rule), (answer.Status, answer.Rule));
            Assert.Equal([field], answer.Fields);
        }

        Assert.Empty((await host.Supervisor.ReadAsync(Reports)).Json.GetProperty("items").EnumerateArray());
    }

    private static object ReportOn(params string[] clients) => new
    {
        lines = clients.Select(client => new
        {
            client,
            progress = "周末再来看。",
            likes = "朝向。",
            dislikes = "离地铁远。",
            hindrances = "首付不足。",
        }),
    };

    private static async Task<string> WhoseAsync(ClientsHost host, string client) =>
        (await host.Receptionist.ReadAsync($"{ClientsHost.PathOf(client)}/attribution")).Whose();
}
