using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>Whose client somebody is, from the registers and from what is recorded beside them.</summary>
public sealed class ClientsOverHttpTests(TestServers servers)
{
    [Fact, Rule("ATT-1"), Rule("REC-2.1"), Rule("REC-4")]
    public async Task Whoever_enters_a_new_visitor_has_the_client_and_the_answer_says_why()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        var entered = await ReceiveAsync(host, desk, "consultant-1", "13800000001");

        var mine = await host.Consultant("consultant-1").ReadAsync(
            $"{ClientsHost.Site}/clients?consultant=consultant-1");
        var line = Assert.Single(mine.Json.GetProperty("items").EnumerateArray());
        Assert.Equal("客户甲", line.GetProperty("client").GetProperty("name").GetString());
        Assert.Equal(8, line.GetProperty("daysLeft").GetInt32());
        var id = line.GetProperty("client").GetProperty("id").GetString()!;

        var whose = await host.Consultant("consultant-2").ReadAsync($"{ClientsHost.PathOf(id)}/attribution");
        Assert.Equal(("consultant-1", "客**"), (whose.Whose(), NameIn(whose)));
        Assert.Equal(["REC-2.1"], whose.Rules());
        Assert.Equal(
            $"contact/{entered.Id}",
            Assert.Single(whose.Json.GetProperty("steps")[0].GetProperty("evidence").EnumerateArray()).GetString());
        Assert.Equal(
            ["awarded"], await RegisterAsync(host, "attributions"));
        Assert.Contains(
            "A client is yours", await TasksAsync(host.Consultant("consultant-1")), StringComparison.Ordinal);
    }

    [Fact, Rule("ATT-III.1"), Rule("ATT-1")]
    public async Task A_collision_is_seen_at_the_moment_of_entry_and_both_are_told()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        await ReceiveAsync(host, desk, "consultant-1", "13800000001");

        var filed = await host.Consultant("consultant-2").SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/pre-registrations", new { name = "客户甲", phone = "13800000001" });

        Assert.Equal((HttpStatusCode.Created, "consultant-1"), (filed.Status, filed.Whose()));
        Assert.Single(filed.Json.GetProperty("award").GetProperty("collisions").EnumerateArray());
        foreach (var told in (HttpClient[])
        [
            host.Consultant("consultant-1"), host.Consultant("consultant-2"), host.Supervisor,
        ])
        {
            Assert.Contains("A collision", await TasksAsync(told), StringComparison.Ordinal);
        }
    }

    [Fact, Rule("ATT-1"), Rule("ATT-III.6")]
    public async Task An_earlier_reception_that_is_entered_later_goes_first_and_one_not_entered_is_no_claim()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        var first = await host.Receptionist.SendAsync(HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = false });
        await host.Service.MoveClockAsync(Duration.FromMinutes(5));
        var filed = await host.Consultant("consultant-2").SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/direct-sales", new { name = "客户甲", phone = "13800000001" });
        Assert.Equal("consultant-2", filed.Whose());

        await host.Consultant("consultant-1").ChangeAsync(
            first.Path(), "entry", new { name = "客户甲", cameBefore = false, phone = "13800000001" });

        var whose = await host.Receptionist.ReadAsync($"{ClientsHost.PathOf(filed.Client())}/attribution");
        Assert.Equal("consultant-1", whose.Whose());
        Assert.Contains("yours no more", await TasksAsync(host.Consultant("consultant-2")), StringComparison.Ordinal);
    }

    [Fact, Rule("ATT-III.3"), Rule("T-7"), Rule("REC-2.2")]
    public async Task After_the_seventh_day_it_lapses_by_itself_and_the_desk_takes_them_for_new()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        await ReceiveAsync(host, desk, "consultant-1", "13800000001");
        var client = await ClientOfAsync(host, "consultant-1");

        await host.PassDaysAsync(7);
        Assert.Equal("consultant-1", (await host.Receptionist.ReadAsync($"{client}/attribution")).Whose());
        Assert.Contains(
            "report how it goes", await TasksAsync(host.Consultant("consultant-1")), StringComparison.Ordinal);
        desk = await host.OpenAsync("consultant-2", "consultant-1");
        Assert.Equal("consultant-1", (await ArriveAsync(host, desk, "13800000001")).Text("consultant"));
        await host.PassDaysAsync(1);

        Assert.Equal("nobody", (await host.Receptionist.ReadAsync($"{client}/attribution")).Whose());
        Assert.Equal(["lapsed", "awarded"], await RegisterAsync(host, "attributions"));
        desk = await host.OpenAsync("consultant-2", "consultant-1");
        Assert.Equal("consultant-2", (await ArriveAsync(host, desk, "13800000001")).Text("consultant"));
    }

    [Fact, Rule("ATT-III.4")]
    public async Task A_connected_customer_is_the_companys_for_whoever_has_read_the_notice()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var given = await host.Supervisor.SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/notices", new { name = "客户丁", phone = "13800000004" });
        Assert.Equal((HttpStatusCode.Created, "company"), (given.Status, given.Whose()));
        var (client, reader) = (ClientsHost.PathOf(given.Client()), host.Consultant("consultant-1"));
        Assert.Contains("read and confirm", await TasksAsync(reader), StringComparison.Ordinal);
        await reader.SendAsync(HttpMethod.Post, $"{client}/notice-readings");

        object form = new { name = "客户丁", phone = "13800000004" };
        var afterReading = await reader.SendAsync(HttpMethod.Post, $"{ClientsHost.Site}/direct-sales", form);
        Assert.Equal(("company", "客户丁"), (afterReading.Whose(), NameIn(afterReading)));
        var again = await reader.SendAsync(HttpMethod.Post, $"{client}/notice-readings");
        Assert.Equal((HttpStatusCode.Conflict, "ATT-III.4"), (again.Status, again.Rule));
        var second = await host.Supervisor.SendAsync(HttpMethod.Post, $"{ClientsHost.Site}/notices", form);
        Assert.Equal((HttpStatusCode.Conflict, "ATT-III.4"), (second.Status, second.Rule));
    }

    [Fact, Rule("ATT-7")]
    public async Task A_major_customer_is_divided_to_exactly_100_percent()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var client = ClientsHost.PathOf(await host.FileAsync("consultant-1"));
        object wrong = new
        {
            shares = new object[]
            {
                new { consultant = "consultant-1", percent = 50 },
                new { consultant = "consultant-2", percent = 49.99m },
            },
        };

        var refused = await host.Supervisor.ChangeAsync(client, "shares", wrong);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ATT-7"), (refused.Status, refused.Rule));
        Assert.Equal(["shares"], refused.Fields);
        var divided = await host.Supervisor.ChangeAsync(
            client, "shares",
            new { shares = new[] { new { consultant = "consultant-1" }, new { consultant = "consultant-2" } } });

        Assert.Equal("consultant-1,consultant-2", divided.Whose());
        Assert.Equal(
            100, divided.Json.GetProperty("award").GetProperty("holdings").EnumerateArray()
                .Sum(one => one.GetProperty("percent").GetDecimal()));
        // A third is no whole per cent, and stands on the register all the same.
        var thirds = await host.Supervisor.ChangeAsync(
            client, "shares",
            new { shares = ((int[])[1, 2, 3]).Select(one => new { consultant = $"consultant-{one}" }).ToArray() });
        Assert.Equal(HttpStatusCode.OK, thirds.Status);
    }

    [Fact, Rule("ATT-III.9"), Rule("REC-2.4"), Rule("ATT-III.6")]
    public async Task Another_is_named_by_the_manager_and_where_they_fell_out_by_the_supervisor()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var client = ClientsHost.PathOf(await host.FileAsync("consultant-1"));
        var lead = host.Lead();

        var notTheirs = await Name(lead, "wish", "consultant-1", "consultant-2");
        Assert.Equal((HttpStatusCode.Conflict, "ATT-III.9"), (notTheirs.Status, notTheirs.Rule));
        var byLead = await Name(lead, "conflict", "consultant-1", "consultant-2");
        Assert.Equal((HttpStatusCode.OK, "consultant-2"), (byLead.Status, byLead.Whose()));
        var notTheHolder = await Name(host.Supervisor, "complaint", "consultant-1", "consultant-3");
        Assert.Equal((HttpStatusCode.Conflict, "ATT-III.9"), (notTheHolder.Status, notTheHolder.Rule));
        var byManager = await Name(host.Supervisor, "complaint", "consultant-2", "consultant-3");
        Assert.Equal("consultant-3", byManager.Whose());
        await host.PassDaysAsync(8);
        var nobodys = await Name(host.Supervisor, "complaint", "consultant-3", "consultant-1");
        Assert.Equal((HttpStatusCode.Conflict, "ATT-III.6"), (nobodys.Status, nobodys.Rule));

        Task<Answer> Name(HttpClient who, string grounds, string from, string to) => who.ChangeAsync(
            client, "reassignment", new { from, to, grounds, reason = "客户要求。" });
    }

    [Fact, Rule("REC-3.2"), Rule("REC-2.2")]
    public async Task Who_stands_in_for_one_on_a_trip_has_two_fifths_and_more_by_consent()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var client = ClientsHost.PathOf(await host.FileAsync("consultant-1", "13800000001"));
        var recorded = await host.Supervisor.SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/absences",
            new { consultant = "consultant-1", kind = "businessTrip", from = host.Today, until = host.Today });
        Assert.Equal(HttpStatusCode.Created, recorded.Status);
        var trip = await host.Receptionist.ReadAsync($"/api/clients/absences/{recorded.Id}");
        Assert.Equal(("consultant-1", "businessTrip"), (trip.Text("consultant"), trip.Text("kind")));
        await host.Consultant("consultant-2").SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/direct-sales", new { name = "客户乙", phone = "13800000001" });

        Assert.Equal(40, await StandInPercentAsync());
        var less = await host.Consultant("consultant-1").ChangeAsync(
            client, "consents", new { standIn = "consultant-2", percent = 30 });
        Assert.Equal((HttpStatusCode.Conflict, "REC-3.2"), (less.Status, less.Rule));
        var others = await host.Consultant("consultant-2").ChangeAsync(
            client, "consents", new { standIn = "consultant-2", percent = 60 });
        Assert.Equal((HttpStatusCode.Forbidden, "CS-7"), (others.Status, others.Rule));
        await host.Consultant("consultant-1").ChangeAsync(
            client, "consents", new { standIn = "consultant-2", percent = 60 });
        Assert.Equal(60, await StandInPercentAsync());

        async Task<decimal> StandInPercentAsync()
        {
            var whose = await host.Receptionist.ReadAsync($"{client}/attribution");
            Assert.Equal("consultant-1", whose.Whose());
            return Assert.Single(whose.Json.GetProperty("award").GetProperty("holdings")[0].GetProperty("standIns")
                .EnumerateArray()).GetProperty("percent").GetDecimal();
        }
    }

    [Fact, Rule("REC-2.2"), Rule("REC-3.2")]
    public async Task Whom_the_desk_sends_in_another_s_place_stands_in_and_does_not_collide()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        await ReceiveAsync(host, desk, "consultant-1", "13800000001");
        var client = await ClientOfAsync(host, "consultant-1");
        await host.Consultant("consultant-1").SendAsync(HttpMethod.Post, $"{desk}/seat", new { state = "atMeal" });

        await ReceiveAsync(host, desk, "consultant-2", "13800000001");

        var whose = await host.Receptionist.ReadAsync($"{client}/attribution");
        Assert.Equal("consultant-1", whose.Whose());
        Assert.Empty(whose.Json.GetProperty("award").GetProperty("collisions").EnumerateArray());
    }

    [Fact, Rule("ATT-III.X")]
    public async Task Who_is_found_to_have_grabbed_has_nothing_from_the_beginning()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var client = await host.CollideAsync();

        var found = await host.Supervisor.ChangeAsync(
            client, "grabbing", new { consultant = "consultant-2", reason = "登记时客户正由他人接待。" });

        Assert.Equal("consultant-3", found.Whose());
        var none = await host.Supervisor.ChangeAsync(
            client, "grabbing", new { consultant = "consultant-9", reason = "没有登记。" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ATT-III.X"), (none.Status, none.Rule));
    }

    [Fact, Rule("REC-2.3"), Rule("ATT-III.5")]
    public async Task Who_introduced_a_visitor_is_entered_and_decides_whose_they_are()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        var introducer = await host.FileAsync("consultant-2");

        await ReceiveAsync(host, desk, "consultant-1", "13800000001", new
        {
            name = "客户甲",
            cameBefore = false,
            phone = "13800000001",
            introducer,
            introducerNamed = true,
        });
        var arrived = await host.Receptionist.SendAsync(
            HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = false, introducedByEmployee = true });
        var consultant = host.Consultant(arrived.Text("consultant")!);
        var unsaid = await consultant.ChangeAsync(
            arrived.Path(), "entry", new { name = "客户丙", cameBefore = false, phone = "13800000003" });
        await consultant.ChangeAsync(arrived.Path(), "entry", new
        {
            name = "客户丙",
            cameBefore = false,
            phone = "13800000003",
            employee = "receptionist-1",
        });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ATT-III.5"), (unsaid.Status, unsaid.Rule));
        var named = await SearchedAsync(host, "13800000001");
        Assert.Equal(("consultant-2", "REC-2.3"), (named.Whose(), Assert.Single(named.Rules())));
        var byEmployee = await SearchedAsync(host, "13800000003");
        Assert.Equal(
            (arrived.Text("consultant"), "ATT-III.5"), (byEmployee.Whose(), Assert.Single(byEmployee.Rules())));
    }

    [Fact, Rule("ATT-5"), Rule("CS-7")]
    public async Task A_client_is_found_by_phone_document_we_chat_name_and_pinyin_and_the_search_is_on_record()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var filed = await host.Consultant("consultant-1").SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/pre-registrations",
            new
            {
                name = "王小明",
                phone = "0755-82345678转802",
                weChat = "海边的风",
                document = new { kind = "passport", number = "E12345678" },
            });
        Assert.Equal(HttpStatusCode.Created, filed.Status);

        foreach (var (search, reason) in ((object, string?)[])
        [
            (new { phone = "+86 755 8234 5678 ext. 802" }, "samePhone"),
            (new { phone = "075582345678-802", name = "王小明" }, "samePhoneAndName"),
            (new { document = new { kind = "passport", number = "e 12345678" } }, "sameDocument"),
            (new { weChat = "海边的风" }, "sameWeChat"),
            (new { name = "王小" }, null),
            (new { name = "wxm" }, null),
            (new { name = "WX" }, null),
        ])
        {
            var found = await host.Receptionist.SendAsync(
                HttpMethod.Post, $"{ClientsHost.Site}/clients/search", search);
            var item = Assert.Single(found.Json.GetProperty("items").EnumerateArray());
            Assert.Equal(filed.Client(), item.GetProperty("client").GetProperty("id").GetString());
            Assert.Equal("王**", item.GetProperty("client").GetProperty("name").GetString());
            Assert.Equal(reason, item.GetProperty("reason").GetString());
        }

        var none = await host.Receptionist.SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/clients/search", new { phone = "075582345678" });
        Assert.Empty(none.Json.GetProperty("items").EnumerateArray());
        var entries = await host.Supervisor.ReadAsync(
            $"/api/clients/registers/client-searches/{ClientsHost.Project}/entries");
        Assert.Equal(8, entries.Json.GetProperty("items").GetArrayLength());
        var database = new ServiceDatabase(host.Service.Setting.Admin);
        Assert.Equal(0, await database.CountAsync("registers.entries WHERE text ~ '王小明|E12345678|82345678'"));
        Assert.Equal(0, await database.CountAsync("messaging.events WHERE body::text ~ '王小明|E12345678|82345678'"));
        Assert.Equal(3, await database.CountAsync("client_identifiers"));
    }

    [Fact, Rule("ATT-5")]
    public async Task A_phone_under_another_name_is_asked_about_and_a_denial_is_told()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var known = await host.FileAsync("consultant-1", "13800000001", "客户甲");
        var other = host.Consultant("consultant-2");

        var asked = await File(new { name = "客户丙", phone = "13800000001" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ATT-5"), (asked.Status, asked.Rule));
        Assert.Equal(["client"], asked.Fields);
        var same = await File(new { name = "客户丙", phone = "13800000001", client = known });
        Assert.Equal((known, "consultant-1"), (same.Client(), same.Whose()));
        var denied = await File(new { name = "客户丙", phone = "13800000001", isNew = true });
        Assert.Equal("consultant-2", denied.Whose());
        Assert.Contains("says that they are not", await TasksAsync(host.Supervisor), StringComparison.Ordinal);

        Task<Answer> File(object form) =>
            other.SendAsync(HttpMethod.Post, $"{ClientsHost.Site}/pre-registrations", form);
    }

    [Fact, Rule("ATT-1"), Rule("ATT-III.1")]
    public async Task Of_many_who_register_one_client_at_one_instant_one_has_them_and_the_others_collide()
    {
        const int Many = 12;
        await using var host = await ClientsHost.StartAsync(servers);
        HttpClient[] consultants = [.. Enumerable.Range(1, Many).Select(one => host.Consultant($"consultant-{one}"))];

        var answers = await Task.WhenAll(consultants.Select((one, place) => one.SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/{(place % 2 == 0 ? "pre-registrations" : "direct-sales")}",
            new { name = "客户甲", phone = "13800000001" })));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        var client = Assert.Single(answers.Select(answer => answer.Client()).Distinct());
        var whose = await host.Receptionist.ReadAsync($"{ClientsHost.PathOf(client)}/attribution");
        Assert.Single(whose.Json.GetProperty("award").GetProperty("holdings").EnumerateArray());
        Assert.Equal(Many - 1, whose.Json.GetProperty("award").GetProperty("collisions").GetArrayLength());
        Assert.Equal(Many, whose.Json.GetProperty("facts").GetArrayLength());
        var verified = await host.Supervisor.ReadAsync(
            $"/api/clients/registers/attributions/{ClientsHost.Project}/verify");
        Assert.True(verified.Json.GetProperty("intact").GetBoolean());
    }

    [Fact, Rule("ATT-III.6")]
    public async Task A_fact_that_is_recorded_cannot_be_changed_or_taken_away_by_the_service()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        await host.FileAsync("consultant-1");

        await using var scope = host.Service.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClientAttributionDb>();
        foreach (var sql in (string[])["UPDATE client_facts SET at = now()", "DELETE FROM client_facts"])
        {
            var denied = await Assert.ThrowsAsync<PostgresException>(
                () => db.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
        }
    }

    private static string? NameIn(Answer whose) => whose.Json.GetProperty("client").GetProperty("name").GetString();

    private static Task<Answer> ArriveAsync(ClientsHost host, string desk, string phone) =>
        host.Receptionist.SendAsync(HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = false, phone });

    private static async Task<Answer> ReceiveAsync(
        ClientsHost host, string desk, string consultant, string phone, object? entry = null)
    {
        var arrived = await ArriveAsync(host, desk, phone);
        Assert.Equal(consultant, arrived.Text("consultant"));
        await host.Consultant(consultant).ChangeAsync(arrived.Path(), "end");
        return await host.Consultant(consultant).ChangeAsync(
            arrived.Path(), "entry", entry ?? new { name = "客户甲", cameBefore = false, phone });
    }

    private static async Task<string> ClientOfAsync(ClientsHost host, string consultant)
    {
        var list = await host.Supervisor.ReadAsync($"{ClientsHost.Site}/clients?consultant={consultant}");
        return ClientsHost.PathOf(
            list.Json.GetProperty("items")[0].GetProperty("client").GetProperty("id").GetString()!);
    }

    private static async Task<Answer> SearchedAsync(ClientsHost host, string phone)
    {
        var found = await host.Receptionist.SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/clients/search", new { phone });
        var id = found.Json.GetProperty("items")[0].GetProperty("client").GetProperty("id").GetString()!;
        return await host.Receptionist.ReadAsync($"{ClientsHost.PathOf(id)}/attribution");
    }

    private static async Task<string> TasksAsync(HttpClient who) =>
        (await who.ReadAsync("/api/clients/me/tasks")).Json.ToString();

    /// <summary>What the register says of awards, the newest first.</summary>
    private static async Task<IEnumerable<string?>> RegisterAsync(ClientsHost host, string register) =>
        (await host.Supervisor.ReadAsync($"/api/clients/registers/{register}/{ClientsHost.Project}/entries"))
            .Json.GetProperty("items").EnumerateArray()
            .Select(one => one.GetProperty("entry").GetProperty("what").GetString());
}
