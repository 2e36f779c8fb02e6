using System.Net;
using NodaTime;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>Going on, giving up, leaving, yielding, paying first and holding longer, as callers do it.</summary>
public sealed class GoingOnOverHttpTests(TestServers servers)
{
    private static readonly object Gone = new { reason = "The customer found another." };

    [Fact]
    [Rule("RES-3")]
    public async Task On_the_last_day_it_is_reported_that_the_customer_goes_on_and_the_renewal_takes_the_deposit_over()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = sales.Finance();
        var reserved = await sales.ReservedAsync(1);
        Assert.Equal("RES-3", (await sales.ActAsync(
            sales.Consultant, reserved, "renewal", new { form = "F-again" }, HttpStatusCode.Conflict))["rule"]);
        await sales.Service.MoveClockAsync(Duration.FromHours(49));
        Assert.Equal("RES-3", (await sales.ActAsync(
            sales.Consultant, reserved, "renewal", new { form = "" }, HttpStatusCode.UnprocessableEntity))["rule"]);

        var renewal = await sales.ActAsync(sales.Consultant, reserved, "renewal", new { form = "F-again" });

        Assert.Equal(
            ("renewalPending", "RES-3", reserved["id"], "F-again"),
            (renewal["state"], renewal["rule"], renewal["renews"], renewal["form"]));
        Assert.Contains(
            "goes on", (await sales.Manager.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        Assert.Equal("renewalApproved", (await sales.ApproveAsync(renewal["id"]!))["state"]);
        await sales.Service.MoveClockAsync(Duration.FromHours(24));
        Assert.Equal(
            ("renewed", "reserved"),
            ((await sales.ReadAsync(reserved))["state"], (await sales.ReadAsync(renewal))["state"]));
        var deposit = Assert.Single((await finance.GetAsync(
            $"/api/sales/projects/{SalesHost.Project}/deposits?state=held", HttpStatusCode.OK)).Items());
        Assert.Equal((renewal["id"], "R-1"), (deposit.Text("reservationId"), deposit.Text("receipt")));
    }

    [Fact]
    [Rule("RES-1")]
    [Rule("RES-4")]
    public async Task A_release_gives_the_unit_to_the_next_at_once_and_whoever_leaves_the_line_is_not_offered_it()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        Answer[] waiting = [
            await sales.RegisterAsync(2, who: sales.Second), await sales.RegisterAsync(3),
            await sales.RegisterAsync(4)];
        Assert.Equal("left", (await sales.ActAsync(sales.Consultant, waiting[1], "leave", Gone))["state"]);
        Assert.Equal("2", (await sales.ReadAsync(waiting[2]))["place"]);

        Assert.Equal("released", (await sales.ActAsync(sales.Consultant, reserved, "release", Gone))["state"]);
        Assert.Equal("offered", (await sales.ReadAsync(waiting[0]))["state"]);
        Assert.Equal("left", (await sales.ActAsync(sales.Second, waiting[0], "leave", Gone))["state"]);

        Assert.Equal("offered", (await sales.ReadAsync(waiting[2]))["state"]);
        Assert.Equal(
            "RES-1",
            (await sales.ActAsync(sales.Consultant, reserved, "release", Gone, HttpStatusCode.Conflict))["rule"]);
        Assert.Equal(
            "RES-4", (await sales.ActAsync(sales.Second, waiting[0], "leave", Gone, HttpStatusCode.Conflict))["rule"]);
    }

    [Fact]
    [Rule("RES-4")]
    public async Task While_one_waits_who_has_not_yielded_the_holder_does_not_go_on_and_a_yield_counts_for_that_holder()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        Answer[] waiting = [
            await sales.RegisterAsync(2, who: sales.Second), await sales.RegisterAsync(3, who: sales.Second)];
        await sales.Service.MoveClockAsync(Duration.FromHours(50));
        await sales.ActAsync(sales.Second, waiting[0], "yield", null);
        var refused = await sales.ActAsync(
            sales.Consultant, reserved, "renewal", new { form = "F-again" }, HttpStatusCode.Conflict);
        Assert.Equal("RES-4", refused["rule"]);
        Assert.Equal($"reservation/{waiting[1]["id"]}", refused.Json.GetProperty("evidence")[0].GetString());
        Assert.Equal(
            "RES-4", (await sales.ActAsync(sales.Second, waiting[0], "yield", null, HttpStatusCode.Conflict))["rule"]);

        Assert.Equal("1", (await sales.ReadAsync(waiting[0]))["place"]);
        await sales.ActAsync(sales.Second, waiting[1], "yield", null);
        var renewal = await sales.ActAsync(sales.Consultant, reserved, "renewal", new { form = "F-again" });
        var line = await sales.Consultant.GetAsync($"{SalesHost.UnitPath()}/line", HttpStatusCode.OK);
        Assert.Equal(2, line.Json.GetProperty("yielded").GetArrayLength());
        await sales.ApproveAsync(renewal["id"]!);
        await sales.Service.MoveClockAsync(Duration.FromHours(22));

        // The renewal is another holder: it needs yields of its own.
        Assert.Equal(
            ("reserved", "waiting"),
            ((await sales.ReadAsync(renewal))["state"], (await sales.ReadAsync(waiting[0]))["state"]));
        await sales.Service.MoveClockAsync(Duration.FromHours(50));
        Assert.Equal("RES-4", (await sales.ActAsync(
            sales.Consultant, renewal, "renewal", new { form = "F-third" }, HttpStatusCode.Conflict))["rule"]);
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("RES-1")]
    public async Task Whoever_pays_first_goes_on_though_others_wait_and_the_money_goes_to_the_sale_with_the_deposit()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = sales.Finance();
        var (reserved, waiting) = (await sales.ReservedAsync(1), await sales.RegisterAsync(2, who: sales.Second));
        await sales.Service.MoveClockAsync(Duration.FromHours(50));
        Assert.Equal(
            "RES-4", (await sales.ActAsync(finance, waiting, "payment", Paid("P-1"), HttpStatusCode.Conflict))["rule"]);
        Assert.Equal(
            "RES-1",
            (await sales.ActAsync(finance, reserved, "payment", Paid("R-1"), HttpStatusCode.Conflict))["rule"]);
        await sales.ActAsync(sales.Consultant, reserved, "payment", Paid("P-1"), HttpStatusCode.Forbidden);

        Assert.NotEqual("", (await sales.ActAsync(finance, reserved, "payment", Paid("P-1")))["paidAt"]);
        Assert.Equal(
            "RES-1",
            (await sales.ActAsync(finance, reserved, "payment", Paid("P-1"), HttpStatusCode.Conflict))["rule"]);
        var renewal = await sales.ActAsync(sales.Consultant, reserved, "renewal", new { form = "F-again" });
        await sales.ApproveAsync(renewal["id"]!);
        await sales.Service.MoveClockAsync(Duration.FromHours(23));
        var signed = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/subscription",
            new { agreementNumber = "S-1", customer = new { name = "Customer 1", phone = SalesHost.Phone(1) } },
            HttpStatusCode.Created);

        var deposits =
            (await finance.GetAsync($"/api/sales/projects/{SalesHost.Project}/deposits", HttpStatusCode.OK)).Items();
        Assert.Equal(2, deposits.Count);
        Assert.All(deposits, deposit => Assert.Equal(
            ("carriedOver", signed["id"]), (deposit.Text("state"), deposit.Text("subscriptionId"))));
        var ledger = await finance.GetAsync($"/api/sales/projects/{SalesHost.Project}/ledger", HttpStatusCode.OK);
        Assert.Equal(("60000.00", "0.00", "-60000.00", "0.00"), (
            Balance(ledger, "cash"), Balance(ledger, "depositsHeld"), Balance(ledger, "customerPayments"),
            ledger.Json.GetProperty("sum").Text("amount")));
        Assert.Equal("closed", (await sales.ReadAsync(waiting))["state"]);
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("RES-1")]
    public async Task What_was_paid_first_for_a_reservation_that_ended_without_a_sale_is_finances_to_refund()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = sales.Finance();
        var reserved = await sales.ReservedAsync(1);
        await sales.ActAsync(finance, reserved, "payment", Paid("P-1"));
        await sales.Service.MoveClockAsync(Duration.FromHours(73));
        Assert.Contains(
            "refund what its customer has paid",
            (await finance.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text, StringComparison.Ordinal);

        foreach (var deposit in (await finance.GetAsync(
            $"/api/sales/projects/{SalesHost.Project}/deposits?state=held", HttpStatusCode.OK)).Items())
        {
            Assert.Contains(
                "refund what its customer", (await finance.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
                StringComparison.Ordinal);
            await finance.PostAsync(
                $"/api/sales/deposits/{deposit.Text("id")}/refund", Gone, HttpStatusCode.OK, "\"1\"");
        }

        Assert.DoesNotContain(
            "refund what its customer", (await finance.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        var ledger = await finance.GetAsync($"/api/sales/projects/{SalesHost.Project}/ledger", HttpStatusCode.OK);
        Assert.Equal(("0.00", "0.00"), (Balance(ledger, "cash"), Balance(ledger, "depositsHeld")));
    }

    [Fact]
    [Rule("RES-1")]
    public async Task The_manager_grants_one_special_extension_of_at_most_three_days_and_none_past_others_who_wait()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        Assert.Equal("RES-1", (await sales.ActAsync(
            sales.Consultant, reserved, "extension", Longer(73), HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Equal("RES-1", (await sales.ActAsync(
            sales.Consultant, reserved, "extension", Longer(0), HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Equal("RES-1", (await sales.ActAsync(
            sales.Consultant, reserved, "extension", new { hours = 24, reason = "" },
            HttpStatusCode.UnprocessableEntity))["rule"]);

        var asked = await sales.ActAsync(sales.Consultant, reserved, "extension", Longer(72), HttpStatusCode.Created);
        Assert.Equal("RES-1", (await sales.ActAsync(
            sales.Consultant, reserved, "extension", Longer(24), HttpStatusCode.Conflict))["rule"]);
        var change = $"/api/sales/changes/{asked["id"]}";
        Assert.Equal("CS-7", (await sales.Consultant.PostAsync(
            $"{change}/approve", null, HttpStatusCode.Forbidden, asked.ETag))["rule"]);
        await sales.Manager.PostAsync($"{change}/approve", null, HttpStatusCode.OK, asked.ETag);

        Assert.Equal("True", (await sales.ReadAsync(reserved))["extended"]);
        Assert.Equal("RES-1", (await sales.ActAsync(
            sales.Consultant, reserved, "extension", Longer(1), HttpStatusCode.Conflict))["rule"]);
        await sales.Service.MoveClockAsync(Duration.FromHours(143));
        Assert.Equal("reserved", (await sales.ReadAsync(reserved))["state"]);
        await sales.Service.MoveClockAsync(Duration.FromHours(2));
        Assert.Equal("lapsed", (await sales.ReadAsync(reserved))["state"]);

        var other = await sales.ReservedAsync(3, "2-1-1201");
        await sales.RegisterAsync(4, "2-1-1201", who: sales.Second);
        Assert.Equal(
            "RES-4",
            (await sales.ActAsync(sales.Consultant, other, "extension", Longer(24), HttpStatusCode.Conflict))["rule"]);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_consultant_acts_on_their_own_customers_only_and_the_supervisor_on_all()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var supervisor = sales.Supervisor();
        var (reserved, waiting) = (await sales.ReservedAsync(1), await sales.RegisterAsync(2, who: sales.Second));
        var right = new { field = "form", value = "F-right", reason = "A slip of the pen." };

        foreach (var (act, body) in new (string, object?)[]
        {
            ("renewal", new { form = "F" }), ("release", Gone), ("extension", Longer(24)), ("corrections", right),
        })
            Assert.Equal(
                "CS-7", (await sales.ActAsync(sales.Second, reserved, act, body, HttpStatusCode.Forbidden))["rule"]);
        foreach (var (act, body) in new (string, object?)[]
        {
            ("leave", Gone), ("yield", null), ("take-up", new { form = "F", depositReceipt = "R-2" }),
        })
            Assert.Equal(
                "CS-7", (await sales.ActAsync(sales.Consultant, waiting, act, body, HttpStatusCode.Forbidden))["rule"]);

        await sales.ActAsync(supervisor, waiting, "yield", null);
        await sales.ActAsync(supervisor, reserved, "release", Gone);
        Assert.Equal("pending", (await sales.ActAsync(
            supervisor, waiting, "take-up", new { form = "F", depositReceipt = "R-2" }))["state"]);
    }

    [Fact]
    public async Task Each_act_needs_the_version_that_was_seen_and_a_reason_without_anybody_s_number()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = sales.Finance();
        var (reserved, waiting) = (await sales.ReservedAsync(1), await sales.RegisterAsync(2));
        foreach (var (who, reservation, act, body) in new (HttpClient, Answer, string, object?)[]
        {
            (sales.Consultant, reserved, "renewal", new { form = "F" }), (sales.Consultant, reserved, "release", Gone),
            (sales.Consultant, waiting, "leave", Gone), (sales.Consultant, waiting, "yield", null),
            (finance, reserved, "payment", Paid("P-1")),
            (sales.Consultant, reserved, "corrections", new { field = "form", value = "F-right", reason = "A slip." }),
        })
        {
            await who.PostAsync(
                $"{ReservationCalls.PathOf(reservation)}/{act}", body, HttpStatusCode.PreconditionRequired);
            await who.PostAsync(
                $"{ReservationCalls.PathOf(reservation)}/{act}", body, HttpStatusCode.PreconditionFailed, "\"1\"");
        }

        foreach (var (reservation, act) in new[] { (reserved, "release"), (waiting, "leave") })
        {
            await sales.ActAsync(
                sales.Consultant, reservation, act, new { reason = "" }, HttpStatusCode.UnprocessableEntity);
            await sales.ActAsync(
                sales.Consultant, reservation, act, new { reason = $"Call {SalesHost.Phone(1)}" },
                HttpStatusCode.UnprocessableEntity);
            await sales.ActAsync(
                sales.Consultant, reservation, act, new { reason = new string('x', 501) },
                HttpStatusCode.UnprocessableEntity);
        }

        Assert.Equal(
            ("reserved", "waiting"),
            ((await sales.ReadAsync(reserved))["state"], (await sales.ReadAsync(waiting))["state"]));
    }

    private static object Longer(int hours) => new { hours, reason = "The bank needs longer." };

    private static object Paid(string receipt) =>
        new { receipt, amount = new { amount = "50000.00", currency = "CNY" } };

    private static string? Balance(Answer ledger, string account) => ledger.Json.GetProperty("accounts")
        .EnumerateArray().Single(one => one.Text("account") == account).GetProperty("amount").Text("amount");
}
