using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Tokens;

/// <summary>Signing keys come and go, and nothing is restarted.</summary>
public sealed class KeyTests(TestServers servers)
{
    [Fact]
    [Rule("CS-7")]
    public async Task Another_key_signs_without_a_restart_and_what_the_last_one_signed_is_good_still()
    {
        await using var identity = await Authority.StartAsync(servers, new Dictionary<string, string>(StringComparer.Ordinal) { ["Authority:KeyAnnouncement"] = "00:00:00" });
        using var operations = await identity.AsAsync("operations-1");
        var first = Assert.Single(await KeysAsync(identity));
        var (made, _) = await operations.PostAsync("/api/identity/keys/rotate", null, HttpStatusCode.OK);
        await Wait.UntilAsync(async () => (await KeysAsync(identity)).Count == 2, "both keys to be published");

        var token = new JsonWebToken((await new Browser(identity.Address).TokensAsync("consultant-1")).GetProperty("access_token").GetString());
        Assert.Equal(made.GetProperty("key").GetString(), token.Kid);
        Assert.NotEqual(first, token.Kid);
        // The token of operations is the first key's; the consultant's the second's.
        await operations.GetAsync("/api/identity/staff", HttpStatusCode.OK);
        using var consultant = identity.With(token.EncodedToken);
        // Announced for no time at all: whoever checks it looks for the key first.
        await Wait.UntilAsync(async () => (await consultant.GetAsync(new Uri("/api/identity/staff", UriKind.Relative))).StatusCode == HttpStatusCode.Forbidden, "the new key to be known");

        await operations.PostAsync($"/api/identity/keys/{first}/withdraw", null, HttpStatusCode.OK);
        await Wait.UntilAsync(async () => (await KeysAsync(identity)).Count == 1, "the withdrawn key to go");
        Assert.Equal(["keyMade", "keyWithdrawn"], (await identity.AuditAsync()).Select(entry => entry.GetProperty("what").GetString()).Where(what => what!.StartsWith("key", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_key_is_published_before_it_signs()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var first = Assert.Single(await KeysAsync(identity));
        await operations.PostAsync("/api/identity/keys/rotate", null, HttpStatusCode.OK);
        await Wait.UntilAsync(async () => (await KeysAsync(identity)).Count == 2, "both keys to be published");
        var token = new JsonWebToken((await new Browser(identity.Address).TokensAsync("consultant-1")).GetProperty("access_token").GetString());
        Assert.Equal(first, token.Kid);
    }

    [Fact]
    public async Task No_key_is_published_with_its_secret_or_kept_in_the_clear()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var http = identity.With(null);
        Assert.DoesNotContain("\"d\"", await http.GetStringAsync(new Uri("/.well-known/jwks.json", UriKind.Relative)), StringComparison.Ordinal);
        var kept = await identity.Database.QueryAsync<byte[]>("SELECT sealed_key FROM signing_keys");
        using var key = System.Security.Cryptography.ECDsa.Create();
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => key.ImportPkcs8PrivateKey(kept, out _));
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(Authority identity)
    {
        using var http = identity.With(null);
        return [.. (await http.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json")).GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }
}
