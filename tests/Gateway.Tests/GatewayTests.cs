using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Ops.TestSupport;
using Xunit;

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
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _service = builder.Build();
        _service.MapGet("/health", () => "Healthy");
        _service.MapGet("/{**rest}", (HttpRequest request) => Results.Json(request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        _service.MapGet("/api/sales/projects/{project}/board/changes", async (HttpResponse response, CancellationToken cancellationToken) =>
        {
            response.ContentType = "text/event-stream";
            await response.WriteAsync("id: 1\nevent: cells\ndata: []\n\n", cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await _service.StartAsync();
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

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/docs/")]
    [InlineData("/api/sales/openapi.json")]
    public async Task Its_pages_are_open(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/connect/authorize?client_id=any")]
    [InlineData("/account/sign-in")]
    [InlineData("/.well-known/openid-configuration")]
    public async Task Signing_in_needs_no_token(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_forwarded()
    {
        using var answer = await _client.GetAsync(new Uri("/api/sales/projects", UriKind.Relative), TestContext.Current.CancellationToken);
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
            "signed with the public key" => Forged(_authority.Token(["sales.unit.import"]), """{"alg":"HS256","typ":"at+jwt","kid":"test"}""", signed => Base64UrlEncoder.Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_authority.Jwks), Encoding.ASCII.GetBytes(signed)))),
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

    [Fact]
    public async Task What_a_caller_says_of_where_it_comes_from_is_not_passed_on()
    {
        using var answer = await SendAsync(_authority.Token([]), ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Host", "evil.example"), ("Forwarded", "for=203.0.113.9"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var headers = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetRawText();
        Assert.DoesNotContain("203.0.113.9", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", headers, StringComparison.Ordinal);
        Assert.Contains("traceparent", headers, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_stream_of_events_is_passed_on_as_it_comes_and_not_held_back_to_its_end()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sales/projects/harbour-court/board/changes");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _authority.Token([]));
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        // The service has said this and no more, and goes on.
        Assert.Equal("id: 1", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_two_tokens_none_is_taken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sales/projects");
        request.Headers.TryAddWithoutValidation("Authorization", [$"Bearer {_authority.Token([])}", $"Bearer {_authority.Token(["sales.unit.import"], id: "operations-1")}"]);
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_service_that_is_away_is_a_problem_of_the_gateways_own()
    {
        await _service.StopAsync(TestContext.Current.CancellationToken);
        using var answer = await SendAsync(_authority.Token([]));
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable]);
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
        return $"{parts[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("consultant-1", "operations-1", StringComparison.Ordinal))}.{parts[2]}";
    }

    private static WebApplicationFactory<Program> Start(string authority, string service) => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseEnvironment("Development");
        host.UseSetting("Authentication:Schemes:Bearer:Authority", authority);
        host.UseSetting("Authentication:Schemes:Bearer:ValidAudiences:0", "ops");
        host.UseSetting("services:salescontrol:http:0", service);
        host.UseSetting("services:recordsarchive:http:0", service);
        host.UseSetting("services:identity:http:0", service);
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
