using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Tokens;

/// <summary>What Identity gives, to whom, and what it gives nobody.</summary>
public sealed class TokenTests(TestServers servers)
{
    [Fact]
    public async Task Discovery_tells_the_public_address_and_what_there_is()
    {
        await using var identity = await Authority.StartAsync(servers);
        var discovery = await identity.DiscoveryAsync();
        Assert.Equal(identity.Address.ToString(), discovery.GetProperty("issuer").GetString());
        foreach (var endpoint in (string[])
        [
            "authorization_endpoint", "token_endpoint", "introspection_endpoint", "revocation_endpoint",
            "end_session_endpoint", "jwks_uri",
        ])
        {
            Assert.StartsWith(
                identity.Address.ToString(), discovery.GetProperty(endpoint).GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(
            ["S256"],
            discovery.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(
                method => method.GetString()));
        Assert.Equal(
            ["ES256"],
            discovery.GetProperty("id_token_signing_alg_values_supported").EnumerateArray().Select(
                algorithm => algorithm.GetString()));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task
        A_token_says_who_in_which_post_where_and_what_they_may_do_for_four_minutes_and_a_half_and_anybody_can_read_it()
    {
        // The developer's client is given longer: this is another.
        await using var identity = await Authority.StartAsync(servers);
        var (status, answer) = await identity.AskAsync(
            ("grant_type", "client_credentials"), ("client_id", "group-crm"),
            ("client_secret", Convert.ToHexStringLower(Authority.SecretOf("group-crm"))), ("scope", "ops"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.InRange(answer.GetProperty("expires_in").GetInt32(), 265, 270);
        var machine = new JsonWebToken(answer.GetProperty("access_token").GetString());
        Assert.Equal("client:group-crm", machine.Subject);
        Assert.Equal(["ops"], machine.Audiences);

        var person = new JsonWebToken(
            (await new Browser(identity.Address).TokensAsync("consultant-1")).GetProperty("access_token").GetString());
        Assert.Equal("consultant-1", person.Subject);
        Assert.Equal("ES256", person.Alg);
        Assert.Equal(identity.Address.ToString(), person.Issuer);
        Assert.Equal("consultant", person.GetClaim("post").Value);
        Assert.Equal("project-sales-group", person.GetClaim("department").Value);
        Assert.Equal(["harbour-court"], Claims(person, "site"));
        Assert.Contains("sales.reservation.register", Claims(person, "permission"));
        Assert.DoesNotContain("sales.reservation.approve", Claims(person, "permission"));
    }

    [Fact]
    public async Task A_code_is_good_once_and_its_second_use_takes_back_what_the_first_was_given()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        var code = await browser.CodeAsync("consultant-1", "ops offline_access");
        var (status, tokens) = await RedeemAsync(identity, browser, code);
        Assert.Equal(HttpStatusCode.OK, status);
        (status, var again) = await RedeemAsync(identity, browser, code);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, again.GetProperty("error").GetString()));
        (status, again) = await RefreshAsync(identity, tokens);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, again.GetProperty("error").GetString()));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("wrong")]
    public async Task A_code_is_worth_nothing_without_the_verifier_of_whoever_asked(string verifier)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        var code = await browser.CodeAsync("consultant-1");
        var question = new List<(string, string)>
        {
            ("grant_type", "authorization_code"),
            ("client_id", Browser.Client),
            ("code", code),
            ("redirect_uri", Browser.Redirect),
        };
        if (verifier == "wrong")
            question.Add(("code_verifier", new string('a', 43)));
        var (status, answer) = await identity.AskAsync([.. question]);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(answer.GetProperty("error").GetString(), (string[])["invalid_grant", "invalid_request"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&code_challenge=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq&code_challenge_method=plain")]
    public async Task A_client_that_brings_no_challenge_is_not_served(string challenge)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        var page = await browser.GetAsync(browser.AuthorizePath(challenge: challenge));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("code_challenge", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_token_is_good_once_and_a_second_use_ends_the_family()
    {
        await using var identity = await Authority.StartAsync(servers);
        var first = await new Browser(identity.Address).TokensAsync("consultant-1", "ops offline_access");
        var (status, second) = await RefreshAsync(identity, first);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEqual(
            first.GetProperty("refresh_token").GetString(), second.GetProperty("refresh_token").GetString());

        (status, var stolen) = await RefreshAsync(identity, first);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, stolen.GetProperty("error").GetString()));
        (status, stolen) = await RefreshAsync(identity, second);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, stolen.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_machine_with_a_wrong_secret_is_refused()
    {
        await using var identity = await Authority.StartAsync(servers);
        var (status, answer) = await identity.AskAsync(
            ("grant_type", "client_credentials"), ("client_id", "group-crm"), ("client_secret", "wrong"),
            ("scope", "ops"));
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "invalid_client"), (status, answer.GetProperty("error").GetString()));
    }

    /// <summary>OpenID's own description has ASCII alone (RFC 6749, 5.2); people read what stands beside it.</summary>
    [Theory]
    [InlineData("client_credentials", "group-crm", "客户端不存在，或其密钥不正确。")]
    [InlineData("client_credentials", "developer", null)]
    [InlineData("refresh_token", "developer", "授权码或刷新令牌无效、已使用或已过期，或其持有人不可再使用系统；请重新登录。")]
    [InlineData("password", "developer", "不支持这种授权方式。")]
    public async Task Whoever_gets_no_token_reads_why_in_their_own_language(
        string grant, string client, string? chinese)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var http = identity.With(null);
        http.DefaultRequestHeaders.AcceptLanguage.Clear();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = grant,
            ["client_id"] = client,
            // A client without a secret that sends one is refused for that.
            [client == "group-crm" ? "client_secret" : "unused"] = "wrong",
            ["refresh_token"] = "worn out",
            ["scope"] = "ops",
        });
        using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        var told = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Matches("^[ -~]+$", told.GetProperty("error_description").GetString());
        Assert.Matches("[\u4E00-\u9FFF]", told.GetProperty("detail").GetString());
        if (chinese is not null)
            Assert.Equal(chinese, told.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_machine_may_ask_whether_a_token_of_its_own_is_good_still()
    {
        await using var identity = await Authority.StartAsync(servers);
        (string, string)[] itself =
            [("client_id", "group-crm"), ("client_secret", Convert.ToHexStringLower(Authority.SecretOf("group-crm")))];
        var (_, answer) = await identity.AskAsync([("grant_type", "client_credentials"), ("scope", "ops"), .. itself]);
        using var http = identity.With(null);
        foreach (var (revoke, active) in new[] { (false, true), (true, false) })
        {
            Dictionary<string, string> form = itself.ToDictionary(
                field => field.Item1, field => field.Item2, StringComparer.Ordinal);
            form["token"] = answer.GetProperty("access_token").GetString()!;
            if (revoke)
                (await http.PostAsync(new Uri("/connect/revoke", UriKind.Relative), new FormUrlEncodedContent(form)))
                    .EnsureSuccessStatusCode();
            using var told = await http.PostAsync(
                new Uri("/connect/introspect", UriKind.Relative), new FormUrlEncodedContent(form));
            Assert.Equal(
                active, (await told.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("active").GetBoolean());
        }
    }

    [Fact]
    public async Task Signing_out_ends_the_browser_s_session_and_says_so()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        await browser.CodeAsync("consultant-1");
        var page = await browser.GetAsync("/connect/end-session");
        Assert.StartsWith("/account/signed-out", page.Path, StringComparison.Ordinal);
        page = await browser.GetAsync(browser.AuthorizePath());
        Assert.StartsWith("/account/sign-in", page.Path, StringComparison.Ordinal);
        page = await browser.GetAsync(browser.AuthorizePath(more: "&prompt=none"));
        Assert.Equal("login_required", Browser.ParameterOf(page.Path, "error"));
        Assert.Equal(
            ["signedIn", "signedOut"],
            (await identity.AuditAsync()).Select(entry => entry.GetProperty("what").GetString()));
    }

    private static Task<(HttpStatusCode Status, JsonElement Answer)> RedeemAsync(
        Authority identity, Browser browser, string code) => identity.AskAsync(
        ("grant_type", "authorization_code"), ("client_id", Browser.Client), ("code", code),
        ("redirect_uri", Browser.Redirect), ("code_verifier", browser.Verifier));

    private static Task<(HttpStatusCode Status, JsonElement Answer)> RefreshAsync(
        Authority identity, JsonElement tokens) => identity.AskAsync(
        ("grant_type", "refresh_token"), ("client_id", Browser.Client), (
            "refresh_token", tokens.GetProperty("refresh_token").GetString()!));

    private static string[] Claims(JsonWebToken token, string type) =>
        [.. token.Claims.Where(claim => claim.Type == type).Select(claim => claim.Value)];
}
