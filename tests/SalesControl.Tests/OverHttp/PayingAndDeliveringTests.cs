using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.MoveIn;
using Ops.SalesControl.Storage;
using Ops.TestSupport;
using Xunit;
using static Ops.SalesControl.Tests.OverHttp.SellingHost;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// From the subscription 认购 to the contract 签约 and the delivery 入伙: what is paid, signed and handed over, and by when.
/// </summary>
public sealed class PayingAndDeliveringTests(TestServers servers)
{
    /// <summary>Before a mark by so much, for the clock runs on while a test asks.</summary>
    private static readonly Duration Quarter = Duration.FromMinutes(15);

    [Fact]
    [Rule("RES-4")]
    [Rule("RES-1")]
    public async Task Money_pays_the_oldest_instalment_first_and_every_yuan_stands_in_the_ledger()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        await selling.Sales.RegisterAsync(1);
        var sale = await selling.SignAsync(1);

        await selling.PayAsync(sale, "P-1", 1_000_000m);
        var paid = await selling.PayAsync(sale, "P-2", 0.01m);

        Assert.Equal((1_010_000.01m, 1_989_999.99m), (AmountOf(paid, "paid"), AmountOf(paid, "open")));
        Assert.Equal(["900000.00", "110000.01"], paid.Json.GetProperty("instalments").EnumerateArray().Select(
            i => i.GetProperty("paid").GetProperty("amount").GetString()));
        Assert.Equal(["R-1", "P-1", "P-2"], paid.Json.GetProperty("payments").EnumerateArray().Select(
            p => p.GetProperty("receipt").GetString()));
        Assert.Equal(
            paid.Json.GetProperty("payments").GetRawText(),
            (await selling.LookAsync(sale)).Json.GetProperty("payments").GetRawText());
        Assert.Equal(
            (-1_010_000.01m, 1_010_000.01m),
            (await selling.BalanceAsync("CustomerPayments", sale["id"]), await selling.BalanceAsync("Cash")));
        Assert.Equal(0.01m, (await selling.LastAsync("PaymentReceived")).GetProperty("amount").GetDecimal());
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("RES-1")]
    public async Task A_payment_that_cannot_be_taken_changes_nothing()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        await selling.Sales.RegisterAsync(2, "2-1-1202");
        var other = await selling.SignAsync(3, "2-1-1201");
        await selling.PayAsync(other, "P-1", 5m);
        var sale = await selling.SignAsync(1);
        Task<Answer> Pay(object body, HttpStatusCode expected = HttpStatusCode.UnprocessableEntity) => selling.DoAsync(
            selling.Finance, sale, "payments", body, expected);
        object Of(string amount, string currency = "CNY") => new { receipt = "P-2", amount = new { amount, currency } };

        foreach (var bad in (object[])[
            Of("1.005"), Of("-1"), Of("0.00"), Of("1", "USD"), Of("1e3"), new { receipt = " ", amount = Yuan(1) },
            new { receipt = "P-2", amount = Yuan(1), paidAt = "2020-01-01" }])
            await Pay(bad);
        Assert.Equal(
            "RES-4",
            (await Pay(new { receipt = "P-2", amount = Yuan(3_000_000.01m) }, HttpStatusCode.Conflict))["rule"]);
        var used = await Pay(new { receipt = "P-1", amount = Yuan(5) }, HttpStatusCode.Conflict);
        Assert.Equal("RES-1", used["rule"]);
        Assert.Contains(other["id"]!, used["evidence"], StringComparison.Ordinal);
        Assert.Equal("RES-1", (await Pay(new { receipt = "R-2", amount = Yuan(5) }, HttpStatusCode.Conflict))["rule"]);
        await selling.Finance.PostAsync(
            $"{PathOf(sale)}/payments", new { receipt = "P-2", amount = Yuan(5) }, HttpStatusCode.PreconditionRequired);
        await selling.Finance.PostAsync(
            $"{PathOf(sale)}/payments", new { receipt = "P-2", amount = Yuan(5) }, HttpStatusCode.PreconditionFailed,
            "\"1\"");
        await selling.DoAsync(
            selling.Seller, sale, "payments", new { receipt = "P-2", amount = Yuan(5) }, HttpStatusCode.Forbidden);
        using var elsewhere = selling.Sales.Staff(
            "finance-officer-2", "finance-officer", ["sales.payment.record"], ["other-site"]);
        await elsewhere.PostAsync(
            $"{PathOf(sale)}/payments", new { receipt = "P-2", amount = Yuan(5) }, HttpStatusCode.NotFound, sale.ETag);

        Assert.Equal(
            (0m, 5m),
            (AmountOf(await selling.LookAsync(sale), "paid"), AmountOf(await selling.LookAsync(other), "paid")));
        Assert.Equal(
            (0m, -5m),
            (await selling.BalanceAsync("CustomerPayments", sale["id"]),
                await selling.BalanceAsync("CustomerPayments")));
        await selling.PayAsync(sale, "P-2", 3_000_000m);
        Assert.Equal("RES-4", (await selling.PayAsync(sale, "P-3", 0.01m, HttpStatusCode.Conflict))["rule"]);
    }

    [Fact]
    [Rule("RES-1")]
    public async Task A_receipt_that_a_payment_has_backs_no_deposit()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var sale = await selling.SignAsync(1);
        await selling.PayAsync(sale, "R-2", 5m);

        Assert.Equal("RES-1", (await selling.Sales.RegisterAsync(2, "2-1-1201", HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("available", await selling.StateOfAsync("2-1-1201"));
    }

    [Fact]
    [Rule("RES-1")]
    public async Task Of_many_payments_with_one_receipt_at_once_one_is_taken()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var sales = new List<Answer>
        {
            await selling.SignAsync(1, "2-1-1201"), await selling.SignAsync(2, "2-1-1202"), await selling.SignAsync(3),
        };

        var answers = await Task.WhenAll(sales.Concat(sales).Select(async sale =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{PathOf(sale)}/payments")
            {
                Content = System.Net.Http.Json.JsonContent.Create(new { receipt = "P-1", amount = Yuan(100) }),
            };
            request.Headers.TryAddWithoutValidation("If-Match", sale.ETag);
            using var answer = await selling.Finance.SendAsync(request);
            return (answer.StatusCode, Text: await answer.Content.ReadAsStringAsync());
        }));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(a => a.StatusCode != HttpStatusCode.OK), a => Assert.True(
            a.StatusCode == HttpStatusCode.PreconditionFailed
                || (a.StatusCode == HttpStatusCode.Conflict && a.Text.Contains("RES-1", StringComparison.Ordinal)),
            a.Text));
        Assert.Equal(
            (-100m, 100m), (await selling.BalanceAsync("CustomerPayments"), await selling.BalanceAsync("Cash")));
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("DOC-5.3.1")]
    public async Task A_contract_s_number_is_used_once_and_a_unit_is_delivered_when_all_is_paid_that_is_owed_by_then()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var other = await selling.SignAsync(2, "2-1-1201");
        var sale = await selling.SignAsync(1);
        await selling.DoAsync(selling.Clerk, other, "contract", new { contractNumber = "C-1" });

        Assert.Equal(
            "DOC-5.3.1",
            (await selling.DoAsync(selling.Clerk, sale, "delivery", null, HttpStatusCode.Conflict))["rule"]);
        var used = await selling.DoAsync(
            selling.Clerk, sale, "contract", new { contractNumber = " C-1 " }, HttpStatusCode.Conflict);
        Assert.Equal("RES-4", used["rule"]);
        Assert.Contains(other["id"]!, used["evidence"], StringComparison.Ordinal);
        await selling.DoAsync(
            selling.Clerk, sale, "contract", new { contractNumber = "" }, HttpStatusCode.UnprocessableEntity);
        await selling.DoAsync(
            selling.Seller, sale, "contract", new { contractNumber = "C-2" }, HttpStatusCode.Forbidden);
        await selling.Clerk.PostAsync(
            $"{PathOf(sale)}/contract", new { contractNumber = "C-2" }, HttpStatusCode.PreconditionFailed, "\"1\"");
        var contracted = await selling.DoAsync(selling.Clerk, sale, "contract", new { contractNumber = "C-2" });
        Assert.Equal(
            ("contracted", "C-2"),
            (contracted["state"], contracted.Json.GetProperty("contract").GetProperty("number").GetString()));
        Assert.Equal("RES-4", (await selling.DoAsync(
            selling.Clerk, sale, "contract", new { contractNumber = "C-3" }, HttpStatusCode.Conflict))["rule"]);

        // The first instalment is due on the seventh day: until then nothing is owed.
        await selling.DoAsync(selling.Clerk, other, "delivery", null);
        Assert.False((await selling.LastAsync("UnitDelivered", "2-1-1201")).GetProperty("inCampaign").GetBoolean());
        await selling.MoveAsync(Duration.FromDays(7));
        Assert.Equal(
            "DOC-5.3.1",
            (await selling.DoAsync(selling.Clerk, sale, "delivery", null, HttpStatusCode.Conflict))["rule"]);
        await selling.PayAsync(sale, "P-1", 900_000m);
        await OpenCampaignAsync(selling);
        var delivered = await selling.DoAsync(selling.Clerk, sale, "delivery", null);

        Assert.Equal(("delivered", "delivered"), (delivered["state"], await selling.StateOfAsync()));
        Assert.True((await selling.LastAsync("UnitDelivered")).GetProperty("inCampaign").GetBoolean());
        // The rest is owed still, and taken.
        Assert.Equal(0m, AmountOf(await selling.PayAsync(sale, "P-2", 2_100_000m), "open"));
        Assert.Equal(
            "DOC-5.3.1",
            (await selling.DoAsync(selling.Clerk, sale, "delivery", null, HttpStatusCode.Conflict))["rule"]);
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("T-7")]
    public async Task The_contract_is_due_by_the_close_of_business_of_the_seventh_day_with_a_reminder_the_day_before()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var (late, met) = (await selling.SignAsync(1), await selling.SignAsync(2, "2-1-1201"));
        var due = OffsetDateTimePattern.ExtendedIso.Parse(late["contractDueAt"]!).Value;
        Assert.Equal((Day(late, 7), new LocalTime(18, 0)), (due.Date.ToString("uuuu-MM-dd", null), due.TimeOfDay));
        await selling.DoAsync(selling.Clerk, met, "contract", new { contractNumber = "C-2" });

        await selling.Sales.Service.MoveClockAsync(due.ToInstant() - Duration.FromDays(1) - Quarter);
        Assert.DoesNotContain(
            "signed by tomorrow", await selling.TasksOfAsync(selling.Seller), StringComparison.Ordinal);
        await selling.MoveAsync(Quarter);
        Assert.Contains(
            $"The contract of {SalesHost.Unit} is to be signed by tomorrow", await selling.TasksOfAsync(selling.Seller),
            StringComparison.Ordinal);
        await selling.Sales.Service.MoveClockAsync(due.ToInstant() - Quarter);
        Assert.DoesNotContain("ContractOverdue", await selling.HistoryAsync());
        await selling.MoveAsync(Quarter);

        Assert.Equal(
            OffsetDateTimePattern.Rfc3339.Format(due),
            (await selling.LastAsync("ContractOverdue")).GetProperty("dueAt").GetString());
        Assert.DoesNotContain("ContractOverdue", await selling.HistoryAsync("2-1-1201"));
        foreach (var who in (HttpClient[])[selling.Seller, selling.Clerk])
            Assert.Contains(
                $"The contract of {SalesHost.Unit} is overdue", await selling.TasksOfAsync(who),
                StringComparison.Ordinal);
        await selling.DoAsync(selling.Clerk, late, "contract", new { contractNumber = "C-1" });
        Assert.DoesNotContain("is overdue", await selling.TasksOfAsync(selling.Clerk), StringComparison.Ordinal);
    }

    [Fact]
    [Rule("RES-4")]
    [Rule("T-7")]
    public async Task An_instalment_is_due_at_its_day_s_end_with_a_reminder_three_days_before_and_is_met_when_paid()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var (late, met) = (await selling.SignAsync(1), await selling.SignAsync(2, "2-1-1201"));
        var end = LocalDatePattern.Iso.Parse(Day(late, 8)).Value.AtMidnight()
            .InZoneStrictly(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).ToInstant();
        await selling.PayAsync(met, "P-1", 645_000m);
        await selling.PayAsync(late, "P-2", 899_999.99m);

        await selling.Sales.Service.MoveClockAsync(end - Duration.FromDays(3) - Quarter);
        Assert.DoesNotContain("is to be paid", await selling.TasksOfAsync(selling.Seller), StringComparison.Ordinal);
        await selling.MoveAsync(Quarter);
        var reminded = await selling.TasksOfAsync(selling.Seller);
        var day = Shown.Date(LocalDatePattern.Iso.Parse(Day(late, 7)).Value, Languages.English);
        Assert.Contains(
            $"Instalment 1 of {SalesHost.Unit} is to be paid by the end of {day}", reminded, StringComparison.Ordinal);
        Assert.DoesNotContain("Instalment 1 of 2-1-1201", reminded, StringComparison.Ordinal);
        await selling.Sales.Service.MoveClockAsync(end - Quarter);
        Assert.DoesNotContain("InstalmentOverdue", await selling.HistoryAsync());
        Assert.Empty(await OverdueAsync(selling));
        await selling.MoveAsync(Quarter);

        var told = await selling.LastAsync("InstalmentOverdue");
        Assert.Equal((1, 0.01m, Day(late, 7)), (
            told.GetProperty("number").GetInt32(), told.GetProperty("open").GetDecimal(),
            told.GetProperty("dueOn").GetString()));
        Assert.Equal([late["id"]!], await OverdueAsync(selling));
        foreach (var who in (HttpClient[])[selling.Seller, selling.Clerk])
            Assert.Contains(
                $"Instalment 1 of {SalesHost.Unit} is overdue", await selling.TasksOfAsync(who),
                StringComparison.Ordinal);
        await selling.PayAsync(late, "P-3", 0.01m);
        Assert.DoesNotContain(
            "Instalment 1 of " + SalesHost.Unit + " is overdue", await selling.TasksOfAsync(selling.Clerk),
            StringComparison.Ordinal);
        Assert.Empty(await OverdueAsync(selling));
        Assert.DoesNotContain("InstalmentOverdue", await selling.HistoryAsync("2-1-1201"));
    }

    [Fact]
    public async Task The_sales_of_a_project_are_listed_by_page_and_filter_the_newest_first()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var sales = new List<Answer>
        {
            await selling.SignAsync(1, "2-1-1201"), await selling.SignAsync(2, "2-1-1202"), await selling.SignAsync(3),
        };
        await selling.DoAsync(selling.Clerk, sales[1], "contract", new { contractNumber = "C-1" });
        var path = $"/api/sales/projects/{SalesHost.Project}/subscriptions";
        async Task<(IReadOnlyList<string?> Ids, string? Next)> List(string query)
        {
            var page = await selling.Seller.GetAsync($"{path}?{query}", HttpStatusCode.OK);
            return (
                [.. page.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString())],
                page["next"]);
        }

        var first = await List("limit=2");
        Assert.Equal([sales[2]["id"], sales[1]["id"]], first.Ids);
        Assert.Equal([sales[0]["id"]], (await List($"limit=2&after={first.Next}")).Ids);
        Assert.Equal([sales[1]["id"]], (await List("state=contracted")).Ids);
        await selling.Seller.GetAsync($"{path}?state=0", HttpStatusCode.UnprocessableEntity);
        Assert.Equal([sales[2]["id"]], (await List($"unit={SalesHost.Unit}&consultant=consultant-1")).Ids);
        Assert.Empty((await List("consultant=consultant-2")).Ids);
        using var elsewhere = selling.Sales.Staff("consultant-8", "consultant", sites: ["other-site"]);
        await elsewhere.GetAsync(path, HttpStatusCode.NotFound);
        await elsewhere.GetAsync(PathOf(sales[0]), HttpStatusCode.NotFound);
    }

    private static async Task<IReadOnlyList<string>> OverdueAsync(SellingHost selling) => [
        .. (await selling.Seller.GetAsync(
            $"/api/sales/projects/{SalesHost.Project}/subscriptions?overdue=true", HttpStatusCode.OK))
            .Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];

    private static async Task OpenCampaignAsync(SellingHost selling)
    {
        await using var scope = selling.Sales.Service.Services.CreateAsyncScope();
        var at = scope.ServiceProvider;
        var now = at.GetRequiredService<IClock>().GetCurrentInstant();
        await at.GetRequiredService<UnitOfWork>().RunAsync(
            _ =>
            {
                at.GetRequiredService<SalesControlDb>().MoveInCampaigns.Add(
                    new MoveInCampaign(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()))
                    {
                        Project = SalesHost.Project,
                        Name = "First",
                        From = now.InUtc().Date.PlusDays(-1),
                        OpenedAt = now,
                        OpenedBy = "head-1",
                    });
                return Task.FromResult(true);
            },
            CancellationToken.None);
    }
}
