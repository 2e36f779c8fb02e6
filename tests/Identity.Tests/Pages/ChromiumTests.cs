using Microsoft.Playwright;
using Ops.BrowserSupport;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Pages;

/// <summary>
/// The sign-in pages in a real browser: they work, under their own content policy, and everybody can use them.
/// </summary>
public sealed class ChromiumTests(TestServers servers)
{
    [Theory]
    [Rule("CS-7")]
    [InlineData("zh-CN", "工号", "密码", "登录")]
    [InlineData("en-GB", "Staff number", "Password", "Sign in")]
    public async Task A_consultant_signs_in_and_is_led_back_to_the_client(
        string language, string number, string password, string signIn)
    {
        await using var identity = await Authority.StartAsync(servers);
        await using var chromium = await Chromium.StartAsync(language, elsewhere: Browser.Redirect);
        var page = await chromium.OpenAsync();
        using var path = new Browser(identity.Address);
        await page.GotoAsync(new Uri(identity.Address, path.AuthorizePath()).ToString());
        await Chromium.SeenByEverybodyAsync(page);

        await page.GetByLabel(number).FillAsync("consultant-1");
        await page.GetByLabel(password, new() { Exact = true }).FillAsync("a guess that is wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = signIn }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await Chromium.SeenByEverybodyAsync(page);

        // By keyboard alone.
        await page.GetByLabel(password, new() { Exact = true }).FillAsync(Authority.Password);
        var back = await page.RunAndWaitForRequestAsync(
            () => page.Keyboard.PressAsync("Enter"),
            request => request.Url.StartsWith(Browser.Redirect, StringComparison.Ordinal));
        Assert.NotNull(Browser.ParameterOf(back.Url, "code"));
        Assert.Empty(chromium.Complaints);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task An_approver_enrols_an_authenticator_by_its_key_and_is_shown_recovery_codes()
    {
        await using var identity = await Authority.StartAsync(servers);
        await identity.Database.ExecuteAsync(
            "UPDATE accounts SET two_factor_enabled = false, one_time_secret = NULL WHERE user_name = "
            + "'marketing-manager-1'");
        await using var chromium = await Chromium.StartAsync("en-GB", elsewhere: Browser.Redirect);
        var page = await chromium.OpenAsync();
        await page.GotoAsync(new Uri(identity.Address, "/account/sign-in").ToString());
        await page.GetByLabel("Staff number").FillAsync("marketing-manager-1");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Authority.Password);
        await page.Keyboard.PressAsync("Enter");
        var secret = await page.Locator("#secret").InnerTextAsync();
        await Chromium.SeenByEverybodyAsync(page);

        await page.GetByLabel("The six digits of your authenticator").FillAsync(
            new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp());
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        Assert.Equal(Accounts.SignIns.RecoveryCodes, await page.Locator("ul.codes li").CountAsync());
        await Chromium.SeenByEverybodyAsync(page);
        Assert.Empty(chromium.Complaints);

        // The next time it is asked for.
        foreach (var (language, scheme) in new[] { ("zh-CN", ColorScheme.Light), ("en-GB", ColorScheme.Dark) })
        {
            await using var another = await Chromium.StartAsync(language, scheme);
            var again = await another.OpenAsync();
            await again.GotoAsync(new Uri(identity.Address, "/account/sign-in").ToString());
            await again.Locator("input[name=number]").FillAsync("marketing-manager-1");
            await again.Locator("input[type=password]").FillAsync(Authority.Password);
            await again.Keyboard.PressAsync("Enter");
            await again.Locator("input[name=code]").WaitForAsync();
            await Chromium.SeenByEverybodyAsync(again);
            Assert.Empty(another.Complaints);
        }
    }

    [Theory]
    [InlineData("zh-CN", "工号", "密码", "登录", "当前密码", "新密码", "修改密码")]
    [
        InlineData(
            "en-GB", "Staff number", "Password", "Sign in", "Present password", "New password", "Change your password"),
    ]
    public async Task Somebody_changes_their_password_by_a_page_that_everybody_can_use(
        string language, string number, string password, string signIn, string current, string chosen, string change)
    {
        await using var identity = await Authority.StartAsync(servers);
        await using var chromium = await Chromium.StartAsync(language, elsewhere: Browser.Redirect);
        var page = await chromium.OpenAsync();
        await page.GotoAsync(new Uri(identity.Address, "/account/password").ToString());
        await page.GetByLabel(number).FillAsync("consultant-1");
        await page.GetByLabel(password, new() { Exact = true }).FillAsync(Authority.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = signIn }).ClickAsync();
        await page.GetByLabel(current).WaitForAsync();
        await Chromium.SeenByEverybodyAsync(page);

        await page.GetByLabel(current).FillAsync("not my password, is it");
        await page.GetByLabel(chosen).FillAsync("fünf Pflaumen unter dem Tisch");
        await page.GetByRole(AriaRole.Button, new() { Name = change }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await Chromium.SeenByEverybodyAsync(page);
        await page.GetByLabel(current).FillAsync(Authority.Password);
        await page.GetByLabel(chosen).FillAsync("fünf Pflaumen unter dem Tisch");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Status).WaitForAsync();
        await Chromium.SeenByEverybodyAsync(page);
        Assert.Empty(chromium.Complaints);
    }

    [Theory]
    [InlineData("/account/activate?number=consultant-1", 200)]
    [InlineData("/account/not-as-registered", 400)]
    [InlineData("/account/signed-out", 200)]
    public async Task Every_other_page_can_be_used_by_everybody_too(string path, int status)
    {
        await using var identity = await Authority.StartAsync(servers);
        foreach (var (language, scheme) in new[] { ("zh-CN", ColorScheme.Light), ("en-GB", ColorScheme.Dark) })
        {
            await using var chromium = await Chromium.StartAsync(language, scheme);
            var page = await chromium.OpenAsync();
            var answer = await page.GotoAsync(new Uri(identity.Address, path).ToString());
            Assert.Equal(status, answer!.Status);
            await Chromium.SeenByEverybodyAsync(page);
            // Chromium says of a page about what was wrong with the request that it is one, and nothing else.
            Assert.All(
                chromium.Complaints, told => Assert.Contains($"status of {status}", told, StringComparison.Ordinal));
        }
    }
}
