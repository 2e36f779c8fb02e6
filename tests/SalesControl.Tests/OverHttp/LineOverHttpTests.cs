using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Identity.Client;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>The line, its offers, what people are reminded of, and what can be asked about it.</summary>
public sealed class LineOverHttpTests(TestServers servers)
{
    private const string Line = $"/api/sales/projects/{SalesHost.Project}/units/{SalesHost.Unit}/line",
        Offers = $"/api/sales/projects/{SalesHost.Project}/offers";

    [Fact]
    [Rule("RES-3")]
    public async Task A_day_and_two_hours_before_the_expiry_the_consultant_is_reminded_unless_there_is_a_renewal()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        var other = await sales.ReservedAsync(2, "2-1-1201");
        await sales.Service.MoveClockAsync(Duration.FromHours(47));
        Assert.Empty(await RemindersAsync(sales));

        await sales.Service.MoveClockAsync(Duration.FromHours(2));
        Assert.Equal(2, (await RemindersAsync(sales)).Count);
        Assert.All(
            await RemindersAsync(sales), title => Assert.Contains("ends in 24 hours", title, StringComparison.Ordinal));
        await sales.ActAsync(sales.Consultant, other, "renewal", new { form = "F-again" });
        await sales.Service.MoveClockAsync(Duration.FromHours(22));

        var soon = Assert.Single(
            await RemindersAsync(sales), title => title.Contains("ends in 2 hours", StringComparison.Ordinal));
        Assert.Contains(SalesHost.Unit, soon, StringComparison.Ordinal);
        Assert.Equal("reserved", (await sales.ReadAsync(reserved))["state"]);
    }

    [Fact]
    [Rule("RES-3")]
    public async Task Where_a_renewal_may_be_registered_later_the_consultant_is_reminded_then_and_not_before()
    {
        await using var sales = await SalesHost.StartAsync(
            servers, new Dictionary<string, string>(StringComparer.Ordinal) { ["Reservations:RenewalHours"] = "6" });
        await sales.ReservedAsync(1);
        await sales.Service.MoveClockAsync(Duration.FromHours(65));
        Assert.Empty(await RemindersAsync(sales));

        await sales.Service.MoveClockAsync(Duration.FromHours(1.25));
        Assert.Contains("ends in 6 hours", Assert.Single(await RemindersAsync(sales)), StringComparison.Ordinal);
        await sales.Service.MoveClockAsync(Duration.FromHours(5));
        Assert.Single(await RemindersAsync(sales));

        await sales.Service.MoveClockAsync(Duration.FromHours(0.5));
        Assert.Single(
            await RemindersAsync(sales), title => title.Contains("ends in 0.5 hours", StringComparison.Ordinal));
    }

    [Fact]
    [Rule("RES-1")]
    public async Task What_has_lapsed_does_not_count_to_the_limit_though_nobody_has_noticed_yet()
    {
        await using var sales = await SalesHost.StartAsync(
            servers,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Reservations:LimitPerConsultant"] = "1" });
        await sales.RegisterAsync(1, "2-1-1201");
        Assert.Equal("RES-1", (await sales.RegisterAsync(2, "2-1-1202", HttpStatusCode.Conflict))["rule"]);
        var database = new ServiceDatabase(sales.Service.Setting.Admin);
        await database.ExecuteAsync(
            "UPDATE deadlines.deadlines SET next_at = next_at + interval '1 year' WHERE kind = 'reservation-lapse'");
        await sales.Service.MoveClockAsync(Duration.FromHours(73));

        Assert.Equal("pending", (await sales.RegisterAsync(3, "2-1-1202"))["state"]);
        Assert.Equal(1, await database.CountAsync("units WHERE code = $1 AND state = 'Pending'", "2-1-1201"));
    }

    [Fact]
    [Rule("RES-1")]
    public async Task A_consultant_s_customers_hold_no_more_units_than_the_limit_however_many_register_at_one_moment()
    {
        await using var sales = await SalesHost.StartAsync(
            servers,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Reservations:LimitPerConsultant"] = "2" });
        var statuses = await Task.WhenAll(((string[])["2-1-1201", "2-1-1202", "2-1-1203"]).Select(async (unit, at) =>
        {
            using var answer = await sales.Consultant.PostAsJsonAsync(
                $"{SalesHost.UnitPath(unit)}/reservations", SalesHost.Form(at + 1));
            return answer.StatusCode;
        }));

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Conflict], statuses.Order());
        var free = (await sales.Consultant.GetAsync(
            $"/api/sales/projects/{SalesHost.Project}/board",
            HttpStatusCode.OK)).Json.GetProperty("counts").GetProperty("available").GetInt32();
        Assert.Equal(1, free);
        // Whoever waits holds nothing, and another consultant's customers are another's.
        var taken = new[] { "2-1-1201", "2-1-1202", "2-1-1203" }[statuses[0] == HttpStatusCode.Created ? 0 : 1];
        Assert.Equal("waiting", (await sales.RegisterAsync(7, taken))["state"]);
        Assert.Equal("RES-1", (await sales.RegisterAsync(
            8, new[] { "2-1-1201", "2-1-1202", "2-1-1203" }[Array.IndexOf(statuses, HttpStatusCode.Conflict)],
            HttpStatusCode.Conflict))["rule"]);
        await sales.RegisterAsync(
            9, new[] { "2-1-1201", "2-1-1202", "2-1-1203" }[Array.IndexOf(statuses, HttpStatusCode.Conflict)],
            who: sales.Second);
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("CS-7")]
    public async Task An_offer_whose_consultant_may_not_act_is_told_to_the_manager_and_delivered_to_who_takes_over()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var (first, second) = (await sales.RegisterAsync(1), await sales.RegisterAsync(2, who: sales.Second));
        await sales.RegisterAsync(3, "2-1-1201");
        await sales.RegisterAsync(4, "2-1-1201");
        await BarAsync(sales, "consultant-2");

        await sales.Service.MoveClockAsync(Duration.FromHours(73));

        var offer = Assert.Single(
            (await sales.Manager.GetAsync($"{Offers}?undelivered=true", HttpStatusCode.OK)).Items());
        Assert.Equal(
            (second["id"], SalesHost.Unit, "consultant-2"),
            (offer.Text("reservationId"), offer.Text("unit"), offer.Text("consultant")));
        Assert.Contains("may not act", offer.Text("undelivered"), StringComparison.Ordinal);
        Assert.EndsWith("+08:00", offer.Text("until"));
        Assert.Equal(2, (await sales.Manager.GetAsync(Offers, HttpStatusCode.OK)).Items().Count);
        Assert.Equal("2-1-1201", Assert.Single(
            (await sales.Manager.GetAsync($"{Offers}?undelivered=false", HttpStatusCode.OK)).Items()).Text("unit"));
        Assert.Contains(
            "reached nobody", (await sales.Manager.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        var next = (await sales.Manager.GetAsync(Line, HttpStatusCode.OK)).Json.GetProperty("next");
        Assert.Equal((true, second["id"]), (next.GetProperty("offered").GetBoolean(), next.Text("reservationId")));
        Assert.Contains("reached nobody", next.Text("text"), StringComparison.Ordinal);

        await PassAsync(sales, "consultant-2", "consultant-1");
        Assert.Empty((await sales.Manager.GetAsync($"{Offers}?undelivered=true", HttpStatusCode.OK)).Items());
        Assert.Contains(
            "is offered to your customer",
            (await sales.Consultant.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text, StringComparison.Ordinal);
        Assert.Equal("pending", (await sales.ActAsync(
            sales.Consultant, second, "take-up", new { form = "F-2", depositReceipt = "R-2" }))["state"]);
        Assert.DoesNotContain(
            (await sales.Manager.GetAsync(Offers, HttpStatusCode.OK)).Items(),
            one => one.Text("unit") == SalesHost.Unit);
        Assert.Equal("lapsed", (await sales.ReadAsync(first))["state"]);
    }

    [Fact]
    [Rule("RES-4")]
    public async Task A_page_of_offers_goes_on_after_one_that_was_taken_up_meanwhile()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        foreach (var (unit, at) in new[] { "2-1-1201", "2-1-1202", "2-1-1203" }.Select((unit, at) => (unit, at)))
        {
            await sales.RegisterAsync((10 * at) + 1, unit);
            await sales.RegisterAsync((10 * at) + 2, unit);
        }

        await sales.Service.MoveClockAsync(Duration.FromHours(73));
        var first = (await sales.Manager.GetAsync($"{Offers}?limit=1", HttpStatusCode.OK)).Json;
        var next = first.GetProperty("next").GetString();
        var seen = await sales.Consultant.GetAsync($"/api/sales/reservations/{next}", HttpStatusCode.OK);
        await sales.Consultant.PostAsync(
            $"/api/sales/reservations/{next}/take-up", new { form = "F-up", depositReceipt = "R-up" },
            HttpStatusCode.OK, seen.ETag);

        Assert.Equal(2, (await sales.Manager.GetAsync($"{Offers}?after={next}", HttpStatusCode.OK)).Items().Count);
        await sales.Manager.GetAsync($"{Offers}?after={Guid.Empty}", HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    [Rule("RES-4")]
    public async Task The_line_tells_who_waits_in_which_place_and_why_the_next_has_or_has_not_been_offered_the_unit()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        Assert.Contains(
            "available", Next(await sales.Consultant.GetAsync(Line, HttpStatusCode.OK)), StringComparison.Ordinal);
        var reserved = await sales.RegisterAsync(1);
        Answer[] waiting = [await sales.RegisterAsync(2, who: sales.Second), await sales.RegisterAsync(3)];

        var held = await sales.Consultant.GetAsync(Line, HttpStatusCode.OK);
        Assert.Equal(reserved["id"], held.Json.GetProperty("holder").Text("id"));
        Assert.Equal(
            waiting.Select(one => (one["id"], 1 + Array.IndexOf(waiting, one))),
            held.Json.GetProperty("waiting").EnumerateArray().Select(
                one => (one.Text("id"), one.GetProperty("place").GetInt32())));
        Assert.Contains("consultant-1", Next(held), StringComparison.Ordinal);
        Assert.Contains("waits for approval", Next(held), StringComparison.Ordinal);
        Assert.Equal((false, waiting[0]["id"], "RES-4"), (
            held.Json.GetProperty("next").GetProperty("offered").GetBoolean(),
            held.Json.GetProperty("next").Text("reservationId"), held.Json.GetProperty("next").Text("rule")));

        await sales.ActAsync(sales.Consultant, reserved, "release", new { reason = "Found another." });
        var offered = await sales.Consultant.GetAsync(Line, HttpStatusCode.OK);
        Assert.Contains("the consultant was told", Next(offered), StringComparison.Ordinal);
        Assert.Equal("offered", offered["state"]);

        await sales.ActAsync(sales.Second, waiting[0], "take-up", new { form = "F-2", depositReceipt = "R-2" });
        await sales.Second.PostAsync(
            $"{SalesHost.UnitPath()}/subscription",
            new { agreementNumber = "S-2", customer = new { name = "Customer 2", phone = SalesHost.Phone(2) } },
            HttpStatusCode.Created);
        var subscribed = await sales.Consultant.GetAsync(Line, HttpStatusCode.OK);
        Assert.Contains("subscribed", Next(subscribed), StringComparison.Ordinal);
        Assert.DoesNotContain(SalesHost.Phone(1), held.Text, StringComparison.Ordinal);
        await sales.Consultant.GetAsync($"{SalesHost.UnitPath("9-9-9")}/line", HttpStatusCode.NotFound);
    }

    [Fact]
    [Rule("RES-4")]
    public async Task Why_he_has_it_and_not_I_is_answered_in_steps_with_times_and_rules()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.RegisterAsync(1);
        Answer[] waiting = [await sales.RegisterAsync(2, who: sales.Second), await sales.RegisterAsync(3)];
        await sales.ActAsync(sales.Consultant, reserved, "release", new { reason = "Found another." });
        var elsewhere = await sales.RegisterAsync(4, "2-1-1201");
        var path = $"{SalesHost.UnitPath()}/explanation?for=";

        var answer = await sales.Consultant.GetAsync(path + waiting[1]["id"], HttpStatusCode.OK);

        var steps = answer.Json.EnumerateArray().ToList();
        Assert.Equal(["other", "other", "this", "other", "other", "now"], steps.Select(step => step.Text("whose")));
        Assert.Contains("registered a reservation", steps[0].Text("text"), StringComparison.Ordinal);
        Assert.Contains("in place 2", steps[2].Text("text"), StringComparison.Ordinal);
        Assert.Contains("gave it up early", steps[3].Text("text"), StringComparison.Ordinal);
        Assert.Contains("waits in place 1", steps[^1].Text("text"), StringComparison.Ordinal);
        Assert.Contains("consultant-2", steps[^1].Text("text"), StringComparison.Ordinal);
        Assert.All(steps, step => Assert.EndsWith("+08:00", step.Text("at")));
        // To whoever was first, what became of it is its own doing.
        var own = (await sales.Consultant.GetAsync(path + reserved["id"], HttpStatusCode.OK)).Json.EnumerateArray()
            .Where(step => step.Text("whose") == "this").Select(step => step.Text("rule"));
        Assert.Equal(["RES-1", "RES-1"], own);
        await sales.Consultant.GetAsync(path + elsewhere["id"], HttpStatusCode.NotFound);
        await sales.Consultant.GetAsync(path + Guid.Empty, HttpStatusCode.NotFound);
    }

    [Fact]
    [Rule("RES-4")]
    public async Task A_history_is_read_a_page_at_a_time_with_a_sentence_and_a_rule_for_each_entry()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        await sales.RegisterAsync(2);
        var path = $"{SalesHost.UnitPath()}/history";

        var first = await sales.Consultant.GetAsync($"{path}?limit=3", HttpStatusCode.OK);
        var rest = await sales.Consultant.GetAsync($"{path}?limit=3&after={first["next"]}", HttpStatusCode.OK);

        Assert.Equal(
            ["UnitListed", "ReservationRegistered", "ReservationApproved", "WaitRecorded"],
            first.Items().Concat(rest.Items()).Select(item => item.Text("event")));
        Assert.Equal(("3", ""), (first["next"], rest["next"]));
        Assert.All(first.Items(), item => Assert.NotEqual("", item.Text("rule") + item.Text("text")));
        // Under which approval: as the approvals have it.
        Assert.Equal(
            [null, null, $"reservation/{reserved["id"]}"], first.Items().Select(item => item.Text("approval")));
        Assert.Equal(1, await new ServiceDatabase(sales.Service.Setting.Admin).CountAsync(
            $"approvals.requests WHERE key = 'reservation/{reserved["id"]}' AND state = 'granted'"));
        var asked = await sales.ActAsync(
            sales.Consultant, await sales.ReservedAsync(3, "2-1-1201"), "extension",
            new { hours = 24, reason = "The bank needs longer." }, HttpStatusCode.Created);
        var last = (await sales.Consultant.GetAsync($"{SalesHost.UnitPath("2-1-1201")}/history", HttpStatusCode.OK))
            .Items()[^1];
        Assert.Equal(("ChangeAsked", $"change/{asked["id"]}"), (last.Text("event"), last.Text("approval")));
    }

    private static string Next(Answer line) => line.Json.GetProperty("next").Text("text")!;

    private static async Task<IReadOnlyList<string>> RemindersAsync(SalesHost sales) => [
        .. (await sales.Consultant.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK))
        .Items().Select(task => task.Text("title")!).Where(
            title => title.Contains("report whether the customer goes on", StringComparison.Ordinal))];

    /// <summary>As a replica learns of a suspension that another one heard from Identity.</summary>
    private static async Task BarAsync(SalesHost sales, string staff)
    {
        await new ServiceDatabase(sales.Service.Setting.Admin).ExecuteAsync(
            $"INSERT INTO staff.members (number, barred) VALUES ('{staff}', '{staff} may not act for the time being')");
        await Wait.UntilAsync(
            () => sales.Service.Services.GetRequiredService<IStaffStanding>().BarredBecause(staff) is not null,
            $"{staff} to be barred");
    }

    private static async Task PassAsync(SalesHost sales, string from, string to)
    {
        await using var scope = sales.Service.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
            async cancellationToken =>
            {
                foreach (var belongings in scope.ServiceProvider.GetServices<IBelongings>())
                    await belongings.PassAsync(
                        from, to, scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant(),
                        "operations-1", cancellationToken);
                return true;
            },
            CancellationToken.None);
    }
}
