using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Edge;

public sealed class TokenMemoryTests
{
    [Fact]
    public async Task A_good_token_s_signature_is_checked_once_until_it_expires()
    {
        await using var authority = await TestAuthority.StartAsync();
        var expires = TimeProvider.System.GetUtcNow().AddSeconds(40);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var memory = new TokenMemory(new ClaimNames(new ConfigurationBuilder().Build()), time);
        var checks = 0;
        var parameters = Parameters(authority, () => checks++);
        var token = authority.Token(["a"], expires: expires);

        Assert.True((await memory.ValidateTokenAsync(token, parameters)).IsValid);
        var again = await memory.ValidateTokenAsync(token, parameters);
        Assert.Equal((true, 1), (again.IsValid, checks));
        Assert.Contains(again.ClaimsIdentity.Claims, claim => claim is { Type: "permission", Value: "a" });

        time.SetUtcNow(expires);
        await memory.ValidateTokenAsync(token, parameters);
        Assert.Equal(2, checks);
    }

    [Fact]
    public async Task A_bad_token_is_not_remembered_and_one_changed_by_a_letter_is_another()
    {
        await using var authority = await TestAuthority.StartAsync();
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var memory = new TokenMemory(new ClaimNames(new ConfigurationBuilder().Build()), TimeProvider.System);
        var checks = 0;
        var parameters = Parameters(authority, () => checks++);
        var good = authority.Token(["a"]);
        await memory.ValidateTokenAsync(good, parameters);
        var tampered = good[..^6] + (good[^6] == 'A' ? 'B' : 'A') + good[^5..];

        foreach (
            var bad in (string[])
                [authority.Token(["a"], key: new ECDsaSecurityKey(foreign) { KeyId = "test" }), tampered])
        {
            checks = 0;
            Assert.False((await memory.ValidateTokenAsync(bad, parameters)).IsValid);
            Assert.False((await memory.ValidateTokenAsync(bad, parameters)).IsValid);
            Assert.Equal(2, checks);
        }
    }

    private static TokenValidationParameters Parameters(TestAuthority authority, Action looked) => new()
    {
        ValidIssuer = authority.Url,
        ValidAudience = "ops",
        IssuerSigningKeyResolver = (_, _, _, _) =>
        {
            looked();
            return new JsonWebKeySet(authority.Jwks).GetSigningKeys();
        },
    };
}
