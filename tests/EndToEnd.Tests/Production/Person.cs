using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OtpNet;
using Xunit;

namespace Ops.EndToEnd.Tests.Production;

/// <summary>A member of staff with a browser, a phone and a password of their own.</summary>
internal sealed partial class Person(string number, HttpMessageHandler connection) : IDisposable
{
    private const string Client = "api-reference", Password = "sieben Krähen auf dem Zaun";

    private static readonly Uri Redirect = new(TlsProxy.Public, "/docs/");

    private readonly HttpClient _browser = new(connection) { BaseAddress = TlsProxy.Public };

    /// <summary>Every cookie that was set, as the answers said it.</summary>
    public List<string> Cookies { get; } = [];

    public void Dispose() => _browser.Dispose();

    /// <summary>Sets the password with an invitation, at the address that came with it.</summary>
    public async Task ActivateAsync(string address, string invitation)
    {
        var page = await GetAsync(address);
        page = await SubmitAsync(page, ("number", number), ("invitation", invitation), ("password", Password));
        Assert.Contains("role=\"status\"", page.Html, StringComparison.Ordinal);
    }

    /// <summary>
    /// Signs in by authorization code and PKCE, and enrols an authenticator where the post needs one; from then on
    /// calls carry the token.
    /// </summary>
    public async Task SignInAsync()
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var page = await GetAsync(
            $"/connect/authorize?client_id={Client}&response_type=code&scope=ops&code_challenge_method=S256" +
            $"&redirect_uri={Uri.EscapeDataString(Redirect.ToString())}&code_challenge={challenge}");
        Assert.StartsWith("/account/sign-in", page.Address.PathAndQuery, StringComparison.Ordinal);
        page = await SubmitAsync(page, ("number", number), ("password", Password));
        if (page.Address.AbsolutePath == "/account/authenticator")
        {
            var phone = new Totp(Base32Encoding.ToBytes(Secret().Match(page.Html).Groups["secret"].Value));
            page = await SubmitAsync(page, ("code", phone.ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime)));
            Assert.Contains("<ul class=\"codes\">", page.Html, StringComparison.Ordinal);
            page = await GetAsync(WebUtility.HtmlDecode(GoOn().Match(page.Html).Groups["address"].Value));
        }

        Assert.Equal(Redirect, new Uri(page.Address.GetLeftPart(UriPartial.Path)));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = Client,
            ["code"] = Uri.UnescapeDataString(Code().Match(page.Address.Query).Groups["code"].Value),
            ["redirect_uri"] = Redirect.ToString(),
            ["code_verifier"] = verifier,
        });
        using var answer = await _browser.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        _browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>
    /// Opens the portal, whose authority knows the browser already; answers the cookies that were set on the way.
    /// </summary>
    public async Task<IReadOnlyList<string>> OpenPortalAsync()
    {
        var before = Cookies.Count;
        await GetAsync("/");
        return Cookies[before..];
    }

    /// <summary>Asks a route; answers what it said, and its version.</summary>
    public async Task<(JsonElement Json, string? ETag)> GetAsync(string path, HttpStatusCode expected)
    {
        using var answer = await _browser.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(path, answer, expected);
    }

    /// <summary>Changes something; as it was seen, where a version is given.</summary>
    public async Task<JsonElement> PostAsync(string path, object? body, HttpStatusCode expected, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body));
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await _browser.SendAsync(request);
        return (await ReadAsync(path, answer, expected)).Json;
    }

    private static async Task<(JsonElement Json, string? ETag)> ReadAsync(
        string path, HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{path}: {answer.StatusCode} instead of {expected}: {text}");
        return (text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, answer.Headers.ETag?.Tag);
    }

    private Task<Page> GetAsync(string address) =>
        FollowAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(TlsProxy.Public, address)));

    private Task<Page> SubmitAsync(Page page, params (string Name, string Value)[] fields)
    {
        var answers = Hidden().Matches(page.Html).ToDictionary(
            field => field.Groups["name"].Value,
            field => WebUtility.HtmlDecode(field.Groups["value"].Value),
            StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            answers[name] = value;
        var form = new FormUrlEncodedContent(answers);
        return FollowAsync(new HttpRequestMessage(HttpMethod.Post, page.Address) { Content = form });
    }

    /// <summary>As a browser follows redirects, to where the client wants its people back.</summary>
    private async Task<Page> FollowAsync(HttpRequestMessage request)
    {
        for (var hops = 0; hops < 10; hops++)
        {
            var asked = request.RequestUri!;
            using var answer = await _browser.SendAsync(request);
            if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
                Cookies.AddRange(cookies);
            if (answer.Headers.Location is not { } to)
            {
                var html = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{asked}: {(int)answer.StatusCode} {html}");
                Assert.Single(answer.Headers.GetValues("Strict-Transport-Security"));
                return new(asked, html);
            }

            to = new Uri(asked, to);
            // Nobody is ever sent to an address inside.
            Assert.Equal(TlsProxy.Public.GetLeftPart(UriPartial.Authority), to.GetLeftPart(UriPartial.Authority));
            if (to.AbsolutePath == Redirect.AbsolutePath)
                return new(to, "");
            request = new HttpRequestMessage(HttpMethod.Get, to);
        }

        throw new InvalidOperationException("Sent in a circle.");
    }

    [GeneratedRegex(
        "<input (?=[^>]*type=\"hidden\")(?=[^>]*name=\"(?<name>[^\"]+)\")(?=[^>]*value=\"(?<value>[^\"]*)\")[^>]*>",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("<code id=\"secret\">(?<secret>[A-Z2-7]+)</code>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();

    [GeneratedRegex("<a class=\"button\" href=\"(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GoOn();

    [GeneratedRegex("[?&]code=(?<code>[^&]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    private sealed record Page(Uri Address, string Html);
}
