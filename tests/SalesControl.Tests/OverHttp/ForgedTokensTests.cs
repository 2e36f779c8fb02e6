using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>A service does not lean on the gateway: it checks each token itself.</summary>
public sealed class ForgedTokensTests(TestServers servers)
{
    private static readonly string[] Permissions = [SalesControlPermissions.ReadBoard];

    [Fact]
    [Rule("CS-7")]
    public async Task A_token_that_is_not_the_authority_s_for_us_now_is_refused_by_the_service_itself()
    {
        await using var sales = await ServiceHost<SalesControlDb>.StartAsync(servers, "salesdb");
        await using var other = await TestAuthority.StartAsync();
        var (authority, now) = (sales.Authority, TimeProvider.System.GetUtcNow());
        using var good = sales.Client(authority.Token(Permissions));
        await good.GetAsync("/api/sales/projects", HttpStatusCode.OK);
        foreach (var (what, token) in new[]
        {
            ("expired", authority.Token(Permissions, expires: now.AddMinutes(-1))),
            // A token of the tests is valid for the two hours before it expires.
            ("not yet valid", authority.Token(Permissions, expires: now.AddHours(3))),
            ("unsigned", Forged(authority.Token(Permissions), """{"alg":"none","typ":"at+jwt"}""", _ => "")),
            ("signed with the public key", Forged(
                authority.Token(Permissions), """{"alg":"HS256","typ":"at+jwt","kid":"test"}""",
                signed => Base64UrlEncoder.Encode(
                    HMACSHA256.HashData(Encoding.UTF8.GetBytes(authority.Jwks), Encoding.ASCII.GetBytes(signed))))),
            ("tampered", Tampered(authority.Token(Permissions))),
            (
                "without its signature",
                authority.Token(Permissions)[..(authority.Token(Permissions).LastIndexOf('.') + 1)]),
            ("of another audience", authority.Token(Permissions, audience: "others")),
            ("of another issuer", authority.Token(Permissions, issuer: "https://elsewhere.example")),
            ("of another's key", other.Token(Permissions, issuer: authority.Url)),
            ("of no kind", "no.token.atall"),
        })
        {
            using var caller = sales.Client(token);
            using var answer = await caller.GetAsync(new Uri("/api/sales/projects", UriKind.Relative));
            Assert.Equal((what, HttpStatusCode.Unauthorized), (what, answer.StatusCode));
        }
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
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace(
            "consultant-1", "operations-1", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
    }
}
