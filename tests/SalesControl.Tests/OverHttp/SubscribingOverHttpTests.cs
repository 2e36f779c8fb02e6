using System.Net;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

public sealed class SubscribingOverHttpTests(TestServers servers)
{
    [Fact]
    [Rule("RES-4")]
    [Rule("DOC-5.2.2")]
    public async Task The_holder_s_customer_subscribes_the_waits_are_closed_and_their_consultants_are_told()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.RegisterAsync(1);
        var waiting = await sales.RegisterAsync(2, who: sales.Second);

        var refused = await sales.Second.PostAsync(
            $"{SalesHost.UnitPath()}/subscription", Agreement(2), HttpStatusCode.Conflict);
        Assert.Equal("RES-4", refused["rule"]);
        var signed = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/subscription", Agreement(1), HttpStatusCode.Created);

        Assert.Equal((reserved["id"], "S-1"), (signed["reservationId"], signed["agreementNumber"]));
        Assert.DoesNotContain(SalesHost.Phone(1), signed.Text, StringComparison.Ordinal);
        Assert.Equal("S-1", (await sales.Second.GetAsync(
            $"/api/sales/subscriptions/{signed["id"]}", HttpStatusCode.OK))["agreementNumber"]);
        Assert.Equal(
            "closed",
            (await sales.Second.GetAsync($"/api/sales/reservations/{waiting["id"]}", HttpStatusCode.OK))["state"]);
        Assert.Contains(
            "closed", (await sales.Second.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        Assert.Equal("subscribed", (await sales.Consultant.GetAsync(SalesHost.UnitPath(), HttpStatusCode.OK))["state"]);
        await sales.RegisterAsync(3, expected: HttpStatusCode.Conflict);
        await sales.Consultant.PostAsync($"{SalesHost.UnitPath()}/subscription", Agreement(1), HttpStatusCode.Conflict);
    }

    [Fact]
    [Rule("RES-4")]
    public async Task An_available_unit_is_subscribed_without_a_reservation_and_an_agreement_s_number_is_used_once()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        var signed = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1201")}/subscription", Agreement(1), HttpStatusCode.Created);
        await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1202")}/subscription", Agreement(1), HttpStatusCode.Conflict);

        Assert.Equal("", signed["reservationId"]);
        // It is found by the agreement's number, as somebody types it.
        const string Sales = $"/api/sales/projects/{SalesHost.Project}/subscriptions";
        Assert.Equal(signed["id"], Assert.Single(
            (await sales.Second.GetAsync($"{Sales}?agreementNumber=s-1", HttpStatusCode.OK)).Items()).Text("id"));
        Assert.Empty((await sales.Second.GetAsync($"{Sales}?agreementNumber=S-", HttpStatusCode.OK)).Items());
        Assert.Equal(
            "available", (await sales.Consultant.GetAsync(SalesHost.UnitPath("2-1-1202"), HttpStatusCode.OK))["state"]);
    }

    [Fact]
    [Rule("RES-2")]
    public async Task A_refusal_needs_a_reason_and_the_version_that_was_seen_and_frees_the_unit_for_the_next_at_once()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var (reserved, waiting) = (await sales.RegisterAsync(1), await sales.RegisterAsync(2, who: sales.Second));
        var path = $"/api/sales/reservations/{reserved["id"]}/refuse";
        var seen = (await sales.Manager.GetAsync($"/api/sales/reservations/{reserved["id"]}", HttpStatusCode.OK)).ETag;

        await sales.Manager.PostAsync(path, new { reason = "Papers" }, HttpStatusCode.PreconditionRequired);
        await sales.Manager.PostAsync(path, new { reason = "Papers" }, HttpStatusCode.PreconditionFailed, "\"1\"");
        await sales.Manager.PostAsync(path, new { reason = "" }, HttpStatusCode.UnprocessableEntity, seen);
        var refused = await sales.Manager.PostAsync(
            path, new { reason = "Papers incomplete" }, HttpStatusCode.OK, seen);

        Assert.Equal("refused", refused["state"]);
        Assert.Equal(
            "offered",
            (await sales.Second.GetAsync($"/api/sales/reservations/{waiting["id"]}", HttpStatusCode.OK))["state"]);
        Assert.Contains(
            "Papers incomplete", (await sales.Consultant.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_key_registers_once_and_with_another_body_is_refused()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var path = $"{SalesHost.UnitPath()}/reservations";

        var form = SalesHost.Form(1);
        var first = await sales.Consultant.PostAsync(path, form, HttpStatusCode.Created, key: "k-1");
        var again = await sales.Consultant.PostAsync(path, form, HttpStatusCode.Created, key: "k-1");
        await sales.Consultant.PostAsync(path, SalesHost.Form(2), HttpStatusCode.UnprocessableEntity, key: "k-1");

        Assert.Equal(first["id"], again["id"]);
    }

    [Fact]
    public async Task Another_site_s_staff_see_nothing_and_nobody_acts_without_the_permission()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.RegisterAsync(1);
        using var elsewhere = sales.Staff("consultant-8", "consultant", sites: ["other-site"]);
        using var reader = sales.Staff("consultant-7", "consultant", permissions: ["sales.board.read"]);
        using var nobody = sales.Service.Client((string?)null);

        foreach (var path in (string[])[
            $"/api/sales/projects/{SalesHost.Project}/board", SalesHost.UnitPath(), $"{SalesHost.UnitPath()}/history",
            $"{SalesHost.UnitPath()}/explanation", $"/api/sales/reservations/{reserved["id"]}"])
        {
            await elsewhere.GetAsync(path, HttpStatusCode.NotFound);
            await nobody.GetAsync(path, HttpStatusCode.Unauthorized);
        }

        Assert.DoesNotContain(
            SalesHost.Project, (await elsewhere.GetAsync("/api/sales/projects", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        await elsewhere.PostAsync($"{SalesHost.UnitPath()}/reservations", SalesHost.Form(2), HttpStatusCode.NotFound);
        await elsewhere.PostAsync(
            $"/api/sales/reservations/{reserved["id"]}/approve", null, HttpStatusCode.NotFound, reserved.ETag);
        await elsewhere.PostAsync($"{SalesHost.UnitPath()}/subscription", Agreement(1), HttpStatusCode.NotFound);
        Assert.Equal("CS-7", (await reader.PostAsync(
            $"/api/sales/reservations/{reserved["id"]}/approve", null, HttpStatusCode.Forbidden,
            reserved.ETag))["rule"]);
        await reader.PostAsync($"{SalesHost.UnitPath()}/reservations", SalesHost.Form(2), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_board_that_has_not_changed_is_not_sent_again()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var path = $"/api/sales/projects/{SalesHost.Project}/board";
        var seen = (await sales.Consultant.GetAsync(path, HttpStatusCode.OK)).ETag;

        await sales.Consultant.GetAsync(path, HttpStatusCode.NotModified, seen);
        await sales.RegisterAsync(1);

        await sales.Consultant.GetAsync(path, HttpStatusCode.OK, seen);
    }

    private static object Agreement(int customer) => new
    {
        agreementNumber = $"S-{customer}",
        customer = new { name = $"Customer {customer}", phone = SalesHost.Phone(customer) },
    };
}
