using System.Net;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Tests.Board;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>A wrongly listed unit is taken off the list 撤出, before anything happened to it.</summary>
public sealed class TakingOffTests(TestServers servers)
{
    private static readonly object Why = new { reason = "There is no such room: a slip in the list." };

    [Fact, Rule("RES-2"), Rule("CS-7")]
    public async Task A_wrongly_listed_unit_is_taken_off_under_another_s_agreement_and_its_code_is_free_again()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var lead = sales.TheLead();
        using var head = Head(sales);
        var unit = SalesHost.UnitPath("2-1-1202");
        await lead.ActAsync(unit, "take-off", new { reason = "" }, HttpStatusCode.UnprocessableEntity);
        // What waits for a decision on it is over with it.
        var withholding = await lead.ActAsync(unit, "withhold", Why, HttpStatusCode.Created);
        var screen = new BoardScreen();
        await screen.ReadAsync(sales.Consultant);
        Assert.Contains("2-1-1202", screen.Shows().Keys);
        using var off = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watching = screen.FollowAsync(sales.Consultant, off.Token);

        var asked = await lead.ActAsync(unit, "take-off", Why, HttpStatusCode.Created);
        Assert.Equal(("takingOff", "available"), (asked["kind"], await sales.StateOfAsync("2-1-1202")));
        await lead.ActAsync($"/api/sales/changes/{asked["id"]}", "approve", null, HttpStatusCode.Forbidden);
        var granted = await head.ActAsync($"/api/sales/changes/{asked["id"]}", "approve", null, HttpStatusCode.OK);

        var gone = granted["unit"]!;
        Assert.StartsWith("2-1-1202~", gone, StringComparison.Ordinal);
        await sales.Consultant.GetAsync(unit, HttpStatusCode.NotFound);
        Assert.Equal("takenOff", await sales.StateOfAsync(gone));
        Assert.Equal(
            "closed",
            (await lead.GetAsync($"/api/sales/changes/{withholding["id"]}", HttpStatusCode.OK))["state"]);
        await Wait.UntilAsync(() => Task.FromResult(screen.Resets == 1), "the board to be read again");
        await off.CancelAsync();
        await watching;
        await screen.ReadAsync(sales.Consultant);
        Assert.Equal(["2-1-1201", "2-1-1203", "2-1-1204"], screen.Shows().Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("2-1-1202", (await sales.Consultant.GetAsync(
            $"{Listing.Base}/units/export?format=csv", HttpStatusCode.OK, lines: true)).Text, StringComparison.Ordinal);
        await sales.RegisterAsync(1, gone, HttpStatusCode.Conflict);

        // Listed again, it is another unit.
        await sales.ImportAsync($"{SalesHost.Header}2,1,12,1202,住宅,99,71.5,,待售\n");
        var listed = await sales.Consultant.GetAsync(unit, HttpStatusCode.OK);
        Assert.Equal(("available", "99.00"), (listed["state"], listed["builtArea"]));
        var history = (await sales.Consultant.GetAsync(
            $"{SalesHost.UnitPath(gone)}/history", HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray();
        Assert.Contains(history, entry => entry.Text("event") == "UnitTakenOff"
            && entry.Text("text")!.Contains("slip in the list", StringComparison.Ordinal));
    }

    [Fact, Rule("RES-2")]
    public async Task A_unit_that_somebody_had_once_stays_on_the_list_also_when_it_came_between()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var lead = sales.TheLead();
        using var head = Head(sales);
        var unit = SalesHost.UnitPath("2-1-1201");
        var asked = await lead.ActAsync(unit, "take-off", Why, HttpStatusCode.Created);
        var held = await sales.RegisterAsync(1, "2-1-1201");

        var change = $"/api/sales/changes/{asked["id"]}";
        Assert.Equal("RES-2", (await head.ActAsync(change, "approve", null, HttpStatusCode.Conflict))["rule"]);
        await sales.Manager.ActAsync(
            $"/api/sales/reservations/{held["id"]}", "refuse", new { reason = "No." }, HttpStatusCode.OK);
        Assert.Equal("available", await sales.StateOfAsync("2-1-1201"));
        Assert.Contains(
            "2-1-1201", (await head.ActAsync(change, "approve", null, HttpStatusCode.Conflict))["detail"],
            StringComparison.Ordinal);
        await lead.ActAsync(unit, "take-off", Why, HttpStatusCode.Conflict);
    }

    private static HttpClient Head(SalesHost sales) => sales.Staff("marketing-manager-2", "marketing-manager", [
        SalesControlPermissions.ReadBoard, SalesControlPermissions.ReadApprovals,
        SalesControlPermissions.ApproveWithholding]);
}
