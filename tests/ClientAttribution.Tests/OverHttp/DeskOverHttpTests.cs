using System.Net;
using NodaTime;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>A day at the desk on real servers and over HTTP.</summary>
public sealed class DeskOverHttpTests(TestServers servers)
{
    [Fact, Rule("REC-1.2"), Rule("ATT-II.5"), Rule("REC-1.1")]
    public async Task A_visitor_is_received_by_rule_and_entered_and_the_day_is_played_again()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        var consultant = host.Consultant("consultant-1");

        var arrived = await host.Receptionist.SendAsync(
            HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = false, phone = "13800000001" });
        Assert.Equal((HttpStatusCode.Created, "consultant-1"), (arrived.Status, arrived.Text("consultant")));
        Assert.Equal(
            ["ATT-II.1", "REC-1.2"],
            arrived.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("rule").GetString()));
        Assert.Equal("+86138****0001", arrived.Text("phone"));

        var ended = await consultant.ChangeAsync(arrived.Path(), "end");
        Assert.Equal((HttpStatusCode.OK, "entryOwed"), (ended.Status, ended.Text("state")));
        Assert.Contains(
            "EnterContact", ended.Json.GetProperty("actions").EnumerateArray().Select(one => one.GetString()));
        var entered = await consultant.ChangeAsync(
            arrived.Path(), "entry", new { name = "客户甲", cameBefore = false, phone = "138 0000 0001" });
        Assert.Equal((HttpStatusCode.OK, "entered"), (entered.Status, entered.Text("state")));
        Assert.Equal(("客户甲", "+8613800000001"), (entered.Text("name"), entered.Text("phone")));

        var list = await host.Receptionist.ReadAsync(
            $"{ClientsHost.Contacts}?channel=visit&state=entered&consultant=consultant-1");
        Assert.Equal(
            "客**", Assert.Single(list.Json.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        var replay = await host.Supervisor.ReadAsync($"{desk}/replay");
        Assert.True(replay.Json.GetProperty("agrees").GetBoolean(), replay.Json.ToString());
        Assert.Single(replay.Json.GetProperty("assignments").EnumerateArray());
        Assert.Equal(5, replay.Json.GetProperty("history").GetArrayLength());
        var days = await host.Receptionist.ReadAsync(ClientsHost.Days);
        Assert.Equal(desk.Split('/')[^1], days.Json.GetProperty("items")[0].GetProperty("id").GetString());
    }

    [Fact, Rule("ATT-II.5")]
    public async Task The_register_of_receptions_is_a_chain_that_holds_no_name_in_clear()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1");
        await EnteredAsync(host, desk, "consultant-1", "13800000001");

        var register = $"/api/clients/registers/receptions/{ClientsHost.Project}";
        var verified = await host.Supervisor.ReadAsync($"{register}/verify");
        Assert.True(verified.Json.GetProperty("intact").GetBoolean());
        var entries = await host.Supervisor.ReadAsync($"{register}/entries");
        var newest = entries.Json.GetProperty("items")[0];
        Assert.Equal("客户甲", newest.GetProperty("personal").GetProperty("name").GetString());
        Assert.Equal(
            ["entered", "ended", "assigned", "came", "opened"],
            entries.Json.GetProperty("items").EnumerateArray()
                .Select(one => one.GetProperty("entry").GetProperty("what").GetString()));
        var database = new ServiceDatabase(host.Service.Setting.Admin);
        const string Clear = "'客户甲|13800000001'";
        Assert.Equal(0, await database.CountAsync($"registers.entries WHERE text ~ {Clear}"));
        Assert.Equal(0, await database.CountAsync($"messaging.events WHERE body::text ~ {Clear}"));
        Assert.Equal(1, await database.CountAsync($"contacts WHERE name ~ {Clear} AND phone ~ {Clear}"));
    }

    [Fact, Rule("ATT-III.6"), Rule("ATT-II.5")]
    public async Task What_is_not_entered_in_half_an_hour_is_shown_as_no_record_and_its_entry_is_refused()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1");
        var consultant = host.Consultant("consultant-1");
        var arrived = await host.Receptionist.SendAsync(HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = true });
        await consultant.ChangeAsync(arrived.Path(), "end");
        Assert.Contains("Enter number 1", await TasksAsync(consultant), StringComparison.Ordinal);

        await host.Service.MoveClockAsync(Duration.FromMinutes(31));

        var late = await consultant.ChangeAsync(
            arrived.Path(), "entry", new { name = "客户甲", cameBefore = false });
        Assert.Equal((HttpStatusCode.Conflict, "ATT-III.6"), (late.Status, late.Rule));
        var list = await host.Receptionist.ReadAsync(
            $"{ClientsHost.Contacts}?state=noRecord");
        Assert.Equal(
            arrived.Id, Assert.Single(list.Json.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        var entries = await host.Supervisor.ReadAsync(
            $"/api/clients/registers/receptions/{ClientsHost.Project}/entries?what=noRecord");
        Assert.Single(entries.Json.GetProperty("items").EnumerateArray());
        Assert.Contains("did not enter number 1", await TasksAsync(host.Supervisor), StringComparison.Ordinal);
    }

    [Fact, Rule("REC-2.2")]
    public async Task An_old_customer_is_known_by_the_register_and_only_by_what_was_entered()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2", "consultant-3");
        await EnteredAsync(host, desk, "consultant-1", "13800000001");
        var unentered = await ArriveAsync(host, desk, "13800000002");
        await host.Consultant("consultant-2").ChangeAsync(unentered.Path(), "end");

        var known = await ArriveAsync(host, desk, "+86 138 0000 0001");
        var unknown = await ArriveAsync(host, desk, "13800000002");

        Assert.Equal(("consultant-1", "consultant-1"), (known.Text("firstReceiver"), known.Text("consultant")));
        Assert.Equal((null, "consultant-3"), (unknown.Text("firstReceiver"), unknown.Text("consultant")));
    }

    [Fact, Rule("ATT-3"), Rule("REC-2.2")]
    public async Task Of_a_stand_in_the_supervisor_is_told_and_the_first_receiver_is_got_in_touch_with()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        await EnteredAsync(host, desk, "consultant-1", "13800000001");
        var away = await host.Consultant("consultant-1").SendAsync(
            HttpMethod.Post, $"{desk}/seat", new { state = "out" });
        Assert.Equal(HttpStatusCode.OK, away.Status);

        var old = await ArriveAsync(host, desk, "13800000001");
        Assert.Equal(("consultant-2", "consultant-1"), (old.Text("consultant"), old.Text("standsInFor")));
        Assert.Contains("get in touch", await TasksAsync(host.Consultant("consultant-2")), StringComparison.Ordinal);
        await host.Consultant("consultant-2").ChangeAsync(old.Path(), "end");
        var named = await host.Receptionist.SendAsync(
            HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = false, asksFor = "consultant-1" });
        Assert.Equal("consultant-1", named.Text("standsInFor"));
        Assert.Contains("stands in", await TasksAsync(host.Supervisor), StringComparison.Ordinal);
    }

    [Fact, Rule("REC-1.2"), Rule("T-7")]
    public async Task When_the_day_is_over_the_desk_closes_by_itself()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1");
        var arrived = await ArriveAsync(host, desk, "13800000001");

        await host.Service.MoveClockAsync(Duration.FromHours(15));

        Assert.NotNull((await host.Receptionist.ReadAsync(desk)).Text("closedAt"));
        Assert.Equal("entryOwed", (await host.Receptionist.ReadAsync(arrived.Path())).Text("state"));
        var late = await host.Receptionist.SendAsync(HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = false });
        Assert.Equal((HttpStatusCode.Conflict, "REC-1.2"), (late.Status, late.Rule));
        await host.OpenAsync("consultant-1");
    }

    [Fact, Rule("REC-1.1"), Rule("REC-1.2")]
    public async Task Fifty_who_come_at_one_instant_are_received_each_once_and_in_order()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        string[] consultants = [.. Enumerable.Range(1, 8).Select(one => $"consultant-{one}")];
        var desk = await host.OpenAsync(consultants);

        var arrived = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.Receptionist.SendAsync(
            HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = false })));
        Assert.All(arrived, one => Assert.Equal(HttpStatusCode.Created, one.Status));
        var byNumber = arrived.OrderBy(one => one.Json.GetProperty("number").GetInt32()).ToList();
        Assert.Equal(Enumerable.Range(1, 50), byNumber.Select(one => one.Json.GetProperty("number").GetInt32()));
        Assert.Equal(
            [.. consultants, .. Enumerable.Repeat<string?>(null, 42)], byNumber.Select(one => one.Text("consultant")));

        // Whoever is free takes the next who waits, all of them at once.
        var people = consultants.ToDictionary(one => one, host.Consultant, StringComparer.Ordinal);
        await Task.WhenAll(people.Select(async one =>
        {
            for (var mine = await OpenOfAsync(one.Value, one.Key); mine is not null;
                mine = await OpenOfAsync(one.Value, one.Key))
                Assert.Equal(HttpStatusCode.OK, (await one.Value.ChangeAsync(mine, "end")).Status);
        }));
        Assert.Empty((await host.Receptionist.ReadAsync(desk)).Json.GetProperty("waiting").EnumerateArray());
        var replay = (await host.Supervisor.ReadAsync($"{desk}/replay")).Json;
        Assert.True(replay.GetProperty("agrees").GetBoolean());
        Assert.Equal(
            Enumerable.Range(1, 50),
            replay.GetProperty("assignments").EnumerateArray().Select(one => one.GetProperty("number").GetInt32()));
    }

    [Fact, Rule("REC-1.2")]
    public async Task A_day_that_several_open_at_once_is_opened_once()
    {
        await using var host = await ClientsHost.StartAsync(servers);

        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.Supervisor.SendAsync(
            HttpMethod.Post, ClientsHost.Days, new { consultants = new[] { "consultant-1" } })));

        Assert.Single(opened, one => one.Status == HttpStatusCode.Created);
        Assert.Equal(5, opened.Count(one => one is { Status: HttpStatusCode.Conflict, Rule: "REC-1.2" }));
    }

    [Fact, Rule("ATT-I.1"), Rule("ATT-I.2"), Rule("ATT-I.5")]
    public async Task A_call_is_answered_flagged_entered_and_called_back()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        var consultant = host.Consultant("consultant-1");
        var call = await host.Receptionist.SendAsync(
            HttpMethod.Post, $"{desk}/calls", new { kind = "enquiry", cameBefore = false, phone = "13800000001" });
        Assert.Equal((HttpStatusCode.Created, "consultant-1"), (call.Status, call.Text("consultant")));

        await host.Service.MoveClockAsync(Duration.FromMinutes(6));
        Assert.True((await consultant.ChangeAsync(call.Path(), "end")).Json.GetProperty("tooLong").GetBoolean());
        await consultant.ChangeAsync(
            call.Path(), "entry", new { name = "客户乙", cameBefore = false, phone = "13800000001", callBack = true });
        Assert.Contains("Call number 1 back", await TasksAsync(consultant), StringComparison.Ordinal);
        Assert.Equal((1, 0), (await ListedAsync("true"), await ListedAsync("false")));
        var back = await consultant.ChangeAsync(call.Path(), "call-back");

        Assert.Equal((HttpStatusCode.OK, false), (back.Status, back.Json.GetProperty("callBackOwed").GetBoolean()));
        Assert.DoesNotContain("Call number 1 back", await TasksAsync(consultant), StringComparison.Ordinal);
        Assert.Equal((0, 1), (await ListedAsync("true"), await ListedAsync("false")));
        var verified = await host.Supervisor.ReadAsync($"/api/clients/registers/calls/{ClientsHost.Project}/verify");
        Assert.Equal(5, verified.Json.GetProperty("entries").GetInt32());
        Assert.True((await host.Supervisor.ReadAsync($"{desk}/replay")).Json.GetProperty("agrees").GetBoolean());

        // What is listed of the day's calls by whether they are owed a call back.
        async Task<int> ListedAsync(string owed) => (await host.Supervisor.ReadAsync(
            $"{ClientsHost.Contacts}?channel=call&callBack={owed}")).Json.GetProperty("items").GetArrayLength();
    }

    private static Task<Answer> ArriveAsync(ClientsHost host, string desk, string phone) =>
        host.Receptionist.SendAsync(HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = true, phone });

    private static async Task EnteredAsync(ClientsHost host, string desk, string consultant, string phone)
    {
        var arrived = await ArriveAsync(host, desk, phone);
        Assert.Equal(consultant, arrived.Text("consultant"));
        var who = host.Consultant(consultant);
        await who.ChangeAsync(arrived.Path(), "end");
        var entered = await who.ChangeAsync(arrived.Path(), "entry", new { name = "客户甲", cameBefore = true, phone });
        Assert.Equal("entered", entered.Text("state"));
    }

    private static async Task<string> TasksAsync(HttpClient who) => string.Join(
        '\n', (await who.ReadAsync("/api/clients/me/tasks")).Json.GetProperty("items").EnumerateArray()
            .Select(task => $"{task}"));

    private static async Task<string?> OpenOfAsync(HttpClient who, string consultant)
    {
        var open = (await who.ReadAsync(
            $"{ClientsHost.Contacts}?state=open&consultant={consultant}")).Json;
        return open.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetString())
            .Select(id => $"/api/clients/contacts/{id}").SingleOrDefault();
    }
}
