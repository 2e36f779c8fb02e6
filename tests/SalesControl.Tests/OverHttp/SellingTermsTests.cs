using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Subscriptions;
using Ops.TestSupport;
using Xunit;
using static Ops.SalesControl.Tests.OverHttp.SellingHost;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// Under which terms a subscription is signed: buyers and their shares, price and discount, instalments, what was paid
/// before.
/// </summary>
public sealed class SellingTermsTests(TestServers servers)
{
    [Fact]
    [Rule("RES-4")]
    public async Task Several_buy_together_with_shares_and_the_holder_s_customer_is_one_of_them()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        await selling.Sales.RegisterAsync(1);
        object With(int first, int second) => new
        {
            agreementNumber = "S-1",
            buyers = new[]
            {
                new { customer = Customer(first), share = 66.67m },
                new { customer = Customer(second), share = 33.33m },
            },
        };

        Assert.Equal("RES-4", (await selling.SignAsync(With(2, 3), expected: HttpStatusCode.Conflict))["rule"]);
        var sale = await selling.SignAsync(With(2, 1));

        var buyers = (await selling.LookAsync(sale)).Json.GetProperty("buyers").EnumerateArray().ToList();
        Assert.Equal([66.67m, 33.33m], buyers.Select(b => b.GetProperty("share").GetDecimal()));
        Assert.Equal("Customer 2", buyers[0].GetProperty("customer").GetProperty("name").GetString());
        var told = (await selling.LastAsync("SubscriptionSigned")).GetProperty("buyers").EnumerateArray().Select(
            b => b.GetProperty("customerId").GetString());
        Assert.Equal(buyers.Select(b => b.GetProperty("customerId").GetString()), told);
    }

    [Fact]
    [Rule("RES-4")]
    public async Task Buyers_that_cannot_be_are_refused_and_nothing_is_sold()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        object Of(params (int Customer, decimal Share)[] buyers) => new
        {
            agreementNumber = "S-1",
            buyers = buyers.Select(b => new { customer = Customer(b.Customer), share = b.Share }),
        };
        object With(params object?[] buyers) => new { agreementNumber = "S-1", buyers };
        object Shown(int phone, string passport) => new
        {
            name = "Customer",
            phone = SalesHost.Phone(phone),
            idDocument = new { kind = "passport", number = passport },
        };

        foreach (var bad in (object[])[
            Of((1, 50m), (2, 49.99m)), Of((1, 50m), (2, 50.01m)), Of((1, 99.995m), (2, 0.005m)), Of((1, 100m), (2, 0m)),
            Of((1, 150m), (2, -50m)), Of((1, 50m), (1, 50m)),
            Of([.. Enumerable.Range(1, 11).Select(n => (n, n == 11 ? 50m : 5m))]), Of(),
            With(
                new { customer = Shown(1, "E1234567"), share = 50 },
                new { customer = Shown(2, "e1234567"), share = 50 }),
            new
            {
                agreementNumber = "S-1",
                customer = Customer(1),
                buyers = new[] { new { customer = Customer(1), share = 100 } },
            },
            new { agreementNumber = "S-1" }])
        {
            Assert.Equal("RES-4", (await selling.SignAsync(bad, expected: HttpStatusCode.UnprocessableEntity))["rule"]);
        }

        await selling.SignAsync(With([null]), expected: HttpStatusCode.UnprocessableEntity);
        Assert.Equal("available", await selling.StateOfAsync());
        // A couple may share a phone: who shows another document is another buyer.
        await selling.SignAsync(With(
            new { customer = Shown(1, "E1234567"), share = 50 }, new { customer = Shown(1, "E7654321"), share = 50 }));
    }

    [Fact]
    [Rule("RES-4")]
    public async Task One_person_under_two_phones_is_one_buyer_all_the_same()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        object Shown(int phone) => new
        {
            name = "Customer",
            phone = SalesHost.Phone(phone),
            idDocument = new { kind = "passport", number = "E1234567" },
        };
        await selling.SignAsync(new { agreementNumber = "S-1", customer = Shown(1) }, "2-1-1201");

        var refused = await selling.SignAsync(new
        {
            agreementNumber = "S-2",
            buyers = new[] { new { customer = Shown(2), share = 50 }, new { customer = Customer(1), share = 50 } },
        }, expected: HttpStatusCode.UnprocessableEntity);

        Assert.Equal("RES-4", refused["rule"]);
    }

    [Fact]
    [Rule("CS-4")]
    public async Task The_price_is_the_list_s_less_a_discount_within_the_post_s_limit()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        using var stranger = selling.Person("agent-1", "agent", "customer-service-centre", "sales.subscription.sign");
        object At(string number, decimal discount) =>
            new { agreementNumber = number, customer = Customer(1), discount };

        Assert.Equal("CS-4", (await selling.SignAsync(At("S-1", 1.01m), expected: HttpStatusCode.Conflict))["rule"]);
        Assert.Equal(
            "CS-4",
            (await selling.SignAsync(At("S-1", 0.01m), expected: HttpStatusCode.Conflict, who: stranger))["rule"]);
        foreach (var bad in (decimal[])[-1m, 100m, 0.001m])
            Assert.Equal(
                "CS-4",
                (await selling.SignAsync(At("S-1", bad), expected: HttpStatusCode.UnprocessableEntity))["rule"]);
        var sale = await selling.SignAsync(At("S-1", 0.77m));

        Assert.Equal(
            (3_000_000m, 2_976_900m, "0.77", "1"),
            (AmountOf(sale, "listPrice"), AmountOf(sale, "price"), sale["discount"], sale["priceListVersion"]));
        Assert.Equal(2_976_900m, (await selling.LastAsync("SubscriptionSigned")).GetProperty("price").GetDecimal());
    }

    [Theory]
    [Rule("CS-4")]
    [InlineData("100.10", "2.5", "97.60")]
    [InlineData("0.50", "1", "0.50")]
    [InlineData("1999999.99", "0.77", "1984599.99")]
    [InlineData("3000000", "0", "3000000.00")]
    public void A_discounted_price_is_in_whole_cents_half_a_cent_up(string list, string percent, string price)
    {
        static decimal Read(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Read(price), DiscountLimits.Less(Read(list), Read(percent)));
    }

    [Fact]
    [Rule("CS-4")]
    [Rule("CS-7")]
    public async Task A_discount_above_the_limit_is_granted_by_another_who_may_and_used_once_for_that_unit()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        Task<Answer> Ask(decimal percent, HttpClient who, HttpStatusCode expected = HttpStatusCode.Created) =>
            who.PostAsync($"{SalesHost.UnitPath()}/discounts", new { percent, reason = "Pays at once" }, expected);
        object With(string number, string change, decimal? discount = null) =>
            new { agreementNumber = number, customer = Customer(1), discountChange = change, discount };

        Assert.Equal("CS-4", (await Ask(1m, selling.Seller, HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Equal("CS-4", (await Ask(100m, selling.Seller, HttpStatusCode.UnprocessableEntity))["rule"]);
        var own = await Ask(6m, selling.Manager);
        Assert.Equal("CS-7", (await selling.GeneralManager.PostAsync(
            $"/api/sales/changes/{own["id"]}/withdraw", new { reason = "No" }, HttpStatusCode.Forbidden,
            own.ETag))["rule"]);
        await selling.Manager.PostAsync(
            $"/api/sales/changes/{own["id"]}/withdraw", new { reason = "Not needed" }, HttpStatusCode.OK, own.ETag);

        var asked = await Ask(8m, selling.Seller);
        Assert.Equal(
            "CS-4", (await selling.SignAsync(With("S-1", asked["id"]!), expected: HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("CS-4", (await selling.AgreeAsync(selling.Manager, asked, HttpStatusCode.Forbidden))["rule"]);
        Assert.Equal("granted", (await selling.AgreeAsync(selling.GeneralManager, asked))["state"]);
        Assert.Equal(8m, (await selling.LastAsync("DiscountGranted")).GetProperty("percent").GetDecimal());

        Assert.Equal(
            "CS-4", (await selling.SignAsync(With("S-1", asked["id"]!), "2-1-1201", HttpStatusCode.Conflict))["rule"]);
        Assert.Equal(
            "CS-4",
            (await selling.SignAsync(With("S-1", Guid.Empty.ToString()), expected: HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("CS-4", (await selling.SignAsync(
            With("S-1", asked["id"]!, 8.01m), expected: HttpStatusCode.UnprocessableEntity))["rule"]);
        var sale = await selling.SignAsync(With("S-1", asked["id"]!));
        Assert.Equal((2_760_000m, asked["id"]), (AmountOf(sale, "price"), sale["discountChange"]));

        var cancelled = await selling.AskAsync(sale, "cancellation", new { reason = "Moves away" });
        await selling.AgreeAsync(selling.Manager, cancelled);
        await selling.AgreeAsync(selling.Finance, cancelled);
        var again = await selling.SignAsync(With("S-2", asked["id"]!), expected: HttpStatusCode.Conflict);
        Assert.Equal("CS-4", again["rule"]);
        Assert.Contains(sale["id"]!, again["evidence"], StringComparison.Ordinal);
    }

    [Fact]
    [Rule("CS-4")]
    [Rule("CS-7")]
    public async Task A_discount_for_a_reservation_is_its_customer_s_and_who_asked_does_not_agree()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var reserved = await selling.Sales.RegisterAsync(1);
        var elsewhere = await selling.Sales.RegisterAsync(2, "2-1-1201");
        var path = $"{SalesHost.UnitPath()}/discounts";

        Assert.Equal("CS-4", (await selling.Seller.PostAsync(
            path, new { percent = 4m, reason = "Old customer", reservationId = elsewhere["id"] },
            HttpStatusCode.UnprocessableEntity))["rule"]);
        var asked = await selling.Manager.PostAsync(
            path, new { percent = 6m, reason = "Old customer", reservationId = reserved["id"] },
            HttpStatusCode.Created);
        Assert.Equal("CS-4", (await selling.AgreeAsync(selling.Manager, asked, HttpStatusCode.Forbidden))["rule"]);
        using var self = selling.Person(
            "marketing-manager-1", "general-manager", "general-manager-office", "sales.discount.approve");
        Assert.Equal("CS-7", (await selling.AgreeAsync(self, asked, HttpStatusCode.Forbidden))["rule"]);
        await selling.AgreeAsync(selling.GeneralManager, asked);
        await selling.Sales.Manager.PostAsync(
            $"/api/sales/reservations/{reserved["id"]}/refuse", new { reason = "Papers" }, HttpStatusCode.OK,
            (await selling.Seller.GetAsync(SalesHost.UnitPath(), HttpStatusCode.OK)).ETag);

        var other = await selling.SignAsync(
            new { agreementNumber = "S-3", customer = Customer(3), discountChange = asked["id"] },
            expected: HttpStatusCode.Conflict);
        Assert.Equal("CS-4", other["rule"]);
        await selling.SignAsync(new { agreementNumber = "S-1", customer = Customer(1), discountChange = asked["id"] });
    }

    [Fact]
    [Rule("RES-4")]
    public async Task What_was_asked_for_before_the_subscription_and_not_decided_is_closed_by_it_and_who_asked_is_told()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var asked = await selling.Seller.PostAsync(
            $"{SalesHost.UnitPath()}/discounts", new { percent = 4m, reason = "Old customer" }, HttpStatusCode.Created);

        await selling.SignAsync(1);

        Assert.Equal(
            "closed", (await selling.Seller.GetAsync($"/api/sales/changes/{asked["id"]}", HttpStatusCode.OK))["state"]);
        Assert.Contains("not asked for any more", await selling.TasksOfAsync(selling.Seller), StringComparison.Ordinal);
        await selling.AgreeAsync(selling.Manager, asked, HttpStatusCode.Conflict);
        Assert.Equal(0, await selling.Database.CountAsync("approvals.requests WHERE state = 'pending'"));
    }

    [Fact]
    [Rule("RES-1")]
    [Rule("RES-4")]
    public async Task The_deposit_and_what_the_holder_s_customer_paid_first_belong_to_the_sale()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var reserved = await selling.Sales.RegisterAsync(1);
        using var finance = selling.Person(
            "finance-officer-1", "finance-officer", "finance-department", SalesControlPermissions.RecordPayment);
        await finance.PostAsync(
            $"/api/sales/reservations/{reserved["id"]}/payment", new { receipt = "P-1", amount = Yuan(900_000m) },
            HttpStatusCode.OK, reserved.ETag);

        var sale = await selling.SignAsync(1);

        Assert.Equal((910_000m, 2_090_000m), (AmountOf(sale, "paid"), AmountOf(sale, "open")));
        var instalments = sale.Json.GetProperty("instalments").EnumerateArray().ToList();
        Assert.Equal(["900000.00", "10000.00"], instalments.Select(
            i => i.GetProperty("paid").GetProperty("amount").GetString()));
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, instalments[0].GetProperty("paidAt").ValueKind);
        Assert.Equal((0m, -910_000m, 910_000m), (
            await selling.BalanceAsync("DepositsHeld"), await selling.BalanceAsync("CustomerPayments", sale["id"]),
            await selling.BalanceAsync("Cash")));
    }

    [Fact]
    [Rule("RES-4")]
    public async Task Instalments_are_agreed_at_the_signing_or_by_the_default_plan_and_sum_to_the_price()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var first = await selling.SignAsync(1, "2-1-1201");
        Assert.Equal([Day(first, 7), Day(first, 30)], first.Json.GetProperty("instalments").EnumerateArray().Select(
            i => i.GetProperty("dueOn").GetString()));
        Assert.Equal(["645000.00", "1505000.00"], first.Json.GetProperty("instalments").EnumerateArray().Select(
            i => i.GetProperty("amount").GetProperty("amount").GetString()));
        object With(params (int Day, decimal Amount)[] plan) => new
        {
            agreementNumber = "S-2",
            customer = Customer(2),
            instalments = plan.Select(p => new { dueOn = Day(first, p.Day), amount = Yuan(p.Amount) }),
        };

        foreach (var bad in (object[])[
            With((0, 1_000_000m), (10, 1_999_999.99m)), With((10, 1_000_000m), (5, 2_000_000m)),
            With((5, 1_000_000m), (5, 2_000_000m)), With((-1, 3_000_000m)), With()])
            Assert.Equal("RES-4", (await selling.SignAsync(bad, expected: HttpStatusCode.UnprocessableEntity))["rule"]);
        var sale = await selling.SignAsync(With((0, 1_000_000m), (45, 2_000_000m)));

        Assert.Equal([1, 2], sale.Json.GetProperty("instalments").EnumerateArray().Select(
            i => i.GetProperty("number").GetInt32()));
    }
}
