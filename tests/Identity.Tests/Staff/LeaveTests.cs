using System.Net;
using NodaTime;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Staff;

/// <summary>Leave, and the days on which nobody takes it.</summary>
public sealed class LeaveTests(TestServers servers)
{
    private static readonly LocalDate Today =
        Authority.Company.DateOf(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));

    [Fact]
    [Rule("REC-5")]
    public async Task On_an_advertising_day_nobody_of_that_site_takes_leave()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var manager = await identity.AsAsync("marketing-manager-1");
        using var supervisor = await identity.AsAsync("sales-supervisor-1");
        using var operations = await identity.AsAsync("operations-1");
        await manager.PostAsync(
            "/api/identity/sites/harbour-court/advertising-days", new { date = Iso(5), reason = "Opening" },
            HttpStatusCode.Created);
        var (refused, _) = await supervisor.PostAsync(
            "/api/identity/staff/consultant-1/leaves", Leave("homeLeave", 4, 6), HttpStatusCode.UnprocessableEntity);
        Assert.Equal("REC-5", refused.GetProperty("rule").GetString());
        Assert.Equal(Iso(5), refused.GetProperty("args").GetProperty("day").GetString());
        // The days of the site are a page: it is a click away.
        Assert.Equal(
            ["/api/identity/sites/harbour-court/advertising-days"],
            refused.GetProperty("evidence").EnumerateArray().Select(path => path.GetString()));
        // Whoever works at every site works at this one.
        await operations.PostAsync(
            "/api/identity/staff/archivist-1/leaves", Leave("other", 5, 5), HttpStatusCode.UnprocessableEntity);

        await supervisor.PostAsync(
            "/api/identity/staff/consultant-1/leaves", Leave("homeLeave", 6, 8), HttpStatusCode.Created);
        await operations.PostAsync(
            "/api/identity/staff/consultant-3/leaves", Leave("businessTrip", 5, 5), HttpStatusCode.Created);
        // Set afterwards: it is told who has leave already.
        var (day, _) = await manager.PostAsync(
            "/api/identity/sites/harbour-court/advertising-days", new { date = Iso(7), reason = "Fair" },
            HttpStatusCode.Created);
        Assert.Equal(
            ["consultant-1"], day.GetProperty("onLeave").EnumerateArray().Select(number => number.GetString()));
        Assert.Equal(2, await identity.Database.CountAsync("messaging.events WHERE type LIKE '%LeaveTaken'"));
    }

    [Fact]
    [Rule("REC-5")]
    public async Task A_leave_and_an_advertising_day_that_come_at_once_do_not_miss_each_other()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var manager = await identity.AsAsync("marketing-manager-1");
        using var supervisor = await identity.AsAsync("sales-supervisor-1");
        foreach (var day in Enumerable.Range(10, 6))
        {
            var set = manager.PostAsync(
                "/api/identity/sites/harbour-court/advertising-days", new { date = Iso(day), reason = "Opening" },
                HttpStatusCode.Created);
            using var taking = new HttpRequestMessage(HttpMethod.Post, "/api/identity/staff/consultant-1/leaves")
            {
                Content = System.Net.Http.Json.JsonContent.Create(Leave("other", day, day)),
            };
            using var taken = await supervisor.SendAsync(taking);
            var told = (await set).Json.GetProperty("onLeave").GetArrayLength();
            Assert.Equal(taken.StatusCode == HttpStatusCode.Created ? 1 : 0, told);
        }
    }

    [Fact]
    public async Task A_leave_is_entered_ahead_once_by_whoever_may_see_the_person_and_can_be_withdrawn()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var supervisor = await identity.AsAsync("sales-supervisor-1");
        await supervisor.PostAsync(
            "/api/identity/staff/consultant-3/leaves", Leave("other", 1, 1), HttpStatusCode.NotFound);
        var (back, _) = await supervisor.PostAsync(
            "/api/identity/staff/consultant-1/leaves", Leave("other", -1, 1), HttpStatusCode.UnprocessableEntity);
        Assert.Equal("T-6", back.GetProperty("rule").GetString());
        var (leave, _) = await supervisor.PostAsync(
            "/api/identity/staff/consultant-1/leaves", Leave("other", 1, 3), HttpStatusCode.Created);
        await supervisor.PostAsync(
            "/api/identity/staff/consultant-1/leaves", Leave("homeLeave", 3, 4), HttpStatusCode.Conflict);
        await supervisor.PostAsync(
            $"/api/identity/leaves/{leave.GetProperty("id").GetString()}/withdraw", null, HttpStatusCode.OK);
        await supervisor.PostAsync(
            "/api/identity/staff/consultant-1/leaves", Leave("homeLeave", 3, 4), HttpStatusCode.Created);
        Assert.Equal(
            2,
            (await supervisor.GetAsync("/api/identity/staff/consultant-1/leaves", HttpStatusCode.OK))
                .Json.GetArrayLength());
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Nobody_records_their_own_leave_nor_their_superior_s_nor_another_department_s()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var supervisor = await identity.AsAsync("sales-supervisor-1");
        using var centre = await identity.AsAsync("centre-supervisor-1");
        using var head = await identity.AsAsync("head-of-department-1");
        using var operations = await identity.AsAsync("operations-1");
        foreach (var (who, whose) in new[]
        {
            (supervisor, "sales-supervisor-1"), (centre, "centre-supervisor-1"), (head, "head-of-department-1"), (
                operations, "operations-1"),
            // The manager approves what the supervisor's group brings; the head's department is above both.
            (supervisor, "marketing-manager-1"), (supervisor, "head-of-department-1"), (
                supervisor, "general-manager-1"),
            (centre, "consultant-1"), (centre, "archivist-1"), (supervisor, "agent-1"), (head, "agent-1"),
        })
        {
            var (refused, _) = await who.PostAsync(
                $"/api/identity/staff/{whose}/leaves", Leave("other", 1, 1), HttpStatusCode.Forbidden);
            Assert.Equal("CS-7", refused.GetProperty("rule").GetString());
        }

        Assert.Equal(0, await identity.Database.CountAsync("leaves"));
        var (leave, _) = await head.PostAsync(
            "/api/identity/staff/sales-supervisor-1/leaves", Leave("other", 1, 1), HttpStatusCode.Created);
        await head.PostAsync(
            "/api/identity/staff/marketing-manager-1/leaves", Leave("other", 1, 1), HttpStatusCode.Created);
        await operations.PostAsync(
            "/api/identity/staff/head-of-department-1/leaves", Leave("other", 1, 1), HttpStatusCode.Created);
        await centre.PostAsync("/api/identity/staff/agent-1/leaves", Leave("other", 1, 1), HttpStatusCode.Created);
        // Nor does one withdraw what another has recorded of one.
        await supervisor.PostAsync(
            $"/api/identity/leaves/{leave.GetProperty("id").GetString()}/withdraw", null, HttpStatusCode.Forbidden);
        await head.PostAsync(
            $"/api/identity/leaves/{leave.GetProperty("id").GetString()}/withdraw", null, HttpStatusCode.OK);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Who_stands_in_for_those_who_manage_the_staff_records_leave_and_reads_why_one_is_suspended()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.BoundToAsync("*");
        await operations.ChangeStaffAsync("consultant-2", "suspend", new { reason = "an inquiry" });
        using var before = await identity.AsAsync("centre-supervisor-1");
        await AssertAsync(before, null, HttpStatusCode.Forbidden);
        var (given, _) = await operations.PostAsync(
            "/api/identity/me/delegations",
            new { to = "centre-supervisor-1", permissions = new[] { "identity.staff.manage" }, until = Iso(2) },
            HttpStatusCode.Created);

        using var standIn = await AgainAsync();
        await AssertAsync(standIn, "an inquiry", HttpStatusCode.Created);
        // Of the two neither records the other's: they are one person as long as it lasts.
        foreach (var whose in new[] { "centre-supervisor-1", "operations-1" })
        {
            await standIn.PostAsync(
                $"/api/identity/staff/{whose}/leaves", Leave("other", 1, 1), HttpStatusCode.Forbidden);
        }

        await operations.PostAsync(
            $"/api/identity/me/delegations/{given.GetProperty("id").GetString()}/end", null, HttpStatusCode.OK);
        using var after = await AgainAsync();
        await AssertAsync(after, null, HttpStatusCode.Forbidden);

        async Task AssertAsync(HttpClient who, string? why, HttpStatusCode leave)
        {
            var read = (await who.GetAsync("/api/identity/staff/consultant-2", HttpStatusCode.OK)).Json;
            var listed = (await who.GetAsync("/api/identity/staff?who=consultant-2", HttpStatusCode.OK)).Json;
            Assert.Equal(why, read.GetProperty("suspendedFor").GetString());
            Assert.Equal(why, Assert.Single(listed.GetProperty("items").EnumerateArray())
                .GetProperty("suspendedFor").GetString());
            await who.PostAsync("/api/identity/staff/consultant-1/leaves", Leave("other", 1, 1), leave);
        }

        // The authenticator's last code is forgotten, since a test does not wait for the next.
        async Task<HttpClient> AgainAsync()
        {
            await identity.Database.ExecuteAsync("UPDATE accounts SET last_one_time_step = 0");
            return await identity.AsAsync("centre-supervisor-1");
        }
    }

    private static object Leave(string kind, int from, int until) => new { kind, from = Iso(from), until = Iso(until) };

    private static string Iso(int days) => Today.PlusDays(days).ToString("uuuu-MM-dd", null);
}
