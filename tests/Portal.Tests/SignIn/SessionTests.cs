using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Portal.Tests.SignIn;

/// <summary>Who is signed in, where their tokens lie, and how it ends.</summary>
[Collection(OnOneSystem.Name)]
public sealed class SessionTests(PortalSystem system)
{
    [Fact]
    [Rule("CS-7", "the portal acts with the token of who is signed in, and with nothing else")]
    public async Task The_browser_has_a_cookie_that_no_script_reads_and_no_token()
    {
        await using var person = await Person.SignInAsync(system, "consultant-1");
        var cookies = await person.Page.Context.CookiesAsync();
        var session = Assert.Single(cookies, cookie => cookie.Name == "ops-portal");
        Assert.True(session.HttpOnly);
        Assert.Equal(SameSiteAttribute.Lax, session.SameSite);
        Assert.DoesNotContain(cookies, cookie => cookie.Value.StartsWith("ey", StringComparison.Ordinal));
        Assert.Equal("0", await person.Page.EvaluateAsync<string>("`${localStorage.length + sessionStorage.length}`"));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Signing_out_ends_it_here_and_at_the_authority()
    {
        const string Who = "consultant-1";
        var before = await system.RefreshTokensAsync(Who);
        await using var person = await Person.SignInAsync(system, Who);
        var own = Assert.Single((await system.RefreshTokensAsync(Who)).Except(before));
        var other = await person.Page.Context.NewPageAsync();
        await other.GotoAsync(new Uri(system.Address, "/settings").ToString());
        await other.Locator("main h1").WaitForAsync();

        await person.Page.GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();
        await person.ArrivesAsync("**/account/sign-in**");
        // What was open in another tab notices, and whoever goes there is asked who they are.
        await other.GetByText("您已退出").WaitForAsync();
        await other.GotoAsync(system.Address.ToString());
        await other.Locator("[name=number]").WaitForAsync();
        // Whoever had kept the tokens would get no more of them.
        Assert.DoesNotContain(own, await system.RefreshTokensAsync(Who));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Who_is_suspended_sees_nothing_more_and_whoever_comes_back_is_where_they_were()
    {
        await using var person = await Person.SignInAsync(system, "sales-assistant-1", "/sales/projects");
        await person.SeesAsync("港湾华庭");
        await system.CallAsync(
            "operations-1", "/api/identity/staff/sales-assistant-1/suspend", new JsonObject { ["reason"] = "调查" },
            await VersionAsync("sales-assistant-1"));
        try
        {
            await Wait.UntilAsync(
                async () =>
                {
                    await person.Page.GotoAsync(new Uri(system.Address, "/sales/projects").ToString());
                    await person.Page.GetByText("港湾华庭").Or(person.Page.GetByText("您已退出"))
                        .Or(person.Page.Locator("[name=number]")).First.WaitForAsync();
                    return await person.Page.Locator("[name=number]").IsVisibleAsync();
                },
                "the authority to ask who it is");
        }
        finally
        {
            await system.CallAsync(
                "operations-1", "/api/identity/staff/sales-assistant-1/restore", new JsonObject { ["reason"] = "查清" },
                await VersionAsync("sales-assistant-1"));
        }

        // The authority knows the browser still.
        await person.Page.GotoAsync(new Uri(system.Address, "/sales/projects").ToString());
        await person.SeesAsync("港湾华庭");
        Assert.EndsWith("/sales/projects", person.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("CS-7", "who has left sees nothing more")]
    public async Task The_page_that_a_leaver_has_open_ends_by_itself()
    {
        // Nobody else's test has to do with them.
        const string Leaver = "legal-officer-1";
        await system.JoinedLongAgoAsync(Leaver);
        await using var leaver = await Person.SignInAsync(system, Leaver);
        await leaver.SeesAsync("我的一天");
        await system.CallAsync(
            "operations-1", $"/api/identity/staff/{Leaver}/leave", new JsonObject(), await VersionAsync(Leaver));
        await leaver.SeesAsync("您已退出");
        await Assertions.Expect(leaver.Page.Locator("main").GetByText("我的一天")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Nobody_is_led_to_another_site_and_no_other_site_shows_our_pages()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = system.Address,
        };
        using var answer = await http.GetAsync(
            new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(system.Address.Authority, answer.Headers.Location!.Authority);
        // Two slashes begin another site's address.
        await using var led = await Person.SignInAsync(system, "consultant-2", $"{system.Address}/evil.example/x");
        Assert.Equal(system.Address.Authority, new Uri(led.Page.Url).Authority);
        await using var person = await Person.SignInAsync(system, "consultant-1");
        var page = await person.Page.GotoAsync(system.Address.ToString());
        var policy = await page!.HeaderValueAsync("Content-Security-Policy");
        Assert.NotNull(policy);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);

        // A form of another site's has the browser's cookie, and no token of ours.
        foreach (var form in (string[])["/session/sign-out", "/session/language", "/session/page-size"])
        {
            var api = person.Page.Context.APIRequest;
            var sent = api.CreateFormData();
            sent.Set("language", "en");
            sent.Set("rows", "50");
            var forged = await api.PostAsync(new Uri(system.Address, form).ToString(), new() { Form = sent });
            Assert.True(forged.Status == (int)HttpStatusCode.BadRequest, $"{form}: {forged.Status}");
        }

        await person.GoAsync("/settings");
        await person.SeesAsync("个人设置");
    }

    [Fact]
    public async Task Who_chooses_English_reads_English_everywhere_until_they_choose_again()
    {
        await using var person = await Person.SignInAsync(system, "consultant-1", "/settings");
        await person.LooksRightAsync("settings");
        await person.Page.GetByLabel("语言").SelectOptionAsync("en");
        await person.Page.Locator("form[action='/session/language'] button[type=submit]").ClickAsync();
        await person.Page.GetByRole(AriaRole.Heading, new() { Name = "Settings" }).WaitForAsync();
        await person.GoAsync("/sales/projects/harbour-court/units/1-1-202");
        await person.SeesAsync("Why it stands so");
        Assert.Equal("en", await person.Page.Locator("html").GetAttributeAsync("lang"));
    }

    /// <summary>The access token is good for minutes: a page that stays open goes on by itself, in every tab.</summary>
    [Fact]
    public async Task Two_tabs_that_need_a_new_token_at_once_are_given_one()
    {
        await using var person = await Person.SignInAsync(system, "consultant-2", "/sales/projects");
        await system.AgeTokensAsync();
        var tabs = new List<IPage>();
        for (var i = 0; i < 4; i++)
            tabs.Add(await person.Page.Context.NewPageAsync());
        await Task.WhenAll(tabs.Select(tab => tab.GotoAsync(new Uri(system.Address, "/sales/projects").ToString())));
        foreach (var tab in tabs)
            await tab.GetByText("港湾华庭").WaitForAsync();
        // The family lives on: once more.
        await system.AgeTokensAsync();
        await person.GoAsync("/sales/me/reservations");
        await person.Page.GetByRole(AriaRole.Heading, new() { Name = "我的预留" }).WaitForAsync();
        Assert.Equal(0, await person.Page.GetByText("您已退出").CountAsync());
    }

    private async Task<string> VersionAsync(string staff) =>
        (await system.ReadAsync("operations-1", $"/api/identity/staff/{staff}")).ETag!;
}
