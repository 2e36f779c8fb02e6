using System.Net;
using System.Text.Json;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.SigningIn;

/// <summary>How long a sign-in goes on, and what ends it.</summary>
public sealed class SessionTests(TestServers servers)
{
    private const string Another = "fünf Pflaumen unter dem Tisch";

    [Fact]
    [Rule("CS-7")]
    public async Task A_refresh_token_goes_on_for_twelve_hours_from_the_sign_in_however_often_it_is_used()
    {
        var time = new MachineTime();
        await using var identity = await Authority.StartAsync(servers, services: time.Replace);
        using var browser = new Browser(identity.Address);
        var tokens = await browser.TokensAsync("consultant-1", "ops offline_access");
        foreach (var _ in Enumerable.Range(0, 11))
        {
            time.Forward(TimeSpan.FromHours(1));
            (var status, tokens) = await RefreshAsync(identity, tokens);
            Assert.Equal(HttpStatusCode.OK, status);
        }

        time.Forward(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(identity, tokens)).Status);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task
        A_browser_that_is_used_all_day_asks_its_person_again_after_twelve_hours_and_no_code_given_late_goes_further()
    {
        var time = new MachineTime();
        await using var identity = await Authority.StartAsync(servers, services: time.Replace);
        using var browser = new Browser(identity.Address);
        await browser.CodeAsync("consultant-1");
        time.Forward(TimeSpan.FromHours(5));
        await browser.CodeAsync("consultant-1");
        time.Forward(TimeSpan.FromHours(5));
        var late = await browser.TokensAsync("consultant-1", "ops offline_access");
        Assert.Single(await identity.AuditAsync(), entry => entry.GetProperty("what").GetString() == "signedIn");

        time.Forward(TimeSpan.FromHours(2));
        Assert.StartsWith(
            "/account/sign-in", (await browser.GetAsync(browser.AuthorizePath())).Path, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(identity, late)).Status);
    }

    [Theory]
    [Rule("CS-7")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task
        A_password_that_is_set_or_an_authenticator_that_is_forgotten_ends_every_session(bool forgotten)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        var tokens = await browser.TokensAsync("marketing-manager-1", "ops offline_access");
        using var half = new Browser(identity.Address);
        var halfWay = await half.SubmitAsync(
            await half.GetAsync("/account/sign-in"), ("number", "marketing-manager-1"),
            ("password", Authority.Password));
        using var operations = await identity.AsAsync("operations-1");
        var (invited, _) = await operations.PostAsync(
            "/api/identity/staff/marketing-manager-1/invitation", new { forgetAuthenticator = forgotten },
            HttpStatusCode.OK);
        if (!forgotten)
        {
            // Being invited changes nothing yet.
            Assert.StartsWith(
                Browser.Redirect, (await browser.GetAsync(browser.AuthorizePath())).Path, StringComparison.Ordinal);
            using var elsewhere = new Browser(identity.Address);
            var set = await elsewhere.SubmitAsync(
                await elsewhere.GetAsync("/account/activate"), ("number", "marketing-manager-1"),
                ("invitation", invited.GetProperty("invitation").GetString()!), ("password", Another));
            Assert.Contains("role=\"status\"", set.Html, StringComparison.Ordinal);
        }

        else
        {
            // Whoever has the phone may have the password too, and enrols no phone of their own with it.
            using var thief = new Browser(identity.Address);
            var tried = await thief.SubmitAsync(
                await thief.GetAsync("/account/sign-in"), ("number", "marketing-manager-1"),
                ("password", Authority.Password));
            Assert.StartsWith("/account/sign-in", tried.Path, StringComparison.Ordinal);
            Assert.Contains("role=\"alert\"", tried.Html, StringComparison.Ordinal);
        }

        Assert.StartsWith(
            "/account/sign-in", (await browser.GetAsync(browser.AuthorizePath())).Path, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(identity, tokens)).Status);
        // Nor does the old password lead on from half way.
        await identity.Database.ExecuteAsync("UPDATE accounts SET last_one_time_step = 0");
        Assert.Contains(
            "role=\"alert\"", (await half.SubmitAsync(halfWay, ("code", Authority.CodeOf("marketing-manager-1")))).Html,
            StringComparison.Ordinal);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Somebody_changes_their_own_password_and_is_signed_out_everywhere_else()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var other = new Browser(identity.Address);
        var tokens = await other.TokensAsync("consultant-1", "ops offline_access");
        using var browser = new Browser(identity.Address);
        // Nobody is signed in: first things first, and then back to the page.
        var page = await browser.SignInAsync(await browser.GetAsync("/account/password"), "consultant-1");
        Assert.StartsWith("/account/password", page.Path, StringComparison.Ordinal);
        foreach (var (current, password) in new[]
        {
            ("not my password, is it", Another),
            (Authority.Password, "password1234567"),
            (Authority.Password, "consultant-1 it is"),
            (Authority.Password, Authority.Password),
        })
        {
            page = await browser.SubmitAsync(page, ("current", current), ("password", password));
            Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
        }

        Assert.StartsWith(
            Browser.Redirect, (await other.GetAsync(other.AuthorizePath())).Path, StringComparison.Ordinal);
        page = await browser.SubmitAsync(page, ("current", Authority.Password), ("password", Another));
        Assert.Contains("role=\"status\"", page.Html, StringComparison.Ordinal);
        Assert.StartsWith(
            Browser.Redirect, (await browser.GetAsync(browser.AuthorizePath())).Path, StringComparison.Ordinal);
        Assert.StartsWith(
            "/account/sign-in", (await other.GetAsync(other.AuthorizePath())).Path, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(identity, tokens)).Status);
        Assert.Equal(
            "/", (await other.SignInAsync(await other.GetAsync("/account/sign-in"), "consultant-1", Another)).Path);
        Assert.Equal(
            ["passwordChangeFailed", "passwordChanged"],
            (await identity.AuditAsync()).Select(entry => entry.GetProperty("what").GetString()!).Where(
                what => what.StartsWith("password", StringComparison.Ordinal)));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_stolen_browser_does_not_try_passwords_for_ever()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        var page = await browser.SignInAsync(await browser.GetAsync("/account/password"), "consultant-1");
        foreach (var _ in Enumerable.Range(0, 10))
            page = await browser.SubmitAsync(page, ("current", "a guess that is wrong"), ("password", Another));
        page = await browser.SubmitAsync(page, ("current", Authority.Password), ("password", Another));
        Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
    }

    private static Task<(HttpStatusCode Status, JsonElement Answer)> RefreshAsync(
        Authority identity, JsonElement tokens) => identity.AskAsync(
        ("grant_type", "refresh_token"), ("client_id", Browser.Client), (
            "refresh_token", tokens.GetProperty("refresh_token").GetString()!));
}
