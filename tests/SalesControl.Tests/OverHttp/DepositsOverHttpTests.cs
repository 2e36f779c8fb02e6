using System.Net;
using NodaTime;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>RES-1: deposits and the ledger.</summary>
public sealed class DepositsOverHttpTests(TestServers servers)
{
    private const string Deposits = $"/api/sales/projects/{SalesHost.Project}/deposits",
        Ledger = $"/api/sales/projects/{SalesHost.Project}/ledger";
    private static readonly object Why = new { reason = "The reservation is over." };

    [Fact]
    [Rule("RES-1")]
    public async Task A_deposit_goes_back_once_and_not_while_what_it_backs_is_open()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = sales.Finance();
        var reserved = await sales.ReservedAsync(1);
        var deposit = Assert.Single((await finance.GetAsync(Deposits, HttpStatusCode.OK)).Items());
        var path = $"/api/sales/deposits/{deposit.Text("id")}";
        Assert.Equal(
            ("held", reserved["id"], "R-1"),
            (deposit.Text("state"), deposit.Text("reservationId"), deposit.Text("receipt")));
        await finance.PostAsync($"{path}/refund", Why, HttpStatusCode.PreconditionRequired);
        await finance.PostAsync($"{path}/refund", new { reason = "" }, HttpStatusCode.UnprocessableEntity, "\"1\"");
        var refused = await finance.PostAsync($"{path}/refund", Why, HttpStatusCode.Conflict, "\"1\"");
        Assert.Equal(
            ("RES-1", reserved["id"]),
            (refused["rule"], refused.Json.GetProperty("evidence")[0].GetString()!.Split('/')[1]));

        await sales.ActAsync(sales.Consultant, reserved, "release", new { reason = "Found another." });
        var refunded = await finance.PostAsync($"{path}/refund", Why, HttpStatusCode.OK, "\"1\"");

        Assert.Equal("refunded", refunded["state"]);
        await finance.PostAsync($"{path}/refund", Why, HttpStatusCode.PreconditionFailed, "\"1\"");
        Assert.Equal(
            "RES-1", (await finance.PostAsync($"{path}/refund", Why, HttpStatusCode.Conflict, refunded.ETag))["rule"]);
        var movements = (await finance.GetAsync(path, HttpStatusCode.OK)).Json.GetProperty("movements").EnumerateArray()
            .Select(leg => (leg.Text("kind"), leg.Text("account"), leg.GetProperty("amount").Text("amount")));
        Assert.Equal([
            ("depositTaken", "depositsHeld", "-10000.00"), ("depositTaken", "cash", "10000.00"),
            ("depositRefunded", "cash", "-10000.00"), ("depositRefunded", "depositsHeld", "10000.00")], movements);
        Assert.Contains(
            (await sales.Consultant.GetAsync($"{SalesHost.UnitPath()}/history", HttpStatusCode.OK)).Items(),
            item => item.Text("event") == "DepositRefunded");
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_deposit_offers_its_refund_to_who_may_while_it_is_held_for_what_is_over()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = sales.Finance();
        using var reader = sales.Staff(
            "sales-assistant-1", "sales-assistant", [Contracts.SalesControlPermissions.ReadLedger]);
        var reserved = await sales.ReservedAsync(1);
        var listed = Assert.Single((await finance.GetAsync(Deposits, HttpStatusCode.OK)).Items());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, listed.GetProperty("actions").ValueKind);
        var path = $"/api/sales/deposits/{listed.Text("id")}";
        Assert.Empty((await finance.GetAsync(path, HttpStatusCode.OK)).Json.Texts("actions"));

        await sales.ActAsync(sales.Consultant, reserved, "release", new { reason = "Found another." });
        var over = await finance.GetAsync(path, HttpStatusCode.OK);
        Assert.Equal(["RefundDeposit"], over.Json.Texts("actions"));
        Assert.Empty((await reader.GetAsync(path, HttpStatusCode.OK)).Json.Texts("actions"));

        var refunded = await finance.PostAsync($"{path}/refund", Why, HttpStatusCode.OK, over.ETag);
        Assert.Empty(refunded.Json.Texts("actions"));
        Assert.Equal(
            (SalesHost.Unit, System.Text.Json.JsonValueKind.Null),
            (refunded["unit"], refunded.Json.GetProperty("movements").ValueKind));
    }

    [Fact]
    [Rule("RES-1")]
    public async Task Of_refunds_at_the_same_moment_one_is_made()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = sales.Finance();
        var reserved = await sales.ReservedAsync(1);
        await sales.ActAsync(sales.Consultant, reserved, "release", new { reason = "Found another." });
        var deposit = Assert.Single((await finance.GetAsync(Deposits, HttpStatusCode.OK)).Items()).Text("id");

        var statuses = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/sales/deposits/{deposit}/refund")
            {
                Content = System.Net.Http.Json.JsonContent.Create(Why),
            };
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            using var answer = await finance.SendAsync(request);
            return answer.StatusCode;
        }));

        Assert.Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.PreconditionFailed, 5)], statuses.Order());
        Assert.Equal(2, await new ServiceDatabase(sales.Service.Setting.Admin).CountAsync(
            "ledger WHERE kind = 'DepositRefunded'"));
        Assert.Equal(("0.00", "0.00"), await CashAndSumAsync(finance));
    }

    [Fact]
    [Rule("RES-1")]
    public async Task A_receipt_backs_one_reservation_for_ever()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.RegisterAsync(1);
        await sales.Service.MoveClockAsync(Duration.FromHours(80));

        var refused = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1201")}/reservations", SalesHost.Form(2, receipt: "R-1"),
            HttpStatusCode.Conflict);

        Assert.Equal("RES-1", refused["rule"]);
        Assert.Equal(
            "available", (await sales.Consultant.GetAsync(SalesHost.UnitPath("2-1-1201"), HttpStatusCode.OK))["state"]);
    }

    [Theory]
    [Rule("RES-1")]
    [InlineData("10000.001", "CNY")]
    [InlineData("-10000.00", "CNY")]
    [InlineData("0.00", "CNY")]
    [InlineData("10,000", "CNY")]
    [InlineData("10000.00", "USD")]
    public async Task An_amount_that_is_none_is_refused_and_no_money_moves(string amount, string currency)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = sales.Finance();
        var form = new
        {
            customer = new { name = "Customer 1", phone = SalesHost.Phone(1) },
            form = "F-1",
            depositReceipt = "R-1",
            depositAmount = new { amount, currency },
        };

        Assert.Contains("depositAmount", (await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/reservations", form,
            HttpStatusCode.UnprocessableEntity)).Text, StringComparison.Ordinal);
        var reserved = await sales.ReservedAsync(1);
        await sales.ActAsync(
            finance, reserved, "payment", new { receipt = "P-1", amount = new { amount, currency } },
            HttpStatusCode.UnprocessableEntity);

        Assert.Equal(("10000.00", "0.00"), await CashAndSumAsync(finance));
    }

    [Fact]
    [Rule("RES-1")]
    public async Task The_ledger_is_read_a_page_at_a_time_and_always_balances()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = sales.Finance();
        foreach (var (customer, unit) in new[] { (1, "2-1-1201"), (2, "2-1-1202"), (3, "2-1-1203") })
            await sales.RegisterAsync(customer, unit);

        var first = await finance.GetAsync($"{Ledger}?limit=4", HttpStatusCode.OK);
        var second = await finance.GetAsync($"{Ledger}?limit=4&after={first["next"]}", HttpStatusCode.OK);

        Assert.Equal((4, 2, ""), (first.Items().Count, second.Items().Count, second["next"]));
        Assert.Equal(
            ["R-1", "R-2", "R-3"], first.Items().Concat(second.Items()).Select(leg => leg.Text("receipt")).Distinct());
        Assert.Equal(("30000.00", "0.00"), await CashAndSumAsync(finance));
        var page = await finance.GetAsync($"{Deposits}?limit=2", HttpStatusCode.OK);
        Assert.Equal(["R-3", "R-2", "R-1"], page.Items().Concat(
            (await finance.GetAsync($"{Deposits}?limit=2&after={page["next"]}", HttpStatusCode.OK)).Items()).Select(
                deposit => deposit.Text("receipt")));
        Assert.Empty((await finance.GetAsync($"{Deposits}?state=refunded", HttpStatusCode.OK)).Items());
    }

    private static async Task<(string? Cash, string? Sum)> CashAndSumAsync(HttpClient finance)
    {
        var ledger = await finance.GetAsync(Ledger, HttpStatusCode.OK);
        return (
            ledger.Json.GetProperty("accounts")
                .EnumerateArray().Single(one => one.Text("account") == "cash").GetProperty("amount").Text("amount"),
            ledger.Json.GetProperty("sum").Text("amount"));
    }
}
