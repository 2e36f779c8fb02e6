using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Identity.Client;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;
using static Ops.SalesControl.Tests.OverHttp.SellingHost;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// Changes of a sale 销售变更: late payment, swap, change of name, cancellation, forfeiture; each agreed to by others, and
/// what followed undone.
/// </summary>
public sealed class ChangingASaleTests(TestServers servers)
{
    [Fact]
    [Rule("RES-4")]
    [Rule("CS-7")]
    public async Task A_late_payment_plan_gives_what_is_open_other_days_and_what_came_in_meanwhile_counts_towards_it()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var sale = await selling.SignAsync(1);
        await selling.PayAsync(sale, "P-1", 1_000_000m);
        object Plan(string reason, params (int Day, decimal Amount)[] plan) =>
            new { instalments = plan.Select(p => new { dueOn = Day(sale, p.Day), amount = Yuan(p.Amount) }), reason };

        foreach (var bad in (object[])[
            Plan("Loan", (20, 2_000_000.01m)), Plan("Loan", (-1, 2_000_000m)),
            Plan("Loan", (40, 1_000_000m), (20, 1_000_000m)), Plan("", (40, 2_000_000m)), Plan("Loan")])
            Assert.Equal(
                "RES-4",
                (await selling.AskAsync(sale, "late-payment", bad, HttpStatusCode.UnprocessableEntity))["rule"]);
        await selling.Seller.PostAsync(
            $"{PathOf(sale)}/late-payment", Plan("Loan", (40, 2_000_000m)), HttpStatusCode.PreconditionRequired);
        await selling.Seller.PostAsync(
            $"{PathOf(sale)}/late-payment", Plan("Loan", (40, 2_000_000m)), HttpStatusCode.PreconditionFailed, "\"1\"");
        var asked = await selling.AskAsync(
            sale, "late-payment", Plan("The bank's loan is late", (40, 500_000m), (80, 1_500_000m)));
        Assert.Equal("RES-4", (await selling.AskAsync(
            sale, "late-payment", Plan("Loan", (50, 2_000_000m)), HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("CS-7", (await selling.AgreeAsync(selling.Seller, asked, HttpStatusCode.Forbidden))["rule"]);
        Assert.Equal("CS-7", (await selling.AgreeAsync(selling.Finance, asked, HttpStatusCode.Forbidden))["rule"]);
        await selling.PayAsync(sale, "P-2", 600_000m);
        await selling.AgreeAsync(selling.Manager, asked);

        var now = await selling.LookAsync(sale);
        var stands = now.Json.GetProperty("instalments").EnumerateArray()
            .Where(i => i.GetProperty("replacedAt").ValueKind == System.Text.Json.JsonValueKind.Null).ToList();
        Assert.Equal(
            [
                (1, Day(sale, 7), "900000.00", "900000.00"), (2, Day(sale, 30), "100000.00", "100000.00"),
                (3, Day(sale, 40), "500000.00", "500000.00"), (4, Day(sale, 80), "1500000.00", "100000.00")],
            stands.Select(i => (
                i.GetProperty("number").GetInt32(), i.GetProperty("dueOn").GetString()!,
                i.GetProperty("amount").GetProperty("amount").GetString()!,
                i.GetProperty("paid").GetProperty("amount").GetString()!)));
        Assert.Equal((1_600_000m, 1_400_000m), (AmountOf(now, "paid"), AmountOf(now, "open")));
        Assert.Equal("granted", now.Json.GetProperty("changes")[0].GetProperty("state").GetString());
        Assert.Contains("PaymentPlanChanged", await selling.HistoryAsync());
        // The old day says nothing any more; the new one does.
        await selling.MoveAsync(Duration.FromDays(50));
        Assert.DoesNotContain("InstalmentOverdue", await selling.HistoryAsync());
        await selling.MoveAsync(Duration.FromDays(31));
        Assert.Equal(4, (await selling.LastAsync("InstalmentOverdue")).GetProperty("number").GetInt32());
    }

    /// <summary>Posts are an installation's own: whose list it comes to, the permission says.</summary>
    [Fact]
    [Rule("CS-7")]
    public async Task Whoever_may_agree_to_a_change_is_told_whatever_their_post_until_it_is_decided()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        using var agrees = selling.Person("p-1", "a-post-of-ours", "sales", SalesControlPermissions.ApproveChange);
        using var settles = selling.Person("p-2", "another-of-ours", "money", SalesControlPermissions.SettleChange);
        using var neither = selling.Person("p-3", "marketing-manager", "project-sales-group");
        var asked = await selling.AskAsync(await selling.SignAsync(1), "cancellation", new { reason = "Illness" });
        foreach (var (who, told) in new[] { (agrees, true), (settles, true), (neither, false) })
            Assert.Equal(told, (await selling.TasksOfAsync(who)).Contains("Agree or refuse", StringComparison.Ordinal));

        await selling.AgreeAsync(agrees, asked);
        Assert.Contains("Agree or refuse", await selling.TasksOfAsync(settles), StringComparison.Ordinal);
        await selling.AgreeAsync(settles, asked);
        foreach (var who in (HttpClient[])[agrees, settles])
            Assert.DoesNotContain("Agree or refuse", await selling.TasksOfAsync(who), StringComparison.Ordinal);
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("CS-7")]
    public async Task A_change_of_name_is_agreed_to_by_a_manager_and_the_sale_keeps_who_bought_before()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var sale = await selling.SignAsync(1);
        object To(string reason, params (int Customer, decimal Share)[] buyers) =>
            new { buyers = buyers.Select(b => new { customer = Customer(b.Customer), share = b.Share }), reason };

        Assert.Equal("RES-4", (await selling.AskAsync(
            sale, "change-of-name", To("Marriage", (1, 50m), (2, 49m)), HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Equal("RES-4", (await selling.AskAsync(
            sale, "change-of-name", To("Marriage", (2, 50m), (2, 50m)), HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Equal("RES-4", (await selling.AskAsync(
            sale, "change-of-name", To("", (2, 100m)), HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Equal(
            "RES-4",
            (await selling.AskAsync(sale, "change-of-name", To("None", (1, 100m)), HttpStatusCode.Conflict))["rule"]);
        var asked = await selling.AskAsync(sale, "change-of-name", To("Marriage", (2, 50m), (1, 50m)));
        Assert.DoesNotContain("Customer 2", asked.Text, StringComparison.Ordinal);
        await selling.AgreeAsync(selling.GeneralManager, asked);

        var buyers = (await selling.LookAsync(sale)).Json.GetProperty("buyers").EnumerateArray().Select(b => (
            b.GetProperty("customer").GetProperty("name").GetString(), b.GetProperty("share").GetDecimal(),
            Buys: b.GetProperty("until").ValueKind == System.Text.Json.JsonValueKind.Null)).ToList();
        Assert.Equal([("Customer 2", 50m, true), ("Customer 1", 50m, true), ("Customer 1", 100m, false)], buyers);
        var told = await selling.LastAsync("BuyersChanged");
        Assert.Equal((1, 2), (told.GetProperty("from").GetArrayLength(), told.GetProperty("to").GetArrayLength()));
        // Somebody's own words are told, and lie in no log.
        Assert.True(told.GetProperty("reason").TryGetProperty("freeText", out _));
        var history = await selling.Seller.GetAsync($"{SalesHost.UnitPath()}/history", HttpStatusCode.OK);
        Assert.Contains("by a change of name: Marriage", history.Text, StringComparison.Ordinal);
        Assert.Equal(
            "Customer 1", (await selling.LookAsync(sale)).Json.GetProperty("customer").GetProperty("name").GetString());
    }

    [Fact]
    [Rule("RES-4")]
    public async Task Who_buys_already_or_holds_the_unit_is_named_by_their_entry_and_nobody_else_is()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var other = await selling.Sales.ReservedAsync(5, "2-1-1201");
        var holder = (await selling.Sales.ReservedAsync(1))["customerId"];
        object Together(string? entry) => new
        {
            agreementNumber = "S-1",
            buyers = new object[]
            {
                new { customerId = entry, share = 60 }, new { customer = Customer(2), share = 40 },
            },
        };
        Assert.Equal("RES-4", (await selling.SignAsync(
            Together(other["customerId"]), expected: HttpStatusCode.UnprocessableEntity))["rule"]);
        var sale = await selling.SignAsync(Together(holder));
        Assert.Equal("Customer 1", sale.Json.GetProperty("customer").Text("name"));
        var today = sale.Json.GetProperty("buyers").EnumerateArray().Select(b => b.Text("customerId")).ToList();
        Assert.Equal(holder, today[0]);

        object To(params object[] buyers) => new { buyers, reason = "Marriage" };
        await selling.AskAsync(
            sale, "change-of-name", To(new { customerId = other["customerId"], share = 100 }),
            HttpStatusCode.UnprocessableEntity);
        await selling.AskAsync(sale, "change-of-name", To(new { share = 100 }), HttpStatusCode.UnprocessableEntity);
        await selling.AskAsync(
            sale, "change-of-name", To(new { customerId = holder, customer = Customer(1), share = 100 }),
            HttpStatusCode.UnprocessableEntity);
        await selling.AskAsync(
            sale, "change-of-name",
            To(new { customerId = holder, share = 50 }, new { customerId = holder, share = 50 }),
            HttpStatusCode.UnprocessableEntity);
        // The entry, and a form that leads to the same one.
        await selling.AskAsync(
            sale, "change-of-name",
            To(new { customerId = holder, share = 50 }, new { customer = Customer(1), share = 50 }),
            HttpStatusCode.UnprocessableEntity);
        var asked = await selling.AskAsync(
            sale, "change-of-name",
            To(new { customerId = today[1], share = 50 }, new { customer = Customer(3), share = 50 }));
        await selling.AgreeAsync(selling.GeneralManager, asked);
        Assert.Equal(
            ["Customer 2", "Customer 3"],
            (await selling.LookAsync(sale)).Json.GetProperty("buyers").EnumerateArray()
                .Where(b => b.GetProperty("until").ValueKind == System.Text.Json.JsonValueKind.Null)
                .Select(b => b.GetProperty("customer").Text("name")));
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("CS-7")]
    public async Task A_cancellation_needs_a_manager_and_finance_and_undoes_what_followed_to_the_last_yuan()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        await selling.Sales.RegisterAsync(1);
        var waiting = await selling.Sales.RegisterAsync(2, who: selling.Sales.Second);
        var sale = await selling.SignAsync(1);
        await selling.PayAsync(sale, "P-1", 990_000m);
        await selling.DoAsync(selling.Clerk, sale, "contract", new { contractNumber = "C-1" });

        Assert.Equal("RES-4", (await selling.AskAsync(
            sale, "cancellation", new { reason = "Illness", refund = Yuan(1_000_000.01m) },
            HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("RES-4", (await selling.AskAsync(
            sale, "cancellation", new { reason = "" }, HttpStatusCode.UnprocessableEntity))["rule"]);
        await selling.AskAsync(
            sale, "cancellation", new { reason = "Illness", refund = new { amount = "1.005", currency = "CNY" } },
            HttpStatusCode.UnprocessableEntity);
        var asked = await selling.AskAsync(sale, "cancellation", new { reason = "Illness", refund = Yuan(980_000m) });
        var other = await selling.AskAsync(
            sale, "change-of-name",
            new { buyers = new[] { new { customer = Customer(3), share = 100 } }, reason = "Gift" });
        // Money that came in since was not agreed upon.
        await selling.PayAsync(sale, "P-2", 1m);
        await selling.AgreeAsync(selling.Manager, asked);
        Assert.Equal("CS-7", (await selling.AgreeAsync(selling.Manager, asked, HttpStatusCode.Forbidden))["rule"]);
        Assert.Equal(
            "CS-7", (await selling.AgreeAsync(selling.GeneralManager, asked, HttpStatusCode.Forbidden))["rule"]);
        Assert.Equal("RES-4", (await selling.AgreeAsync(selling.Finance, asked, HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("contracted", await selling.StateOfAsync());
        await selling.Seller.PostAsync(
            $"/api/sales/changes/{asked["id"]}/withdraw", new { reason = "Anew" }, HttpStatusCode.OK,
            (await selling.LookAsync(sale)).ETag);
        asked = await selling.AskAsync(sale, "cancellation", new { reason = "Illness", refund = Yuan(980_001m) });
        await selling.AgreeAsync(selling.Finance, asked);
        await selling.AgreeAsync(selling.Manager, asked);

        var ended = await selling.LookAsync(sale);
        Assert.Equal(
            ("cancelled", "available", "Illness"), (ended["state"], await selling.StateOfAsync(), ended["endReason"]));
        Assert.Equal((0m, 0m, -20_000m, 20_000m), (
            await selling.BalanceAsync("CustomerPayments"), await selling.BalanceAsync("DepositsHeld"),
            await selling.BalanceAsync("Forfeited"), await selling.BalanceAsync("Cash")));
        var told = await selling.LastAsync("SaleCancelled");
        Assert.Equal(("S-1", "C-1", 980_001m), (
            told.GetProperty("agreementNumber").GetString(), told.GetProperty("contractNumber").GetString(),
            told.GetProperty("refunded").GetDecimal()));
        Assert.Equal(
            "closed", (await selling.Seller.GetAsync($"/api/sales/changes/{other["id"]}", HttpStatusCode.OK))["state"]);
        Assert.Equal(
            "closed",
            (await selling.Seller.GetAsync($"/api/sales/reservations/{waiting["id"]}", HttpStatusCode.OK))["state"]);
        Assert.Equal(0, await selling.Database.CountAsync(
            "deadlines.deadlines WHERE met_at IS NULL AND cancelled_at IS NULL AND "
                + $"subject = (SELECT unit_id FROM subscriptions WHERE id = '{sale["id"]}')"));
        foreach (var (what, body) in (IEnumerable<(string, object?)>)[
            ("payments", new { receipt = "P-3", amount = Yuan(1) })])
            Assert.Equal(
                "RES-4", (await selling.DoAsync(selling.Finance, sale, what, body, HttpStatusCode.Conflict))["rule"]);
        Assert.Equal(
            "RES-4",
            (await selling.AskAsync(sale, "cancellation", new { reason = "Again" }, HttpStatusCode.Conflict))["rule"]);
        // It is sold anew, and what was is not touched by it.
        var next = await selling.SignAsync(4);
        Assert.Equal("RES-4", (await selling.DoAsync(
            selling.Clerk, sale, "contract", new { contractNumber = "C-9" }, HttpStatusCode.Conflict))["rule"]);
        Assert.Equal(0m, AmountOf(await selling.LookAsync(next), "paid"));
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("CS-7")]
    public async Task A_cancellation_that_both_decide_on_at_once_is_done_once()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var sale = await selling.SignAsync(1);
        await selling.PayAsync(sale, "P-1", 100_000m);
        var asked = await selling.AskAsync(sale, "cancellation", new { reason = "Illness", refund = Yuan(60_000m) });

        await Task.WhenAll(((HttpClient[])[
            selling.Manager, selling.Finance, selling.GeneralManager, selling.Finance]).Select(async who =>
        {
            // Each looks, decides, and looks again when another was faster.
            for (var status = HttpStatusCode.PreconditionFailed; status == HttpStatusCode.PreconditionFailed;)
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Post, $"/api/sales/changes/{asked["id"]}/approve");
                request.Headers.TryAddWithoutValidation("If-Match", (await selling.LookAsync(sale)).ETag);
                using var answer = await who.SendAsync(request);
                status = answer.StatusCode;
            }
        }));

        Assert.Equal("cancelled", (await selling.LookAsync(sale))["state"]);
        Assert.Equal((0m, -40_000m, 40_000m), (
            await selling.BalanceAsync("CustomerPayments"), await selling.BalanceAsync("Forfeited"),
            await selling.BalanceAsync("Cash")));
        Assert.Single(await selling.HistoryAsync(), "SaleCancelled");
        Assert.Equal(2, await selling.Database.CountAsync(
            "approvals.decisions d JOIN approvals.requests r ON r.id = d.request WHERE "
                + $"r.key = 'change/{asked["id"]}'"));
    }

    [Fact]
    [Rule("RES-4")]
    public async Task A_sale_is_forfeited_only_after_its_payment_term_and_its_waits_are_not_revived()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        await selling.Sales.RegisterAsync(1);
        await selling.Sales.RegisterAsync(2, who: selling.Sales.Second);
        var sale = await selling.SignAsync(1);
        await selling.PayAsync(sale, "P-1", 890_000m);

        Assert.Equal("RES-4", (await selling.AskAsync(
            sale, "forfeiture", new { reason = "Does not sign" }, HttpStatusCode.Conflict))["rule"]);
        // The seventh day's close of business: the contract's time, before the instalment's day ends.
        await selling.Sales.Service.MoveClockAsync(NodaTime.Text.OffsetDateTimePattern.ExtendedIso.Parse(
            sale["contractDueAt"]!).Value.ToInstant() - Duration.FromMinutes(15));
        Assert.Equal("RES-4", (await selling.AskAsync(
            sale, "forfeiture", new { reason = "Does not sign" }, HttpStatusCode.Conflict))["rule"]);
        await selling.MoveAsync(Duration.FromMinutes(15));
        var asked = await selling.AskAsync(
            sale, "forfeiture", new { reason = "Does not sign", refund = Yuan(500_000m) });
        await selling.AgreeAsync(selling.Manager, asked);
        await selling.AgreeAsync(selling.Finance, asked);

        Assert.Equal(
            ("forfeited", "available"), ((await selling.LookAsync(sale))["state"], await selling.StateOfAsync()));
        var told = await selling.LastAsync("SaleForfeited");
        Assert.Equal(
            (400_000m, 500_000m),
            (told.GetProperty("forfeited").GetDecimal(), told.GetProperty("refunded").GetDecimal()));
        Assert.Equal((0m, -400_000m, 400_000m), (
            await selling.BalanceAsync("CustomerPayments"), await selling.BalanceAsync("Forfeited"),
            await selling.BalanceAsync("Cash")));
        Assert.Equal("RES-4", (await selling.DoAsync(
            selling.Clerk, sale, "contract", new { contractNumber = "C-1" }, HttpStatusCode.Conflict))["rule"]);
        Assert.DoesNotContain("UnitOffered", await selling.HistoryAsync());
        Assert.DoesNotContain("is overdue", await selling.TasksOfAsync(selling.Clerk), StringComparison.Ordinal);
    }

    [Fact]
    [Rule("RES-4")]
    public async Task An_overdue_instalment_ends_the_payment_term_and_one_that_was_paid_meanwhile_does_not()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var sale = await selling.SignAsync(1);
        await selling.DoAsync(selling.Clerk, sale, "contract", new { contractNumber = "C-1" });
        await selling.MoveAsync(Duration.FromDays(9));
        // Under contract it is not the company's to take back: it is cancelled.
        Assert.Equal("RES-4", (await selling.AskAsync(
            sale, "forfeiture", new { reason = "Does not pay" }, HttpStatusCode.Conflict))["rule"]);

        var other = await selling.SignAsync(new
        {
            agreementNumber = "S-2",
            customer = Customer(2),
            instalments = new[] { new { dueOn = Day(sale, 9), amount = Yuan(2_150_000m) } },
        }, "2-1-1201");
        await selling.MoveAsync(Duration.FromDays(1));
        var asked = await selling.AskAsync(other, "forfeiture", new { reason = "Does not pay" });
        await selling.AgreeAsync(selling.Manager, asked);
        await selling.PayAsync(other, "P-1", 2_150_000m);

        Assert.Equal("RES-4", (await selling.AgreeAsync(selling.Finance, asked, HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("subscribed", await selling.StateOfAsync("2-1-1201"));
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("CS-4")]
    [Rule("CS-7")]
    public async Task A_swap_moves_the_sale_and_all_that_was_paid_to_an_available_unit_at_its_own_price()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        await selling.Sales.RegisterAsync(1, "2-1-1201");
        var sale = await selling.SignAsync(1, "2-1-1201");
        await selling.PayAsync(sale, "P-1", 700_000m);

        var asked = await selling.AskAsync(
            sale, "swap",
            new { unit = SalesHost.Unit, agreementNumber = "S-9", reason = "A larger one", discount = 6m });
        Assert.Equal("CS-4", (await selling.AgreeAsync(selling.Manager, asked, HttpStatusCode.Forbidden))["rule"]);
        await selling.AgreeAsync(selling.GeneralManager, asked);

        var old = await selling.LookAsync(sale);
        Assert.Equal(
            ("swapped", "available", "subscribed"),
            (old["state"], await selling.StateOfAsync("2-1-1201"), await selling.StateOfAsync()));
        var next = await selling.Seller.GetAsync($"/api/sales/subscriptions/{old["swappedTo"]}", HttpStatusCode.OK);
        Assert.Equal(("S-9", sale["id"], "consultant-1", 2_820_000m, 710_000m), (
            next["agreementNumber"], next["swappedFrom"], next["consultant"], AmountOf(next, "price"),
            AmountOf(next, "paid")));
        Assert.Equal(
            [("645000.00", "645000.00"), ("2175000.00", "65000.00")],
            next.Json.GetProperty("instalments").EnumerateArray().Select(i => (
                i.GetProperty("amount").GetProperty("amount").GetString()!,
                i.GetProperty("paid").GetProperty("amount").GetString()!)));
        Assert.Equal((0m, -710_000m, 710_000m), (
            await selling.BalanceAsync("CustomerPayments", sale["id"]),
            await selling.BalanceAsync("CustomerPayments", next["id"]), await selling.BalanceAsync("Cash")));
        var told = await selling.LastAsync("SaleSwapped", "2-1-1201");
        Assert.Equal((SalesHost.Unit, next["id"], "S-1"), (
            told.GetProperty("newUnit").GetString(), told.GetProperty("newSubscriptionId").GetString(),
            told.GetProperty("agreementNumber").GetString()));
        Assert.Equal(
            sale["id"], (await selling.LastAsync("SubscriptionSigned")).GetProperty("swappedFrom").GetString());
        // Back to the cheaper one: what was paid is less than it costs.
        var back = await selling.AskAsync(
            next, "swap", new { unit = "2-1-1201", agreementNumber = "S-10", reason = "After all" });
        await selling.AgreeAsync(selling.Manager, back);
        var last = await selling.Seller.GetAsync(
            $"/api/sales/subscriptions/{(await selling.LookAsync(next))["swappedTo"]}", HttpStatusCode.OK);
        Assert.Equal((2_150_000m, 1_440_000m), (AmountOf(last, "price"), AmountOf(last, "open")));
        Assert.Equal(["645000.00", "1505000.00"], last.Json.GetProperty("instalments").EnumerateArray().Select(
            i => i.GetProperty("amount").GetProperty("amount").GetString()!));
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("CS-4")]
    public async Task A_swap_to_a_unit_that_cannot_be_had_is_refused_and_changes_nothing()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        await selling.Sales.RegisterAsync(2, "2-1-1202");
        var sale = await selling.SignAsync(1);
        await selling.Sales.ImportAndPublishAsync($"{SalesHost.Header}2,1,13,1301,住宅,89.12,71.5,2150000,待售\n");
        await selling.Sales.ImportAsync($"{SalesHost.Header}2,1,13,1302,住宅,89.12,71.5,,待售\n");
        // Of another project, it is no unit of this one.
        await selling.Sales.Consultant.PostAsync(
            "/api/sales/projects", new { code = "other-court", name = "Other Court" }, HttpStatusCode.Created);
        using (var list = new StringContent($"{SalesHost.Header}9,1,1,101,住宅,89.12,71.5,2150000,待售\n"))
        {
            using var imported = await selling.Sales.Consultant.PostAsync(
                "/api/sales/projects/other-court/units/import", list);
            Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
        }

        Task<Answer> Ask(string unit, HttpStatusCode expected, string number = "S-9", string reason = "Larger") =>
            selling.AskAsync(sale, "swap", new { unit, agreementNumber = number, reason }, expected);

        Assert.Equal("RES-4", (await Ask("2-1-1202", HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("RES-4", (await Ask("2-1-1204", HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("RES-4", (await Ask(SalesHost.Unit, HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Equal("RES-4", (await Ask("9-1-101", HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Equal("CS-4", (await Ask("2-1-1302", HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("RES-4", (await Ask("2-1-1301", HttpStatusCode.Conflict, number: "S-1"))["rule"]);
        Assert.Equal("RES-4", (await Ask("2-1-1301", HttpStatusCode.UnprocessableEntity, reason: ""))["rule"]);
        // Taken while it was asked for: it stays asked, and nothing moves.
        var asked = await Ask("2-1-1301", HttpStatusCode.Created);
        await selling.Sales.RegisterAsync(3, "2-1-1301");
        Assert.Equal("RES-4", (await selling.AgreeAsync(selling.Manager, asked, HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("subscribed", await selling.StateOfAsync());
        Assert.Equal(
            "pending",
            (await selling.Seller.GetAsync($"/api/sales/changes/{asked["id"]}", HttpStatusCode.OK))["state"]);
        // More was paid than the other costs.
        await selling.PayAsync(sale, "P-1", 2_150_000.01m);
        await selling.Seller.PostAsync(
            $"/api/sales/changes/{asked["id"]}/withdraw", new { reason = "Taken" }, HttpStatusCode.OK,
            (await selling.LookAsync(sale)).ETag);
        var cheaper = await Ask("2-1-1201", HttpStatusCode.Created);
        Assert.Equal("RES-4", (await selling.AgreeAsync(selling.Manager, cheaper, HttpStatusCode.Conflict))["rule"]);
        Assert.Equal(
            (-2_150_000.01m, "available"),
            (await selling.BalanceAsync("CustomerPayments", sale["id"]), await selling.StateOfAsync("2-1-1201")));
    }

    [Fact]
    [Rule("RES-4")]
    public async Task Of_two_sales_that_are_swapped_to_one_unit_at_once_one_has_it()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var sales = new List<Answer> { await selling.SignAsync(1, "2-1-1201"), await selling.SignAsync(2, "2-1-1202") };
        await selling.PayAsync(sales[0], "P-1", 100m);
        await selling.PayAsync(sales[1], "P-2", 200m);
        var asked = new List<Answer>();
        foreach (var sale in sales)
            asked.Add(await selling.AskAsync(
                sale, "swap",
                new { unit = SalesHost.Unit, agreementNumber = $"S-9-{asked.Count}", reason = "Larger" }));

        var answers = await Task.WhenAll(asked.Select(async change =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/sales/changes/{change["id"]}/approve");
            request.Headers.TryAddWithoutValidation("If-Match", change.ETag);
            using var answer = await selling.Manager.SendAsync(request);
            return (answer.StatusCode, Text: await answer.Content.ReadAsStringAsync());
        }));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        Assert.Contains(
            "RES-4", answers.Single(a => a.StatusCode == HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
        Assert.Equal(1, await selling.Database.CountAsync(
            "subscriptions s JOIN units u ON u.id = s.unit_id WHERE u.code = '2-1-1203'"));
        Assert.Equal(2, await selling.Database.CountAsync("subscriptions WHERE ended_at IS NULL"));
        Assert.Equal(
            (-300m, 300m), (await selling.BalanceAsync("CustomerPayments"), await selling.BalanceAsync("Cash")));
    }

    [Fact]
    [Rule("RES-4")]
    public async Task A_shop_whose_lease_runs_still_is_let_again_when_its_sale_is_cancelled()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        await selling.Database.ExecuteAsync("""
            INSERT INTO customers (id, project, name, phone, created_at, created_by)
                VALUES ('01a20d51-fdab-7e1f-8979-59e9d53751ea', 'harbour-court', 'Tenant', '+8613900000001', now(),
                'commercial-group-1');
            INSERT INTO leases (id, unit_id, project, booking_number, customer_id, tenant_name, tenant_phone, "from",
                "to", monthly_rent, state, booked_at, by)
            SELECT id, id, project, 'L-1', '01a20d51-fdab-7e1f-8979-59e9d53751ea', 'Tenant', '+8613900000001',
                '2026-01-01', '2028-12-31', 8000, 'Signed', now(), 'commercial-group-1' FROM units
                WHERE code = '2-1-1203';
            UPDATE units SET state = 'Let' WHERE code = '2-1-1203';
            """);
        var sale = await selling.SignAsync(1);
        Assert.Equal("subscribed", await selling.StateOfAsync());

        var asked = await selling.AskAsync(sale, "cancellation", new { reason = "Illness" });
        await selling.AgreeAsync(selling.Manager, asked);
        await selling.AgreeAsync(selling.Finance, asked);

        Assert.Equal("let", await selling.StateOfAsync());
        Assert.DoesNotContain("UnitReleased", await selling.HistoryAsync());
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_change_offers_each_reader_what_their_word_counts_for()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var sale = await selling.SignAsync(1);
        var asked = await selling.DoAsync(
            selling.Clerk, sale, "cancellation", new { reason = "Illness" }, HttpStatusCode.Created);
        Assert.Equal(["WithdrawChange"], asked.Json.Texts("actions"));
        Assert.DoesNotContain("AskForCancellation", (await selling.LookAsync(sale)).Json.Texts("actions"));

        await OfferedAsync(selling.Manager, "ApproveChange", "RefuseChange");
        await OfferedAsync(selling.Finance, "ApproveChange", "RefuseChange");
        await OfferedAsync(selling.Clerk, "WithdrawChange");
        await OfferedAsync(selling.Seller);
        var word = await selling.AgreeAsync(selling.Manager, asked);
        Assert.Empty(word.Json.Texts("actions"));
        await OfferedAsync(selling.Manager);
        await OfferedAsync(selling.Finance, "ApproveChange", "RefuseChange");
        await selling.AgreeAsync(selling.Finance, asked);
        foreach (var who in (HttpClient[])[selling.Manager, selling.Finance, selling.Clerk, selling.Seller])
            await OfferedAsync(who);

        async Task OfferedAsync(HttpClient who, params string[] expected) => Assert.Equal(
            expected,
            (await who.GetAsync($"/api/sales/changes/{asked["id"]}", HttpStatusCode.OK)).Json.Texts("actions"));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Whose_customer_it_is_stands_with_what_another_asks_for()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var asked = await selling.DoAsync(
            selling.Clerk, await selling.SignAsync(1), "cancellation", new { reason = "Illness" },
            HttpStatusCode.Created);

        // It is for who asked to take it back.
        await selling.Seller.ActAsync(
            $"/api/sales/changes/{asked["id"]}", "withdraw", new { reason = "Mine" }, HttpStatusCode.Forbidden);
        Assert.Equal(1, await selling.Database.CountAsync(
            "approvals.requests WHERE asked_by = 'customer-affairs-clerk-1' AND asked_for = 'consultant-1'"));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task The_sales_of_one_who_left_are_listed_and_pass_to_the_successor()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var sale = await selling.SignAsync(1);
        var done = await selling.SignAsync(new
        {
            agreementNumber = "S-2",
            customer = Customer(2),
            instalments = new[] { new { dueOn = Day(sale, 20), amount = Yuan(2_150_000m) } },
        }, "2-1-1201");
        await selling.PayAsync(done, "P-1", 2_150_000m);
        await selling.DoAsync(selling.Clerk, done, "contract", new { contractNumber = "C-2" });
        await selling.DoAsync(selling.Clerk, done, "delivery", null);
        await using (var scope = selling.Sales.Service.Services.CreateAsyncScope())
        {
            var belongings = scope.ServiceProvider.GetServices<IBelongings>().ToList();
            var has = new List<Belonging>();
            foreach (var kind in belongings)
                has.AddRange((await kind.OfAsync(["consultant-1"], CancellationToken.None))["consultant-1"]);
            Assert.Equal([PathOf(sale)], has.Select(one => one.Subject));
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
                async cancellationToken =>
                {
                    foreach (var kind in belongings)
                        await kind.PassAsync(
                            "consultant-1", "consultant-2",
                            scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant(), "operations-1",
                            cancellationToken);
                    return true;
                },
                CancellationToken.None);
        }

        Assert.Equal("consultant-2", (await selling.LookAsync(sale))["consultant"]);
        Assert.Equal("consultant-2", (await selling.LastAsync("SalePassed")).GetProperty("to").GetString());
        await selling.MoveAsync(Duration.FromDays(8));
        Assert.Contains("is overdue", await selling.TasksOfAsync(selling.Sales.Second), StringComparison.Ordinal);
    }
}
