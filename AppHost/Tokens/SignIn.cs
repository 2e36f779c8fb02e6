using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OtpNet;

namespace Ops.Tokens;

/// <summary>
/// Signs a demo's member of staff in through Identity, as their browser would: the sign-in page, the one-time code
/// where the post needs one, authorization code and PKCE. Nothing here can make a token; it can only ask for one.
/// </summary>
/// <param name="gateway">The gateway's address.</param>
/// <param name="password">The demo staff's password.</param>
/// <param name="time">Machine time.</param>
internal sealed partial class SignIn(Uri gateway, string password, TimeProvider time)
{
    private const string Client = "developer", Redirect = "http://127.0.0.1/signed-in";
    private const int MostPages = 12;

    /// <summary>The demo's machine, which has a secret instead of a person.</summary>
    public const string Machine = "group-crm";

    /// <summary>A token.</summary>
    /// <exception cref="SignInException">Identity did not give one.</exception>
    public async Task<Token> TokenAsync(string who)
    {
        if (who == Machine)
        {
            using var plain = new HttpClient { BaseAddress = gateway };
            return await AskAsync(
                plain,
                [
                    new("grant_type", "client_credentials"),
                    new("client_id", Machine),
                    new("client_secret", Convert.ToHexStringLower(SecretOf(Machine))),
                    new("scope", "ops"),
                ]);
        }

        using var browser = new HttpClient(
            new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress = gateway,
        };
        var verifier = Base64Url(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var code = await CodeAsync(
            browser, who,
            $"/connect/authorize?client_id={Client}&response_type=code&scope=ops" +
            $"&redirect_uri={Uri.EscapeDataString(Redirect)}&code_challenge={challenge}&code_challenge_method=S256");
        return await AskAsync(
            browser,
            [
                new("grant_type", "authorization_code"),
                new("client_id", Client),
                new("code", code),
                new("redirect_uri", Redirect),
                new("code_verifier", verifier),
            ]);
    }

    /// <summary>The one-time code that somebody's authenticator shows now.</summary>
    public string CodeOf(string who) => new Totp(SecretOf(who)).ComputeTotp(time.GetUtcNow().UtcDateTime);

    /// <summary>Follows the pages until the code comes back.</summary>
    private async Task<string> CodeAsync(HttpClient browser, string who, string path)
    {
        var codeTried = false;
        for (var pages = 0; pages < MostPages; pages++)
        {
            using var page = await browser.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
            if (page.Headers.Location is { } to)
            {
                if (to.OriginalString.StartsWith(Redirect, StringComparison.Ordinal))
                    return Parameter().Match(to.Query) is { Success: true } code
                        ? code.Groups["value"].Value
                        : throw new SignInException(TerminalTexts.Of("token.turned-away", ("answer", to.Query)));
                path = to.OriginalString;
                continue;
            }

            var html = await page.Content.ReadAsStringAsync();
            if (page.StatusCode != HttpStatusCode.OK)
                throw new SignInException(
                    TerminalTexts.Of("token.page-failed", ("status", (int)page.StatusCode), ("answer", html)));

            if (path.StartsWith("/account/authenticator", StringComparison.Ordinal))
            {
                throw new SignInException(TerminalTexts.Of("token.code-needed", ("who", who)));
            }

            var atCode = path.StartsWith("/account/code", StringComparison.Ordinal);
            if (atCode && codeTried)
                await Task.Delay(TimeSpan.FromSeconds(30 - (time.GetUtcNow().ToUnixTimeSeconds() % 30)), time);
            Dictionary<string, string> answers = Hidden()
                .Matches(html)
                .ToDictionary(
                    field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value),
                    StringComparer.Ordinal);
            if (atCode)
                answers["code"] = CodeOf(who);
            else
                (answers["number"], answers["password"]) = (who, password);
            using var form = new FormUrlEncodedContent(answers);
            using var answer = await browser.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), form);
            if (answer.Headers.Location is { } next)
                path = next.OriginalString;
            else if (!atCode || codeTried)
            {
                throw new SignInException(TerminalTexts.Of("token.refused", ("who", who)));
            }

            codeTried |= atCode;
        }

        throw new SignInException(TerminalTexts.Of("token.nowhere"));
    }

    private async Task<Token> AskAsync(HttpClient http, KeyValuePair<string, string>[] question)
    {
        using var form = new FormUrlEncodedContent(question);
        using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        if (!answer.IsSuccessStatusCode)
        {
            var said = await answer.Content.ReadAsStringAsync();
            throw new SignInException(
                TerminalTexts.Of("token.not-given", ("status", (int)answer.StatusCode), ("answer", said)));
        }

        var given = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new(
            given.GetProperty("access_token").GetString()!,
            time.GetUtcNow().AddSeconds(given.GetProperty("expires_in").GetInt32()));
    }

    /// <summary>As the demo's first day made it.</summary>
    private byte[] SecretOf(string who) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(who));

    private static string Base64Url(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    [GeneratedRegex("[?&]code=(?<value>[^&]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(
        "<input (?=[^>]*type=\"hidden\")(?=[^>]*name=\"(?<name>[^\"]+)\")(?=[^>]*value=\"(?<value>[^\"]*)\")[^>]*>",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();
}

/// <summary>An access token.</summary>
/// <param name="Text">The token.</param>
/// <param name="GoodUntil">Machine time at which it ends.</param>
internal sealed record Token(string Text, DateTimeOffset GoodUntil);

/// <summary>Nobody was signed in.</summary>
internal sealed class SignInException(string message) : Exception(message);
