using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using NodaTime;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Staff;

/// <summary>Standing in for somebody, for some days.</summary>
public sealed class DelegationTests(TestServers servers)
{
    private const string Approve = "sales.reservation.approve";

    private static readonly LocalDate Today =
        Authority.Company.DateOf(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));

    [Fact]
    [Rule("CS-7")]
    public async Task A_stand_in_is_given_what_the_other_may_do_with_its_days_and_signs_in_with_a_second_factor_for_it()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        var before = await browser.TokensAsync("consultant-1", "ops offline_access");
        using var manager = await identity.AsAsync("marketing-manager-1");
        await manager.PostAsync(
            "/api/identity/me/delegations",
            new { to = "consultant-1", permissions = new[] { Approve }, until = Iso(Today.PlusDays(2)) },
            HttpStatusCode.Created);

        // What was begun with a password alone goes no further: neither the session nor the refresh token.
        Assert.StartsWith(
            "/account/sign-in", (await browser.GetAsync(browser.AuthorizePath())).Path, StringComparison.Ordinal);
        var (status, answer) = await identity.AskAsync(
            ("grant_type", "refresh_token"), ("client_id", Browser.Client),
            ("refresh_token", before.GetProperty("refresh_token").GetString()!));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, answer.GetProperty("error").GetString()));
        var page = await browser.SubmitAsync(
            await browser.GetAsync("/account/sign-in"), ("number", "consultant-1"),
            ("password", Authority.Password));
        Assert.StartsWith("/account/authenticator", page.Path, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_delegation_stands_in_the_stand_in_s_token_until_it_is_taken_back_or_the_giver_may_not_act()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var manager = await identity.AsAsync("marketing-manager-1");
        var work = new { to = "marketing-manager-2", permissions = new[] { Approve }, until = Iso(Today.PlusDays(2)) };
        // Whoever works at another site would do there what the giver may not.
        await manager.PostAsync("/api/identity/me/delegations", work, HttpStatusCode.UnprocessableEntity);
        await WorksAtAsync("harbour-court");
        var (given, _) = await manager.PostAsync("/api/identity/me/delegations", work, HttpStatusCode.Created);
        Assert.Equal("marketing-manager-1", (await DelegationOfAsync(identity)).Person);
        Assert.Equal(Authority.Company.BeginOf(Today.PlusDays(3)), (await DelegationOfAsync(identity)).Until);

        await WorksAtAsync("hill-side");
        Assert.Empty(await TokensDelegationsAsync(identity));
        await WorksAtAsync("harbour-court");
        Assert.Single(await TokensDelegationsAsync(identity));
        await manager.PostAsync(
            $"/api/identity/me/delegations/{given.GetProperty("id").GetString()}/end", null, HttpStatusCode.OK);
        Assert.Empty(await TokensDelegationsAsync(identity));
        await manager.PostAsync(
            $"/api/identity/me/delegations/{given.GetProperty("id").GetString()}/end", null, HttpStatusCode.Conflict);
        Assert.Equal(
            ["delegationGiven", "delegationEnded"],
            (await identity.AuditAsync()).Select(entry => entry.GetProperty("what").GetString()).Where(
                what => what!.StartsWith("delegation", StringComparison.Ordinal)));

        Task WorksAtAsync(string site) => identity.Database.ExecuteAsync(
            $"UPDATE staff SET sites = '{{{site}}}' WHERE number = 'marketing-manager-2'");
    }

    [Theory]
    [Rule("CS-7")]
    [InlineData("permissions", "identity.staff.manage", "marketing-manager-2", 1)]
    [InlineData("to", Approve, "marketing-manager-1", 1)]
    [InlineData("to", Approve, "nobody-7", 1)]
    [InlineData("until", Approve, "marketing-manager-2", -1)]
    [InlineData("until", Approve, "marketing-manager-2", 400)]
    public async Task Nobody_gives_what_they_do_not_have_to_themselves_to_nobody_or_for_ever(
        string field, string permission, string to, int days)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var manager = await identity.AsAsync("marketing-manager-1");
        var (problem, _) = await manager.PostAsync(
            "/api/identity/me/delegations",
            new { to, permissions = new[] { permission }, until = Iso(Today.PlusDays(days)) },
            HttpStatusCode.UnprocessableEntity);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
        Assert.Equal(0, await identity.Database.CountAsync("delegations"));
    }

    private static async Task<Delegation> DelegationOfAsync(Authority identity) =>
        Delegation.Read(Assert.Single(await TokensDelegationsAsync(identity)))!;

    /// <summary>
    /// A new browser each time; the authenticator's last code is forgotten, since a test does not wait for the next.
    /// </summary>
    private static async Task<IReadOnlyList<string>> TokensDelegationsAsync(Authority identity)
    {
        await identity.Database.ExecuteAsync("UPDATE accounts SET last_one_time_step = 0");
        using var browser = new Browser(identity.Address);
        var token = new JsonWebToken(
            (await browser.TokensAsync("marketing-manager-2")).GetProperty("access_token").GetString());
        return [.. token.Claims.Where(claim => claim.Type == "delegation").Select(claim => claim.Value)];
    }

    private static string Iso(LocalDate date) => date.ToString("uuuu-MM-dd", null);
}
