using System.Net;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>What each role works on is found by what they know of it, a page at a time.</summary>
public sealed class ListsOverHttpTests(TestServers servers)
{
    private const string Reservations = $"/api/sales/projects/{SalesHost.Project}/reservations",
        Mine = "/api/sales/me/reservations", Deposits = $"/api/sales/projects/{SalesHost.Project}/deposits";

    [Fact, Rule("RES-4")]
    [Case("lists-and-search-for-each-role")]
    public async Task Reservations_waits_and_offers_are_found_by_state_consultant_unit_customer_and_end()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var held = await sales.ReservedAsync(1);
        var waits = await sales.RegisterAsync(2, who: sales.Second);
        var third = await sales.RegisterAsync(3);
        var other = await sales.RegisterAsync(4, "2-1-1201");

        Assert.Equal([other["id"], third["id"], waits["id"], held["id"]], await IdsAsync(sales.Manager, Reservations));
        Assert.Equal([held["id"]], await IdsAsync(sales.Manager, $"{Reservations}?state=reserved"));
        Assert.Equal(
            [third["id"], waits["id"]], await IdsAsync(sales.Manager, $"{Reservations}?state=waiting"));
        Assert.Equal([waits["id"]], await IdsAsync(sales.Manager, $"{Reservations}?consultant=consultant-2"));
        Assert.Equal([other["id"]], await IdsAsync(sales.Manager, $"{Reservations}?unit=2-1-1201"));
        // By the form's number, as somebody types it; not by a part of it.
        Assert.Equal(
            [waits["id"]], await IdsAsync(sales.Manager, $"{Reservations}?form={waits["form"]!.ToLowerInvariant()}"));
        Assert.Empty(await IdsAsync(sales.Manager, $"{Reservations}?form=F-"));
        Assert.Equal(
            [third["id"]], await IdsAsync(sales.Manager, $"{Reservations}?customerId={third["customerId"]}"));
        Assert.Equal([other["id"], third["id"], held["id"]], await IdsAsync(sales.Consultant, Mine));
        Assert.Equal([waits["id"]], await IdsAsync(sales.Second, Mine));
        // The same as one by one: the place in the line, and what is masked.
        var line = (await sales.Second.GetAsync($"{Reservations}?state=waiting", HttpStatusCode.OK)).Items();
        Assert.Equal(
            [(2, "C**"), (1, "Customer 2")], line.Select(one =>
                (one.GetProperty("place").GetInt32(), one.GetProperty("customer").Text("name"))));
        var one = (await sales.Manager.GetAsync(
            $"{Reservations}?unit={SalesHost.Unit}&state=reserved", HttpStatusCode.OK)).Items()[0];
        // But for what may be done to it, which is said where it is shown by itself.
        Assert.Equal(JsonValueKind.Null, one.GetProperty("actions").ValueKind);
        Assert.Equal(
            (await sales.ReadAsync(held)).Json.EnumerateObject().SkipLast(1).Select(member => $"{member}"),
            one.EnumerateObject().SkipLast(1).Select(member => $"{member}"));

        // A page at a time, and what ends before a time.
        var first = await sales.Manager.GetAsync($"{Reservations}?limit=3", HttpStatusCode.OK);
        Assert.Equal(
            [held["id"]], await IdsAsync(sales.Manager, $"{Reservations}?limit=3&after={first["next"]}"));
        var until = OffsetDateTimePattern.ExtendedIso.Parse(one.Text("expiresAt")!).Value;
        Assert.Equal(
            [other["id"], held["id"]],
            await IdsAsync(sales.Manager, $"{Reservations}?endingBefore={Uri.EscapeDataString(After(until, 1))}"));
        Assert.Empty(
            await IdsAsync(sales.Manager, $"{Reservations}?endingBefore={Uri.EscapeDataString(After(until, -1))}"));
        await sales.ActAsync(sales.Consultant, held, "release", new { reason = "Found another." });
        Assert.Equal([waits["id"]], await IdsAsync(sales.Second, $"{Mine}?state=offered"));
        Assert.Equal([held["id"]], await IdsAsync(sales.Consultant, $"{Mine}?open=false"));

        await sales.Manager.GetAsync($"{Reservations}?stat=reserved", HttpStatusCode.UnprocessableEntity);
        using var elsewhere = sales.Staff("consultant-1", "consultant", sites: ["other-site"]);
        await elsewhere.GetAsync(Reservations, HttpStatusCode.NotFound);
        Assert.Empty(await IdsAsync(elsewhere, Mine));
    }

    [Fact, Rule("RES-1")]
    [Case("lists-and-search-for-each-role")]
    [Case("refused-reservation-s-deposit")]
    public async Task Deposits_are_found_by_receipt_unit_name_and_by_what_is_to_be_refunded()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = ReservationCalls.Finance(sales);
        var one = await sales.ReservedAsync(1);
        var two = await sales.RegisterAsync(2, "2-1-1201");

        Assert.Equal([two["depositId"]], await IdsAsync(finance, $"{Deposits}?receipt=R-2"));
        Assert.Equal([one["depositId"]], await IdsAsync(finance, $"{Deposits}?unit={SalesHost.Unit}"));
        Assert.Equal([one["depositId"]], await IdsAsync(finance, $"{Deposits}?customerId={one["customerId"]}"));
        Assert.Empty(await IdsAsync(finance, $"{Deposits}?toRefund=true"));
        await sales.ActAsync(sales.Consultant, one, "release", new { reason = "Found another." });
        Assert.Equal([one["depositId"]], await IdsAsync(finance, $"{Deposits}?toRefund=true"));
        // However the name is written, and in no URL; the name itself is shown to who may see it.
        var found = Assert.Single((await finance.PostAsync(
            $"{Deposits}/search", new { name = "ｃustomer1" }, HttpStatusCode.OK)).Items());
        Assert.Equal(
            (one["depositId"], "C**", true),
            (found.Text("id"), found.GetProperty("customer").Text("name"), found.GetProperty("toRefund").GetBoolean()));
        Assert.Equal(2, (await finance.PostAsync(
            $"{Deposits}/search", new { name = "Customer" }, HttpStatusCode.OK)).Items().Count);
        Assert.Empty((await finance.PostAsync($"{Deposits}/search", new { name = "%" }, HttpStatusCode.OK)).Items());
        await finance.PostAsync($"{Deposits}/search", new { name = " " }, HttpStatusCode.UnprocessableEntity);
        await finance.GetAsync($"{Deposits}?name=Customer", HttpStatusCode.UnprocessableEntity);
        await finance.GetAsync($"{Deposits}?state=nothing", HttpStatusCode.UnprocessableEntity);
    }

    [Fact, Rule("CS-7")]
    [Case("lists-and-search-for-each-role")]
    public async Task Customers_are_found_by_name_with_what_is_open_of_theirs_masked_and_on_the_register()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        await sales.RegisterAsync(2, "2-1-1201");

        var found = (await sales.Second.PostAsync(
            "/api/sales/customers/search", new { name = "Customer 1" }, HttpStatusCode.OK)).Items();
        var one = Assert.Single(found);
        Assert.Equal(
            (reserved["customerId"], "C**", "+86138****0001"), (one.Text("id"), one.Text("name"), one.Text("phone")));
        Assert.Equal(
            [("reservation", SalesHost.Unit, "reserved"), ("deposit", null, "held")],
            one.GetProperty("open").EnumerateArray().Select(matter =>
                (matter.Text("kind"), matter.Text("unit"), matter.Text("state"))));
        var page = await sales.Consultant.PostAsync(
            "/api/sales/customers/search", new { name = "Customer", limit = 1 }, HttpStatusCode.OK);
        Assert.Equal("Customer 1", page.Items()[0].Text("name"));
        Assert.Equal("Customer 2", (await sales.Consultant.PostAsync(
            "/api/sales/customers/search", new { name = "Customer", limit = 1, after = page["next"] },
            HttpStatusCode.OK)).Items()[0].Text("name"));
        Assert.Equal(
            3, await new ServiceDatabase(sales.Service.Setting.Admin).CountAsync(
                $"registers.entries WHERE register = 'customer-searches' AND site = '{SalesHost.Project}'"));
        using var elsewhere = sales.Staff("consultant-8", "consultant", sites: ["other-site"]);
        Assert.Empty((await elsewhere.PostAsync(
            "/api/sales/customers/search", new { name = "Customer" }, HttpStatusCode.OK)).Items());
        await sales.Consultant.PostAsync(
            "/api/sales/customers/search", new { name = "Customer", phone = SalesHost.Phone(1) },
            HttpStatusCode.UnprocessableEntity);
    }

    [Fact, Rule("CS-7")]
    [Case("version-beside-each-item")]
    [Case("pending-is-one-word")]
    public async Task A_decision_needs_no_further_look_the_version_stands_beside_each_task_and_approval()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.RegisterAsync(1);
        await sales.RegisterAsync(2, "2-1-1201");

        var task = Assert.Single(
            (await sales.Manager.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Items(),
            one => one.Text("title")!.Contains(SalesHost.Unit, StringComparison.Ordinal));
        await sales.Manager.PostAsync(
            $"{task.Text("subject")}/approve", null, HttpStatusCode.OK, $"\"{task.GetProperty("version")}\"");
        var approval = Assert.Single(
            (await sales.Manager.GetAsync("/api/sales/approvals?state=pending", HttpStatusCode.OK)).Items());
        Assert.Equal("pending", approval.Text("state"));
        await sales.Manager.PostAsync(
            $"{approval.Text("subject")}/approve", null, HttpStatusCode.OK, $"\"{approval.GetProperty("version")}\"");
        Assert.Empty((await sales.Manager.GetAsync("/api/sales/me/approvals", HttpStatusCode.OK)).Items());
        await sales.Manager.GetAsync("/api/sales/approvals?state=open", HttpStatusCode.UnprocessableEntity);
    }

    [Fact, Rule("RES-4")]
    public async Task Sales_are_found_by_unit_state_consultant_customer_and_the_days_of_their_signing()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        var one = await selling.SignAsync(1);
        await selling.MoveAsync(Duration.FromDays(2));
        var two = await selling.SignAsync(2, "2-1-1201");
        const string path = $"/api/sales/projects/{SalesHost.Project}/subscriptions";

        Assert.Equal([two["id"], one["id"]], await IdsAsync(selling.Seller, path));
        Assert.Equal([one["id"]], await IdsAsync(selling.Seller, $"{path}?unit={SalesHost.Unit}"));
        Assert.Equal([two["id"]], await IdsAsync(selling.Seller, $"{path}?signedFrom={SellingHost.Day(one, 1)}"));
        Assert.Equal([one["id"]], await IdsAsync(selling.Seller, $"{path}?signedTo={SellingHost.Day(one, 1)}"));
        Assert.Empty(await IdsAsync(selling.Seller, $"{path}?state=contracted"));
        var found = (await selling.Seller.GetAsync(
            $"{path}?signedTo={SellingHost.Day(one, 0)}", HttpStatusCode.OK)).Items();
        Assert.Equal((await selling.LookAsync(one)).ETag, $"\"{Assert.Single(found).GetProperty("version")}\"");
        await selling.Seller.GetAsync($"{path}?signedFrom=0999-01-01", HttpStatusCode.UnprocessableEntity);
    }

    [Fact, Rule("T-1")]
    [Case("pending-is-one-word")]
    public async Task A_project_is_read_and_a_history_s_details_are_written_as_every_other_answer()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        Assert.Equal(
            (SalesHost.Project, "Harbour Court", "Asia/Shanghai"),
            (await ProjectAsync("code"), await ProjectAsync("name"), await ProjectAsync("timeZone")));
        using var elsewhere = sales.Staff("consultant-8", "consultant", sites: ["other-site"]);
        await elsewhere.GetAsync($"/api/sales/projects/{SalesHost.Project}", HttpStatusCode.NotFound);

        await sales.ActAsync(
            sales.Consultant, reserved, "extension", new { hours = 24, reason = "They travel." },
            HttpStatusCode.Created);
        var history = (await sales.Consultant.GetAsync(
            $"{SalesHost.UnitPath()}/history", HttpStatusCode.OK)).Items();
        var registered = history.Single(one => one.Text("event") == "ReservationRegistered").GetProperty("details");
        Assert.Equal(reserved["expiresAt"]![..19], registered.Text("expiresAt")![..19]);
        Assert.EndsWith("+08:00", registered.Text("expiresAt"), StringComparison.Ordinal);
        Assert.Equal(
            "extension", history.Single(one => one.Text("event") == "ChangeAsked").GetProperty("details").Text("kind"));
        Assert.Equal(
            "available", history.Single(one => one.Text("event") == "UnitListed").GetProperty("details").Text("state"));

        async Task<string?> ProjectAsync(string member) =>
            (await sales.Consultant.GetAsync($"/api/sales/projects/{SalesHost.Project}", HttpStatusCode.OK))[member];
    }

    private static string After(OffsetDateTime at, int seconds) => OffsetDateTimePattern.Rfc3339.Format(
        (at.ToInstant() + Duration.FromSeconds(seconds)).WithOffset(at.Offset));

    private static async Task<IEnumerable<string?>> IdsAsync(HttpClient who, string path) =>
        (await who.GetAsync(path, HttpStatusCode.OK)).Items().Select(one => one.Text("id"));
}
