using System.Net;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>What the desk does not take, by the rule and the field that it names.</summary>
public sealed class BadInputTests(TestServers servers)
{
    [Fact, Rule("ATT-5"), Rule("ATT-I.1"), Rule("ATT-III.5"), Rule("REC-1.1"), Rule("REC-1.2")]
    public async Task Each_is_refused_by_its_rule_and_its_field_and_changes_nothing()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        var arrived = await host.Receptionist.SendAsync(
            HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = false });
        var consultant = host.Consultant("consultant-1");
        var before = (await host.Supervisor.ReadAsync(desk)).ETag;
        (string Path, object Body, string Rule, string Field)[] wrong =
        [
            ("arrivals", new { phone = "13800000001" }, "ATT-5", "cameBefore"),
            ("arrivals", new { cameBefore = true, phone = "1380000" }, "ATT-5", "phone"),
            ("arrivals", new { cameBefore = true, hasAppointment = true }, "ATT-II.1", "asksFor"),
            ("arrivals", new { cameBefore = true, introducedByEmployee = true, asksFor = "consultant-2" },
                "ATT-III.5", "asksFor"),
            ("calls", new { kind = "enquiry" }, "ATT-5", "cameBefore"),
            ("calls", new { kind = "asksForPerson" }, "ATT-I.1", "asksFor"),
            ("calls", new { kind = "salesPitch", asksFor = "consultant-1" }, "ATT-I.1", "asksFor"),
            ("calls", new { kind = "enquiry", cameBefore = true, phone = "none" }, "ATT-I.2", "phone"),
            ("seat", new { state = "receiving" }, "REC-1.1", "state"),
            ("seat", new { state = "onLeave" }, "REC-2.2", "leave"),
            ("seat", new { state = "out", leave = "sick" }, "REC-2.2", "leave"),
        ];
        foreach (var (path, body, rule, field) in wrong)
        {
            var answer = await consultant.SendAsync(HttpMethod.Post, $"{desk}/{path}", body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, rule), (answer.Status, answer.Rule));
            Assert.Equal([field], answer.Fields);
        }

        foreach (var (body, rule, field) in ((object, string, string)[])
        [
            (new { name = "客户甲" }, "ATT-5", "cameBefore"),
            (new { name = "", cameBefore = true }, "REC-4", "name"),
            (new { name = "客户甲", cameBefore = true, phone = "12" }, "ATT-II.5", "phone"),
            (new { name = "客户甲", cameBefore = true, callBack = true }, "ATT-I.2", "phone"),
        ])
        {
            var answer = await consultant.ChangeAsync(arrived.Path(), "entry", body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, rule), (answer.Status, answer.Rule));
            Assert.Equal([field], answer.Fields);
        }

        foreach (var (consultants, field) in ((string[], string)[])
        [
            ([], "consultants"), (["consultant-1", "consultant-1"], "consultants"), (["no such"], "consultants[0]"),
        ])
        {
            var answer = await host.Supervisor.SendAsync(HttpMethod.Post, ClientsHost.Days, new { consultants });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Equal([field], answer.Fields);
        }

        Assert.Equal(before, (await host.Supervisor.ReadAsync(desk)).ETag);
    }

    [Fact, Rule("ATT-5"), Rule("ATT-7"), Rule("REC-4"), Rule("ATT-III.9"), Rule("REC-3.2"), Rule("ATT-III.2")]
    public async Task Of_clients_too_each_is_refused_by_its_rule_and_its_field_and_changes_nothing()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var id = await host.FileAsync("consultant-1", "13800000001");
        var client = ClientsHost.PathOf(id);
        var before = (await host.Supervisor.ReadAsync(client)).ETag;
        object[] both = [new { consultant = "consultant-1", percent = 60 }, new { consultant = "consultant-2" }];
        (string Path, object Body, string? Rule, string Field)[] wrong =
        [
            ("pre-registrations", new { name = "客户丙" }, "REC-4", "phone"),
            ("pre-registrations", new { name = "", phone = "13800000003" }, "REC-4", "name"),
            ("pre-registrations", new { name = "客户丙", phone = "1380000" }, "REC-4", "phone"),
            ("pre-registrations", new { name = "客户丙", client = id, isNew = true }, "ATT-5", "isNew"),
            ("pre-registrations", new { name = "客户丙", client = Guid.Empty }, "ATT-5", "client"),
            ("direct-sales", new { name = "客户丙", document = new { kind = "residentId", number = "1" } }, "REC-2.2",
                "document.number"),
            ("clients/search", new { limit = 5 }, "ATT-5", "phone"),
            ("absences", new { consultant = "consultant-1", kind = "out", from = host.Today, until = host.Today },
                "REC-3.2", "kind"),
            ("absences", new { consultant = "consultant-1", kind = "homeLeave", from = "2026-01-01",
                until = host.Today }, "REC-3.2", "from"),
            ("identifiers", new { phone = "13800000002", weChat = "风" }, "REC-4", "phone"),
            ("identifiers", new { phone = "13800000001" }, "REC-4", "phone"),
            ("shares", new { shares = both }, "ATT-7", "shares"),
            ("shares", new { shares = new[] { new { consultant = "consultant-1" } } }, "ATT-7", "shares"),
            ("reassignment", new { from = "consultant-1", to = "consultant-1", grounds = "wish", reason = "换人。" },
                "ATT-III.9", "to"),
            ("reassignment", new { from = "consultant-1", to = "consultant-2", grounds = "wish", reason = "" },
                "ATT-III.9", "reason"),
            ("consents", new { standIn = "consultant-2", percent = 100.001m }, "REC-3.2", "percent"),
            ("grabbing", new { consultant = "sales-supervisor-1", reason = "抢单。" }, "CS-7", "consultant"),
            ("links", new { into = id, reason = "同一人。" }, "ATT-1", "into"),
            ("household", new { member = id }, "REC-2.2f", "member"),
        ];
        foreach (var (path, body, rule, field) in wrong)
        {
            var answer = path.Contains('-', StringComparison.Ordinal) || path is "clients/search" or "absences"
                ? await host.Supervisor.SendAsync(HttpMethod.Post, $"{ClientsHost.Site}/{path}", body)
                : await host.Supervisor.ChangeAsync(client, path, body);
            Assert.Equal(
                (path, HttpStatusCode.UnprocessableEntity, rule, field),
                (path, answer.Status, answer.Rule, answer.Fields.FirstOrDefault()));
        }

        Assert.Equal(before, (await host.Supervisor.ReadAsync(client)).ETag);
    }

    [Fact, Rule("ATT-III.8"), Rule("ATT-II.5"), Rule("REC-1.2")]
    public async Task What_is_not_one_s_own_or_not_yet_is_refused_by_its_rule()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        var arrived = await host.Receptionist.SendAsync(
            HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = false });
        var (first, second) = (host.Consultant("consultant-1"), host.Consultant("consultant-2"));
        object entry = new { name = "客户甲", cameBefore = false };

        foreach (var (answer, status, rule) in ((Answer, HttpStatusCode, string)[])
        [
            (await second.ChangeAsync(arrived.Path(), "entry", entry), HttpStatusCode.Forbidden, "ATT-II.5"),
            (await second.ChangeAsync(arrived.Path(), "end"), HttpStatusCode.Forbidden, "ATT-II.5"),
            (await first.ChangeAsync(arrived.Path(), "call-back"), HttpStatusCode.Conflict, "ATT-I.2"),
            (await Seat(first, new { state = "ready" }), HttpStatusCode.Conflict, "ATT-III.8"),
            (await Seat(second, new { state = "out", consultant = "consultant-1" }), HttpStatusCode.Forbidden, "CS-7"),
            (await Seat(host.Consultant("consultant-9"), new { state = "ready" }), HttpStatusCode.NotFound, "REC-1.2"),
        ])
        {
            Assert.Equal((status, rule), (answer.Status, answer.Rule));
        }

        Task<Answer> Seat(HttpClient who, object body) => who.SendAsync(HttpMethod.Post, $"{desk}/seat", body);
    }

    [Fact]
    public async Task Whatever_is_sent_to_whatever_route_the_service_answers_and_says_what_is_wrong()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var desk = await host.OpenAsync("consultant-1", "consultant-2");
        var arrived = await host.Receptionist.SendAsync(
            HttpMethod.Post, $"{desk}/arrivals", new { cameBefore = false });
        var anybody = host.Staff("consultant-1", "sales-supervisor", ClientsHost.Everything, "*");

        var wrong = await new RandomCaller(
            anybody, "/api/clients/openapi.json",
            [
                "receptions", ClientsHost.Project, desk.Split('/')[^1], arrived.Id, "consultant-2",
                await host.FileAsync("consultant-2"), (await host.AskMergeAsync()).Split('/')[^1],
                (await host.DisputeAsync()).Split('/')[^1],
            ]).CallAsync();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        wrong = await new RandomCaller(anybody, "/api/clients/openapi.json", []).WithUnknownParameterAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
