extern alias sales;

using System.Net;
using System.Text.Json;
using NodaTime;
using NodaTime.Testing;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Staff;

/// <summary>Joining, moving, leaving, and what the departments hear of it.</summary>
public sealed class StaffTests(TestServers servers)
{
    [Fact]
    [Rule("CS-7")]
    public async Task Somebody_joins_is_invited_sets_a_password_of_their_own_and_signs_in()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        await operations.PostAsync(
            "/api/identity/staff",
            new
            {
                staff = "c-100",
                name = "新来的顾问",
                post = "consultant",
                department = "project-sales-group",
                sites = new[] { "harbour-court" },
            },
            HttpStatusCode.Created);
        var (invited, _) = await operations.PostAsync(
            "/api/identity/staff/c-100/invitation", new { }, HttpStatusCode.OK);

        using var browser = new Browser(identity.Address);
        var page = await browser.GetAsync("/account/activate?number=c-100");
        page = await browser.SubmitAsync(
            page, ("number", "c-100"), ("invitation", invited.GetProperty("invitation").GetString()!),
            ("password", "too short"));
        Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
        page = await browser.SubmitAsync(
            page, ("number", "c-100"), ("invitation", invited.GetProperty("invitation").GetString()!),
            ("password", "vier Birnen und ein Dach"));
        Assert.Contains("role=\"status\"", page.Html, StringComparison.Ordinal);
        page = await browser.SignInAsync(
            await browser.GetAsync(browser.AuthorizePath()), "c-100", "vier Birnen und ein Dach");
        Assert.StartsWith(Browser.Redirect, page.Path, StringComparison.Ordinal);

        // An invitation is good once.
        page = await browser.SubmitAsync(
            await browser.GetAsync("/account/activate"), ("number", "c-100"),
            ("invitation", invited.GetProperty("invitation").GetString()!), ("password", "ein Dach und vier Birnen"));
        Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
        Assert.Equal(
            ["signedIn", "staffJoins", "invited", "accountActivated", "signedIn", "activationFailed"],
            (await identity.AuditAsync()).Select(entry => entry.GetProperty("what").GetString()));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_name_is_put_right_everywhere_and_the_register_has_who_did_it()
    {
        const string right = "改过的姓名";
        var broker = await servers.CreateVirtualHostAsync("renamed");
        await using var identity = await Authority.StartAsync(servers, messaging: broker);
        await using var sales = await ServiceHost<sales::Program>.StartAsync(servers, "salesdb", messaging: broker);
        using var operations = await identity.AsAsync("operations-1");
        var named = await operations.ChangeStaffAsync("consultant-2", "name", new { name = right });
        Assert.Equal(right, named.GetProperty("name").GetString());
        await operations.ChangeStaffAsync("consultant-2", "name", new { name = right }, HttpStatusCode.Conflict);
        await operations.ChangeStaffAsync(
            "consultant-2", "name", new { name = "两\n行" }, HttpStatusCode.UnprocessableEntity);

        var copy = new ServiceDatabase(sales.Setting.Admin);
        await Wait.UntilAsync(
            async () => await copy.CountAsync(
                $"staff.members WHERE number = 'consultant-2' AND name = '{right}'") == 1,
            "SalesControl's copy to follow");
        var entry = (await identity.AuditAsync()).Single(
            one => one.GetProperty("what").GetString() == "staffRenamed");
        Assert.DoesNotContain(right, entry.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Who_joins_moves_or_leaves_on_a_day_to_come_does_so_when_that_day_begins()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var today = Authority.Company.DateOf(SystemClock());
        await operations.PostAsync(
            "/api/identity/staff",
            new
            {
                staff = "c-101",
                name = "明天入职",
                post = "consultant",
                department = "project-sales-group",
                sites = new[] { "hill-side" },
                on = Iso(today.PlusDays(1)),
            },
            HttpStatusCode.Created);
        var moved = await operations.ChangeStaffAsync(
            "consultant-2", "move",
            new
            {
                post = "sales-supervisor",
                department = "project-sales-group",
                sites = new[] { "hill-side" },
                on = Iso(today.PlusDays(2)),
            });
        Assert.Equal("consultant", moved.GetProperty("post").GetString());
        Assert.Equal("sales-supervisor", moved.GetProperty("next").GetProperty("post").GetString());
        await operations.ChangeStaffAsync(
            "consultant-3", "leave", new { on = Iso(today.PlusDays(1)), successor = "consultant-1" });
        Assert.Equal("expected", await StateAsync(operations, "c-101"));
        Assert.Equal("active", await StateAsync(operations, "consultant-3"));

        await ServiceHost<IdentityDb>.MoveClockAsync(
            Authority.Company.BeginOf(today.PlusDays(1)) + Duration.FromMinutes(1), operations);
        Assert.Equal("active", await StateAsync(operations, "c-101"));
        Assert.Equal("active", await StateAsync(operations, "consultant-3"));
        await ServiceHost<IdentityDb>.MoveClockAsync(
            Authority.Company.BeginOf(today.PlusDays(2)) + Duration.FromMinutes(1), operations);
        Assert.Equal("left", await StateAsync(operations, "consultant-3"));
        Assert.Equal(
            "sales-supervisor",
            (await operations.GetAsync("/api/identity/staff/consultant-2", HttpStatusCode.OK))
                .Json.GetProperty("post").GetString());
        var told = await identity.Database.QueryAsync<string[]>(
            "SELECT array_agg(type ORDER BY seq) FROM messaging.events "
            + "WHERE body::text ~ 'c-101|consultant-2\"|consultant-3' "
            + "AND type ~ '(StaffJoined|StaffMoved|StaffLeft)$'");
        // Two people's days begin at one instant: who comes first is nobody's business.
        Assert.Equal(
            ["StaffJoined", "StaffJoined", "StaffJoined", "StaffLeft", "StaffMoved"],
            told.Select(type => type.Split('.')[^1]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("post", "no-such-post")]
    [InlineData("department", "no-such-department")]
    [InlineData("sites", "no-such-site")]
    public async Task Who_joins_gets_a_post_a_department_and_sites_that_there_are(string field, string value)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (problem, _) = await operations.PostAsync("/api/identity/staff", new
        {
            staff = "c-102",
            name = "Somebody",
            post = field == "post" ? value : "consultant",
            department = field == "department" ? value : "project-sales-group",
            sites = new[] { field == "sites" ? value : "harbour-court" },
        }, HttpStatusCode.UnprocessableEntity);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
        Assert.Equal(0, await identity.Database.CountAsync("staff WHERE number = 'c-102'"));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Nobody_gives_themselves_what_no_form_asks_for()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        foreach (var extra in (string[])["role", "permissions", "isAdmin"])
        {
            var body = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["staff"] = "c-103",
                ["name"] = "Somebody",
                ["post"] = "consultant",
                ["department"] = "project-sales-group",
                ["sites"] = new[] { "harbour-court" },
                [extra] = "operations",
            };
            var (problem, _) = await operations.PostAsync(
                "/api/identity/staff", body, HttpStatusCode.UnprocessableEntity);
            Assert.True(problem.GetProperty("errors").TryGetProperty(extra, out _));
        }

        // Nor does a sign-in page or a token request take more than it asks for.
        using var browser = new Browser(identity.Address);
        var page = await browser.SubmitAsync(
            await browser.GetAsync("/account/sign-in"), ("number", "consultant-1"), ("password", Authority.Password),
            ("post", "operations"), ("permission", "identity.staff.manage"));
        Assert.Equal("/", page.Path);
        using var consultant = await identity.AsAsync("consultant-1");
        await consultant.GetAsync("/api/identity/staff", HttpStatusCode.Forbidden);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_suspended_member_of_staff_is_refused_by_every_department_that_has_heard_and_gets_no_new_token()
    {
        var broker = await servers.CreateVirtualHostAsync("revoked");
        await using var identity = await Authority.StartAsync(servers, messaging: broker);
        await using var sales = await ServiceHost<sales::Program>.StartAsync(
            servers, "salesdb", new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Authentication:Schemes:Bearer:Authority"] = identity.Address.ToString(),
            }, messaging: broker);
        using var browser = new Browser(identity.Address);
        var tokens = await browser.TokensAsync("consultant-1", "ops offline_access");
        using var consultant = sales.Client(tokens.GetProperty("access_token").GetString());
        await consultant.GetAsync("/api/sales/projects", HttpStatusCode.OK);

        using var operations = await identity.AsAsync("operations-1");
        await operations.ChangeStaffAsync("consultant-1", "suspend", new { reason = "an inquiry" });
        await Wait.UntilAsync(
            async () => (await consultant.GetAsync(new Uri("/api/sales/projects", UriKind.Relative)))
                .StatusCode == HttpStatusCode.Unauthorized,
            "SalesControl to refuse");
        var (status, answer) = await identity.AskAsync(
            ("grant_type", "refresh_token"), ("client_id", Browser.Client),
            ("refresh_token", tokens.GetProperty("refresh_token").GetString()!));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, answer.GetProperty("error").GetString()));
        // The browser is signed in still, and is given no code.
        Assert.StartsWith(
            "/account/sign-in", (await browser.GetAsync(browser.AuthorizePath())).Path, StringComparison.Ordinal);

        await operations.ChangeStaffAsync("consultant-1", "restore", null);
        await Wait.UntilAsync(
            async () => (await consultant.GetAsync(new Uri("/api/sales/projects", UriKind.Relative)))
                .StatusCode == HttpStatusCode.OK,
            "SalesControl to take it again");
    }

    [Fact]
    [Rule("CS-7")]
    public async Task What_one_who_left_had_is_listed_as_nobody_s_until_a_successor_is_named_and_then_is_theirs()
    {
        var broker = await servers.CreateVirtualHostAsync("left");
        await using var identity = await Authority.StartAsync(servers, messaging: broker);
        await using var sales = await ServiceHost<sales::Program>.StartAsync(
            servers, "salesdb", new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Authentication:Schemes:Bearer:Authority"] = identity.Address.ToString(),
            }, messaging: broker);
        using var browser = new Browser(identity.Address);
        using var consultant = sales.Client(
            (await browser.TokensAsync("consultant-1")).GetProperty("access_token").GetString());
        using var operations = await identity.AsAsync("operations-1");
        using var atSales = sales.Client(operations.DefaultRequestHeaders.Authorization!.Parameter);
        await atSales.PostAsync(
            "/api/sales/projects", new { code = "harbour-court", name = "Harbour Court" }, HttpStatusCode.Created);
        using var sheet = new ByteArrayContent(
            System.Text.Encoding.UTF8.GetBytes("楼栋,单元,楼层,房号,类型,建筑面积,状态\n2,1,12,1203,住宅,89.12,待售\n"));
        using var imported = await atSales.PostAsync(
            new Uri("/api/sales/projects/harbour-court/units/import", UriKind.Relative), sheet);
        imported.EnsureSuccessStatusCode();
        var form =
            new { customer = new { name = "A customer", phone = "13800000001" }, form = "F-1", depositReceipt = "R-1" };
        var (reserved, _) = await consultant.PostAsync(
            "/api/sales/projects/harbour-court/units/2-1-1203/reservations", form, HttpStatusCode.Created);

        // Joined today, and so stays until the day is over.
        await operations.ChangeStaffAsync("consultant-1", "leave", new { });
        await ServiceHost<IdentityDb>.MoveClockAsync(
            Authority.Company.BeginOf(Authority.Company.DateOf(SystemClock()).PlusDays(1)), operations);
        await Wait.UntilAsync(
            async () => (await atSales.GetAsync("/api/sales/left-behind", HttpStatusCode.OK))
                .Json.GetArrayLength() == 1,
            "the reservation to be nobody's");
        var left = (await atSales.GetAsync("/api/sales/left-behind", HttpStatusCode.OK)).Json[0];
        Assert.Equal("consultant-1", left.GetProperty("staff").GetString());
        Assert.Equal(
            $"/api/sales/reservations/{reserved.GetProperty("id").GetString()}",
            Assert.Single(left.GetProperty("items").EnumerateArray()).GetProperty("subject").GetString());
        await consultant.GetAsync("/api/sales/projects", HttpStatusCode.Unauthorized);

        await operations.ChangeStaffAsync("consultant-1", "successor", new { successor = "consultant-2" });
        await Wait.UntilAsync(
            async () => (await atSales.GetAsync("/api/sales/left-behind", HttpStatusCode.OK))
                .Json.GetArrayLength() == 0,
            "the reservation to pass");
        Assert.Equal(
            "consultant-2",
            (
                await atSales.GetAsync(
                    $"/api/sales/reservations/{reserved.GetProperty("id").GetString()}", HttpStatusCode.OK))
                .Json.GetProperty("consultant").GetString());
        // What has passed is the successor's; when they leave too, another is named.
        await operations.ChangeStaffAsync(
            "consultant-1", "successor", new { successor = "consultant-3" }, HttpStatusCode.Conflict);
        await operations.ChangeStaffAsync("consultant-2", "leave", new { });
        await operations.ChangeStaffAsync("consultant-1", "successor", new { successor = "consultant-3" });
        await operations.ChangeStaffAsync(
            "consultant-1", "successor", new { successor = "consultant-1" }, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    [Rule("T-6")]
    public async Task Who_leaves_before_a_move_s_day_moves_nowhere()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var today = Authority.Company.DateOf(SystemClock());
        await operations.ChangeStaffAsync("consultant-2", "move", new
        {
            post = "consultant",
            department = "project-sales-group",
            sites = new[] { "hill-side" },
            on = Iso(today.PlusDays(5)),
        });
        var leaving = await operations.ChangeStaffAsync("consultant-2", "leave", new { on = Iso(today.PlusDays(2)) });
        Assert.Equal(JsonValueKind.Null, leaving.GetProperty("next").ValueKind);
        await ServiceHost<IdentityDb>.MoveClockAsync(
            Authority.Company.BeginOf(today.PlusDays(6)) + Duration.FromMinutes(1), operations);
        Assert.Equal("left", await StateAsync(operations, "consultant-2"));
        Assert.Equal(0, await identity.Database.CountAsync(
            "messaging.events WHERE type = 'StaffMoved' AND body::text LIKE '%consultant-2%'"));
    }

    [Theory]
    [InlineData("staff/consultant-2/leave", "on")]
    [InlineData("staff/consultant-2/move", "on")]
    [InlineData("staff/consultant-2/leaves", "until")]
    public async Task A_day_that_no_calendar_carries_is_refused(string path, string field)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var body = new Dictionary<string, object>(StringComparer.Ordinal) { [field] = "9999-12-31" };
        if (path.EndsWith("leaves", StringComparison.Ordinal))
            (body["kind"], body["from"]) = ("other", "9999-12-31");
        if (path.EndsWith("move", StringComparison.Ordinal))
        {
            (body["post"], body["department"], body["sites"]) =
                ("consultant", "project-sales-group", new[] { "harbour-court" });
        }

        var (problem, _) = await operations.PostAsync(
            $"/api/identity/{path}", body, HttpStatusCode.UnprocessableEntity,
            (await operations.GetAsync("/api/identity/staff/consultant-2", HttpStatusCode.OK)).ETag);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    [Rule("CS-7")]
    public void A_person_is_what_the_dates_say_at_the_time_of_asking()
    {
        var now = Instant.FromUtc(2026, 9, 28, 1, 0);
        var company = Authority.Company;
        var operations = new Actor("operations-1", "operations", "operations", new HashSet<string> { "*" });
        var change = new Change(operations, new FakeClock(now), () => Guid.Empty);
        var places = new KnownPlaces(
            new HashSet<string> { "consultant", "agent" }, new HashSet<string> { "project-sales-group" },
            new HashSet<string>());
        var staff = new StaffMember(Guid.Empty, "c-1", "Somebody");
        var joining = new Joining(staff, company) { Places = places, IsNumberTaken = false };
        var request = new JoinStaff.Request(
            "c-1", "Somebody", "consultant", "project-sales-group", ["*"], new LocalDate(2026, 9, 29));
        joining.Happen(JoinStaff.Decide(joining, request, change).Value, change.Now);
        Assert.False(MayAct(now));
        // The day begins at midnight in Shanghai.
        Assert.False(MayAct(Instant.FromUtc(2026, 9, 28, 15, 59, 59)));
        Assert.True(MayAct(Instant.FromUtc(2026, 9, 28, 16, 0)));
        var leaving = new Leaving(staff, company, successor: null);
        leaving.Happen(LeaveStaff.Decide(leaving, new(new LocalDate(2026, 9, 30)), change).Value, change.Now);
        Assert.True(MayAct(Instant.FromUtc(2026, 9, 30, 15, 59, 59)));
        Assert.False(MayAct(Instant.FromUtc(2026, 9, 30, 16, 0)));
        var back = MoveStaff.Decide(
            new Moving(staff, company, places),
            new("agent", "project-sales-group", ["*"], new LocalDate(2026, 9, 27)), change);
        Assert.Equal("T-6", back.Refusal!.Rule);

        bool MayAct(Instant at) => staff.MayAct(company.DateOf(at));
    }

    private static async Task<string?> StateAsync(HttpClient who, string number) =>
        (await who.GetAsync($"/api/identity/staff/{number}", HttpStatusCode.OK)).Json.GetProperty("state").GetString();

    private static string Iso(LocalDate date) => date.ToString("uuuu-MM-dd", null);

    private static Instant SystemClock() => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
}
