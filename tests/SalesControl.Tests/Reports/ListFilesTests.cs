using System.Globalization;
using System.Net;
using Ops.Identity.Contracts;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Tests.OverHttp;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.Reports;

/// <summary>Leases, the ledger and deposits as files to open as spreadsheets, staff by name.</summary>
public sealed class ListFilesTests(TestServers servers)
{
    private const string Project = $"/api/sales/projects/{SalesHost.Project}";

    [Theory]
    [Rule("RES-1")]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public async Task Deposits_and_the_ledger_are_saved_as_they_stand(string format)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await JoinAsync(sales, "consultant-1", "陈顾问");
        using var finance = ReservationCalls.Finance(sales);
        await sales.ReservedAsync(1);
        var second = await sales.RegisterAsync(2, "2-1-1201");
        await sales.ActAsync(sales.Consultant, second, "release", new { reason = "Found another." });

        var deposits = await ReadAsync(finance, $"deposits/export?format={format}");
        Assert.Equal(
            ["Receipt", "Customer", "Phone", "Unit", "Amount", "State", "To be refunded", "Taken", "Handled by",
                "Ended"],
            deposits[0]);
        Assert.Equal([("R-2", "2-1-1201", "yes"), ("R-1", SalesHost.Unit, "no")],
            deposits.Skip(1).Select(line => (line[0], line[3], line[6])));
        Assert.All(deposits.Skip(1), line => Assert.Equal(
            (10_000m, "陈顾问"), (decimal.Parse(line[4], CultureInfo.InvariantCulture), line[8])));
        Assert.DoesNotContain(deposits, line => line[2].Contains(SalesHost.Phone(1), StringComparison.Ordinal));
        Assert.Equal(
            ["R-2"], (await ReadAsync(finance, $"deposits/export?toRefund=true&format={format}")).Skip(1)
                .Select(line => line[0]));

        var ledger = await ReadAsync(finance, $"ledger/export?format={format}");
        Assert.Equal(["Time", "Movement", "Account", "Amount", "Receipt", "Handled by"], ledger[0]);
        Assert.Equal(4, ledger.Count - 1);
        Assert.Equal(0m, ledger.Skip(1).Sum(line => decimal.Parse(line[3], CultureInfo.InvariantCulture)));
        Assert.All(ledger.Skip(1), line => Assert.Equal("陈顾问", line[5]));
        Assert.Single(await ReadAsync(finance, $"ledger/export?from=2020-01-01&to=2020-01-02&format={format}"));

        await finance.GetAsync(
            $"{Project}/ledger/export?from=2020-01-01&to=2020-12-31", HttpStatusCode.UnprocessableEntity);
        await sales.Consultant.GetAsync($"{Project}/ledger/export", HttpStatusCode.Forbidden);
        await sales.Consultant.GetAsync($"{Project}/deposits/export", HttpStatusCode.Forbidden);
        using var elsewhere = sales.Staff(
            "finance-officer-2", "finance-officer", [SalesControlPermissions.ReadLedger], ["other-site"]);
        await elsewhere.GetAsync($"{Project}/deposits/export", HttpStatusCode.NotFound);
    }

    [Theory]
    [Rule("DOC-5.6.2")]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public async Task Leases_are_saved_as_their_reader_may_see_them(string format)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.ImportAndPublishAsync($"{SalesHost.Header}1,1,1,S01,商铺,50.5,44.5,2050000,待售\n");
        await JoinAsync(sales, "commercial-1", "商专员");
        using var clerk = sales.Staff(
            "commercial-1", "commercial-group-clerk",
            [SalesControlPermissions.ReadBoard, SalesControlPermissions.ManageLeases]);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await clerk.PostAsync(
            $"{SalesHost.UnitPath("1-1-S01")}/leases", new
            {
                tenant = new { name = "便利店", phone = SalesHost.Phone(1) },
                bookingNumber = "B-1",
                from = today.AddDays(10),
                to = today.AddDays(400),
                monthlyRent = new { amount = "8000.00", currency = "CNY" },
            },
            HttpStatusCode.Created);

        var leases = await ReadAsync(clerk, $"leases/export?format={format}");
        Assert.Equal(("Unit", "Booking agreement"), (leases[0][0], leases[0][4]));
        var lease = Assert.Single(leases.Skip(1));
        Assert.Equal(
            ("1-1-S01", "booked", "便利店", "B-1", "商专员"), (lease[0], lease[1], lease[2], lease[4], lease[9]));
        Assert.Equal(8_000m, decimal.Parse(lease[8], CultureInfo.InvariantCulture));
        Assert.Single(await ReadAsync(clerk, $"leases/export?state=ended&format={format}"));
        // Whose customer it is not sees a name's first character.
        Assert.Equal("便**", (await ReadAsync(sales.Second, $"leases/export?format={format}"))[1][2]);
    }

    private static Task JoinAsync(SalesHost sales, string number, string name) => LeaverTests.HearAsync(
        sales, new StaffJoined(
            number, name, "consultant", "project-sales-group", [SalesHost.Project],
            new NodaTime.LocalDate(2026, 1, 1)));

    private static async Task<IReadOnlyList<IReadOnlyList<string>>> ReadAsync(HttpClient who, string path)
    {
        using var answer = await who.GetAsync(
            new Uri($"{Project}/{path}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(
            answer.IsSuccessStatusCode,
            $"{path}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        var (lines, error) = Spreadsheet.Read(
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Null(error);
        return [.. lines.Select(line => (IReadOnlyList<string>)line.Cells)];
    }
}
