using System.Net;
using System.Text.Json;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>
/// Random days of a site: whatever happens in whatever order, what is told of whose client somebody is has evidence and
/// an entry on the register, and nobody is merged without two people's word.
/// </summary>
public sealed class AnyClientsOverHttpTests(TestServers servers)
{
    private const int Consultants = 4, Phones = 6, Happenings = 40;

    [Theory, Rule("ATT-III.6"), Rule("ATT-1"), Rule("ATT-III.3")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_award_has_evidence_and_an_entry_and_each_merge_two_peoples_word(int seed)
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var random = new Random(seed);
        for (var i = 0; i < Happenings; i++)
        {
            var answer = await HappenAsync(
                host, random.Next(14), random.Next(1, Consultants + 1), random.Next(1, Phones + 1), random.Next(10));
            Assert.True((int)answer.Status < 500, answer.ToString());
        }

        var list = await host.Supervisor.ReadAsync($"{ClientsHost.Site}/clients?limit=100");
        var clients = list.Json.GetProperty("items").EnumerateArray().ToList();
        Assert.NotEmpty(clients);
        var entries = await EntriesAsync(host);
        foreach (var client in clients)
        {
            var path = ClientsHost.PathOf(client.GetProperty("client").GetProperty("id").GetString()!);
            var file = await host.Supervisor.ReadAsync($"{path}/attribution");
            var award = file.Json.GetProperty("award");
            // What the list says follows from the facts as they are now.
            Assert.Equal(client.GetProperty("kind").GetString(), award.GetProperty("kind").GetString());
            Assert.True(
                award.GetProperty("kind").GetString() == "nobody"
                || award.GetProperty("evidence").GetArrayLength() > 0, $"No evidence: {file}");
            // The newest entry of the register says the same.
            var entry = entries.FirstOrDefault(one => one.GetProperty("subject").GetString() == path);
            var entered = entry.ValueKind == JsonValueKind.Undefined ? "nobody"
                : entry.GetProperty("what").GetString() == "lapsed" ? "nobody"
                : Told(entry.GetProperty("holdings"));
            Assert.Equal(OrNobody(entered), OrNobody(Told(award.GetProperty("holdings"))));
        }

        var database = new ServiceDatabase(host.Service.Setting.Admin);
        Assert.Equal(0, await database.CountAsync(
            """
            clients WHERE merged_into IS NOT NULL AND NOT EXISTS (
                SELECT FROM client_links link JOIN approvals.requests request
                    ON request.subject = '/api/clients/links/' || link.id AND request.state = 'granted'
                JOIN approvals.decisions word ON word.request = request.id AND word.by <> request.asked_by
                WHERE link."from" = clients.id AND link.state IN ('Merged', 'SplitAsked'))
            """));
    }

    private static string OrNobody(string told) => told.Length == 0 ? "nobody" : told;

    private static string Told(JsonElement holdings) => string.Join(',', holdings.EnumerateArray()
        .Select(one => $"{one.GetProperty("consultant").GetString()} {one.GetProperty("percent").GetDecimal():0.##}"));

    /// <summary>The awards and lapses on the register, the newest first.</summary>
    private static async Task<List<JsonElement>> EntriesAsync(ClientsHost host)
    {
        List<JsonElement> entries = [];
        foreach (var what in (string[])["awarded", "lapsed"])
        {
            var page = await host.Supervisor.ReadAsync(
                $"/api/clients/registers/attributions/{ClientsHost.Project}/entries?what={what}&limit=200");
            entries.AddRange(page.Json.GetProperty("items").EnumerateArray());
        }

        return
        [
            .. entries.OrderByDescending(one => one.GetProperty("sequence").GetInt64())
                .Select(one => one.GetProperty("entry")),
        ];
    }

    private static async Task<Answer> HappenAsync(ClientsHost host, int what, int who, int whom, int more)
    {
        var consultant = host.Consultant($"consultant-{who}");
        var phone = $"1380000000{whom}";
        object form = new { name = "客户乙", phone };
        if (what <= 3)
        {
            return await consultant.SendAsync(
                HttpMethod.Post, $"{ClientsHost.Site}/{(what < 2 ? "pre-registrations" : "direct-sales")}", form);
        }

        if (what == 4)
        {
            await host.PassDaysAsync(more < 7 ? 1 : 4);
            return await host.Supervisor.ReadAsync($"{ClientsHost.Site}/clients");
        }

        if (what == 5)
        {
            return await host.Supervisor.SendAsync(HttpMethod.Post, $"{ClientsHost.Site}/absences", new
            {
                consultant = $"consultant-{who}",
                kind = more < 5 ? "businessTrip" : "otherLeave",
                from = host.Today,
                until = host.Today,
            });
        }

        var found = await host.Supervisor.SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/clients/search", new { phone });
        var items = found.Json.GetProperty("items");
        if (items.GetArrayLength() == 0)
            return found;
        var id = items[0].GetProperty("client").GetProperty("id").GetString()!;
        var client = ClientsHost.PathOf(id);
        var (other, reason) = ($"consultant-{more % Consultants + 1}", "有依据。");
        switch (what)
        {
            case 6 or 7:
                return await consultant.SendAsync(
                    HttpMethod.Post, $"{ClientsHost.Site}/daily-reports",
                    new { lines = new[] { new { client = id, progress = "再来。" } } });
            case 8:
                return await host.Supervisor.ChangeAsync(client, "reassignment", new
                {
                    from = $"consultant-{who}",
                    to = other,
                    grounds = "complaint",
                    reason,
                });
            case 9:
                return await host.Supervisor.ChangeAsync(client, "shares", new
                {
                    shares = new[] { new { consultant = $"consultant-{who}" }, new { consultant = other } },
                });
            case 10:
                var opened = await consultant.ChangeAsync(client, "disputes", new { reason });
                return opened.Status != HttpStatusCode.Created ? opened : await host.Supervisor.ChangeAsync(
                    $"/api/clients/disputes/{opened.Id}", "ruling",
                    new { shares = new[] { new { consultant = other } }, reason });
            case 11:
                return await host.Supervisor.ChangeAsync(
                    client, "grabbing", new { consultant = $"consultant-{who}", reason });
            default:
                var filed = await host.Consultant(other).SendAsync(
                    HttpMethod.Post, $"{ClientsHost.Site}/pre-registrations",
                    new { name = "客户乙", phone = $"1380000000{more % Phones + 1}" });
                if (filed.Status != HttpStatusCode.Created)
                    return filed;
                var asked = await consultant.ChangeAsync(client, "links", new { into = filed.Client(), reason });
                if (asked.Status != HttpStatusCode.Created)
                    return asked;
                var link = $"/api/clients/links/{asked.Id}";
                var merged = more % 3 == 0 ? asked : await host.Supervisor.ChangeAsync(link, "approve");
                if (more < 6)
                    return merged;
                await consultant.ChangeAsync(link, "split", new { reason });
                return await host.Supervisor.ChangeAsync(link, "approve");
        }
    }
}
