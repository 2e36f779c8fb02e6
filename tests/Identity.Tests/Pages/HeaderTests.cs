using System.Net;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Pages;

/// <summary>What the OWASP Secure Headers Project lists, on the pages.</summary>
public sealed class HeaderTests(TestServers servers)
{
    [Fact]
    public async Task Every_page_tells_a_browser_what_it_may_do_with_it()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        await browser.CodeAsync("consultant-1");
        foreach (var path in (string[])
        [
            "/account/sign-in", "/account/activate", "/account/code", "/account/authenticator", "/account/password",
            "/account/signed-out", "/account/not-as-registered", "/account/style.css", "/account/nothing",
            "/account/language/en",
            "/connect/authorize", browser.AuthorizePath(), "/.well-known/openid-configuration",
            "/.well-known/jwks.json", "/connect/userinfo",
        ])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using var answer = await browser.RawAsync(request);
            string Header(string name) => string.Join(
                ", ", answer.Headers.TryGetValues(name, out var values) ? values : []);
            void Has(string name, string value) => Assert.True(
                Header(name).Contains(value, StringComparison.Ordinal),
                $"{path} ({(int)answer.StatusCode}): {name}: {Header(name)}");
            Has("X-Content-Type-Options", "nosniff");
            Has("X-Frame-Options", "DENY");
            Has("Content-Security-Policy", "default-src 'none'");
            Has("Content-Security-Policy", "frame-ancestors 'none'");
            Has("Referrer-Policy", "no-referrer");
            Has("Permissions-Policy", "geolocation=()");
            Has("Cross-Origin-Opener-Policy", "same-origin");
            Has("Cross-Origin-Resource-Policy", "same-origin");
            Has("Cross-Origin-Embedder-Policy", "require-corp");
            Has("X-Permitted-Cross-Domain-Policies", "none");
            Has("Cache-Control", "no-");
            Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("", Header("Server") + Header("X-Powered-By"));
        }
    }

    [Fact]
    public async Task Signing_out_has_the_browser_forget_what_it_kept()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        await browser.CodeAsync("consultant-1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/end-session");
        using var answer = await browser.RawAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("\"cache\", \"cookies\", \"storage\"", Assert.Single(answer.Headers.GetValues("Clear-Site-Data")));
    }
}
