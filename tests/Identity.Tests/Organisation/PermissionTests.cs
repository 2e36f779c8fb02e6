using System.Net;
using Ops.Identity.Organisation;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Organisation;

/// <summary>Permissions are data: what each allows, whether it asks for the second factor, who has it.</summary>
public sealed class PermissionTests(TestServers servers)
{
    private static readonly string[] OverRequests =
    [
        "clients.link.decide", "sales.change.approve", "sales.reservation.approve", "sales.withholding.approve",
    ];

    private static readonly string[] OverMoney =
    [
        "clients.attribution.lead", "clients.attribution.manage", "sales.change.settle", "sales.deposit.refund",
        "sales.discount.approve", "sales.price.approve",
    ];

    private static readonly string[] OverWhoMayDoWhat =
    [
        "identity.delegation.give", "identity.key.manage", "identity.post.manage", "identity.staff.manage",
    ];

    /// <summary>All of them stand here, so that none comes to decide, or ceases to, without being looked at.</summary>
    [Fact]
    [Rule("CS-7")]
    public void What_decides_over_requests_money_or_who_may_do_what_asks_for_the_second_factor_and_nothing_else() =>
        Assert.Equal(
            ((string[])[.. OverRequests, .. OverMoney, .. OverWhoMayDoWhat]).Order(StringComparer.Ordinal),
            PermissionCatalogue.All.Keys.Where(PermissionCatalogue.NeedsSecondFactor).Order(StringComparer.Ordinal));

    [Fact]
    [Rule("CS-7")]
    public async Task Whoever_comes_to_decide_goes_no_further_with_a_password_alone()
    {
        await using var identity = await Authority.StartAsync(servers);
        foreach (var permission in (string[])[.. OverRequests, .. OverMoney, .. OverWhoMayDoWhat])
        {
            await GiveAsync(identity, "consultant", "sales.payment.record");
            using var browser = new Browser(identity.Address);
            var before = await browser.TokensAsync("consultant-1", "ops offline_access");

            await GiveAsync(identity, "consultant", permission);
            var page = await browser.GetAsync(browser.AuthorizePath());
            Assert.StartsWith("/account/sign-in", page.Path, StringComparison.Ordinal);
            var (status, answer) = await identity.AskAsync(
                ("grant_type", "refresh_token"),
                ("client_id", Browser.Client),
                ("refresh_token", before.GetProperty("refresh_token").GetString()!));
            Assert.Equal(
                (permission, HttpStatusCode.BadRequest, "invalid_grant"),
                (permission, status, answer.GetProperty("error").GetString()));
            page = await browser.GetAsync("/account/sign-in");
            page = await browser.SubmitAsync(page, ("number", "consultant-1"), ("password", Authority.Password));
            Assert.StartsWith("/account/authenticator", page.Path, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Finance_settles_and_refunds_with_a_one_time_code_in_a_new_installation()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (post, _) = await operations.GetAsync("/api/identity/posts/finance-officer", HttpStatusCode.OK);
        Assert.True(post.GetProperty("needsSecondFactor").GetBoolean());

        using var browser = new Browser(identity.Address);
        var page = await browser.GetAsync("/account/sign-in");
        page = await browser.SubmitAsync(page, ("number", "finance-officer-1"), ("password", Authority.Password));
        Assert.StartsWith("/account/code", page.Path, StringComparison.Ordinal);
        Assert.Equal("/", (await browser.SubmitAsync(page, ("code", Authority.CodeOf("finance-officer-1")))).Path);
    }

    [Theory]
    [InlineData("zh-CN", "办理预约金及排号款的退还。")]
    [InlineData("en-GB", "Refund the deposit of a reservation or of a queue number.")]
    public async Task Whoever_gives_permissions_reads_what_each_allows_in_their_language(string language, string allows)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        operations.DefaultRequestHeaders.AcceptLanguage.Clear();
        operations.DefaultRequestHeaders.Add("Accept-Language", language);
        var (permissions, _) = await operations.GetAsync("/api/identity/permissions", HttpStatusCode.OK);
        Assert.Equal(PermissionCatalogue.All.Count, permissions.GetArrayLength());
        var refund = permissions.EnumerateArray()
            .Single(one => one.GetProperty("permission").GetString() == "sales.deposit.refund");
        Assert.Equal(allows, refund.GetProperty("allows").GetString());
        Assert.True(refund.GetProperty("needsSecondFactor").GetBoolean());
    }

    /// <summary>What the company has taken from a post stays taken, whatever else a release brings.</summary>
    [Fact]
    [Rule("CS-7")]
    public async Task A_permission_that_a_release_brings_is_given_once_and_what_the_company_took_stays_taken()
    {
        await using var identity = await Authority.StartAsync(servers);
        await identity.Database.ExecuteAsync("DELETE FROM known_permissions WHERE code = 'sales.deposit.refund'");
        await GiveAsync(identity, "finance-officer", "sales.board.read");
        await using var upgraded = await identity.RestartAsync();
        Assert.Equal(["sales.board.read", "sales.deposit.refund"], await OfFinanceAsync(upgraded));
        var given = Assert.Single(
            await upgraded.AuditAsync(), entry => entry.GetProperty("what").GetString() == "postChanged");
        Assert.Equal(
            ("finance-officer", "+sales.deposit.refund"),
            (given.GetProperty("subject").GetString(), given.GetProperty("how").GetString()));

        await GiveAsync(upgraded, "finance-officer", "sales.board.read");
        await using var again = await upgraded.RestartAsync();
        Assert.Equal(["sales.board.read"], await OfFinanceAsync(again));
    }

    /// <summary>In Development the next start gives a demo's staff what <c>make token</c> signs in with.</summary>
    [Fact]
    [Rule("CS-7")]
    public async Task A_demo_s_staff_whose_post_has_come_to_decide_sign_in_with_a_code_after_the_next_start()
    {
        await using var identity = await Authority.StartAsync(servers);
        await GiveAsync(identity, "consultant", "sales.deposit.refund");
        await using var next = await identity.RestartAsync();
        using var browser = new Browser(next.Address);
        Assert.Equal("/", (await browser.SignInAsync(await browser.GetAsync("/account/sign-in"), "consultant-1")).Path);
        var signedIn = Assert.Single(
            await next.AuditAsync(), entry => entry.GetProperty("what").GetString() == "signedIn");
        Assert.Equal("password and one-time code", next.HowOf(signedIn));
    }

    /// <summary>Says what a post may do, as if operations had.</summary>
    private static Task GiveAsync(Authority identity, string post, string permission) =>
        identity.Database.ExecuteAsync(
            "UPDATE posts SET permissions = ARRAY[$2::text] WHERE code = $1", post, permission);

    private static Task<string[]> OfFinanceAsync(Authority identity) =>
        identity.Database.QueryAsync<string[]>("SELECT permissions FROM posts WHERE code = 'finance-officer'");
}
