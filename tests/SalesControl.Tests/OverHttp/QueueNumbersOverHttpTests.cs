using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using Ops.Identity.Client;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// Queue numbers 排号: given before the day, called in their order on it, turned into a subscription or given back.
/// </summary>
public sealed class QueueNumbersOverHttpTests(TestServers servers)
{
    [Fact, Rule("RES-1"), Rule("RES-4")]
    public async Task A_number_needs_an_agreement_and_a_deposit_and_a_customer_has_one_in_a_batch()
    {
        await using var day = await DayAsync();
        var numbers = $"{day.Batch}/queue-numbers";

        await day.Lead.PostAsync(
            numbers,
            new { customer = new { name = "Customer 1", phone = SalesHost.Phone(1) }, agreementNumber = "Q-1" },
            HttpStatusCode.UnprocessableEntity);
        Assert.Equal("RES-1", (await day.Lead.PostAsync(
            numbers,
            new
            {
                customer = new { name = "Customer 1", phone = SalesHost.Phone(1) },
                agreementNumber = "Q-1",
                depositReceipt = "",
            },
            HttpStatusCode.UnprocessableEntity))["rule"]);
        await day.Lead.PostAsync(numbers, new
        {
            customer = new { name = "Customer 1", phone = SalesHost.Phone(1) },
            agreementNumber = "Q-1",
            depositReceipt = "QR-1",
            depositAmount = new { amount = "1.234", currency = "CNY" },
        }, HttpStatusCode.UnprocessableEntity);
        var first = await day.GiveAsync(1);
        Assert.Equal(
            ("1", "given", "5000.00"),
            (first["number"], first["state"], first.Json.GetProperty("deposit").GetProperty("amount").GetString()));
        Assert.DoesNotContain(SalesHost.Phone(1), first.Text, StringComparison.Ordinal);
        var asked = await day.Lead.PostAsync(
            numbers,
            new
            {
                customer = new { name = "Customer 3", phone = SalesHost.Phone(1) },
                agreementNumber = "Q-9",
                depositReceipt = "QR-9",
            },
            HttpStatusCode.UnprocessableEntity);
        Assert.Equal(
            "customer.sameCustomer", Assert.Single(asked.Json.GetProperty("errors").EnumerateObject()).Name);
        // The same customer, the same agreement, the same receipt.
        Assert.Equal("RES-4", (await day.Lead.PostAsync(
            numbers,
            new
            {
                customer = new { name = "Customer 1", phone = SalesHost.Phone(1) },
                agreementNumber = "Q-9",
                depositReceipt = "QR-9",
            },
            HttpStatusCode.Conflict))["rule"]);
        await day.Lead.PostAsync(numbers, new
        {
            customer = new { name = "Customer 2", phone = SalesHost.Phone(2) },
            agreementNumber = "Q-1",
            depositReceipt = "QR-9",
        }, HttpStatusCode.Conflict);
        Assert.Equal(
            "RES-1",
            (await day.Lead.PostAsync(numbers, Listing.Agreement(2, "QR-1"), HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("2", (await day.GiveAsync(2))["number"]);
        Assert.Equal(
            (10_000m, 2L), (await day.HeldAsync(), await day.CountAsync("SELECT count(*) FROM queue_numbers")));

        var listed = await day.Sales.Second.GetAsync(numbers, HttpStatusCode.OK);
        Assert.Equal(
            [1, 2], listed.Json.GetProperty("items").EnumerateArray().Select(n => n.GetProperty("number").GetInt32()));
        Assert.Contains("****", listed.Text, StringComparison.Ordinal);
        await day.Lead.ActAsync(day.Batch, "call-next", null, HttpStatusCode.Conflict);
        await day.Lead.ActAsync(day.Batch, "choosing", null, HttpStatusCode.OK);
        Assert.Equal(
            "RES-4", (await day.Lead.PostAsync(numbers, Listing.Agreement(3), HttpStatusCode.Conflict))["rule"]);
        using var elsewhere = day.Sales.Staff("sales-supervisor-8", "sales-supervisor", Listing.Lead, ["other-site"]);
        await elsewhere.GetAsync(numbers, HttpStatusCode.NotFound);
        await elsewhere.GetAsync($"/api/sales/queue-numbers/{first["id"]}", HttpStatusCode.NotFound);
    }

    [Fact, Rule("RES-4"), Rule("CS-4")]
    public async Task The_call_decides_who_chooses_and_that_is_subscribed_at_the_price_in_force_with_the_deposit_in_it()
    {
        await using var day = await DayAsync();
        var (one, two, three) =
            (Path(await day.GiveAsync(1)), Path(await day.GiveAsync(2)), Path(await day.GiveAsync(3)));
        await day.Lead.ActAsync(
            one, "choose", new { unit = "9-1-101", agreementNumber = "S-1" }, HttpStatusCode.Conflict);
        await day.Lead.ActAsync(day.Batch, "choosing", null, HttpStatusCode.OK);
        await day.Lead.ActAsync(
            one, "choose", new { unit = "9-1-101", agreementNumber = "S-1" }, HttpStatusCode.Conflict);

        Assert.Equal("1", (await day.Lead.ActAsync(day.Batch, "call-next", null, HttpStatusCode.OK))["number"]);
        Assert.Contains(
            "Queue number 1", (await day.Lead.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        var early = await day.Lead.ActAsync(
            two, "choose", new { unit = "9-1-101", agreementNumber = "S-2" }, HttpStatusCode.Conflict);
        Assert.Equal("RES-4", early["rule"]);
        Assert.Contains(one.Split('/')[^1], early.Json.GetProperty("evidence").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("RES-4", (await day.Lead.ActAsync(day.Batch, "call-next", null, HttpStatusCode.Conflict))["rule"]);
        // A unit that is not of the batch, one that is not there, and nobody but the queue buys on the day.
        await day.Lead.ActAsync(
            one, "choose", new { unit = "2-1-1204", agreementNumber = "S-1" }, HttpStatusCode.UnprocessableEntity);
        await day.Lead.ActAsync(
            one, "choose", new { unit = "2-1-1201", agreementNumber = "S-1" }, HttpStatusCode.UnprocessableEntity);
        await day.Lead.ActAsync(
            one, "choose", new { unit = "9-9-999", agreementNumber = "S-1" }, HttpStatusCode.UnprocessableEntity);
        await day.Sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("9-1-101")}/subscription",
            new { agreementNumber = "S-9", customer = new { name = "Customer 9", phone = SalesHost.Phone(9) } },
            HttpStatusCode.Conflict);

        await day.Lead.PostAsync(
            $"{one}/choose", new { unit = "9-1-101", agreementNumber = "S-1" }, HttpStatusCode.PreconditionFailed,
            "\"1\"");
        var chosen = await day.Lead.ActAsync(
            one, "choose", new { unit = "9-1-101", agreementNumber = "S-1" }, HttpStatusCode.Created);
        Assert.Equal(("chosen", "carriedOver"), (chosen["state"], chosen["depositState"]));
        var sale = await day.Sales.Consultant.GetAsync(
            $"/api/sales/subscriptions/{chosen["subscriptionId"]}", HttpStatusCode.OK);
        Assert.Equal(
            ("9-1-101", "1000000.00", "2"),
            (sale["unit"], sale.Json.GetProperty("price").GetProperty("amount").GetString(), sale["priceListVersion"]));
        Assert.Equal("subscribed", await day.Sales.StateOfAsync("9-1-101"));
        Assert.Contains("\"queueNumber\":1", (await day.Sales.Consultant.GetAsync(
            $"{SalesHost.UnitPath("9-1-101")}/history",
            HttpStatusCode.OK)).Text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await day.Lead.ActAsync(
            one, "choose", new { unit = "9-1-102", agreementNumber = "S-1b" }, HttpStatusCode.Conflict);

        // 2 is not there; 3 finds the unit gone, chooses nothing; then 2 again, before 3.
        Assert.Equal("2", (await day.Lead.ActAsync(day.Batch, "call-next", null, HttpStatusCode.OK))["number"]);
        await day.Lead.ActAsync(two, "pass-over", null, HttpStatusCode.OK);
        await day.Lead.ActAsync(two, "pass-over", null, HttpStatusCode.Conflict);
        Assert.Equal("3", (await day.Lead.ActAsync(day.Batch, "call-next", null, HttpStatusCode.OK))["number"]);
        Assert.Equal("RES-4", (await day.Lead.ActAsync(
            three, "choose", new { unit = "9-1-101", agreementNumber = "S-3" }, HttpStatusCode.Conflict))["rule"]);
        await day.Lead.ActAsync(
            three, "choose", new { unit = "9-1-102", agreementNumber = "S-1" }, HttpStatusCode.Conflict);
        await day.Lead.ActAsync(three, "pass-over", null, HttpStatusCode.OK);
        Assert.Equal("2", (await day.Lead.ActAsync(day.Batch, "call-next", null, HttpStatusCode.OK))["number"]);
        await day.Lead.ActAsync(two, "pass-over", null, HttpStatusCode.OK);
        Assert.Equal("3", (await day.Lead.ActAsync(day.Batch, "call-next", null, HttpStatusCode.OK))["number"]);
        Assert.Equal(10_000m, await day.HeldAsync());
    }

    [Fact, Rule("RES-4"), Rule("RES-2")]
    public async Task When_the_batch_opens_by_itself_those_who_run_it_are_told_whose_turn_ended_without_a_choice()
    {
        await using var day = await DayAsync();
        var (one, _, three) = (
            Path(await day.GiveAsync(1)), Path(await day.GiveAsync(2)), Path(await day.GiveAsync(3)));
        var now = Listing.Now();
        await day.Lead.ActAsync(
            day.Batch, "open", new { at = InstantPattern.ExtendedIso.Format(now + Duration.FromHours(1)) },
            HttpStatusCode.OK);
        await day.Lead.ActAsync(day.Batch, "choosing", null, HttpStatusCode.OK);
        await day.Lead.ActAsync(day.Batch, "call-next", null, HttpStatusCode.OK);
        await day.Lead.ActAsync(one, "pass-over", null, HttpStatusCode.OK);
        await day.Lead.ActAsync(day.Batch, "call-next", null, HttpStatusCode.OK);
        const string told = "2 queue numbers that were called had not chosen (1, 2)";
        Assert.DoesNotContain(
            told, (await day.Lead.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text, StringComparison.Ordinal);

        await day.Sales.Service.MoveClockAsync(now + Duration.FromHours(2));

        Assert.Equal("open", (await day.Lead.GetAsync(day.Batch, HttpStatusCode.OK))["state"]);
        Assert.Contains(
            told, (await day.Lead.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text, StringComparison.Ordinal);
        // Who was never called had no turn to lose: the deposit goes back, as of all who chose nothing.
        Assert.Equal("given", (await day.Lead.GetAsync(three, HttpStatusCode.OK))["state"]);
    }

    [Fact, Rule("RES-4"), Rule("RES-1")]
    public async Task When_the_batch_opens_whoever_chose_nothing_is_told_to_finance_and_has_the_deposit_again_once()
    {
        await using var day = await DayAsync();
        using var finance = day.Sales.Finance();
        var (one, two) = (Path(await day.GiveAsync(1)), Path(await day.GiveAsync(2)));
        await day.Lead.ActAsync(day.Batch, "choosing", null, HttpStatusCode.OK);
        await day.Lead.ActAsync(day.Batch, "call-next", null, HttpStatusCode.OK);
        await day.Lead.PostAsync($"{one}/return", new { reason = "No" }, HttpStatusCode.Forbidden, "\"1\"");

        // Number 1 was called and has not chosen: that it opens all the same is said.
        await day.Lead.ActAsync(day.Batch, "open", new { numbersLeft = true }, HttpStatusCode.OK);

        Assert.Equal("passedOver", (await day.Lead.GetAsync(one, HttpStatusCode.OK))["state"]);
        Assert.Equal("RES-4", (await day.Lead.ActAsync(
            one, "choose", new { unit = "9-1-101", agreementNumber = "S-1" }, HttpStatusCode.Conflict))["rule"]);
        await day.Lead.ActAsync(day.Batch, "call-next", null, HttpStatusCode.Conflict);
        Assert.Contains(
            "2 queue numbers of batch b-1", (await finance.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        Assert.Equal(2, (await finance.GetAsync(
            $"{day.Batch}/queue-numbers?toRefund=true", HttpStatusCode.OK)).Json.GetProperty("items").GetArrayLength());

        await finance.ActAsync(one, "return", new { reason = "" }, HttpStatusCode.UnprocessableEntity);
        var returned = await finance.ActAsync(one, "return", new { reason = "Chose nothing" }, HttpStatusCode.OK);
        Assert.Equal(("returned", "refunded"), (returned["state"], returned["depositState"]));
        await finance.ActAsync(one, "return", new { reason = "Once more" }, HttpStatusCode.Conflict);
        Assert.Equal(5_000m, await day.HeldAsync());
        Assert.Contains(
            "queue numbers of batch b-1", (await finance.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        await finance.ActAsync(two, "return", new { reason = "Chose nothing" }, HttpStatusCode.OK);

        Assert.Equal((0m, 0m), (await day.HeldAsync(), await day.SumAsync()));
        Assert.DoesNotContain(
            "queue numbers of batch b-1", (await finance.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        await day.Sales.RegisterAsync(7, "9-1-101");
    }

    [Fact, Rule("RES-4")]
    public async Task Of_many_who_call_at_once_one_calls_and_of_many_who_choose_at_once_one_chooses()
    {
        await using var day = await DayAsync();
        for (var i = 1; i <= 4; i++)
            await day.GiveAsync(i);
        await day.Lead.ActAsync(day.Batch, "choosing", null, HttpStatusCode.OK);
        using var other = day.Sales.Staff("sales-supervisor-2", "sales-supervisor", Listing.Lead);
        HttpClient Who(int i) => i % 2 == 0 ? day.Lead : other;

        var calls = await Listing.AllAtOnceAsync(6, Who, day.Batch, "call-next", _ => null);
        Assert.Single(calls, HttpStatusCode.OK);
        Assert.All(calls.Where(status => status != HttpStatusCode.OK), status => Assert.True(
            status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict, $"{status}"));
        var called = Assert.Single((await day.Lead.GetAsync(
            $"{day.Batch}/queue-numbers?state=called", HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(1, called.GetProperty("number").GetInt32());

        var choices = await Listing.AllAtOnceAsync(
            6, Who, $"/api/sales/queue-numbers/{called.GetProperty("id").GetString()}", "choose",
            i => new { unit = "9-1-102", agreementNumber = $"S-{i}" });
        Assert.Single(choices, HttpStatusCode.Created);
        Assert.Equal(1L, await day.CountAsync("SELECT count(*) FROM subscriptions"));
        Assert.Equal(1L, await day.CountAsync("SELECT count(*) FROM deposits WHERE state = 'CarriedOver'"));
        Assert.Equal((15_000m, 0m), (await day.HeldAsync(), await day.SumAsync()));
    }

    [Fact, Rule("CS-7")]
    public async Task The_open_numbers_of_who_left_are_listed_and_pass_to_the_successor()
    {
        await using var day = await DayAsync();
        var number = Path(await day.GiveAsync(1));

        using var scope = day.Sales.Service.Services.CreateScope();
        var kinds = scope.ServiceProvider.GetServices<IBelongings>().ToList();
        var left = new List<Belonging>();
        foreach (var kind in kinds)
            left.AddRange((await kind.OfAsync(
                ["sales-supervisor-1"], TestContext.Current.CancellationToken))["sales-supervisor-1"]);
        Assert.Contains(left, item => item.Subject == number && item.Site == SalesHost.Project);
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
            async token =>
            {
                foreach (var kind in kinds)
                    await kind.PassAsync(
                        "sales-supervisor-1", "consultant-2", Instant.FromUtc(2026, 10, 1, 0, 0), "operations-1",
                        token);
                return true;
            },
            TestContext.Current.CancellationToken);

        Assert.Equal("consultant-2", (await day.Lead.GetAsync(number, HttpStatusCode.OK))["consultant"]);
        Assert.Equal(
            1L, await day.CountAsync("SELECT count(*) FROM messaging.events WHERE type = 'QueueNumberPassed'"));
    }

    private static string Path(Answer number) => $"/api/sales/queue-numbers/{number["id"]}";

    private async Task<Day> DayAsync()
    {
        var sales = await SalesHost.StartAsync(servers);
        await sales.WithheldAsync();
        var lead = sales.TheLead();
        var batch = await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-1", name = "First", building = "9" }, HttpStatusCode.Created);
        return new Day(sales, lead, $"/api/sales/batches/{batch["id"]}");
    }

    /// <summary>A batch of three units with queue numbers.</summary>
    private sealed class Day(SalesHost sales, HttpClient lead, string batch) : IAsyncDisposable
    {
        public SalesHost Sales => sales;

        public HttpClient Lead => lead;

        public string Batch => batch;

        public Task<Answer> GiveAsync(int customer) =>
            lead.PostAsync($"{batch}/queue-numbers", Listing.Agreement(customer), HttpStatusCode.Created);

        /// <summary>What is held of deposits, as the ledger has it.</summary>
        public async Task<decimal> HeldAsync() => -(decimal)(await ScalarAsync(
            "SELECT coalesce(sum(amount), 0) FROM ledger WHERE account = 'DepositsHeld'"))!;

        /// <summary>All legs of the ledger: nothing.</summary>
        public async Task<decimal> SumAsync() =>
            (decimal)(await ScalarAsync("SELECT coalesce(sum(amount), 0) FROM ledger"))!;

        public async Task<long> CountAsync(string sql) => (long)(await ScalarAsync(sql))!;

        private async Task<object?> ScalarAsync(string sql)
        {
            await using var database = new NpgsqlConnection(sales.Service.Setting.Admin);
            await database.OpenAsync();
            await using var command = new NpgsqlCommand(sql, database);
            return await command.ExecuteScalarAsync();
        }

        public async ValueTask DisposeAsync()
        {
            lead.Dispose();
            await sales.DisposeAsync();
        }
    }
}
