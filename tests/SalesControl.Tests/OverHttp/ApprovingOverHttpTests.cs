using System.Net;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>RES-2 by four eyes: the manager's approval, on record.</summary>
public sealed class ApprovingOverHttpTests(TestServers servers)
{
    private static readonly string[] Reads = [
        SalesControlPermissions.ReadBoard, SalesControlPermissions.ReadApprovals,
        SalesControlPermissions.ReadRegisters];

    [Fact]
    [Rule("CS-7")]
    [Rule("RES-2")]
    public async Task Nobody_approves_their_own_reservation_whatever_their_post()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reservation = await sales.RegisterAsync(1);
        using var self = sales.Staff("consultant-1", "marketing-manager");
        var refused = await self.PostAsync(
            $"/api/sales/reservations/{reservation["id"]}/approve", null, HttpStatusCode.Forbidden, reservation.ETag);
        Assert.Equal("CS-7", refused["rule"]);
        Assert.Equal(
            "pending",
            (await self.GetAsync($"/api/sales/reservations/{reservation["id"]}", HttpStatusCode.OK))["state"]);

        await sales.ApproveAsync(reservation["id"]!);
        Assert.Equal(0, await Database(sales).CountAsync("approvals.requests WHERE state = 'pending'"));
        Assert.Equal(1, await Database(sales).CountAsync(
            "approvals.decisions d JOIN approvals.requests r ON r.id = d.request WHERE r.kind = 'reservation'"));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task What_waits_for_approval_is_listed_and_what_was_decided_stands_on_a_register_that_verifies()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var office = sales.Staff("general-manager-1", "general-manager", Reads);
        var first = await sales.RegisterAsync(1);
        var second = await sales.RegisterAsync(2, "2-1-1201");
        Assert.Equal(2, (await office.GetAsync(
            "/api/sales/approvals", HttpStatusCode.OK)).Json.GetProperty("items").GetArrayLength());
        using (var elsewhere = sales.Staff("general-manager-2", "general-manager", Reads, sites: ["other-site"]))
            Assert.Equal(0, (await elsewhere.GetAsync(
                "/api/sales/approvals?state=all", HttpStatusCode.OK)).Json.GetProperty("items").GetArrayLength());

        await sales.ApproveAsync(first["id"]!);
        await sales.Manager.PostAsync(
            $"/api/sales/reservations/{second["id"]}/refuse", new { reason = "Customer 2 has not signed." },
            HttpStatusCode.OK, second.ETag);
        Assert.Equal(0, (await office.GetAsync(
            "/api/sales/approvals", HttpStatusCode.OK)).Json.GetProperty("items").GetArrayLength());
        var verified = await office.GetAsync(
            $"/api/sales/registers/approvals/{SalesHost.Project}/verify", HttpStatusCode.OK);
        // The two of the reservations and the price list's, each asked and decided.
        Assert.Equal(("6", "True"), (verified["entries"], verified["intact"]));
        var register = (await office.GetAsync(
            $"/api/sales/registers/approvals/{SalesHost.Project}", HttpStatusCode.OK, lines: true)).Text;
        foreach (var told in (string[])["consultant-1", "marketing-manager-1", "agreed", "refused", "RES-2"])
            Assert.Contains(told, register, StringComparison.Ordinal);
        // Nothing of a customer, not even what a reason says of one: that stands with the decision, and encrypted
        // beside the chain.
        foreach (var untold in (string[])[SalesHost.Phone(1), "Customer"])
            Assert.DoesNotContain(untold, register, StringComparison.Ordinal);
        var refused = Assert.Single((await office.GetAsync(
            "/api/sales/approvals?state=refused", HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray());
        var step = Assert.Single((await office.GetAsync(
            $"/api/sales/approvals/{refused.GetProperty("id")}",
            HttpStatusCode.OK)).Json.GetProperty("steps").EnumerateArray());
        Assert.Equal(("marketing-manager-1", false, "Customer 2 has not signed."), (
            step.GetProperty("by").GetString(), step.GetProperty("agreed").GetBoolean(),
            step.GetProperty("reason").GetString()));
    }

    [Fact]
    [Rule("CS-7")]
    [Rule("RES-2")]
    public async Task A_stand_in_approves_within_the_delegation_s_dates_and_not_after_though_the_token_is_good_still()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var until = now + Duration.FromDays(1);
        var from = InstantPattern.ExtendedIso.Format(now - Duration.FromHours(1));
        var to = InstantPattern.ExtendedIso.Format(until);
        var token = sales.Service.Authority.Token(
            [SalesControlPermissions.ReadBoard], "sales-supervisor-1", "sales-supervisor",
            delegations: [
                $"{SalesControlPermissions.ApproveReservation} marketing-manager-1 {from} {to}"]);
        using var standIn = sales.Service.Client(token);
        var first = await sales.RegisterAsync(1);
        await standIn.PostAsync($"/api/sales/reservations/{first["id"]}/approve", null, HttpStatusCode.OK, first.ETag);
        Assert.Equal("marketing-manager-1", await Database(sales).QueryAsync<string>(
            "SELECT stands_in_for FROM approvals.decisions WHERE by = 'sales-supervisor-1'"));

        var second = await sales.RegisterAsync(2, "2-1-1201");
        await sales.Service.MoveClockAsync(Duration.FromDays(1));
        var refused = await standIn.PostAsync(
            $"/api/sales/reservations/{second["id"]}/approve", null, HttpStatusCode.Forbidden, second.ETag);
        Assert.Equal("CS-7", refused["rule"]);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Who_takes_a_leavers_reservation_over_does_not_approve_what_is_theirs_now()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var other = sales.Staff("marketing-manager-2", "marketing-manager");
        var reservation = await sales.RegisterAsync(1);
        var path = $"/api/sales/reservations/{reservation["id"]}";
        await sales.PassAllAsync();

        var passed = await sales.Manager.GetAsync(path, HttpStatusCode.OK);
        Assert.Equal("marketing-manager-1", passed["consultant"]);
        Assert.Equal(
            "CS-7",
            (await sales.Manager.PostAsync($"{path}/approve", null, HttpStatusCode.Forbidden, passed.ETag))["rule"]);
        await other.PostAsync($"{path}/approve", null, HttpStatusCode.OK, passed.ETag);
    }

    [Fact]
    [Rule("CS-7")]
    [Rule("RES-1")]
    public async Task Who_takes_a_customer_over_does_not_grant_what_was_asked_for_them_and_may_take_it_back()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var other = sales.Staff("marketing-manager-2", "marketing-manager");
        var pending = await sales.RegisterAsync(2, "2-1-1201");
        Assert.Equal("RES-1", (await sales.ActAsync(
            sales.Consultant, pending, "extension", Longer, HttpStatusCode.Conflict))["rule"]);
        var reserved = await sales.ReservedAsync(1);
        var asked = await sales.ActAsync(sales.Consultant, reserved, "extension", Longer, HttpStatusCode.Created);
        var path = $"/api/sales/changes/{asked["id"]}";
        await sales.PassAllAsync();

        Assert.Equal("CS-7", (await sales.Manager.ActAsync(path, "approve", null, HttpStatusCode.Forbidden))["rule"]);
        await other.ActAsync(path, "withdraw", new { reason = "Not mine." }, HttpStatusCode.Forbidden);
        await sales.Manager.ActAsync(path, "withdraw", new { reason = "They have decided." }, HttpStatusCode.OK);
        asked = await sales.ActAsync(sales.Manager, reserved, "extension", Longer, HttpStatusCode.Created);
        await other.ActAsync($"/api/sales/changes/{asked["id"]}", "approve", null, HttpStatusCode.OK);
    }

    private static object Longer => new { hours = 24, reason = "They travel." };

    /// <summary>All that consultant-1 had is the marketing manager's from now on.</summary>
    [Fact]
    [Rule("CS-7")]
    public async Task Neither_who_takes_an_offer_up_nor_whose_customer_it_is_for_approves_it()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var first = await sales.RegisterAsync(1);
        var second = await sales.RegisterAsync(2, who: sales.Second);
        var refused = await sales.Manager.PostAsync(
            $"/api/sales/reservations/{first["id"]}/refuse", new { reason = "The form is not signed." },
            HttpStatusCode.OK, second.ETag);
        var path = $"/api/sales/reservations/{second["id"]}";

        using var supervisor = sales.Staff("sales-supervisor-1", "sales-supervisor", [
            SalesControlPermissions.RegisterReservation, SalesControlPermissions.ApproveReservation,
            SalesControlPermissions.MergeCustomers]);
        var taken = await supervisor.PostAsync(
            $"{path}/take-up", new { form = "F-2", depositReceipt = "R-2" }, HttpStatusCode.OK, refused.ETag);

        foreach (var who in (HttpClient[])[supervisor, sales.Second])
        {
            Assert.Equal(
                "CS-7", (await who.PostAsync($"{path}/approve", null, HttpStatusCode.Forbidden, taken.ETag))["rule"]);
            Assert.Equal("CS-7", (await who.PostAsync(
                $"{path}/refuse", new { reason = "No." }, HttpStatusCode.Forbidden, taken.ETag))["rule"]);
        }

        Assert.Equal("reserved", (await sales.ApproveAsync(second["id"]!))["state"]);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Of_two_managers_who_decide_at_once_one_does_and_the_other_looks_again()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var other = sales.Staff("marketing-manager-2", "marketing-manager");
        var reserved = await sales.RegisterAsync(1);

        var statuses =
            await Task.WhenAll(((HttpClient[])[sales.Manager, other, sales.Manager, other]).Select(async who =>
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, $"/api/sales/reservations/{reserved["id"]}/approve");
            request.Headers.TryAddWithoutValidation("If-Match", reserved.ETag);
            using var answer = await who.SendAsync(request);
            return answer.StatusCode;
        }));

        Assert.Equal([
            HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed,
            HttpStatusCode.PreconditionFailed], statuses.Order());
        Assert.Equal(1, await Database(sales).CountAsync(
            "approvals.decisions d JOIN approvals.requests r ON r.id = d.request WHERE r.kind = 'reservation'"));
    }

    [Fact]
    [Rule("RES-2")]
    [Rule("RES-3")]
    public async Task An_approval_that_nobody_gave_in_time_is_not_asked_for_any_more()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.RegisterAsync(1);
        await sales.Service.MoveClockAsync(Duration.FromHours(72) + Duration.FromSeconds(1));
        await Wait.UntilAsync(
            async () => await Database(sales).CountAsync("approvals.requests WHERE state = 'closed'") == 1,
            "the request to be closed");
    }

    private static ServiceDatabase Database(SalesHost sales) => new(sales.Service.Setting.Admin);
}
