using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Reports;
using Ops.SalesControl.Tests.OverHttp;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.Reports;

public sealed class ReportsTests(TestServers servers)
{
    private const string Reports = $"/api/sales/projects/{SalesHost.Project}/reports";

    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly string[] WithoutNames = [SalesControlPermissions.ReadReports], WithNames = [
        SalesControlPermissions.ReadReports, SalesControlPermissions.ReadHolders];

    [Fact]
    [Rule("RES-1")]
    [Rule("RES-3")]
    [Rule("RES-4")]
    public async Task Each_report_tells_a_story_that_was_played_with_its_exact_figures()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var sales = selling.Sales;
        using var plain = sales.Staff("director-1", "director", WithoutNames);
        using var named = sales.Staff("marketing-manager-1", "marketing-manager", WithNames);
        using var second = sales.Staff("consultant-2", "consultant", WithoutNames);
        var (takenBack, day) = await PlayAsync(selling);

        // The daily sales: the first day, and the fourth.
        var daily = await plain.GetAsync(
            $"{Reports}/daily-sales?from={day:uuuu-MM-dd}&to={day.PlusDays(4):uuuu-MM-dd}", HttpStatusCode.OK);
        Assert.Equal(
            [
                $"{day:uuuu-MM-dd} consultant-1 2 1 0 0 4 0 0 0 0 20000.00 0.00",
                $"{day.PlusDays(3):uuuu-MM-dd} consultant-1 0 0 1 0 0 1 1 1 1 1110000.00 35000.00",
                $"{day.PlusDays(3):uuuu-MM-dd} consultant-2 0 0 0 1 0 0 0 0 0 0.00 0.00",
            ],
            daily.Json.GetProperty("lines").EnumerateArray().Select(Say));
        Assert.Equal("  2 1 1 1 4 1 1 1 1 1130000.00 35000.00", Say(daily.Json.GetProperty("total")));
        var firstDay = await plain.GetAsync(
            $"{Reports}/daily-sales?from={day:uuuu-MM-dd}&to={day:uuuu-MM-dd}", HttpStatusCode.OK);
        Assert.Equal(1, firstDay.Json.GetProperty("lines").GetArrayLength());

        // Sell-through.
        var sellThrough =
            (await plain.GetAsync($"{Reports}/sell-through", HttpStatusCode.OK)).Json.GetProperty("lines")[0];
        Assert.Equal(("2", 4, 1, 25m, 1, 1), (
            Text(sellThrough, "building"), Number(sellThrough, "units"), Number(sellThrough, "sold"),
            sellThrough.GetProperty("soldPercent").GetDecimal(), Number(sellThrough, "withheld"),
            Number(sellThrough, "held")));
        Assert.Equal((418.24m, 89.12m, 21.31m), (
            sellThrough.GetProperty("area").GetDecimal(), sellThrough.GetProperty("soldArea").GetDecimal(),
            sellThrough.GetProperty("soldAreaPercent").GetDecimal()));
        Assert.Equal(
            ("10300000.00", "2150000.00"), (Amount(sellThrough, "listValue"), Amount(sellThrough, "soldValue")));
        // Of the second building one is sold; what was given or taken back is not.
        var other = (await plain.GetAsync($"{Reports}/sell-through", HttpStatusCode.OK)).Json.GetProperty("lines")[1];
        Assert.Equal(("3", 3, 1, 33.33m, "1000000.00"), (
            Text(other, "building"), Number(other, "units"), Number(other, "sold"),
            other.GetProperty("soldPercent").GetDecimal(), Amount(other, "soldValue")));
        var later = (await plain.GetAsync(
            $"{Reports}/sell-through?from={day.PlusDays(1):uuuu-MM-dd}",
            HttpStatusCode.OK)).Json.GetProperty("lines")[0];
        Assert.Equal((4, 0), (Number(later, "units"), Number(later, "sold")));

        // What expires: the offer, within a day.
        var expiring = (await named.GetAsync(
            $"{Reports}/expiring-reservations?hours=24", HttpStatusCode.OK)).Json.GetProperty("lines");
        Assert.Equal((1, SalesHost.Unit, "offered", "consultant-2", "Customer 3"), (
            expiring.GetArrayLength(), Text(expiring[0], "unit"), Text(expiring[0], "state"),
            Text(expiring[0], "consultant"), Text(expiring[0], "holder")));
        Assert.Equal(0, (await named.GetAsync(
            $"{Reports}/expiring-reservations?hours=1", HttpStatusCode.OK)).Json.GetProperty("lines").GetArrayLength());
        // Names are shown as everywhere: masked, and to a consultant those of their own customers.
        Assert.Equal(["C**"], await NamesAsync(plain, "expiring-reservations?hours=24", "holder"));
        Assert.Equal(["Customer 3"], await NamesAsync(second, "expiring-reservations?hours=24", "holder"));

        // Forfeitures, and what the ledger says of them.
        var forfeited = await named.GetAsync(
            $"{Reports}/forfeitures?from={day:uuuu-MM-dd}&to={day.PlusDays(3):uuuu-MM-dd}", HttpStatusCode.OK);
        var line = Assert.Single(forfeited.Json.GetProperty("lines").EnumerateArray());
        Assert.Equal((takenBack, "3-1-103", "A-4", "Customer 6", "45000.00", "15000.00"), (
            Text(line, "subscriptionId"), Text(line, "unit"), Text(line, "agreementNumber"), Text(line, "buyer"),
            Amount(line, "forfeited"), Amount(line, "refunded")));
        Assert.Equal("=Not paid", Text(line, "reason"));
        // The ledger has what was kept of the cancelled sale too.
        Assert.Equal(
            ("45000.00", "75000.00"),
            (Amount(forfeited.Json.GetProperty("total"), "forfeited"), Amount(forfeited.Json, "byTheLedger")));
        var forfeitures = $"forfeitures?from={day:uuuu-MM-dd}&to={day.PlusDays(3):uuuu-MM-dd}";
        Assert.Equal(["C**"], await NamesAsync(plain, forfeitures, "buyer"));
        Assert.Equal(["C**"], await NamesAsync(second, forfeitures, "buyer"));
        using var seller = sales.Staff("consultant-1", "consultant", WithoutNames);
        Assert.Equal(["Customer 6"], await NamesAsync(seller, forfeitures, "buyer"));

        // Deposits: one held, one carried over; and the evening before the first day none.
        var deposits = await plain.GetAsync($"{Reports}/deposits", HttpStatusCode.OK);
        Assert.Equal(
            ["held 0-3 1 10000.00", "carriedOver 0-3 1 10000.00"],
            deposits.Json.GetProperty("lines").EnumerateArray().Select(
                d => $"{Text(d, "state")} {Text(d, "days")} {Number(d, "deposits")} {Amount(d, "amount")}"));
        Assert.Equal(
            ("10000.00", "10000.00"), (Amount(deposits.Json, "held"), Amount(deposits.Json, "heldByTheLedger")));
        var before = await plain.GetAsync($"{Reports}/deposits?at={day.PlusDays(-1):uuuu-MM-dd}", HttpStatusCode.OK);
        Assert.Equal(("0.00", "0.00"), (Amount(before.Json, "held"), Amount(before.Json, "heldByTheLedger")));
    }

    [Fact]
    public async Task A_report_is_had_as_a_workbook_and_as_text_for_one_and_nothing_in_it_is_a_formula()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        using var plain = selling.Sales.Staff("director-1", "director", WithoutNames);
        plain.DefaultRequestHeaders.AcceptLanguage.Clear();
        var (_, day) = await PlayAsync(selling);
        var period = $"from={day:uuuu-MM-dd}&to={day.PlusDays(3):uuuu-MM-dd}";

        foreach (var format in (string[])["xlsx", "csv"])
        {
            var (lines, error) = Spreadsheet.Read(await plain.GetByteArrayAsync(
                new Uri($"{Reports}/daily-sales?{period}&format={format}", UriKind.Relative),
                TestContext.Current.CancellationToken));
            Assert.Null(error);
            Assert.Equal(
                ["日期", "置业顾问", "预留登记", "批准", "自动注销", "递补通知", "认购", "签约", "入伙", "退房", "挞定", "收款", "退款"], lines[0].Cells);
            Assert.Equal(5, lines.Count);
            Assert.Equal(
                (day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), "consultant-1", "2", "合计"),
                (lines[1].Cells[0], lines[1].Cells[1], lines[1].Cells[2], lines[4].Cells[0]));
            Assert.Equal(1_130_000m, decimal.Parse(lines[4].Cells[11], CultureInfo.InvariantCulture));
            foreach (var (report, heading) in new[]
            {
                ("sell-through", "楼栋"), ("expiring-reservations", "房号"), ($"forfeitures?{period}", "时间"),
                ("deposits", "状态"),
            })
            {
                var file = await plain.GetByteArrayAsync(new Uri(
                    $"{Reports}/{report}{(report.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format={format}",
                    UriKind.Relative), TestContext.Current.CancellationToken);
                var (read, wrong) = Spreadsheet.Read(file);
                Assert.Null(wrong);
                Assert.Equal(heading, read[0].Cells[0]);
                Assert.True(read.Count > 1, report);
            }
        }
    }

    [Fact]
    public async Task Who_reads_English_has_English_headings_and_words_in_a_report_s_file()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var plain = sales.Staff("director-1", "director", WithoutNames);
        await sales.RegisterAsync(1);

        var (lines, _) = Spreadsheet.Read(await plain.GetByteArrayAsync(
            new Uri($"{Reports}/expiring-reservations?hours=100&format=csv", UriKind.Relative),
            TestContext.Current.CancellationToken));
        var (sold, _) = Spreadsheet.Read(await plain.GetByteArrayAsync(
            new Uri($"{Reports}/sell-through?format=xlsx", UriKind.Relative), TestContext.Current.CancellationToken));

        Assert.Equal(
            ["Unit", "State", "Consultant", "Customer", "Since", "Until", "Waiting", "Renewal registered"],
            lines[0].Cells);
        Assert.Equal(("to be approved", "no"), (lines[1].Cells[1], lines[1].Cells[7]));
        Assert.Equal(("Building", "Total"), (sold[0].Cells[0], sold[^1].Cells[0]));
    }

    [Theory]
    [InlineData("daily-sales?format=pdf", HttpStatusCode.UnprocessableEntity)]
    [InlineData("daily-sales?from=2026-02-30", HttpStatusCode.UnprocessableEntity)]
    [InlineData("daily-sales?from=2026-02-02&to=2026-02-01", HttpStatusCode.UnprocessableEntity)]
    [InlineData("daily-sales?from=2016-01-01&to=2026-02-01", HttpStatusCode.UnprocessableEntity)]
    [InlineData("forfeitures?after=here", HttpStatusCode.UnprocessableEntity)]
    [InlineData("forfeitures?after=-9998-01-02T00:00:00Z~1", HttpStatusCode.UnprocessableEntity)]
    [InlineData("expiring-reservations?after=-9998-01-02T00:00:00Z~x", HttpStatusCode.UnprocessableEntity)]
    [InlineData("forfeitures?limit=0", HttpStatusCode.UnprocessableEntity)]
    [InlineData("expiring-reservations?hours=0", HttpStatusCode.UnprocessableEntity)]
    [InlineData("expiring-reservations?limit=501", HttpStatusCode.UnprocessableEntity)]
    [InlineData("deposits?at=yesterday", HttpStatusCode.UnprocessableEntity)]
    public async Task What_no_report_can_be_made_of_is_refused(string asked, HttpStatusCode expected)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var plain = sales.Staff("director-1", "director", WithoutNames);
        await plain.GetAsync($"{Reports}/{asked}", expected);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Reports_are_for_who_may_read_them_and_of_ones_own_sites()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var other = sales.Staff("director-2", "director", WithoutNames, ["another-court"]);
        foreach (var report in (string[])[
            "daily-sales", "sell-through", "expiring-reservations", "forfeitures", "deposits"])
        {
            await sales.Consultant.GetAsync($"{Reports}/{report}", HttpStatusCode.Forbidden);
            await other.GetAsync($"{Reports}/{report}", HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_long_report_is_read_on_from_where_it_was_left()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var plain = sales.Staff("director-1", "director", WithoutNames);
        foreach (var (customer, unit) in new[] { (1, "2-1-1201"), (2, "2-1-1202"), (3, "2-1-1203") })
            await sales.RegisterAsync(customer, unit);
        List<string> read = [];
        string? next = "";
        while (next is not null)
        {
            var after = next.Length > 0 ? $"&after={Uri.EscapeDataString(next)}" : "";
            var page = await plain.GetAsync(
                $"{Reports}/expiring-reservations?hours=100&limit=2{after}", HttpStatusCode.OK);
            read.AddRange(page.Json.GetProperty("lines").EnumerateArray().Select(l => Text(l, "unit")!));
            next = page.Json.GetProperty("next").GetString();
        }

        Assert.Equal(["2-1-1201", "2-1-1202", "2-1-1203"], read);
    }

    [Fact]
    public async Task Whose_a_reservation_was_on_a_day_does_not_change_when_another_takes_it_over()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var plain = sales.Staff("director-1", "director", WithoutNames);
        var reservation = await sales.RegisterAsync(1);
        await sales.ApproveAsync(reservation["id"]!);
        var before =
            (await plain.GetAsync($"{Reports}/daily-sales", HttpStatusCode.OK)).Json.GetProperty("lines").GetRawText();

        await using (var scope = sales.Service.Services.CreateAsyncScope())
        {
            var change = scope.ServiceProvider.GetRequiredService<Platform.Storage.UnitOfWork>();
            await change.RunAsync(
                async cancellationToken =>
                {
                    foreach (var belongings in scope.ServiceProvider.GetServices<Identity.Client.IBelongings>())
                        await belongings.PassAsync(
                            "consultant-1", "consultant-2",
                            scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant(), "operations-1",
                            cancellationToken);
                    return true;
                },
                TestContext.Current.CancellationToken);
        }

        Assert.Equal("consultant-2", (await sales.Consultant.GetAsync(
            $"/api/sales/reservations/{reservation["id"]}", HttpStatusCode.OK))["consultant"]);
        Assert.Equal(
            before,
            (await plain.GetAsync($"{Reports}/daily-sales", HttpStatusCode.OK)).Json.GetProperty("lines").GetRawText());
    }

    [Fact]
    public async Task Of_ten_years_of_events_a_report_reads_those_of_its_days()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await using var connection = new NpgsqlConnection(sales.Service.Setting.Admin);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(connection, """
            INSERT INTO messaging.events (id, stream, version, type, at, by, body, subscribers, recorded_at)
            SELECT gen_random_uuid(), 'unit/' || md5((i % 5000)::text), 1000 + i / 5000, 'UnitDescribed',
                now() - interval '10 years' + i * interval '30 minutes', 'clerk', '{"project":"harbour-court"}', '{}',
                now() FROM generate_series(1, 175000) i;
            SELECT brin_summarize_new_values('messaging.events_at');
            ANALYZE messaging.events;
            """);

        var then = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-400);
        foreach (var sql in (string[])[DailySales.Sql, Forfeitures.Sql])
        {
            await using var command = new NpgsqlCommand($"EXPLAIN {sql}", connection);
            object[] parameters = sql == DailySales.Sql
                ? [SalesHost.Project, then, then.AddDays(1), "Asia/Shanghai", DailySales.Types]
                : [SalesHost.Project, then, then.AddDays(1), DateTime.UnixEpoch, 0L, 100];
            foreach (var parameter in parameters)
                command.Parameters.Add(new() { Value = parameter });
            var plan = new StringBuilder();
            await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            {
                while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                    plan.AppendLine(reader.GetString(0));
            }

            Assert.Contains("Bitmap Index Scan on events_at", plan.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan on events", plan.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// On the first day at ten two are registered, one approved and subscribed, a third waits; three more are
    /// subscribed without a reservation. Three days and an hour later the other registration has lapsed and is offered;
    /// of the three one is paid, contracted and delivered, one is paid in part and given back, and one, whose term is
    /// over, is paid in part and forfeited.
    /// </summary>
    private static async Task<(string Forfeited, LocalDate Day)> PlayAsync(SellingHost selling)
    {
        var sales = selling.Sales;
        var clock = sales.Service.Services.GetRequiredService<IClock>();
        var day = clock.GetCurrentInstant().InZone(Shanghai).Date.PlusDays(1);
        await sales.Service.MoveClockAsync((day + new LocalTime(10, 0)).InZoneStrictly(Shanghai).ToInstant());
        await sales.ImportAndPublishAsync(
            $"{SalesHost.Header}3,1,1,101,住宅,50,40,1000000,待售\n3,1,1,102,住宅,50,40,1000000,待售\n"
                + "3,1,1,103,住宅,50,40,1000000,待售\n");
        var first = await sales.RegisterAsync(1, "2-1-1201");
        await sales.RegisterAsync(2);
        await sales.RegisterAsync(3, who: sales.Second);
        await sales.ApproveAsync(first["id"]!);
        await selling.SignAsync(new { agreementNumber = "A-1", customer = SellingHost.Customer(1) }, "2-1-1201");
        var delivered = await selling.SignAsync(
            new { agreementNumber = "A-2", customer = SellingHost.Customer(4) }, "3-1-101");
        var cancelled = await selling.SignAsync(
            new { agreementNumber = "A-3", customer = SellingHost.Customer(5) }, "3-1-102");
        var term = new[]
        {
            new
            {
                dueOn = (day.PlusDays(1)).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                amount = SellingHost.Yuan(1_000_000),
            },
        };
        var forfeited = await selling.SignAsync(
            new { agreementNumber = "A-4", customer = SellingHost.Customer(6), instalments = term }, "3-1-103");
        await sales.Service.MoveClockAsync(
            (day.PlusDays(3) + new LocalTime(11, 0)).InZoneStrictly(Shanghai).ToInstant());

        await selling.PayAsync(delivered, "P-2", 1_000_000m);
        await selling.DoAsync(selling.Clerk, delivered, "contract", new { contractNumber = "C-2" });
        await selling.DoAsync(selling.Clerk, delivered, "delivery", null);
        await selling.PayAsync(cancelled, "P-3", 50_000m);
        await EndAsync(await selling.AskAsync(
            cancelled, "cancellation", new { reason = "They move away", refund = SellingHost.Yuan(20_000) }));
        await selling.PayAsync(forfeited, "P-4", 60_000m);
        await EndAsync(await selling.AskAsync(
            forfeited, "forfeiture", new { reason = "=Not paid", refund = SellingHost.Yuan(15_000) }));
        return (forfeited["id"]!, day);

        async Task EndAsync(Answer change)
        {
            await selling.AgreeAsync(selling.Manager, change);
            await selling.AgreeAsync(selling.Finance, change);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string?>> NamesAsync(HttpClient who, string report, string member) =>
    [
        .. (await who.GetAsync($"{Reports}/{report}", HttpStatusCode.OK)).Json.GetProperty("lines").EnumerateArray()
            .Select(line => Text(line, member)),
    ];

    private static string Say(JsonElement line) => string.Join(
        ' ',
        ((string[])[
            "day", "consultant", "registered", "approved", "lapsed", "offered", "subscribed", "contracted", "delivered",
            "cancelled", "forfeited"])
            .Select(member => line.GetProperty(member).ToString())
            .Append(Amount(line, "moneyIn")).Append(Amount(line, "moneyOut")));

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private static int Number(JsonElement element, string member) => element.GetProperty(member).GetInt32();

    private static string? Amount(JsonElement element, string member) =>
        element.GetProperty(member).GetProperty("amount").GetString();
}
