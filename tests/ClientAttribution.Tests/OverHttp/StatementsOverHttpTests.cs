using System.Net;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>A month of commissions is closed once, confirmed or disputed, and taken out for payroll.</summary>
public sealed class StatementsOverHttpTests(TestServers servers)
{
    [Fact, Rule("REC-3.1"), Rule("CS-7")]
    public async Task A_month_is_closed_once_when_it_is_over_and_what_is_put_right_stands_on_the_next()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        await host.PlanAsync("home");
        var client = await host.FileAsync("consultant-2");
        await host.PassDaysAsync(1);
        var (sale, signed) = await host.SellAsync();
        await host.LinkAsync(sale, client);
        await host.HearAsync(
            new ContractSigned(signed.SubscriptionId, signed.UnitId, signed.Project, signed.Unit), host.Nine);
        var month = host.Month();
        var early = await host.CloseAsync(month);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "REC-3.1"), (early.Status, early.Rule));
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity, (await host.CloseAsync(month.PlusDays(1))).Status);

        await host.PassDaysAsync(40);
        var closed = await host.CloseAsync(month);
        var line = Assert.Single(closed.Json.GetProperty("statements").EnumerateArray());
        Assert.Equal(
            ("consultant-2", 6000m, 3000m),
            (line.GetProperty("consultant").GetString(), line.GetProperty("accrued").GetDecimal(),
                line.GetProperty("payable").GetDecimal()));
        var again = await host.CloseAsync(month);
        Assert.Equal((HttpStatusCode.Conflict, "REC-3.1"), (again.Status, again.Rule));

        var statement = $"/api/clients/statements/{line.GetProperty("id").GetString()}";
        var (own, other) = (host.Consultant("consultant-2"), host.Consultant("consultant-3"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.ReadAsync(statement)).Status);
        var seen = await own.ReadAsync(statement);
        Assert.All(
            seen.Json.GetProperty("lines").EnumerateArray(),
            one => Assert.NotEqual("", one.GetProperty("text").GetString()));
        Assert.Equal(
            3000m, seen.Json.GetProperty("lines").EnumerateArray().Sum(one => one.GetProperty("payable").GetDecimal()));
        Assert.Equal("disputed", (await own.ChangeAsync(statement, "dispute", new { reason = "少了一笔。" }))
            .Text("state"));
        var byOther = await host.Supervisor.ChangeAsync(statement, "confirm");
        Assert.Equal((HttpStatusCode.Forbidden, "CS-7"), (byOther.Status, byOther.Rule));

        // It was cancelled in the month before, and heard of in this one.
        await host.HearAsync(
            new SaleCancelled(signed.SubscriptionId, signed.UnitId, signed.Project, signed.Unit),
            signed.SignedAt + NodaTime.Duration.FromDays(1));
        Assert.Equal(
            3000m, (await own.ReadAsync(statement)).Json.GetProperty("payable").GetDecimal());
        Assert.Equal("confirmed", (await own.ChangeAsync(statement, "confirm")).Text("state"));
        var next = host.Month();
        await host.PassDaysAsync(40);
        var taken = Assert.Single((await host.CloseAsync(next)).Json.GetProperty("statements").EnumerateArray());
        Assert.Equal(
            (-6000m, -3000m),
            (taken.GetProperty("accrued").GetDecimal(), taken.GetProperty("payable").GetDecimal()));
        var mine = await own.ReadAsync($"{ClientsHost.Site}/statements?state=confirmed");
        Assert.Single(mine.Json.GetProperty("items").EnumerateArray());
        Assert.Empty((await other.ReadAsync($"{ClientsHost.Site}/statements")).Json.GetProperty("items")
            .EnumerateArray());

        using var workbook = await host.Supervisor.GetAsync(
            $"/api/clients/statement-months/{closed.Id}/payroll", TestContext.Current.CancellationToken);
        Assert.Equal(
            (HttpStatusCode.OK, Spreadsheet.WorkbookType),
            (workbook.StatusCode, workbook.Content.Headers.ContentType!.MediaType));
        var list = await host.Supervisor.GetStringAsync(
            $"/api/clients/statement-months/{closed.Id}/payroll?format=csv", TestContext.Current.CancellationToken);
        Assert.Contains($"{month:yyyy-MM},consultant-2,2,6000", list, StringComparison.Ordinal);
    }
}
