using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NodaTime;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

public sealed class ReservingOverHttpTests(TestServers servers)
{
    [Fact]
    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-4")]
    public async Task A_unit_is_reserved_another_customer_waits_and_the_board_shows_it_once_the_manager_approved()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        var reserved = await sales.RegisterAsync(1);
        Assert.Equal(("pending", "RES-1", SalesHost.Unit), (reserved["state"], reserved["rule"], reserved["unit"]));
        Assert.EndsWith("+08:00", reserved["expiresAt"]);
        Assert.Equal("+86138****0001", reserved.Json.GetProperty("customer").GetProperty("phone").GetString());
        var waiting = await sales.RegisterAsync(2, who: sales.Second);
        Assert.Equal(("waiting", "1", "RES-4"), (waiting["state"], waiting["place"], waiting["rule"]));
        Assert.Equal("", waiting["depositReceipt"]);

        var approved = await sales.ApproveAsync(reserved["id"]!);
        Assert.Equal(("reserved", "marketing-manager-1"), (approved["state"], approved["decidedBy"]));

        var told = await sales.Assistant.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK);
        Assert.Contains(SalesHost.Unit, told.Text, StringComparison.Ordinal);
        var board = await sales.Consultant.GetAsync(
            $"/api/sales/projects/{SalesHost.Project}/board", HttpStatusCode.OK);
        var cell = Cell(board, SalesHost.Unit);
        Assert.Equal(("reserved", "consultant-1", 1), (
            cell.GetProperty("state").GetString(), cell.GetProperty("consultant").GetString(),
            cell.GetProperty("waiting").GetInt32()));
        Assert.DoesNotContain("Customer", board.Text, StringComparison.Ordinal);
        Assert.Equal((1, 2, 1), (Count(board, "reserved"), Count(board, "available"), Count(board, "withheld")));
        var unit = await sales.Consultant.GetAsync(SalesHost.UnitPath(), HttpStatusCode.OK);
        Assert.Equal(reserved["id"], unit.Json.GetProperty("holder").GetProperty("id").GetString());
        Assert.Equal(waiting["id"], unit.Json.GetProperty("line")[0].GetProperty("id").GetString());
    }

    [Fact]
    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-4")]
    public async Task What_the_form_lacks_is_refused_by_its_rule_and_changes_nothing()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var path = $"{SalesHost.UnitPath()}/reservations";

        Assert.Equal("RES-1", (await sales.Consultant.PostAsync(
            path, SalesHost.Form(1, receipt: null), HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Equal("RES-1", (await sales.Consultant.PostAsync(
            path, SalesHost.Form(1, form: ""), HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Contains("form", (await sales.Consultant.PostAsync(
            path, SalesHost.Form(1, form: new string('x', 51)),
            HttpStatusCode.UnprocessableEntity)).Text, StringComparison.Ordinal);
        Assert.Equal("RES-2", (await sales.Consultant.PostAsync(
            path, new { customer = new { name = "", phone = SalesHost.Phone(1) }, form = "F" },
            HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Equal("RES-2", (await sales.Consultant.PostAsync(
            path, new { customer = new { name = "Customer", phone = "12" }, form = "F" },
            HttpStatusCode.UnprocessableEntity))["rule"]);
        Assert.Contains(
            "customer",
            (await sales.Consultant.PostAsync(path, new { form = "F" }, HttpStatusCode.UnprocessableEntity)).Text,
            StringComparison.Ordinal);
        Assert.Equal("T-6", (await sales.Consultant.PostAsync(
            path,
            new
            {
                customer = new { name = "C", phone = SalesHost.Phone(1) },
                form = "F",
                registeredAt = "2020-01-01T00:00:00Z",
            },
            HttpStatusCode.UnprocessableEntity))["rule"]);
        await sales.Consultant.PostAsync(path, "{\"customer\":", HttpStatusCode.BadRequest);
        await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("9-9-999")}/reservations", SalesHost.Form(1), HttpStatusCode.NotFound);
        Assert.Equal("RES-4", (await sales.RegisterAsync(1, "2-1-1204", HttpStatusCode.Conflict))["rule"]);

        Assert.Equal("available", (await sales.Consultant.GetAsync(SalesHost.UnitPath(), HttpStatusCode.OK))["state"]);
    }

    [Fact]
    [Rule("RES-1")]
    public async Task One_receipt_backs_one_open_reservation_and_the_refusal_names_the_other()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var first = await sales.RegisterAsync(1, "2-1-1201");

        var refused = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1202")}/reservations", SalesHost.Form(2, receipt: "R-1"),
            HttpStatusCode.Conflict);

        Assert.Equal("RES-1", refused["rule"]);
        Assert.Contains(first["id"]!, refused["evidence"], StringComparison.Ordinal);
        Assert.Equal(
            "available", (await sales.Consultant.GetAsync(SalesHost.UnitPath("2-1-1202"), HttpStatusCode.OK))["state"]);
    }

    [Fact]
    [Rule("RES-1")]
    public async Task Of_two_units_registered_on_one_receipt_at_the_same_moment_one_is_held_and_the_other_refused()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        for (var round = 0; round < 10; round++)
        {
            await sales.ImportAsync(FormattableString.Invariant(
                $"{SalesHost.Header}3,1,1,{100 + round},住宅,80,70,,待售\n3,1,2,{200 + round},住宅,80,70,,待售\n"));
            var statuses = await Task.WhenAll(((int[])[100, 200]).Select(async floor =>
            {
                using var answer = await sales.Consultant.PostAsJsonAsync(
                    $"{SalesHost.UnitPath(FormattableString.Invariant($"3-1-{floor + round}"))}/reservations",
                    SalesHost.Form(floor + round, receipt: $"R-{round}"));
                return answer.StatusCode;
            }));
            Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict], statuses.Order());
        }
    }

    [Fact]
    [Rule("RES-4")]
    public async Task Of_200_callers_for_one_unit_one_holds_it_and_199_wait_in_the_order_of_the_register()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        var answers = await Task.WhenAll(Enumerable.Range(1, 200).Select(customer => sales.RegisterAsync(customer)));

        Assert.Single(answers, answer => answer["state"] == "pending");
        Assert.Equal(
            Enumerable.Range(1, 199),
            answers.Where(a => a["state"] == "waiting").Select(a => a.Json.GetProperty("place").GetInt32()).Order());
        var unit = await sales.Consultant.GetAsync(SalesHost.UnitPath(), HttpStatusCode.OK);
        var waiting = unit.Json.GetProperty("line").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, 199), waiting.Select(w => w.GetProperty("place").GetInt32()));
        var times = waiting.Select(w => DateTimeOffset.Parse(
            w.GetProperty("registeredAt").GetString()!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    [Rule("RES-3")]
    [Rule("RES-4")]
    public async Task At_its_72_hours_a_reservation_lapses_by_itself_the_next_is_offered_the_unit_and_takes_it_up()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var first = await sales.RegisterAsync(1);
        var (second, third) = (await sales.RegisterAsync(2, who: sales.Second), await sales.RegisterAsync(3));

        var fired = await sales.Service.MoveClockAsync(Duration.FromHours(73));

        Assert.Contains("reservation-lapse", fired.ToString(), StringComparison.Ordinal);
        Assert.Equal("lapsed", (await Read(sales, first))["state"]);
        Assert.Equal(first["expiresAt"], (await Read(sales, first))["endedAt"]);
        var offered = await Read(sales, second);
        Assert.Equal("offered", offered["state"]);
        Assert.Equal("1", (await Read(sales, third))["place"]);
        Assert.Contains(
            "is offered", (await sales.Second.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);

        var taken = await sales.Second.PostAsync(
            $"/api/sales/reservations/{second["id"]}/take-up", new { form = "F-2", depositReceipt = "R-2" },
            HttpStatusCode.OK, offered.ETag);
        Assert.Equal("pending", taken["state"]);
        Assert.Equal("RES-3", (await sales.Manager.PostAsync(
            $"/api/sales/reservations/{first["id"]}/approve", null, HttpStatusCode.Conflict, taken.ETag))["rule"]);
        await sales.ApproveAsync(second["id"]!);

        await sales.Service.MoveClockAsync(Duration.FromHours(72));
        Assert.Equal("offered", (await Read(sales, third))["state"]);
        await sales.Service.MoveClockAsync(Duration.FromHours(25));
        Assert.Equal("offerLapsed", (await Read(sales, third))["state"]);
        Assert.Equal("available", (await sales.Consultant.GetAsync(SalesHost.UnitPath(), HttpStatusCode.OK))["state"]);
        var explained = await sales.Consultant.GetAsync($"{SalesHost.UnitPath()}/explanation", HttpStatusCode.OK);
        Assert.Contains("RES-3", explained.Text, StringComparison.Ordinal);
        var history = await sales.Consultant.GetAsync($"{SalesHost.UnitPath()}/history", HttpStatusCode.OK);
        Assert.Equal(
            [
                "UnitListed", "ReservationRegistered", "WaitRecorded", "WaitRecorded", "ReservationLapsed",
                "UnitOffered", "ReservationRegistered", "ReservationApproved", "ReservationLapsed", "UnitOffered",
                "OfferLapsed", "UnitReleased"],
            history.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("event").GetString()));
    }

    private static Task<Answer> Read(SalesHost sales, Answer reservation) =>
        sales.Consultant.GetAsync($"/api/sales/reservations/{reservation["id"]}", HttpStatusCode.OK);

    private static int Count(Answer board, string state) =>
        board.Json.GetProperty("counts").GetProperty(state).GetInt32();

    private static JsonElement Cell(Answer board, string unit) => board.Json.GetProperty("buildings").EnumerateArray()
        .SelectMany(building => building.GetProperty("floors").EnumerateArray()).SelectMany(
            floor => floor.GetProperty("units").EnumerateArray())
        .Single(cell => cell.GetProperty("unit").GetString() == unit);
}
