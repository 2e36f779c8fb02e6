using System.Net;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>Release batches 开盘批次 and withholding 销控.</summary>
public sealed class BatchesOverHttpTests(TestServers servers)
{
    [Fact, Rule("RES-2")]
    public async Task A_batch_is_put_together_while_it_is_planned_and_puts_all_its_units_on_sale_at_once()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.WithheldAsync();
        using var lead = sales.TheLead();

        var batch = await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-1", name = "First", building = "9" }, HttpStatusCode.Created);
        var path = $"/api/sales/batches/{batch["id"]}";
        Assert.Equal(("3", "planned"), (batch["units"], batch["state"]));
        await lead.PostAsync($"{Listing.Base}/batches", new { code = "b-1", name = "Again" }, HttpStatusCode.Conflict);
        // A unit on sale, one of another batch, and one that is not there.
        await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-2", name = "Second", units = new[] { "2-1-1201" } },
            HttpStatusCode.Conflict);
        Assert.Contains("b-1", (await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-2", name = "Second", units = new[] { "9-1-101" } },
            HttpStatusCode.Conflict))["detail"], StringComparison.Ordinal);
        await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-2", name = "Second", units = new[] { "9-9-999" } },
            HttpStatusCode.UnprocessableEntity);
        await lead.PostAsync(
            $"{Listing.Base}/batches",
            new { code = "b-2", name = "Second", units = new[] { "9-1-101" }, building = "9" },
            HttpStatusCode.UnprocessableEntity);

        await lead.PostAsync(
            $"{path}/units", new { units = new[] { "2-1-1204" } }, HttpStatusCode.PreconditionRequired);
        await lead.PostAsync(
            $"{path}/units", new { units = new[] { "2-1-1204" } }, HttpStatusCode.PreconditionFailed, "\"9\"");
        Assert.Equal(
            "4",
            (await lead.ActAsync(path, "units", new { units = new[] { "2-1-1204" } }, HttpStatusCode.OK))["units"]);
        Assert.Equal("3", (await lead.ActAsync(
            path, "units/remove", new { units = new[] { "9-1-103" } }, HttpStatusCode.OK))["units"]);
        await lead.ActAsync(
            path, "units/remove", new { units = new[] { "9-1-103" } }, HttpStatusCode.UnprocessableEntity);

        await sales.RegisterAsync(1, "9-1-101", HttpStatusCode.Conflict);
        Assert.Equal("open", (await lead.ActAsync(path, "open", new { }, HttpStatusCode.OK))["state"]);

        Assert.Equal(("available", "available", "withheld"), (
            await sales.StateOfAsync("9-1-101"), await sales.StateOfAsync("2-1-1204"),
            await sales.StateOfAsync("9-1-103")));
        await sales.RegisterAsync(1, "9-1-101");
        foreach (var (act, body) in new (string, object?)[]
        {
            ("open", new { }), ("choosing", null), ("units", new { units = new[] { "9-1-103" } }),
        })
            Assert.Equal("RES-2", (await lead.ActAsync(path, act, body, HttpStatusCode.Conflict))["rule"]);
        Assert.Equal(3, (await sales.Consultant.GetAsync($"{path}/units", HttpStatusCode.OK)).Items().Count);
        Assert.Single(
            (await sales.Consultant.GetAsync($"{Listing.Base}/batches", HttpStatusCode.OK)).Json
                .GetProperty("items").EnumerateArray());
        using var elsewhere = sales.Staff("sales-supervisor-8", "sales-supervisor", Listing.Lead, ["other-site"]);
        await elsewhere.GetAsync(path, HttpStatusCode.NotFound);
        await elsewhere.PostAsync($"{path}/open", new { }, HttpStatusCode.NotFound, "\"1\"");
        await sales.Consultant.PostAsync($"{path}/open", new { }, HttpStatusCode.Forbidden, "\"1\"");
    }

    [Fact, Rule("RES-2"), Rule("CS-4")]
    public async Task A_batch_opens_by_itself_at_its_time_and_never_with_a_unit_that_has_no_published_price()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.WithheldAsync();
        await sales.ImportAsync($"{SalesHost.Header}9,1,2,201,住宅,80,70,,销控\n");
        using var lead = sales.TheLead();
        var batch = await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-1", name = "First", building = "9" }, HttpStatusCode.Created);
        var path = $"/api/sales/batches/{batch["id"]}";
        var now = Listing.Now();
        var at = InstantPattern.ExtendedIso.Format(now + Duration.FromHours(2));

        var without = await lead.ActAsync(path, "open", new { }, HttpStatusCode.Conflict);
        Assert.Equal("CS-4", without["rule"]);
        Assert.Contains("9-1-201", without["detail"], StringComparison.Ordinal);
        await lead.ActAsync(path, "open", new { at }, HttpStatusCode.Conflict);
        await lead.ActAsync(path, "units/remove", new { units = new[] { "9-1-201" } }, HttpStatusCode.OK);
        await lead.ActAsync(
            path, "open", new { at = InstantPattern.ExtendedIso.Format(now - Duration.FromHours(1)) },
            HttpStatusCode.UnprocessableEntity);
        await lead.ActAsync(
            path, "open", new { at = InstantPattern.ExtendedIso.Format(now + Duration.FromHours(1)) },
            HttpStatusCode.OK);
        Assert.NotEqual("", (await lead.ActAsync(path, "open", new { at }, HttpStatusCode.OK))["opensAt"]);
        // Put in after the time was set, and still without a price when it comes.
        await lead.ActAsync(path, "units", new { units = new[] { "9-1-201" } }, HttpStatusCode.OK);

        await sales.Service.MoveClockAsync(now + Duration.FromMinutes(90));
        Assert.Equal("withheld", await sales.StateOfAsync("9-1-101"));
        await sales.Service.MoveClockAsync(now + Duration.FromHours(3));

        Assert.Equal(
            ("available", "withheld"), (await sales.StateOfAsync("9-1-101"), await sales.StateOfAsync("9-1-201")));
        Assert.Equal("open", (await lead.GetAsync(path, HttpStatusCode.OK))["state"]);
        Assert.Contains(
            "9-1-201", (await sales.Manager.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        var history = (await sales.Consultant.GetAsync(
            $"{SalesHost.UnitPath("9-1-101")}/history?limit=200",
            HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray().Last();
        Assert.Equal(("UnitPutOnSale", now + Duration.FromHours(2)), (
            history.GetProperty("event").GetString(),
            OffsetDateTimePattern.ExtendedIso.Parse(history.GetProperty("at").GetString()!).Value.ToInstant()));
    }

    [Fact, Rule("RES-2"), Rule("CS-7")]
    public async Task A_unit_is_withheld_and_put_on_sale_again_under_another_s_agreement_and_not_past_its_batch()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var lead = sales.TheLead();
        using var head = sales.Staff("marketing-manager-2", "marketing-manager", [
            SalesControlPermissions.ReadBoard, SalesControlPermissions.ReadApprovals,
            SalesControlPermissions.ApproveWithholding, SalesControlPermissions.WithholdUnit]);
        var unit = SalesHost.UnitPath("2-1-1201");

        await lead.ActAsync(unit, "withhold", new { reason = "" }, HttpStatusCode.UnprocessableEntity);
        await lead.PostAsync(
            $"{unit}/withhold", new { reason = "For the show flat" }, HttpStatusCode.PreconditionRequired);
        var asked = await lead.ActAsync(unit, "withhold", new { reason = "For the show flat" }, HttpStatusCode.Created);
        Assert.Equal("available", await sales.StateOfAsync("2-1-1201"));
        await lead.ActAsync(unit, "withhold", new { reason = "Twice" }, HttpStatusCode.Conflict);
        var change = $"/api/sales/changes/{asked["id"]}";
        Assert.Equal("CS-7", (await lead.ActAsync(change, "approve", null, HttpStatusCode.Forbidden))["rule"]);
        Assert.Equal("granted", (await head.ActAsync(change, "approve", null, HttpStatusCode.OK))["state"]);
        Assert.Equal("withheld", await sales.StateOfAsync("2-1-1201"));
        await sales.RegisterAsync(1, "2-1-1201", HttpStatusCode.Conflict);

        await head.ActAsync(unit, "withhold", new { reason = "Twice" }, HttpStatusCode.Conflict);
        var again = await lead.ActAsync(
            unit, "put-on-sale", new { reason = "The show flat is another" }, HttpStatusCode.Created);
        await head.ActAsync($"/api/sales/changes/{again["id"]}", "approve", null, HttpStatusCode.OK);
        await sales.RegisterAsync(1, "2-1-1201");
        // Taken meanwhile: what was asked cannot be done, and stays asked.
        var late = await lead.ActAsync(
            SalesHost.UnitPath("2-1-1202"), "withhold", new { reason = "Late" }, HttpStatusCode.Created);
        await sales.RegisterAsync(2, "2-1-1202");
        Assert.Equal("RES-2", (await head.ActAsync(
            $"/api/sales/changes/{late["id"]}", "approve", null, HttpStatusCode.Conflict))["rule"]);
        await lead.ActAsync(
            SalesHost.UnitPath("2-1-1202"), "withhold", new { reason = "Held" }, HttpStatusCode.Conflict);

        await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-1", name = "First", units = new[] { "2-1-1204" } },
            HttpStatusCode.Created);
        Assert.Contains("b-1", (await lead.ActAsync(
            SalesHost.UnitPath("2-1-1204"), "put-on-sale", new { reason = "Early" },
            HttpStatusCode.Conflict))["detail"], StringComparison.Ordinal);
        await sales.ImportAsync($"{SalesHost.Header}9,1,2,201,住宅,80,70,,销控\n");
        Assert.Equal("CS-4", (await lead.ActAsync(
            SalesHost.UnitPath("9-1-201"), "put-on-sale", new { reason = "No price" },
            HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("withheld", await sales.StateOfAsync("9-1-201"));
    }
}
