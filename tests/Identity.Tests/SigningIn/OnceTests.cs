using System.Net;
using System.Text.Json;
using CsCheck;
using Ops.Identity.Accounts;
using Ops.Platform.Rules;
using Ops.TestSupport;
using OtpNet;
using Xunit;

namespace Ops.Identity.Tests.SigningIn;

/// <summary>What is good once is good once, however many use it at the same moment.</summary>
public sealed class OnceTests(TestServers servers)
{
    private const int Callers = 8, Rounds = 3;

    private const string Manager = "marketing-manager-1", Consultant = "consultant-1";

    [Theory]
    [Rule("CS-7")]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(Callers)]
    [Case("refresh-token-used-at-once")]
    public async Task A_refresh_token_that_comes_several_times_at_once_is_taken_once_and_its_family_ends(int callers)
    {
        await using var identity = await Authority.StartAsync(servers);
        for (var round = 0; round < Rounds; round++)
        {
            using var browser = new Browser(identity.Address);
            var first = await browser.TokensAsync(Consultant, "ops offline_access");
            var answers = await AtOnceAsync(callers, _ => RefreshAsync(identity, first));
            await OneAtMostAndNothingLivesOnAsync(identity, answers);
        }

        Assert.Equal(Rounds, await FamiliesEndedAsync(identity, "refreshTokenReused"));
    }

    [Theory]
    [Rule("CS-7")]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(Callers)]
    public async Task A_code_that_comes_several_times_at_once_is_taken_once_and_its_family_ends(int callers)
    {
        await using var identity = await Authority.StartAsync(servers);
        for (var round = 0; round < Rounds; round++)
        {
            using var browser = new Browser(identity.Address);
            var code = await browser.CodeAsync(Consultant, "ops offline_access");
            var answers = await AtOnceAsync(
                callers,
                _ => identity.AskAsync(
                    ("grant_type", "authorization_code"), ("client_id", Browser.Client), ("code", code),
                    ("redirect_uri", Browser.Redirect), ("code_verifier", browser.Verifier)));
            await OneAtMostAndNothingLivesOnAsync(identity, answers);
        }

        Assert.Equal(Rounds, await FamiliesEndedAsync(identity, "codeReplayed"));
    }

    [Fact]
    [Rule("CS-7")]
    [Case("refresh-token-used-at-once", Generated = true)]
    public async Task Whatever_is_good_once_is_taken_once_by_however_many_and_whoever_else_uses_something_then()
    {
        await using var identity = await Authority.StartAsync(servers);

        // Several families at the same moment, each used by so many, as a code or as a refresh token.
        await Gen.Select(Gen.Bool, Gen.Int[2, 6]).Array[1, 3].SampleAsync(
            async families =>
            {
                var browsers = families.Select(_ => new Browser(identity.Address)).ToList();
                var uses = new List<Func<Task<(HttpStatusCode Status, JsonElement Answer)>>>();
                foreach (var ((isCode, _), browser) in families.Zip(browsers))
                {
                    if (!isCode)
                    {
                        var tokens = await browser.TokensAsync(Consultant, "ops offline_access");
                        uses.Add(() => RefreshAsync(identity, tokens));
                        continue;
                    }

                    var code = await browser.CodeAsync(Consultant, "ops offline_access");
                    uses.Add(() => identity.AskAsync(
                        ("grant_type", "authorization_code"), ("client_id", Browser.Client), ("code", code),
                        ("redirect_uri", Browser.Redirect), ("code_verifier", browser.Verifier)));
                }

                int[] whose = [.. families.SelectMany((one, at) => Enumerable.Repeat(at, one.Item2))];
                var answers = await AtOnceAsync(whose.Length, caller => uses[whose[caller]]());
                foreach (var family in answers.Zip(whose).GroupBy(one => one.Second, one => one.First))
                    await OneAtMostAndNothingLivesOnAsync(identity, [.. family]);
                browsers.ForEach(browser => browser.Dispose());
            },
            iter: 6, threads: 1);
    }

    /// <summary>The family ends even where the first use is answered after the second was refused.</summary>
    [Fact]
    [Rule("CS-7")]
    public async Task A_refresh_token_of_a_family_that_has_ended_is_worth_nothing_though_its_own_row_says_valid()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        var first = await browser.TokensAsync(Consultant, "ops offline_access");
        var (_, second) = await RefreshAsync(identity, first);
        await RefreshAsync(identity, first);
        await identity.Database.ExecuteAsync("UPDATE tokens SET status = 'valid' WHERE status = 'revoked'");
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(identity, second)).Status);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task An_invitation_that_comes_several_times_at_once_sets_one_password()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        for (var round = 0; round < Rounds; round++)
        {
            var (invited, _) = await operations.PostAsync(
                $"/api/identity/staff/{Consultant}/invitation", new { }, HttpStatusCode.OK);
            var invitation = invited.GetProperty("invitation").GetString()!;
            var pages = await AtOnceAsync(Callers, identity, "/account/activate", (browser, page, caller) =>
                browser.SubmitAsync(
                    page, ("number", Consultant), ("invitation", invitation), ("password", PasswordOf(caller))));
            Assert.Single(pages, page => page.Html.Contains("role=\"status\"", StringComparison.Ordinal));
            Assert.Equal(1, await SignsInAsync(identity));
        }
    }

    [Fact]
    [Rule("CS-7")]
    public async Task One_of_several_who_change_a_password_at_once_changes_it()
    {
        await using var identity = await Authority.StartAsync(servers);
        var pages = await AtOnceAsync(
            Callers, identity, "/account/password",
            (browser, page) => browser.SignInAsync(page, Consultant),
            (browser, page, caller) => browser.SubmitAsync(
                page, ("current", Authority.Password), ("password", PasswordOf(caller))));
        Assert.Single(pages, page => page.Html.Contains("role=\"status\"", StringComparison.Ordinal));
        Assert.Equal(1, await SignsInAsync(identity));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_one_time_code_that_comes_several_times_at_once_signs_one_in()
    {
        await using var identity = await Authority.StartAsync(servers);
        for (var round = 0; round < Rounds; round++)
        {
            await identity.Database.ExecuteAsync("UPDATE accounts SET last_one_time_step = 0");
            var code = Authority.CodeOf(Manager);
            var pages = await AtOnceAsync(
                Callers, identity, "/account/sign-in", HalfWayAsync,
                (browser, page, _) => browser.SubmitAsync(page, ("code", code)));
            Assert.Single(pages, page => page.Path == "/");
        }
    }

    [Fact]
    [Rule("CS-7")]
    public async Task An_authenticator_that_several_enrol_at_once_is_enrolled_once_and_so_is_each_recovery_code_good()
    {
        await using var identity = await Authority.StartAsync(servers);
        await identity.Database.ExecuteAsync(
            "UPDATE accounts SET two_factor_enabled = false, one_time_secret = NULL WHERE user_name = $1", Manager);
        var pages = await AtOnceAsync(Callers, identity, "/account/sign-in", HalfWayAsync, (browser, page, _) =>
            browser.SubmitAsync(
                page, ("code", new Totp(Base32Encoding.ToBytes(Between(page.Html, "<code id=\"secret\">").Single()))
                    .ComputeTotp())));
        var enrolled = Assert.Single(
            pages, page => page.Html.Contains("<ul class=\"codes\">", StringComparison.Ordinal));
        var recovery = Between(enrolled.Html, "<li><code>").ToList();
        Assert.Equal(SignIns.RecoveryCodes, recovery.Count);

        foreach (var code in recovery.Take(Rounds))
        {
            pages = await AtOnceAsync(
                Callers, identity, "/account/sign-in", HalfWayAsync,
                (browser, page, _) => browser.SubmitAsync(page, ("code", code)));
            Assert.Single(pages, page => page.Path == "/");
        }
    }

    private static string PasswordOf(int caller) => $"{caller} Störche über dem Bahnhof";

    private static Task<Page> HalfWayAsync(Browser browser, Page page) =>
        browser.SubmitAsync(page, ("number", Manager), ("password", Authority.Password));

    /// <summary>With how many of the passwords somebody signs in.</summary>
    private static async Task<int> SignsInAsync(Authority identity)
    {
        var signedIn = 0;
        // The tenth wrong one would lock the account.
        foreach (var caller in Enumerable.Range(0, Callers))
        {
            using var browser = new Browser(identity.Address);
            var page = await browser.SignInAsync(
                await browser.GetAsync("/account/sign-in"), Consultant, PasswordOf(caller));
            signedIn += page.Path == "/" ? 1 : 0;
        }

        return signedIn;
    }

    private static async Task OneAtMostAndNothingLivesOnAsync(
        Authority identity, IReadOnlyList<(HttpStatusCode Status, JsonElement Answer)> answers)
    {
        var given = answers.Where(answer => answer.Status == HttpStatusCode.OK).ToList();
        Assert.InRange(given.Count, 0, 1);
        Assert.All(
            answers.Except(given),
            answer => Assert.Equal(
                (HttpStatusCode.BadRequest, "invalid_grant"),
                (answer.Status, answer.Answer.GetProperty("error").GetString())));
        foreach (var (_, answer) in given)
            Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(identity, answer)).Status);
    }

    /// <summary>How many families the audit register says ended so, each at least once.</summary>
    private static async Task<long> FamiliesEndedAsync(Authority identity, string what)
    {
        Assert.Contains(
            await identity.AuditAsync(), entry => entry.GetProperty("what").GetString() == what
                && entry.GetProperty("subject").GetString() == Consultant);
        return await identity.Database.CountAsync("authorizations WHERE status = 'revoked'");
    }

    private static Task<(HttpStatusCode Status, JsonElement Answer)> RefreshAsync(
        Authority identity, JsonElement tokens) => identity.AskAsync(
        ("grant_type", "refresh_token"), ("client_id", Browser.Client), (
            "refresh_token", tokens.GetProperty("refresh_token").GetString()!));

    private static IEnumerable<string> Between(string html, string before) =>
        html.Split(before).Skip(1).Select(rest => rest[..rest.IndexOf("</code>", StringComparison.Ordinal)]);

    private static Task<Page[]> AtOnceAsync(
        int callers, Authority identity, string path, Func<Browser, Page, int, Task<Page>> use) =>
        AtOnceAsync(callers, identity, path, (_, page) => Task.FromResult(page), use);

    /// <summary>Each in a browser of their own, on the page already when the moment comes.</summary>
    private static async Task<Page[]> AtOnceAsync(
        int callers, Authority identity, string path, Func<Browser, Page, Task<Page>> prepare,
        Func<Browser, Page, int, Task<Page>> use)
    {
        var browsers = Enumerable.Range(0, callers).Select(_ => new Browser(identity.Address)).ToList();
        try
        {
            var pages = new List<Page>();
            foreach (var browser in browsers)
                pages.Add(await prepare(browser, await browser.GetAsync(path)));
            return await AtOnceAsync(callers, caller => use(browsers[caller], pages[caller], caller));
        }
        finally
        {
            browsers.ForEach(browser => browser.Dispose());
        }
    }

    /// <summary>All are let go by one signal.</summary>
    private static async Task<T[]> AtOnceAsync<T>(int callers, Func<int, Task<T>> use)
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Enumerable.Range(0, callers).Select(async caller =>
        {
            await signal.Task;
            return await use(caller);
        }).ToList();
        signal.SetResult();
        return await Task.WhenAll(running);
    }
}
