using System.Net;
using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>DOC-5.6.1: shops are booked, let, renewed and vacated; the commercial group is told in time.</summary>
public sealed class LettingOverHttpTests(TestServers servers)
{
    private const string Shop = "1-1-S01";

    private static readonly string[] Commercial = [
        SalesControlPermissions.ReadBoard, SalesControlPermissions.ManageLeases, SalesControlPermissions.OwnTasks,
        SalesControlPermissions.SignSubscription];

    [Fact]
    [Rule("DOC-5.6.1")]
    public async Task A_shop_is_booked_let_renewed_and_vacated_and_its_history_says_so()
    {
        await using var sales = await WithShopAsync();
        using var clerk = sales.Staff("commercial-1", "commercial-group-clerk", Commercial);

        var booked = await clerk.PostAsync($"{SalesHost.UnitPath(Shop)}/leases", Booking(1), HttpStatusCode.Created);
        Assert.Equal(
            ("booked", "let"),
            (booked["state"], (await clerk.GetAsync(SalesHost.UnitPath(Shop), HttpStatusCode.OK))["state"]));
        Assert.DoesNotContain(SalesHost.Phone(1), booked.Text, StringComparison.Ordinal);
        Assert.Equal(
            "DOC-5.6.1",
            (await clerk.PostAsync($"{SalesHost.UnitPath(Shop)}/leases", Booking(2), HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("RES-4", (await sales.RegisterAsync(3, Shop, HttpStatusCode.Conflict))["rule"]);

        var path = $"/api/sales/leases/{booked["id"]}";
        var signed = await clerk.PostAsync($"{path}/sign", new { leaseNumber = "L-1" }, HttpStatusCode.OK, booked.ETag);
        Assert.Equal(("signed", "L-1"), (signed["state"], signed["leaseNumber"]));
        Assert.Equal("DOC-5.6.1", (await clerk.PostAsync(
            $"{path}/sign", new { leaseNumber = "L-2" }, HttpStatusCode.Conflict, signed.ETag))["rule"]);
        var renewed = await clerk.PostAsync(
            $"{path}/renew", new { to = "2030-12-31", monthlyRent = new { amount = "9000.00", currency = "CNY" } },
            HttpStatusCode.OK, signed.ETag);
        Assert.Equal("2030-12-31", renewed["to"]);
        Assert.Equal("9000.00", renewed.Json.GetProperty("monthlyRent").GetProperty("amount").GetString());
        var ended = await clerk.PostAsync(
            $"{path}/end", new { reason = "The tenant moves away." }, HttpStatusCode.OK, renewed.ETag);
        Assert.Equal("ended", ended["state"]);

        Assert.Equal("available", (await clerk.GetAsync(SalesHost.UnitPath(Shop), HttpStatusCode.OK))["state"]);
        Assert.Equal(
            ["UnitListed", "LeaseBooked", "LeaseSigned", "LeaseRenewed", "LeaseEnded"],
            await EventsAsync(sales, Shop));
        Assert.Equal("DOC-5.6.1", (await clerk.PostAsync(
            $"{path}/renew", new { to = "2031-12-31" }, HttpStatusCode.Conflict, ended.ETag))["rule"]);
    }

    /// <summary>No deadline has fired: what is due happens with the command, and a page shows it before.</summary>
    [Fact]
    [Rule("DOC-5.6.1")]
    [Rule("RES-3")]
    public async Task A_shop_whose_reservation_has_lapsed_is_booked_though_nobody_has_noticed_yet()
    {
        await using var sales = await WithShopAsync();
        using var clerk = sales.Staff("commercial-1", "commercial-group-clerk", Commercial);
        var database = new ServiceDatabase(sales.Service.Setting.Admin);
        await sales.RegisterAsync(1, Shop);
        await database.ExecuteAsync(
            "UPDATE deadlines.deadlines SET next_at = next_at + interval '1 year' WHERE kind = 'reservation-lapse'");
        await sales.Service.MoveClockAsync(Duration.FromHours(73));

        Assert.Equal("available", (await clerk.GetAsync(SalesHost.UnitPath(Shop), HttpStatusCode.OK))["state"]);
        Assert.Equal(1, await database.CountAsync("units WHERE code = $1 AND state = 'Pending'", Shop));
        var booked = await clerk.PostAsync($"{SalesHost.UnitPath(Shop)}/leases", Booking(2), HttpStatusCode.Created);

        Assert.Equal("booked", booked["state"]);
        Assert.Equal(
            ["UnitListed", "ReservationRegistered", "ReservationLapsed", "UnitReleased", "LeaseBooked"],
            await EventsAsync(sales, Shop));
    }

    [Fact]
    [Rule("DOC-5.6.1")]
    public async Task A_month_before_a_lease_runs_out_and_on_its_last_day_the_commercial_group_is_told()
    {
        await using var sales = await WithShopAsync();
        using var clerk = sales.Staff("commercial-1", "commercial-group-clerk", Commercial);
        var today = DateOnly.FromDateTime((await NowAsync(sales)).Date);
        var booked = await clerk.PostAsync(
            $"{SalesHost.UnitPath(Shop)}/leases", Booking(1, today, today.AddDays(90)), HttpStatusCode.Created);
        await clerk.PostAsync(
            $"/api/sales/leases/{booked["id"]}/sign", new { leaseNumber = "L-1" }, HttpStatusCode.OK, booked.ETag);

        await sales.Service.MoveClockAsync(Duration.FromDays(60));
        Assert.DoesNotContain(
            "runs out", (await clerk.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        await sales.Service.MoveClockAsync(Duration.FromDays(2));
        Assert.Contains(
            "runs out in a month", (await clerk.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        await sales.Service.MoveClockAsync(Duration.FromDays(31));
        Assert.Contains(
            "is over: renew it or end it", (await clerk.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        // The tenant may stay: the lease does not end by itself.
        Assert.Equal("signed", (await clerk.GetAsync($"/api/sales/leases/{booked["id"]}", HttpStatusCode.OK))["state"]);
    }

    [Fact]
    [Rule("DOC-5.6.1")]
    public async Task What_is_no_shop_is_not_let_and_what_a_booking_lacks_is_named()
    {
        await using var sales = await WithShopAsync();
        using var clerk = sales.Staff("commercial-1", "commercial-group-clerk", Commercial);
        var path = $"{SalesHost.UnitPath(Shop)}/leases";

        Assert.Equal(
            "DOC-5.6.1",
            (await clerk.PostAsync($"{SalesHost.UnitPath()}/leases", Booking(1), HttpStatusCode.Conflict))["rule"]);
        Assert.Contains("to", (await clerk.PostAsync(
            path, Booking(1, new DateOnly(2027, 1, 1), new DateOnly(2026, 1, 1)),
            HttpStatusCode.UnprocessableEntity)).Text, StringComparison.Ordinal);
        Assert.Contains("before the project", (await clerk.PostAsync(
            path, Booking(1, new DateOnly(2001, 1, 1), new DateOnly(2002, 1, 1)),
            HttpStatusCode.UnprocessableEntity)).Text, StringComparison.Ordinal);
        foreach (var amount in (string[])["-1", "1.234", "0", "1e3", ""])
            Assert.Contains(
                "monthlyRent",
                (await clerk.PostAsync(path, Booking(1, rent: amount), HttpStatusCode.UnprocessableEntity)).Text,
                StringComparison.Ordinal);
        Assert.Contains(
            "monthlyRent",
            (await clerk.PostAsync(path, Booking(1, currency: "USD"), HttpStatusCode.UnprocessableEntity)).Text,
            StringComparison.Ordinal);
        var booked = await clerk.PostAsync(path, Booking(1), HttpStatusCode.Created);
        await clerk.PostAsync(
            $"/api/sales/leases/{booked["id"]}/end", new { reason = "Given up." }, HttpStatusCode.PreconditionRequired);
        await clerk.PostAsync(
            $"/api/sales/leases/{booked["id"]}/end", new { reason = "Given up." }, HttpStatusCode.PreconditionFailed,
            "\"77\"");
        await clerk.PostAsync(
            $"/api/sales/leases/{booked["id"]}/end", new { reason = "" }, HttpStatusCode.UnprocessableEntity,
            booked.ETag);
        using var elsewhere = sales.Staff("commercial-2", "commercial-group-clerk", Commercial, sites: ["other-site"]);
        await elsewhere.GetAsync($"/api/sales/leases/{booked["id"]}", HttpStatusCode.NotFound);
        await elsewhere.PostAsync(
            $"/api/sales/leases/{booked["id"]}/end", new { reason = "Not mine." }, HttpStatusCode.NotFound,
            booked.ETag);
        await clerk.PostAsync(
            $"/api/sales/leases/{booked["id"]}/end", new { reason = "Given up." }, HttpStatusCode.OK, booked.ETag);
        Assert.Equal("DOC-5.6.1", (await clerk.PostAsync(path, Booking(1), HttpStatusCode.Conflict))["rule"]);
    }

    [Fact]
    [Rule("DOC-5.6.1")]
    public async Task Of_many_who_book_one_shop_at_once_one_has_it()
    {
        await using var sales = await WithShopAsync();
        using var clerk = sales.Staff("commercial-1", "commercial-group-clerk", Commercial);

        var statuses = await Task.WhenAll(Enumerable.Range(1, 20).Select(async customer =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{SalesHost.UnitPath(Shop)}/leases")
            {
                Content = System.Net.Http.Json.JsonContent.Create(Booking(customer)),
            };
            using var answer = await clerk.SendAsync(request);
            return answer.StatusCode;
        }));

        Assert.Single(statuses, HttpStatusCode.Created);
        Assert.Equal(19, statuses.Count(status => status == HttpStatusCode.Conflict));
    }

    [Fact]
    [Rule("DOC-5.3.2")]
    public async Task A_project_has_one_campaign_that_is_open_and_it_ends_once()
    {
        await using var sales = await WithShopAsync();
        using var clerk = sales.Staff("customer-affairs-1", "customer-affairs-clerk", [
            SalesControlPermissions.ReadBoard, SalesControlPermissions.RecordDelivery]);
        var path = $"/api/sales/projects/{SalesHost.Project}/move-in-campaigns";

        var today = DateOnly.FromDateTime((await NowAsync(sales)).Date);
        var opened = await clerk.PostAsync(
            path, new { name = "First", from = today.ToString("yyyy-MM-dd") }, HttpStatusCode.Created);
        Assert.Equal("DOC-5.3.2", (await clerk.PostAsync(
            path, new { name = "Second", from = today.ToString("yyyy-MM-dd") }, HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("DOC-5.3.2", (await clerk.PostAsync(
            path, new { name = "Too early", from = "2001-01-01" }, HttpStatusCode.UnprocessableEntity))["rule"]);
        await clerk.PostAsync(
            $"/api/sales/move-in-campaigns/{opened["id"]}/end", null, HttpStatusCode.PreconditionRequired);
        var ended = await clerk.PostAsync(
            $"/api/sales/move-in-campaigns/{opened["id"]}/end", null, HttpStatusCode.OK, opened.ETag);
        Assert.NotEqual("", ended["endedAt"]);
        Assert.Equal(["EndCampaign"], opened.Json.Texts("actions"));
        Assert.Empty(ended.Json.Texts("actions"));
        Assert.Equal("DOC-5.3.2", (await clerk.PostAsync(
            $"/api/sales/move-in-campaigns/{opened["id"]}/end", null, HttpStatusCode.Conflict, ended.ETag))["rule"]);
        await clerk.PostAsync(
            path, new { name = "Second", from = today.ToString("yyyy-MM-dd") }, HttpStatusCode.Created);
        Assert.Equal(2, (await clerk.GetAsync(path, HttpStatusCode.OK)).Json.GetProperty("items").GetArrayLength());
        using var elsewhere = sales.Staff(
            "customer-affairs-2", "customer-affairs-clerk",
            [SalesControlPermissions.ReadBoard, SalesControlPermissions.RecordDelivery], sites: ["other-site"]);
        await elsewhere.GetAsync($"/api/sales/move-in-campaigns/{opened["id"]}", HttpStatusCode.NotFound);
    }

    private async Task<SalesHost> WithShopAsync()
    {
        var sales = await SalesHost.StartAsync(servers);
        await sales.ImportAndPublishAsync($"{SalesHost.Header}1,1,1,S01,商铺,50.5,44.5,2050000,待售\n");
        return sales;
    }

    private static object Booking(
        int customer, DateOnly? from = null, DateOnly? to = null, string rent = "8000.00", string currency = "CNY") =>
        new
        {
            tenant = new
            {
                name = $"Customer {customer}",
                phone = SalesHost.Phone(customer),
                idDocument = new { kind = "businessLicence", number = $"91440300MA5D{customer:000000}" },
            },
            bookingNumber = $"B-{customer}",
            from = (from ?? new DateOnly(2027, 1, 1)).ToString("yyyy-MM-dd"),
            to = (to ?? new DateOnly(2029, 12, 31)).ToString("yyyy-MM-dd"),
            monthlyRent = new { amount = rent, currency },
        };

    private static async Task<DateTimeOffset> NowAsync(SalesHost sales)
    {
        using var operations = sales.Service.Client(["simulation.clock"], "operations-1", "operations", "operations");
        return DateTimeOffset.Parse(
            (await operations.GetAsync("/simulation/clock", HttpStatusCode.OK))["now"]!,
            System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<IReadOnlyList<string?>> EventsAsync(SalesHost sales, string unit)
    {
        var history = await sales.Consultant.GetAsync($"{SalesHost.UnitPath(unit)}/history", HttpStatusCode.OK);
        return [
            .. history.Json.GetProperty("items").EnumerateArray().Select(
                entry => entry.GetProperty("event").GetString())];
    }
}
