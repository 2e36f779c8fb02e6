using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ops.TestSupport;

/// <summary>An OpenID Connect authority on loopback: discovery, keys, and tokens for whoever a test needs.</summary>
public sealed class TestAuthority : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ECDsaSecurityKey _key;

    private TestAuthority(WebApplication app, ECDsaSecurityKey key) => (_app, _key, Url) = (app, key, app.Urls.First());

    /// <summary>The issuer.</summary>
    public string Url { get; }

    /// <summary>The public keys, as a JWKS document.</summary>
    public string Jwks => JwksOf(_key);

    public static async Task<TestAuthority> StartAsync()
    {
        var key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", (HttpRequest request) => Results.Json(new
        {
            issuer = app.Urls.First(),
            jwks_uri = $"{app.Urls.First()}/jwks",
            id_token_signing_alg_values_supported = new[] { "ES256" },
        }));
        app.MapGet("/jwks", () => Results.Text(JwksOf(key), "application/json"));
        await app.StartAsync();
        return new TestAuthority(app, key);
    }

    /// <summary>A token as the installation's authority would give it.</summary>
    /// <param name="permissions">What its holder may do.</param>
    /// <param name="id">The member of staff.</param>
    /// <param name="post">The post.</param>
    /// <param name="department">The department or group.</param>
    /// <param name="sites">The projects it may see; all when null.</param>
    /// <param name="audience">Whom it is for.</param>
    /// <param name="issuer">Who it says has given it; this authority when null.</param>
    /// <param name="expires">Machine time at which it ends; in an hour when null.</param>
    /// <param name="delegations">Claims <c>delegation</c>: what others have given the holder to do.</param>
    /// <param name="key">What it is signed with; this authority's key when null.</param>
    public string Token(
        IEnumerable<string> permissions, string id = "consultant-1", string post = "consultant",
        string department = "project-sales-group", IEnumerable<string>? sites = null, string audience = "ops",
        string? issuer = null, DateTimeOffset? expires = null, SecurityKey? key = null,
        IEnumerable<string>? delegations = null)
    {
        var until = expires ?? TimeProvider.System.GetUtcNow().AddHours(1);
        return new JsonWebTokenHandler
        {
            SetDefaultTimesOnTokenCreation = false,
        }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Url,
            Audience = audience,
            NotBefore = until.AddHours(-2).UtcDateTime,
            IssuedAt = until.AddHours(-2).UtcDateTime,
            Expires = until.UtcDateTime,
            SigningCredentials = new SigningCredentials(key ?? _key, SecurityAlgorithms.EcdsaSha256),
            Subject = new ClaimsIdentity(
            [
                new("sub", id), new("name", id), new("post", post), new("department", department),
                .. (sites ?? ["*"]).Select(site => new Claim("site", site)),
                .. permissions.Select(permission => new Claim("permission", permission)),
                .. (delegations ?? []).Select(delegation => new Claim("delegation", delegation)),
            ]),
        });
    }

    /// <summary>Is away from now on; tokens can still be made in its name.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.ECDsa.Dispose();
    }

    private static string JwksOf(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(false).Q;
        return $$"""
            {"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"{{key.KeyId}}",
            "x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}]}
            """;
    }
}
