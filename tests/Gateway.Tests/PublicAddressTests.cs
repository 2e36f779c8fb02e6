using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Ops.TestSupport;
using Xunit;

namespace Ops.Gateway.Tests;

/// <summary>What the gateway believes of where it stands and who asks.</summary>
public sealed class PublicAddressTests : IAsyncLifetime
{
    private const string Public = "https://ops.example.test", Caller = "203.0.113.9";
    private const string Bearer = "Authentication:Schemes:Bearer";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private TestAuthority _authority = null!;
    private WebApplication _service = null!;

    public async ValueTask InitializeAsync()
    {
        _authority = await TestAuthority.StartAsync();
        _service = await ServiceBehind.StartAsync(service => service.MapGet("/{**rest}", ServiceBehind.Headers));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _authority.DisposeAsync();
    }

    /// <summary>The caller's address, which the limit of requests counts by, too.</summary>
    [Theory]
    [InlineData(null, null, "127.0.0.1")]
    [InlineData("10.0.0.0/8", null, "127.0.0.1")]
    [InlineData("127.0.0.1", null, Caller)]
    [InlineData("127.0.0.0/8", null, Caller)]
    // As Aspire sets it where it publishes: by itself it would believe whoever asks.
    [InlineData(null, "true", "127.0.0.1")]
    [InlineData("10.0.0.0/8", "true", "127.0.0.1")]
    [InlineData("127.0.0.1", "true", Caller)]
    public async Task Who_asks_is_believed_of_a_trusted_proxy_alone(string? trusted, string? enabled, string expected)
    {
        await using var gateway = Start(("TrustedProxies:0", trusted), ("ForwardedHeaders_Enabled", enabled));
        var seen = await ForwardedAsync(gateway, ("X-Forwarded-For", Caller));
        Assert.Equal(expected, seen["X-Forwarded-For"]);
    }

    [Fact]
    public async Task An_address_that_a_caller_made_up_in_front_of_a_trusted_proxy_is_not_believed()
    {
        await using var gateway = Start(("TrustedProxies:0", "127.0.0.1"));
        var seen = await ForwardedAsync(gateway, ("X-Forwarded-For", $"198.51.100.1, {Caller}"));
        Assert.Equal(Caller, seen["X-Forwarded-For"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1")]
    public async Task Scheme_and_host_are_the_public_address_s_whatever_is_said_on_the_way(string? trusted)
    {
        await using var gateway = Start(("TrustedProxies:0", trusted), ("ForwardedHeaders_Enabled", "true"));
        var seen = await ForwardedAsync(
            gateway,
            ("X-Forwarded-Proto", "http"), ("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example"));
        Assert.Equal(("https", "ops.example.test"), (seen["X-Forwarded-Proto"], seen["X-Forwarded-Host"]));
        Assert.DoesNotContain("evil.example", string.Join(' ', seen.Values), StringComparison.Ordinal);

        using var client = ClientOf(gateway);
        client.DefaultRequestHeaders.Host = "evil.example";
        using var docs = await client.GetAsync(new Uri("/docs/", UriKind.Relative), Cancelled);
        var page = await docs.Content.ReadAsStringAsync(Cancelled);
        Assert.Contains($"{Public}/docs/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", page, StringComparison.Ordinal);
        Assert.Single(docs.Headers.GetValues("Strict-Transport-Security"));
    }

    /// <summary>Before it listens, with the setting's name; not as a 500 at each route.</summary>
    [Theory]
    [InlineData("PublicAddress", "", "PublicAddress is missing")]
    [InlineData("PublicAddress", "ops.example.test", "PublicAddress is 'ops.example.test'")]
    [InlineData("PublicAddress", "https://ops.example.test/ops", "PublicAddress is 'https://ops.example.test/ops'")]
    [InlineData("PublicAddress", "http://ops.example.test", "plain HTTP")]
    [InlineData("Authority:Issuer", "https://other.example.test", "Authority__Issuer")]
    [InlineData($"{Bearer}:Authority", "ours", "Authentication__Schemes__Bearer__Authority is 'ours'")]
    [InlineData($"{Bearer}:MetadataAddress", "http://identity", "__RequireHttpsMetadata")]
    [InlineData("TrustedProxies:0", "the proxy", "TrustedProxies__0 is 'the proxy'")]
    public void In_Production_a_setting_that_is_missing_or_wrong_is_named_at_the_start(
        string name, string value, string named)
    {
        var refused = Assert.Throws<InvalidOperationException>(
            () => Start(("environment", "Production"), ($"{Bearer}:Authority", null), (name, value)));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Nobody inside knows the way to the public name.</summary>
    [Fact]
    public async Task Keys_are_read_at_the_inner_address_and_a_token_s_issuer_is_the_public_one()
    {
        // As Identity answers, whoever asks: all of it under the public address, which nobody here resolves.
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var inner = builder.Build();
        var metadata = new { issuer = $"{Public}/", jwks_uri = $"{Public}/keys" };
        inner.MapGet("/.well-known/openid-configuration", () => Results.Json(metadata));
        inner.MapGet("/keys", () => Results.Text(_authority.Jwks, "application/json"));
        await inner.StartAsync(Cancelled);
        await using var gateway = Start(
            ("environment", "Production"), ($"{Bearer}:Authority", null), ($"{Bearer}:RequireHttpsMetadata", "false"),
            ($"{Bearer}:MetadataAddress", $"{inner.Urls.First()}/.well-known/openid-configuration"));
        using var client = ClientOf(gateway);
        foreach (var issuer in (string[])[$"{Public}/", inner.Urls.First()])
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", _authority.Token([], issuer: issuer));
            using var answer = await client.GetAsync(new Uri("/api/sales/projects", UriKind.Relative), Cancelled);
            Assert.Equal(issuer == $"{Public}/" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    /// <summary>What reaches a service of a request with these headers.</summary>
    private async Task<Dictionary<string, string>> ForwardedAsync(
        WebApplicationFactory<Program> gateway, params (string Name, string Value)[] headers)
    {
        using var client = ClientOf(gateway);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sales/projects");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _authority.Token([]));
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var answer = await client.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>(Cancelled))!;
    }

    private static HttpClient ClientOf(WebApplicationFactory<Program> gateway) =>
        new() { BaseAddress = gateway.ClientOptions.BaseAddress };

    /// <summary>On a port of its own: who asks has an address.</summary>
    private WebApplicationFactory<Program> Start(params (string Name, string? Value)[] settings)
    {
        var gateway = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseSetting("urls", "http://127.0.0.1:0");
            host.UseSetting("PublicAddress", Public);
            host.UseSetting($"{Bearer}:Authority", _authority.Url);
            foreach (var service in (string[])[
                "salescontrol", "recordsarchive", "clientattribution", "identity", "portal"])
                host.UseSetting($"services:{service}:http:0", _service.Urls.First());
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            foreach (var (name, value) in settings)
                host.UseSetting(name, value);
        });
        gateway.UseKestrel();
        gateway.StartServer();
        return gateway;
    }
}
