using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;
using Yarp.ReverseProxy.Model;

namespace Ops.Gateway.Tests;

/// <summary>The edge: what is open, what needs a token, and what of a request reaches a service.</summary>
public sealed class GatewayTests : IAsyncLifetime
{
    private TestAuthority _authority = null!;
    private WebApplication _service = null!;
    private WebApplicationFactory<Program> _gateway = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _authority = await TestAuthority.StartAsync();
        _service = await ServiceBehind.StartAsync(service =>
        {
            service.MapGet("/{**rest}", ServiceBehind.Headers);
            service.MapGet("/api/sales/projects/{project}/board/changes", StreamAsync);
        });
        _gateway = Start(_authority.Url, _service.Urls.First());
        _client = _gateway.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        await _service.DisposeAsync();
        await _authority.DisposeAsync();
    }

    private static async Task StreamAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        await response.WriteAsync("id: 1\nevent: cells\ndata: []\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/docs/")]
    [InlineData("/api/sales/openapi.json")]
    public async Task Its_pages_are_open(string path)
    {
        using var answer = await _client.GetAsync(
            new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("Development", null, HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("Development", "false", HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData("Production", null, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData("Production", "true", HttpStatusCode.OK, HttpStatusCode.OK)]
    public async Task In_Production_routes_are_described_to_nobody_unless_a_setting_says_so(
        string environment, string? open, HttpStatusCode reference, HttpStatusCode document)
    {
        await using var gateway = Start(
            environment == "Production" ? "https://authority.example" : _authority.Url, _service.Urls.First(),
            environment, open);
        using var client = gateway.CreateClient();
        foreach (
            var (path, expected) in ((string, HttpStatusCode)[])
                [("/docs/", reference), ("/api/sales/openapi.json", document)])
        {
            using var answer = await client.GetAsync(
                new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(expected, answer.StatusCode);
            var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
            Assert.DoesNotContain(
                "'unsafe-inline'", policy[..Math.Max(policy.IndexOf("style-src", StringComparison.Ordinal), 0)],
                StringComparison.Ordinal);
            Assert.DoesNotContain("'unsafe-eval'", policy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_reference_s_script_is_let_run_by_a_word_that_is_good_once()
    {
        var policies = new List<string>();
        for (var time = 0; time < 2; time++)
        {
            using var answer = await _client.GetAsync(
                new Uri("/docs/", UriKind.Relative), TestContext.Current.CancellationToken);
            var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
            policies.Add(policy);
            var nonce = policy[(policy.IndexOf("'nonce-", StringComparison.Ordinal) + 7)..].Split('\'')[0];
            Assert.True(nonce.Length >= 16);
            Assert.Contains(
                $"nonce=\"{nonce}\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }

        Assert.NotEqual(policies[0], policies[1]);
    }

    [Theory]
    [InlineData("/connect/authorize?client_id=any")]
    [InlineData("/account/sign-in")]
    [InlineData("/.well-known/openid-configuration")]
    public async Task Signing_in_needs_no_token(string path)
    {
        using var answer = await _client.GetAsync(
            new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_forwarded()
    {
        using var answer = await _client.GetAsync(
            new Uri("/api/sales/projects", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("unsigned")]
    [InlineData("signed with the public key")]
    [InlineData("tampered")]
    [InlineData("of another kind")]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("key")]
    [InlineData("garbage")]
    public async Task A_token_that_is_not_the_authoritys_for_us_now_is_refused(string wrong)
    {
        await using var other = await TestAuthority.StartAsync();
        var token = wrong switch
        {
            "expired" => _authority.Token([], expires: TimeProvider.System.GetUtcNow().AddHours(-1)),
            // A token of the tests is valid for the two hours before it expires.
            "not yet valid" => _authority.Token([], expires: TimeProvider.System.GetUtcNow().AddHours(3)),
            "unsigned" => Forged(_authority.Token(["sales.unit.import"]), """{"alg":"none","typ":"at+jwt"}""", _ => ""),
            "signed with the public key" => Forged(
                _authority.Token(["sales.unit.import"]),
                """{"alg":"HS256","typ":"at+jwt","kid":"test"}""",
                signed =>
                    Base64UrlEncoder.Encode(
                        HMACSHA256.HashData(Encoding.UTF8.GetBytes(_authority.Jwks), Encoding.ASCII.GetBytes(signed)))),
            "tampered" => Tampered(_authority.Token([])),
            "of another kind" => _authority.Token([], audience: "developer"),
            "issuer" => _authority.Token([], issuer: "https://elsewhere.example"),
            "audience" => _authority.Token([], audience: "others"),
            "key" => other.Token([], issuer: _authority.Url),
            _ => "no.token.atall",
        };
        using var answer = await SendAsync(token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    /// <summary>Found in the gateway's own table of routes, so that a new one is called too.</summary>
    [Fact]
    [Rule("CS-7")]
    public async Task Its_own_routes_but_its_pages_refuse_whoever_has_no_token_and_whoever_s_token_has_no_permission()
    {
        var own = _gateway
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<RouteModel>() is null)
            .ToList();
        var asked = own.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null).ToList();
        Assert.All(asked, route => Assert.NotNull(route.Metadata.GetMetadata<PermissionMetadata>()));
        Assert.Equal(
            ["GET /api/simulation/clock", "POST /api/simulation/clock"],
            asked.SelectMany(Calls).Select(call => $"{call.Method} {call.Path}").Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal));
        foreach (var (method, path) in asked.SelectMany(Calls))
        {
            foreach (
                var (token, expected) in new[]
                {
                    (null, HttpStatusCode.Unauthorized),
                    (_authority.Token(["sales.board.read"]), HttpStatusCode.Forbidden),
                })
            {
                using var request = new HttpRequestMessage(method, path)
                {
                    Content = method == HttpMethod.Get ? null : JsonContent.Create(new { by = "P1D" }),
                };
                request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
                using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal((path, expected), (path, answer.StatusCode));
            }
        }

        Assert.All(
            own.Except(asked).SelectMany(Calls).Select(call => call.Path),
            path =>
                Assert.True(
                    path is "/health" or "/alive" or "/api/simulation/openapi.json"
                        || path.StartsWith("/docs", StringComparison.Ordinal),
                    path));

        static IEnumerable<(HttpMethod Method, string Path)> Calls(RouteEndpoint route) =>
            (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                (new HttpMethod(method), $"/{route.RoutePattern.RawText!.TrimStart('/')}"));
    }

    /// <summary>
    /// The headers that the OWASP Secure Headers Project lists; over https the browser is told to stay with it.
    /// </summary>
    [Theory]
    [InlineData("http://localhost", "/", HttpStatusCode.OK)]
    [InlineData("http://localhost", "/docs/", HttpStatusCode.OK)]
    [InlineData("http://localhost", "/api/sales/projects", HttpStatusCode.Unauthorized)]
    [InlineData("http://localhost", "/api/nothing/here", HttpStatusCode.Unauthorized)]
    [InlineData("https://localhost", "/", HttpStatusCode.OK)]
    [InlineData("https://localhost", "/docs/", HttpStatusCode.OK)]
    [InlineData("https://localhost", "/api/sales/projects", HttpStatusCode.Unauthorized)]
    [InlineData("https://localhost", "/account/sign-in", HttpStatusCode.OK)]
    public Task Every_answer_tells_a_browser_what_it_may_do_with_it(
        string address, string path, HttpStatusCode expected) => HasHeadersAsync(address, path, expected, token: null);

    [Theory]
    [InlineData("http://localhost", "/api/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("https://localhost", "/api/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("https://localhost", "/api/sales/projects", HttpStatusCode.OK)]
    public Task And_so_does_every_answer_to_staff(string address, string path, HttpStatusCode expected) =>
        HasHeadersAsync(address, path, expected, _authority.Token([]));

    private async Task HasHeadersAsync(string address, string path, HttpStatusCode expected, string? token)
    {
        using var client = _gateway.CreateClient(
            new WebApplicationFactoryClientOptions { BaseAddress = new Uri(address), AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = token is null
            ? null
            : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.GetAsync(
            new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
        string Header(string name) =>
            string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : []);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Contains("default-src 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Contains("geolocation=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("require-corp", Header("Cross-Origin-Embedder-Policy"));
        Assert.Equal("none", Header("X-Permitted-Cross-Domain-Policies"));
        Assert.NotEqual("", Header("Cache-Control"));
        Assert.Equal("", Header("Server") + Header("X-Powered-By"));
        Assert.Equal(
            address.StartsWith("https", StringComparison.Ordinal) ? "max-age=63072000; includeSubDomains" : "",
            Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task What_a_caller_says_of_where_it_comes_from_is_not_passed_on()
    {
        using var answer = await SendAsync(
            _authority.Token([]), ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Host", "evil.example"),
            ("Forwarded", "for=203.0.113.9"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var headers = JsonDocument
            .Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .RootElement.GetRawText();
        Assert.DoesNotContain("203.0.113.9", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", headers, StringComparison.Ordinal);
        Assert.Contains("traceparent", headers, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_stream_of_events_is_passed_on_as_it_comes_and_not_held_back_to_its_end()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sales/projects/harbour-court/board/changes");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _authority.Token([]));
        using var answer = await _client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(
            await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        // The service has said this and no more, and goes on.
        Assert.Equal("id: 1", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_two_tokens_none_is_taken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sales/projects");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            [$"Bearer {_authority.Token([])}", $"Bearer {_authority.Token(["sales.unit.import"], id: "operations-1")}"]
        );
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_service_that_is_away_is_a_problem_of_the_gateways_own()
    {
        await _service.StopAsync(TestContext.Current.CancellationToken);
        using var answer = await SendAsync(_authority.Token([]));
        Assert.Contains(
            answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable]);
    }

    /// <summary>The claims of a good token under another header and signature.</summary>
    private static string Forged(string token, string header, Func<string, string> sign)
    {
        var signed = $"{Base64UrlEncoder.Encode(header)}.{token.Split('.')[1]}";
        return $"{signed}.{sign(signed)}";
    }

    /// <summary>A good signature under other claims.</summary>
    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1])
            .Replace("consultant-1", "operations-1", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
    }

    internal static WebApplicationFactory<Program> Start(
        string authority, string service, string environment = "Development",
        string? open = null) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment(environment);
            if (environment == "Production")
                host.UseSetting("PublicAddress", "https://ops.example");
            if (open is not null)
                host.UseSetting("ApiReference:Open", open);
            host.UseSetting("Authentication:Schemes:Bearer:Authority", authority);
            host.UseSetting("Authentication:Schemes:Bearer:ValidAudiences:0", "ops");
            host.UseSetting("services:salescontrol:http:0", service);
            host.UseSetting("services:recordsarchive:http:0", service);
            host.UseSetting("services:clientattribution:http:0", service);
            host.UseSetting("services:identity:http:0", service);
            host.UseSetting("services:portal:http:0", service);
        });

    private async Task<HttpResponseMessage> SendAsync(string token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sales/projects");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
