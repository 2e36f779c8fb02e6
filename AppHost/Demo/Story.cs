using System.Text.Json.Nodes;

namespace Ops.Demo;

/// <summary>
/// One signed subscription, from the gateway to an overdue handover: played through the gateway alone. Each step prints
/// its real answer and checks it; the first that is not as it must be ends the story.
/// </summary>
internal sealed class Story(GatewayClient gateway, Func<string, string?> databaseCopyVerdict, Dashboard dashboard)
    : Telling(gateway)
{
    private const string Unit = "2-1-1203";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private static readonly string[] ServicesOfTheTrace = ["gateway", "salescontrol", "recordsarchive"];

    public async Task PlayAsync()
    {
        var reservation = await ReserveAsync();
        var (trace, subscription) = await SignAsync(reservation);
        // What the dashboard has is taken down as soon as it is there: how long it keeps a trace is its own affair.
        var spans = await Dashboard.SeenAsync(
            () => dashboard.SpansAsync(trace), seen => Services(seen).IsSupersetOf(ServicesOfTheTrace), LookEvery);
        var handover = await FallOverdueAsync(subscription);
        var linking = await Dashboard.SeenAsync(
            async () => [.. (await dashboard.SpansAsync()).Where(span => span.Links.Contains(trace))],
            seen => seen.Count > 0, LookEvery);
        await HandOverAsync(handover);
        TellOfTheTrace(trace, spans, linking);
    }

    private async Task<string> ReserveAsync()
    {
        Title("story.reserve.title");
        var reserved = await Gateway.PostAsync(
            Consultant, $"/api/sales/projects/{Project}/units/{Unit}/reservations",
            Form(Say("story.reserve.first-customer"), "+8613800000001", "F-001", "R-001"));
        Expect(reserved, 201, "state", "pending");
        var waiting = await Gateway.PostAsync(
            Second, $"/api/sales/projects/{Project}/units/{Unit}/reservations",
            Form(Say("story.reserve.second-customer"), "+8613800000002", "F-002", "R-002"));
        Expect(waiting, 201, "state", "waiting");
        Expect(waiting, 201, "place", "1");
        Expect(waiting, 201, "rule", "RES-4");
        var refused = await Gateway.PostAsync(
            Consultant, $"/api/sales/projects/{Project}/units/2-1-1103/reservations",
            Form(Say("story.reserve.no-receipt-customer"), "+8613800000003", "F-003", null));
        Expect(refused, 422, "rule", "RES-1");

        var approved = await Gateway.PostAsync(
            Manager, $"/api/sales/reservations/{reserved["id"]}/approve", null,
            (await Gateway.GetAsync(Manager, $"/api/sales/reservations/{reserved["id"]}", print: false)).ETag);
        Expect(approved, 200, "state", "reserved");
        var told = await Gateway.GetAsync(Assistant, "/api/sales/me/tasks");
        Check(told.Text.Contains(Unit, StringComparison.Ordinal), "story.reserve.assistant-told");
        var board = await Gateway.GetAsync(Consultant, $"/api/sales/projects/{Project}/board", print: false);
        var cell = Descendants(board.Json).OfType<JsonObject>().Single(cell => cell["unit"]?.ToString() == Unit);
        Tell("story.reserve.cell", ("cell", GatewayClient.Line(cell)));
        Check(cell["state"]?.ToString() == "reserved", "story.reserve.on-board");
        return reserved["id"]!;
    }

    private async Task<(string Trace, string Subscription)> SignAsync(string reservation)
    {
        Title("story.sign.title");
        await MoveAsync("2026-09-29T10:00:00+08:00");
        var signed = await Gateway.PostAsync(
            Consultant, $"/api/sales/projects/{Project}/units/{Unit}/subscription", new JsonObject
            {
                ["agreementNumber"] = "S-2026-0001",
                ["customer"] = new JsonObject
                {
                    ["name"] = Say("story.reserve.first-customer"),
                    ["phone"] = "+8613800000001",
                },
            });
        Expect(signed, 201, "reservationId", reservation);
        var file = await EventuallyAsync(
            Archivist, $"/api/archive/projects/{Project}/units/{Unit}/file", answer => answer.Status == 200);
        var handover = file.Json!["handovers"]!.AsArray().Single()!;
        Check(
            handover["dueAt"]!.ToString() == "2026-10-12T18:00:00+08:00",
            "story.sign.due");
        await Gateway.GetAsync(Archivist, $"/api/archive/handovers/{handover["id"]}/explanation");
        return (signed.TraceId!, signed["id"]!);
    }

    private async Task<string> FallOverdueAsync(string subscription)
    {
        Title("story.overdue.title");
        var moved = await MoveAsync("2026-10-12T09:00:00+08:00");
        Check(
            moved.Text.Contains("2026-10-10T18:00:00+08:00", StringComparison.Ordinal),
            "story.overdue.reminded");
        moved = await MoveAsync("2026-10-13T09:00:00+08:00");
        Check(
            moved.Text.Contains("2026-10-12T18:00:00+08:00", StringComparison.Ordinal),
            "story.overdue.fired");
        var own = await Gateway.GetAsync(Consultant, "/api/archive/handovers?state=overdue");
        var office = await Gateway.GetAsync(Office, "/api/archive/handovers?state=overdue", print: false);
        var overdue = own.Json!["items"]!.AsArray().Single()!;
        Check(
            office.Json!["items"]!.AsArray().Single()!["id"]!.ToString() == overdue["id"]!.ToString(),
            "story.overdue.both-lists");
        Check(
            overdue["cause"]!["subscriptionId"]!.ToString() == subscription,
            "story.overdue.cause");
        Expect(
            await Gateway.GetAsync(Consultant, overdue["cause"]!["subscription"]!.ToString()), 200, "agreementNumber",
            "S-2026-0001");
        return overdue["id"]!.ToString();
    }

    private async Task HandOverAsync(string handover)
    {
        Title("story.hand-over.title");
        var path = $"/api/archive/handovers/{handover}";
        var made = await Gateway.PostAsync(Consultant, $"{path}/hand-over", new JsonObject
        {
            ["papers"] = new JsonArray(
                Paper("subscription", Say("story.hand-over.agreement"), 6),
                Paper("customerPapers", Say("story.hand-over.papers"), 2)),
        }, (await Gateway.GetAsync(Consultant, path, print: false)).ETag);
        Expect(made, 200, "state", "handedOver");
        var accepted = await Gateway.PostAsync(Clerk, $"{path}/accept", null, made.ETag);
        Expect(accepted, 200, "state", "accepted");
        Check(
            accepted["late"] is { Length: > 0 } late && late.StartsWith("PT15H", StringComparison.Ordinal),
            "story.hand-over.late", ("late", accepted["late"]));
        var again = await Gateway.PostAsync(Clerk, $"{path}/accept", null, accepted.ETag);
        Expect(again, 409, "rule", "DOC-5.2.2");
        var verified = await Gateway.GetAsync(Archivist, $"/api/archive/registers/handovers/{Project}/verify");
        Expect(verified, 200, "intact", "true");
        var verdict = databaseCopyVerdict($"handovers/{Project}");
        Tell("story.hand-over.verdict", ("verdict", verdict));
        Check(verdict is not null, "story.hand-over.named");
    }

    private void TellOfTheTrace(string trace, IReadOnlyList<Span> spans, IReadOnlyList<Span> linking)
    {
        Title("story.trace.title");
        Tell("story.trace.id", ("trace", trace));
        foreach (var span in spans)
            Console.WriteLine($"    {span.Service,-16} {span.Name}");
        Check(Services(spans).IsSupersetOf(ServicesOfTheTrace), "story.trace.joins");
        Check(linking.Count > 0, "story.trace.links");
        Tell("story.trace.page", ("page", dashboard.PageOf(trace)));
    }

    private static HashSet<string> Services(IEnumerable<Span> spans) => [.. spans.Select(span => span.Service)];

    private static JsonObject Paper(string kind, string title, int pages) =>
        new()
        {
            ["kind"] = kind,
            ["title"] = title,
            ["carrier"] = "paper",
            ["pages"] = pages,
        };
}
