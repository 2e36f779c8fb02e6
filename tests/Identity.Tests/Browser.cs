using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests;

/// <summary>A page as a browser has it before it.</summary>
internal sealed record Page(HttpStatusCode Status, string Path, string Html, HttpResponseMessage Answer);

/// <summary>
/// A browser without script: cookies, pages, forms. It follows redirects within Identity and stops where one leads
/// elsewhere.
/// </summary>
internal sealed partial class Browser(Uri address) : IDisposable
{
    public const string Client = "developer", Redirect = "http://127.0.0.1/signed-in";

    private readonly HttpClient _http =
        new(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress = address,
            Timeout = Wait.Patience,
        };

    /// <summary>The verifier of the last <see cref="AuthorizePath"/>.</summary>
    public string Verifier { get; private set; } = "";

    public void Dispose() => _http.Dispose();

    public Task<HttpResponseMessage> RawAsync(HttpRequestMessage request) => _http.SendAsync(request);

    public Task<Page> GetAsync(string path) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Fills in a page's form and sends it; what the form holds hidden goes along.</summary>
    public Task<Page> SubmitAsync(Page page, params (string Name, string Value)[] fields)
    {
        var answers = Hidden().Matches(page.Html).ToDictionary(
            field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value),
            StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            answers[name] = value;
        return FollowAsync(
            new HttpRequestMessage(HttpMethod.Post, page.Path) { Content = new FormUrlEncodedContent(answers) });
    }

    /// <summary>The address at which a client begins.</summary>
    public string AuthorizePath(
        string client = Client, string redirect = Redirect, string scope = "ops", string? challenge = null,
        string more = "")
    {
        Verifier = Base64Url(RandomNumberGenerator.GetBytes(32));
        var hash = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        challenge ??= $"&code_challenge={hash}&code_challenge_method=S256";
        return $"/connect/authorize?client_id={client}&response_type=code&scope={Uri.EscapeDataString(scope)}"
            + $"&redirect_uri={Uri.EscapeDataString(redirect)}{challenge}{more}";
    }

    /// <summary>
    /// Signs in with password and, where it is asked for, one-time code; answers the page that it ended at.
    /// </summary>
    public async Task<Page> SignInAsync(Page page, string number, string password = Authority.Password)
    {
        Assert.StartsWith("/account/sign-in", page.Path, StringComparison.Ordinal);
        page = await SubmitAsync(page, ("number", number), ("password", password));
        return page.Path.StartsWith("/account/code", StringComparison.Ordinal) ? await SubmitAsync(
            page, ("code", Authority.CodeOf(number))) : page;
    }

    /// <summary>The code that a client is given for somebody who signs in, or is signed in.</summary>
    public async Task<string> CodeAsync(
        string number, string scope = "ops", string client = Client, string redirect = Redirect)
    {
        var page = await GetAsync(AuthorizePath(client, redirect, scope));
        if (page.Path.StartsWith("/account", StringComparison.Ordinal))
            page = await SignInAsync(page, number);
        Assert.True(
            page.Path.StartsWith(redirect, StringComparison.Ordinal) || page.Path.StartsWith(
                new Uri(redirect).PathAndQuery, StringComparison.Ordinal),
            $"{page.Status} {page.Path} {page.Html}");
        return ParameterOf(page.Path, "code") ?? throw new InvalidOperationException(page.Path);
    }

    /// <summary>What the token endpoint gives for it.</summary>
    public async Task<JsonElement> TokensAsync(
        string number, string scope = "ops", string client = Client, string redirect = Redirect)
    {
        var code = await CodeAsync(number, scope, client, redirect);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = client,
            ["code"] = code,
            ["redirect_uri"] = redirect,
            ["code_verifier"] = Verifier,
        });
        using var answer = await _http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static string? ParameterOf(string url, string name) => Regex.Match(
        url, $"[?&]{name}=([^&]+)", RegexOptions.None,
        TimeSpan.FromSeconds(1)) is { Success: true } found ? Uri.UnescapeDataString(found.Groups[1].Value) : null;

    private async Task<Page> FollowAsync(HttpRequestMessage request)
    {
        for (var hops = 0; hops < 10; hops++)
        {
            var path = request.RequestUri!.OriginalString;
            var answer = await _http.SendAsync(request);
            if (answer.Headers.Location is not { } to)
                return new(answer.StatusCode, path, await answer.Content.ReadAsStringAsync(), answer);
            if (to.IsAbsoluteUri && to.GetLeftPart(UriPartial.Authority) != address.GetLeftPart(UriPartial.Authority))
                return new(answer.StatusCode, to.OriginalString, "", answer);
            request = new HttpRequestMessage(HttpMethod.Get, to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString);
        }

        throw new InvalidOperationException("Sent in a circle.");
    }

    private static string Base64Url(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    [
        GeneratedRegex(
            "<input (?=[^>]*type=\"hidden\")(?=[^>]*name=\"(?<name>[^\"]+)\")(?=[^>]*value=\"(?<value>[^\"]*)\")[^>]*>",
            RegexOptions.ExplicitCapture, 1000),
    ]
    private static partial Regex Hidden();
}
