using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ops.Identity.Accounts;
using Ops.Identity.Staff;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.SigningIn;

/// <summary>The sign-in pages, as a browser sees them and as an attacker does.</summary>
public sealed class SigningInTests(TestServers servers)
{
    [Fact]
    [Rule("CS-7")]
    public async Task A_consultant_signs_in_with_number_and_password_and_is_asked_once_for_several_clients()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        var first = await browser.CodeAsync("consultant-1");
        // Signed in now: the second client is given a code without a page between.
        var page = await browser.GetAsync(browser.AuthorizePath());
        Assert.StartsWith(Browser.Redirect, page.Path, StringComparison.Ordinal);
        Assert.NotEqual(first, Browser.ParameterOf(page.Path, "code"));
        Assert.Equal(
            ["signedIn"], (await identity.AuditAsync()).Select(entry => entry.GetProperty("what").GetString()));
    }

    [Fact]
    public async Task What_is_no_text_is_a_wrong_number_and_whoever_is_not_half_way_is_asked_for_no_code()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        (string, string)[] wrong = [("\uFFFE", "a password"), ("consultant-1", "\uFFFE and more of it")];
        foreach (var (number, password) in wrong)
        {
            var page = await browser.SubmitAsync(
                await browser.GetAsync("/account/sign-in"), ("number", number), ("password", password));
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
        }

        var back = Uri.EscapeDataString("/connect/authorize?client_id=");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/account/sign-in?returnUrl={back}")).Status);
        Assert.StartsWith(
            "/account/sign-in", (await browser.GetAsync("/account/code")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_whose_client_or_way_back_is_none_of_ours_is_told_so_and_sent_nowhere()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        foreach (var asked in (string[])
        [
            browser.AuthorizePath(client: "unheard-of"), browser.AuthorizePath(redirect: "https://example.org/taken"),
            "/connect/authorize", "/connect/end-session?post_logout_redirect_uri=https%3A%2F%2Fexample.org",
        ])
        {
            var page = await browser.GetAsync(asked);
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Contains(
                "发来请求的应用未在本系统登记", WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal);
            // What whoever builds the client must know, in OpenIddict's words.
            Assert.Contains("<code lang=\"en\">", page.Html, StringComparison.Ordinal);
        }

        // Nobody else puts words on it.
        var forged = await browser.GetAsync("/account/not-as-registered?why=Call+this+number");
        Assert.DoesNotContain("Call this number", forged.Html, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Whoever_approves_needs_a_one_time_code_and_a_code_is_good_once()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        var page = await browser.SubmitAsync(
            await browser.GetAsync("/account/sign-in"), ("number", "marketing-manager-1"),
            ("password", Authority.Password));
        Assert.StartsWith("/account/code", page.Path, StringComparison.Ordinal);
        // A demo says where its codes come from.
        Assert.Contains("<code>make code WHO=marketing-manager-1</code>", page.Html, StringComparison.Ordinal);
        // Half way is not in.
        var half = await browser.GetAsync(browser.AuthorizePath());
        Assert.StartsWith("/account/sign-in", half.Path, StringComparison.Ordinal);

        page = await browser.SubmitAsync(page, ("code", "000000"));
        Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
        var code = Authority.CodeOf("marketing-manager-1");
        page = await browser.SubmitAsync(page, ("code", code));
        Assert.Equal("/", page.Path);

        using var thief = new Browser(identity.Address);
        page = await thief.SubmitAsync(
            await thief.GetAsync("/account/sign-in"), ("number", "marketing-manager-1"),
            ("password", Authority.Password));
        page = await thief.SubmitAsync(page, ("code", code));
        Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Ten_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour_however_many_come_at_once()
    {
        await using var identity = await Authority.StartAsync(servers);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var attacker = new Browser(identity.Address);
            await attacker.SubmitAsync(
                await attacker.GetAsync("/account/sign-in"), ("number", "consultant-1"),
                ("password", "a guess that is wrong"));
        }));

        using var browser = new Browser(identity.Address);
        var page = await browser.SignInAsync(await browser.GetAsync("/account/sign-in"), "consultant-1");
        Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
        var how = (await identity.AuditAsync()).Select(identity.HowOf).ToList();
        Assert.Equal(9, how.Count(why => why == "wrong password"));
        Assert.Single(how, why => why == "wrong password; locked");
        Assert.Equal(3, how.Count(why => why == "locked"));

        await identity.Database.ExecuteAsync(
            "UPDATE accounts SET lockout_end = now() - interval '1 second' WHERE user_name = 'consultant-1'");
        page = await browser.SignInAsync(page with { Path = "/account/sign-in" }, "consultant-1");
        Assert.Equal("/", page.Path);
        Assert.True(
            await identity.Database.QueryAsync<bool>(
                "SELECT access_failed_count = 0 FROM accounts WHERE user_name = 'consultant-1'"));
    }

    [Fact]
    public async Task Neither_the_answer_nor_the_work_it_takes_tells_whether_a_number_is_known()
    {
        var work = new CountedHasher();
        await using var identity = await Authority.StartAsync(
            servers,
            services: services => services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<Account>>(work)));
        await identity.Database.ExecuteAsync(
            "UPDATE accounts SET lockout_end = now() + interval '1 hour' WHERE user_name = 'consultant-2'");
        await identity.Database.ExecuteAsync(
            "UPDATE accounts SET password_hash = NULL WHERE user_name = 'consultant-3'");
        var answers = new List<string>();
        foreach (var number in (string[])
        [
            "consultant-1", "consultant-2", "consultant-3", "nobody-7", "marketing-manager-1",
        ])
        {
            using var browser = new Browser(identity.Address);
            var before = work.Verifications;
            var page = await browser.SubmitAsync(
                await browser.GetAsync("/account/sign-in"), ("number", number), ("password", "a guess that is wrong"));
            Assert.Equal((number, 1), (number, work.Verifications - before));
            Assert.Equal(HttpStatusCode.OK, page.Status);
            answers.Add(page.Html[..page.Html.IndexOf("<form", StringComparison.Ordinal)]);
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_form_that_did_not_come_from_our_page_is_not_taken()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        using var bare = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in")
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["number"] = "consultant-1",
                    ["password"] = Authority.Password,
                }),
        };
        using var answer = await browser.RawAsync(bare);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);

        // Another browser's form, sent from this one.
        using var other = new Browser(identity.Address);
        var page = await browser.SubmitAsync(
            await other.GetAsync("/account/sign-in"), ("number", "consultant-1"), ("password", Authority.Password));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Empty(await identity.AuditAsync());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_to_another_site(string elsewhere)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        var page = await browser.SignInAsync(
            await browser.GetAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(elsewhere)}"), "consultant-1");
        Assert.Equal("/", page.Path);
        page = await browser.GetAsync($"/account/language/en?returnUrl={Uri.EscapeDataString(elsewhere)}");
        Assert.Equal("/account/sign-in", page.Path);
        page = await browser.GetAsync(browser.AuthorizePath(redirect: elsewhere));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
    }

    [Fact]
    public async Task
        An_authenticator_is_enrolled_at_the_first_sign_in_of_an_approver_and_a_recovery_code_is_good_once()
    {
        await using var identity = await Authority.StartAsync(servers);
        await identity.Database.ExecuteAsync(
            "UPDATE accounts SET two_factor_enabled = false, one_time_secret = NULL WHERE user_name = "
            + "'marketing-manager-1'");
        using var browser = new Browser(identity.Address);
        var page = await browser.SubmitAsync(
            await browser.GetAsync("/account/sign-in"), ("number", "marketing-manager-1"),
            ("password", Authority.Password));
        Assert.StartsWith("/account/authenticator", page.Path, StringComparison.Ordinal);
        Assert.Contains("<svg", page.Html, StringComparison.Ordinal);
        page = await browser.SubmitAsync(page, ("code", "123456"));
        Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
        var secret = Between(page.Html, "<code id=\"secret\">", "</code>").Single();
        page = await browser.SubmitAsync(
            page, ("code", new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp()));
        var recovery = Between(page.Html, "<li><code>", "</code>").ToList();
        Assert.Equal(SignIns.RecoveryCodes, recovery.Count);

        foreach (var (code, goesOn) in new[] { (recovery[0], true), (recovery[0], false), (recovery[1], true) })
        {
            using var lost = new Browser(identity.Address);
            page = await lost.SubmitAsync(
                await lost.GetAsync("/account/sign-in"), ("number", "marketing-manager-1"),
                ("password", Authority.Password));
            page = await lost.SubmitAsync(page, ("code", code));
            Assert.Equal(goesOn, page.Path == "/");
        }
    }

    [Theory]
    [InlineData("short", "account.password-short")]
    [InlineData("password1234567", "account.password-common")]
    [InlineData("abcabcabcabcabcabc", "account.password-simple")]
    [InlineData("passwordpassword", "account.password-common")]
    [InlineData("p@ssw0rdP@ssw0rd", "account.password-common")]
    [InlineData("Dragon Football 1987", "account.password-common")]
    [InlineData("woaini5201314520", "account.password-common")]
    [InlineData("consultant-1 is me!", "account.password-own")]
    [InlineData("my name is 海棠, really", "account.password-own")]
    [InlineData("Harbour Court 2026!!", "account.password-company")]
    [InlineData("Ops of Harbour-Court", "account.password-company")]
    [InlineData("all lower case and no digit", null)]
    [InlineData("vier Birnen und ein Dach", null)]
    [InlineData("海边的老房子今年又刷了一遍白漆呀", null)]
    public void A_password_is_judged_by_its_length_and_by_how_many_would_guess_it(string password, string? wrong) =>
        Assert.Equal(wrong, PasswordRules.Wrong(password, ["consultant-1", "海棠"], ["Harbour Court"]));

    [Theory]
    [InlineData(14, "account.password-short")]
    [InlineData(15, null)]
    [InlineData(64, null)]
    [InlineData(128, null)]
    [InlineData(129, "account.password-long")]
    public void A_password_has_fifteen_to_a_hundred_and_twenty_eight_characters_whatever_they_are(
        int length, string? wrong) =>
        Assert.Equal(
            wrong,
            PasswordRules.Wrong(
                string.Concat(
                    Enumerable.Range(0, length).Select(i => char.ConvertFromUtf32(0x4E00 + (i * 137 % 2000)))),
                [], []));

    [Fact]
    public async Task The_pages_speak_Chinese_and_English_as_the_browser_or_the_person_wishes()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        using var english = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in")
        {
            Headers = { { "Accept-Language", "en-GB,zh;q=0.5" } },
        };
        using var answer = await browser.RawAsync(english);
        Assert.Contains("Staff number", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "工号", WebUtility.HtmlDecode((await browser.GetAsync("/account/sign-in")).Html), StringComparison.Ordinal);
        Assert.Contains(
            "lang=\"en\"", (await browser.GetAsync("/account/language/en?returnUrl=%2Faccount%2Fsign-in")).Html,
            StringComparison.Ordinal);
    }

    private static IEnumerable<string> Between(string html, string before, string after) =>
        html.Split(before).Skip(1).Select(rest => rest[..rest.IndexOf(after, StringComparison.Ordinal)]);

    /// <summary>The library's hasher, counted.</summary>
    private sealed class CountedHasher : IPasswordHasher<Account>
    {
        private readonly PasswordHasher<Account> _hasher = new();
        private int _verifications;

        public int Verifications => _verifications;

        public string HashPassword(Account user, string password) => _hasher.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(
            Account user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _verifications);
            return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
