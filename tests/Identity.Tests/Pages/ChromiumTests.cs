using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
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
        await using var chromium = await Chromium.StartAsync(language);
        var page = await chromium.OpenAsync();
        using var path = new Browser(identity.Address);
        await page.GotoAsync(new Uri(identity.Address, path.AuthorizePath()).ToString());
        await SeenByEverybodyAsync(page);

        await page.GetByLabel(number).FillAsync("consultant-1");
        await page.GetByLabel(password, new() { Exact = true }).FillAsync("a guess that is wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = signIn }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await SeenByEverybodyAsync(page);

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
        await using var chromium = await Chromium.StartAsync("en-GB");
        var page = await chromium.OpenAsync();
        await page.GotoAsync(new Uri(identity.Address, "/account/sign-in").ToString());
        await page.GetByLabel("Staff number").FillAsync("marketing-manager-1");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Authority.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/account/authenticator*");
        await SeenByEverybodyAsync(page);

        var secret = await page.Locator("#secret").InnerTextAsync();
        await page.GetByLabel("The six digits of your authenticator").FillAsync(
            new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp());
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        Assert.Equal(Accounts.SignIns.RecoveryCodes, await page.Locator("ul.codes li").CountAsync());
        await SeenByEverybodyAsync(page);
        Assert.Empty(chromium.Complaints);
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
        await using var chromium = await Chromium.StartAsync(language);
        var page = await chromium.OpenAsync();
        await page.GotoAsync(new Uri(identity.Address, "/account/password").ToString());
        await page.GetByLabel(number).FillAsync("consultant-1");
        await page.GetByLabel(password, new() { Exact = true }).FillAsync(Authority.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = signIn }).ClickAsync();
        await page.WaitForURLAsync("**/account/password");
        await SeenByEverybodyAsync(page);

        await page.GetByLabel(current).FillAsync("not my password, is it");
        await page.GetByLabel(chosen).FillAsync("fünf Pflaumen unter dem Tisch");
        await page.GetByRole(AriaRole.Button, new() { Name = change }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await SeenByEverybodyAsync(page);
        await page.GetByLabel(current).FillAsync(Authority.Password);
        await page.GetByLabel(chosen).FillAsync("fünf Pflaumen unter dem Tisch");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Status).WaitForAsync();
        await SeenByEverybodyAsync(page);
        Assert.Empty(chromium.Complaints);
    }

    [Theory]
    [InlineData("/account/activate?number=consultant-1")]
    [InlineData("/account/code")]
    [InlineData("/account/not-as-registered")]
    [InlineData("/account/signed-out")]
    public async Task Every_other_page_can_be_used_by_everybody_too(string path)
    {
        await using var identity = await Authority.StartAsync(servers);
        foreach (var (language, scheme) in new[] { ("zh-CN", ColorScheme.Light), ("en-GB", ColorScheme.Dark) })
        {
            await using var chromium = await Chromium.StartAsync(language, scheme);
            var page = await chromium.OpenAsync();
            await page.GotoAsync(new Uri(identity.Address, path).ToString());
            await SeenByEverybodyAsync(page);
            // A page about what was wrong with the request is told to be one.
            Assert.DoesNotContain(
                chromium.Complaints, told => !told.Contains("status of 400", StringComparison.Ordinal));
        }
    }

    /// <summary>axe finds nothing of the WCAG 2.2 AA rules, nor of its own good practice.</summary>
    private static async Task SeenByEverybodyAsync(IPage page)
    {
        var seen = await page.RunAxe();
        var wrong =
            from violation in seen.Violations
            let nodes = string.Join(' ', violation.Nodes.Select(node => node.Html))
            select $"{page.Url}: {violation.Id}: {violation.Help}: {nodes}";
        Assert.True(seen.Violations.Length == 0, string.Join('\n', wrong));
        Assert.NotEmpty(seen.Passes);
    }
}

/// <summary>The system's Chromium, without a window.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IBrowserContext _person;

    private Chromium(IPlaywright playwright, IBrowser browser, IBrowserContext person) =>
        (_playwright, _browser, _person) = (playwright, browser, person);

    /// <summary>What the browser itself found wrong: a policy that was broken, a thing that did not load.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Chromium> StartAsync(string language, ColorScheme scheme = ColorScheme.Light)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = PathOf("chromium"), Args = Quiet });
        return new(
            playwright, browser, await browser.NewContextAsync(new() { Locale = language, ColorScheme = scheme }));
    }

    public async Task<IPage> OpenAsync()
    {
        var page = await _person.NewPageAsync();
        page.Console += (_, message) =>
        {
            // The client's own page is nobody's here.
            if (message.Type is "error" or "warning"
                && !message.Location.StartsWith(Browser.Redirect, StringComparison.Ordinal))
            {
                Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Add(error);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string PathOf(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{program} is not installed: `make test` installs it.");
}
