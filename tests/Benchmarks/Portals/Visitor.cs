using System.Security.Cryptography;
using System.Text;
using System.Web;
using Microsoft.Playwright;
using Ops.BrowserSupport;

namespace Ops.Benchmarks.Portals;

/// <summary>Somebody with a Chromium of their own that has seen nothing yet.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly PortalSystem _system;
    private readonly Chromium _chromium;

    private Visitor(PortalSystem system, Chromium chromium, IPage page) =>
        (_system, _chromium, Page) = (system, chromium, page);

    /// <summary>The browser's first page, which is empty.</summary>
    public IPage Page { get; }

    /// <summary>Starts a browser.</summary>
    public static async Task<Visitor> ComeAsync(PortalSystem system)
    {
        var chromium = await Chromium.StartAsync("zh-CN");
        return new(system, chromium, await chromium.OpenAsync());
    }

    /// <summary>Starts a browser that is signed in: it has the cookies of one that was, and nothing else.</summary>
    public static async Task<Visitor> ComeAsync(PortalSystem system, Visitor signedIn)
    {
        var visitor = await ComeAsync(system);
        var cookies = await signedIn.Page.Context.CookiesAsync();
        await visitor.Page.Context.AddCookiesAsync(cookies.Select(cookie => new Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = cookie.Domain,
            Path = cookie.Path,
            HttpOnly = cookie.HttpOnly,
            SameSite = cookie.SameSite,
        }));
        return visitor;
    }

    /// <summary>Goes to the sign-in page and fills it in, to the last key before it is sent.</summary>
    public async Task KnockAsync()
    {
        await Page.GotoAsync(_system.Address.ToString());
        await Page.Locator("[name=number]").FillAsync(PortalSystem.Consultant);
        await Page.Locator("[name=password]").FillAsync(PortalSystem.Password);
    }

    /// <summary>Signs in, to the first page.</summary>
    public async Task SignInAsync()
    {
        await KnockAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Page.Locator("#content h1").First.WaitForAsync();
    }

    /// <summary>A further page of the same browser.</summary>
    public Task<IPage> OpenAsync() => _chromium.OpenAsync();

    /// <summary>Goes to an address, as far as the browser has begun to read the page there.</summary>
    public static Task GoAsync(PortalSystem system, IPage page, string path) => page.GotoAsync(
        new Uri(system.Address, path).ToString(), new() { WaitUntil = WaitUntilState.Commit });

    /// <summary>The header by which a reader without a browser is who is signed in with this one.</summary>
    public async Task<string> CookieHeaderAsync() => "Cookie: " + string.Join(
        "; ", (await Page.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));

    /// <summary>
    /// A token for calls past the portal, good for hours: who is signed in at the authority is given one for the
    /// developer's client, by authorization code and PKCE, without another page.
    /// </summary>
    public async Task<string> TokenAsync()
    {
        const string Redirect = "http://127.0.0.1/signed-in";
        const string Verifier = "a-verifier-of-the-bench-of-at-least-forty-three-characters";
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var browser = Page.Context.APIRequest;
        var given = await browser.GetAsync(
            new Uri(
                _system.Address,
                $"/connect/authorize?client_id=developer&response_type=code&scope=ops&code_challenge={challenge}"
                    + $"&code_challenge_method=S256&redirect_uri={Uri.EscapeDataString(Redirect)}").ToString(),
            new() { MaxRedirects = 0 });
        if (!given.Headers.TryGetValue("location", out var location)
            || HttpUtility.ParseQueryString(new Uri(_system.Address, location).Query)["code"] is not { } code)
            throw new WrongOutcomeException($"No code was given: {given.Status}.");
        var form = browser.CreateFormData().Append("grant_type", "authorization_code").Append("client_id", "developer")
            .Append("code", code).Append("redirect_uri", Redirect).Append("code_verifier", Verifier);
        var answer = await browser.PostAsync(
            new Uri(_system.Address, "/connect/token").ToString(), new() { Form = form });
        var told = await answer.JsonAsync();
        return answer.Ok && told?.GetProperty("access_token").GetString() is { } token
            ? token
            : throw new WrongOutcomeException($"No token was given: {answer.Status}.");
    }

    /// <summary>The browser has found nothing wrong with what it was shown.</summary>
    /// <exception cref="WrongOutcomeException">It has: what was measured is not the page as it should be.</exception>
    public void ThrowIfComplained()
    {
        if (_chromium.Complaints is { Count: > 0 } complaints)
            throw new WrongOutcomeException($"The browser found: {string.Join("; ", complaints.Take(5))}");
    }

    public ValueTask DisposeAsync() => _chromium.DisposeAsync();
}
