using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Ops.Identity.Storage;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Staff;

/// <summary>What may be done is offered with the thing: what is named goes through, what is not is refused.</summary>
public sealed class OfferedTests(TestServers servers)
{
    private static readonly string[] States = ["expected", "active", "suspended", "leaving", "left"];

    private static readonly (string Operation, string Act, object? Body)[] Acts =
    [
        ("RenameStaff", "name", new { name = "又一个姓名" }),
        ("MoveStaff", "move", new
        {
            post = "sales-assistant",
            department = "project-sales-group",
            sites = new[] { "hill-side" },
            on = (string?)null,
        }),
        ("LeaveStaff", "leave", new { on = (string?)null, successor = "consultant-2" }),
        ("NameSuccessor", "successor", new { successor = "consultant-2" }),
        ("SuspendStaff", "suspend", new { reason = "正在调查" }),
        ("RestoreStaff", "restore", null),
    ];

    [Fact]
    [Rule("CS-7")]
    public async Task In_every_state_what_is_offered_goes_through_and_what_is_not_is_refused()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var today = Authority.Company.DateOf(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
        foreach (var (state, act) in Pairs())
            await JoinAsync(operations, $"{state}-{act}", state == "expected" ? today.PlusDays(9) : today);
        foreach (var (_, act) in Pairs().Where(pair => pair.State == "left"))
            await operations.ChangeStaffAsync($"left-{act}", "leave", new { on = Iso(today) });
        await ServiceHost<IdentityDb>.MoveClockAsync(
            Authority.Company.BeginOf(today.PlusDays(1)) + Duration.FromMinutes(1), operations);
        foreach (var (state, act) in Pairs())
        {
            if (state == "suspended")
                await operations.ChangeStaffAsync($"{state}-{act}", "suspend", new { reason = "正在调查" });
            if (state == "leaving")
                await operations.ChangeStaffAsync($"{state}-{act}", "leave", new { on = Iso(today.PlusDays(5)) });
        }

        foreach (var (state, act) in Pairs())
        {
            var number = $"{state}-{act}";
            var (operation, _, body) = Acts.Single(one => one.Act == act);
            var (seen, version) = await operations.GetAsync($"/api/identity/staff/{number}", HttpStatusCode.OK);
            var isOffered = Offered(seen).Contains(operation);
            await operations.PostAsync(
                $"/api/identity/staff/{number}/{act}", On(body, today.PlusDays(state == "expected" ? 9 : 2)),
                isOffered ? HttpStatusCode.OK : HttpStatusCode.Conflict, version);
        }
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Nothing_is_offered_on_oneself_nor_to_whoever_only_looks_nor_on_one_s_own_post()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        using var supervisor = await identity.AsAsync("sales-supervisor-1");
        var (oneself, _) = await operations.GetAsync("/api/identity/staff/operations-1", HttpStatusCode.OK);
        Assert.Empty(Offered(oneself));
        var (watched, _) = await supervisor.GetAsync("/api/identity/staff/consultant-1", HttpStatusCode.OK);
        Assert.Empty(Offered(watched));
        var (own, _) = await operations.GetAsync("/api/identity/posts/operations", HttpStatusCode.OK);
        Assert.Equal(["RenamePost"], Offered(own));
        var (post, _) = await operations.GetAsync("/api/identity/posts/consultant", HttpStatusCode.OK);
        Assert.Equal(["RenamePost", "SetPostPermissions"], Offered(post));
        var (department, _) = await operations.GetAsync(
            "/api/identity/departments/project-sales-group", HttpStatusCode.OK);
        Assert.Equal(["ChangeDepartment"], Offered(department));
        var (company, _) = await operations.GetAsync("/api/identity/companies/company", HttpStatusCode.OK);
        Assert.Equal(["RenameCompany"], Offered(company));
        var (duty, _) = await operations.GetAsync("/api/identity/duties/archive-owner", HttpStatusCode.OK);
        Assert.Equal(["AssignDuty"], Offered(duty));
        var (list, _) = await operations.GetAsync("/api/identity/staff", HttpStatusCode.OK);
        Assert.All(
            list.GetProperty("items").EnumerateArray(),
            one => Assert.Equal(JsonValueKind.Null, one.GetProperty("actions").ValueKind));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_delegation_and_a_leave_are_offered_to_be_taken_back_until_they_were()
    {
        await using var identity = await Authority.StartAsync(servers);
        var today = Authority.Company.DateOf(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
        using var manager = await identity.AsAsync("marketing-manager-1");
        var (given, _) = await manager.PostAsync(
            "/api/identity/me/delegations",
            new
            {
                to = "sales-supervisor-1",
                permissions = new[] { "sales.reservation.approve" },
                until = Iso(today.PlusDays(2)),
            },
            HttpStatusCode.Created);
        Assert.Equal(["EndDelegation"], Offered(given));
        Assert.Equal(["EndDelegation"], Offered(await FirstAsync(manager, "/api/identity/me/delegations")));
        await manager.PostAsync(
            $"/api/identity/me/delegations/{given.GetProperty("id").GetString()}/end", null, HttpStatusCode.OK);
        Assert.Empty(Offered(await FirstAsync(manager, "/api/identity/me/delegations")));

        using var supervisor = await identity.AsAsync("sales-supervisor-1");
        const string leaves = "/api/identity/staff/consultant-1/leaves";
        var (taken, _) = await supervisor.PostAsync(
            leaves, new { kind = "other", from = Iso(today.PlusDays(1)), until = Iso(today.PlusDays(2)) },
            HttpStatusCode.Created);
        Assert.Equal(["WithdrawLeave"], Offered(taken));
        Assert.Equal(["WithdrawLeave"], Offered(await FirstAsync(supervisor, leaves)));
        Assert.Empty(Offered(await FirstAsync(manager, leaves)));
        await supervisor.PostAsync(
            $"/api/identity/leaves/{taken.GetProperty("id").GetString()}/withdraw", null, HttpStatusCode.OK);
        Assert.Empty(Offered(await FirstAsync(supervisor, leaves)));
    }

    [Theory]
    [InlineData("who=CONSULTANT-1", "consultant-1")]
    [InlineData("who=%E7%BD%AE%E4%B8%9A%E9%A1%BE%E9%97%AE%203", "consultant-3")]
    [InlineData("who=_onsultant", "")]
    [InlineData("post=consultant&site=hill-side", "consultant-3")]
    public async Task Staff_are_found_by_a_part_of_their_number_or_name_and_by_site(string query, string found)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (list, _) = await operations.GetAsync($"/api/identity/staff?{query}", HttpStatusCode.OK);
        Assert.Equal(
            found, string.Join(
                ' ', list.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("staff").GetString())));
    }

    private static IEnumerable<(string State, string Act)> Pairs() =>
        from state in States from act in Acts select (state, act.Act);

    private static async Task JoinAsync(HttpClient who, string number, LocalDate on) => await who.PostAsync(
        "/api/identity/staff",
        new
        {
            staff = number,
            name = "新来的顾问",
            post = "consultant",
            department = "project-sales-group",
            sites = new[] { "harbour-court" },
            on = Iso(on),
        },
        HttpStatusCode.Created);

    // The same request, on a day that is right for whoever it is sent about.
    private static JsonNode? On(object? body, LocalDate day)
    {
        var json = JsonSerializer.SerializeToNode(body);
        if (json?.AsObject().ContainsKey("on") is true)
            json["on"] = Iso(day);
        return json;
    }

    private static async Task<JsonElement> FirstAsync(HttpClient who, string path) =>
        (await who.GetAsync(path, HttpStatusCode.OK)).Json[0];

    private static IEnumerable<string?> Offered(JsonElement seen) =>
        seen.GetProperty("actions").EnumerateArray().Select(one => one.GetString());

    private static string Iso(LocalDate date) => date.ToString("uuuu-MM-dd", null);
}
