using System.Net;
using NodaTime;
using NodaTime.Text;
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
    [Case("same-unit-listed-twice-by-spelling")]
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

    [Fact, Rule("RES-2"), Rule("CS-4")]
    public async Task What_is_taken_off_is_priced_no_more_and_no_version_of_the_price_list_names_it()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var lead = sales.TheLead();
        using var head = Head(sales);
        await sales.ImportAsync($"{SalesHost.Header}9,1,1,101,住宅,80,70,,销控\n");
        var batch = await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-1", name = "First" }, HttpStatusCode.Created);
        var path = $"/api/sales/batches/{batch["id"]}";
        var now = Listing.Now();
        await sales.WithheldAsync();
        await lead.ActAsync(path, "units", new { units = new[] { "9-1-102" } }, HttpStatusCode.OK);
        await lead.ActAsync(
            path, "open", new { at = InstantPattern.ExtendedIso.Format(now + Duration.FromHours(1)) },
            HttpStatusCode.OK);
        await sales.ImportAsync($"{SalesHost.Header}8,1,1,101,住宅,80,70,,销控\n");
        await lead.ActAsync(path, "units", new { units = new[] { "8-1-101" } }, HttpStatusCode.OK);
        await sales.Service.MoveClockAsync(now + Duration.FromHours(2));
        Assert.Contains("8-1-101", await TasksAsync(), StringComparison.Ordinal);

        await TakeOffAsync("8-1-101");
        Assert.DoesNotContain("8-1-101", await TasksAsync(), StringComparison.Ordinal);
        Assert.Empty(await Dangling.FindAsync(new ServiceDatabase(sales.Service.Setting.Admin)));

        // One that has a price: who asked for something else is told of it by the code that they know.
        var asked = await sales.Assistant.ActAsync(
            SalesHost.UnitPath("2-1-1201"), "withhold", Why, HttpStatusCode.Created);
        var gone = await TakeOffAsync("2-1-1201");
        var told = (await sales.Assistant.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Items()
            .Single(task => task.Text("subject")!.EndsWith(asked["id"]!, StringComparison.Ordinal));
        Assert.Contains("2-1-1201", told.Text("title"), StringComparison.Ordinal);
        Assert.DoesNotContain("~", told.Text("title"), StringComparison.Ordinal);
        await sales.Consultant.GetAsync($"{SalesHost.UnitPath(gone)}/price", HttpStatusCode.NotFound);
        var list = (await sales.Manager.GetAsync($"{Listing.Base}/price-lists", HttpStatusCode.OK)).Items()[^1];
        var version = $"/api/sales/price-lists/{list.Text("id")}";
        var lines = (await sales.Manager.GetAsync($"{version}/lines", HttpStatusCode.OK)).Items();
        Assert.Equal(["2-1-1202", "2-1-1203", "2-1-1204"], lines.Select(line => line.Text("unit")));
        Assert.Equal(3, list.GetProperty("units").GetInt32());
        var file = (await sales.Manager.GetAsync(
            $"{version}/export?format=csv", HttpStatusCode.OK, lines: true)).Text;
        Assert.DoesNotContain("2-1-1201", file, StringComparison.Ordinal);

        async Task<string> TasksAsync() =>
            (await sales.Manager.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text;

        async Task<string> TakeOffAsync(string code)
        {
            var change = await lead.ActAsync(SalesHost.UnitPath(code), "take-off", Why, HttpStatusCode.Created);
            return (await head.ActAsync(
                $"/api/sales/changes/{change["id"]}", "approve", null, HttpStatusCode.OK))["unit"]!;
        }
    }

    [Fact, Rule("RES-2")]
    public async Task Of_two_spellings_of_one_place_from_before_the_other_is_known_by_it_when_one_is_taken_off()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var lead = sales.TheLead();
        using var head = Head(sales);
        var database = new ServiceDatabase(sales.Service.Setting.Admin);
        await sales.ImportAsync($"{SalesHost.Header}7,1,1,101,住宅,80,70,,待售\n");
        await database.ExecuteAsync(
            """
            UPDATE units SET building = '2栋', code = '2栋-1-1202', name_key = NULL, entrance = '1', room = '1202'
                WHERE code = '7-1-101'
            """);
        var change = await lead.ActAsync(SalesHost.UnitPath("2-1-1202"), "take-off", Why, HttpStatusCode.Created);
        await head.ActAsync($"/api/sales/changes/{change["id"]}", "approve", null, HttpStatusCode.OK);

        // The list as it is exported, and the company's own spelling, are of the unit that is there.
        var again = await sales.ImportAsync($"{SalesHost.Header}2,1,12,1202,住宅,81,70,,待售\n");
        Assert.Equal(0, again.Json.GetProperty("added").GetArrayLength());
        Assert.Equal("2栋-1-1202", Assert.Single(again.Json.GetProperty("changed").EnumerateArray()).Text("unit"));
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
