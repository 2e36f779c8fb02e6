extern alias sales;

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Ops.Identity.Storage;
using Ops.Identity.Tokens;
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
        await using var identity = await Authority.StartAsync(
            servers,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Authority:KeyAnnouncement"] = "00:00:00" });
        using var operations = await identity.AsAsync("operations-1");
        var first = Assert.Single(await KeysAsync(identity));
        var (made, _) = await operations.PostAsync("/api/identity/keys/rotate", null, HttpStatusCode.OK);
        await Wait.UntilAsync(async () => (await KeysAsync(identity)).Count == 2, "both keys to be published");

        var token = new JsonWebToken(
            (await new Browser(identity.Address).TokensAsync("consultant-1")).GetProperty("access_token").GetString());
        Assert.Equal(made.GetProperty("key").GetString(), token.Kid);
        Assert.NotEqual(first, token.Kid);
        // The token of operations is the first key's; the consultant's the second's.
        await operations.GetAsync("/api/identity/staff", HttpStatusCode.OK);
        using var consultant = identity.With(token.EncodedToken);
        // Announced for no time at all: whoever checks it looks for the key first.
        await Wait.UntilAsync(
            async () => (await consultant.GetAsync(new Uri("/api/identity/staff", UriKind.Relative)))
                .StatusCode == HttpStatusCode.Forbidden,
            "the new key to be known");

        await operations.PostAsync($"/api/identity/keys/{first}/withdraw", null, HttpStatusCode.OK);
        await Wait.UntilAsync(async () => (await KeysAsync(identity)).Count == 1, "the withdrawn key to go");
        Assert.Equal(
            ["keyMade", "keyWithdrawn"],
            (await identity.AuditAsync()).Select(entry => entry.GetProperty("what").GetString()).Where(
                what => what!.StartsWith("key", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_key_is_published_before_it_signs()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var first = Assert.Single(await KeysAsync(identity));
        await operations.PostAsync("/api/identity/keys/rotate", null, HttpStatusCode.OK);
        await Wait.UntilAsync(async () => (await KeysAsync(identity)).Count == 2, "both keys to be published");
        var token = new JsonWebToken(
            (await new Browser(identity.Address).TokensAsync("consultant-1")).GetProperty("access_token").GetString());
        Assert.Equal(first, token.Kid);
    }

    [Fact]
    public async Task No_key_is_published_with_its_secret_or_kept_in_the_clear()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var http = identity.With(null);
        Assert.DoesNotContain(
            "\"d\"", await http.GetStringAsync(new Uri("/.well-known/jwks.json", UriKind.Relative)),
            StringComparison.Ordinal);
        var kept = await identity.Database.QueryAsync<byte[]>("SELECT sealed_key FROM signing_keys");
        using var key = System.Security.Cryptography.ECDsa.Create();
        Assert.Throws<System.Security.Cryptography.CryptographicException>(
            () => key.ImportPkcs8PrivateKey(kept, out _));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_key_follows_by_itself_when_the_last_has_signed_for_thirty_days_and_goes_two_days_after()
    {
        var time = new MachineTime();
        await using var identity = await Authority.StartAsync(servers, services: time.Replace);
        var first = Assert.Single(await KeysAsync(identity));
        time.Forward(TimeSpan.FromDays(29));
        await identity.Host.Services.GetRequiredService<SigningKeys>().MakeWhatIsLackingAsync(CancellationToken.None);
        Assert.Equal(first, Assert.Single(await KeysAsync(identity)));

        // Ten minutes before its time it is published, and signs nothing yet.
        time.Forward(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(9));
        await Wait.UntilAsync(async () => (await KeysAsync(identity)).Count == 2, "the next key to be published");
        Assert.Equal(first, await SignsAsync(identity));
        time.Forward(TimeSpan.FromMinutes(10));
        await Wait.UntilAsync(async () => await SignsAsync(identity) != first, "the next key to sign");
        Assert.Contains(first, await KeysAsync(identity));
        time.Forward(TimeSpan.FromDays(2));
        await Wait.UntilAsync(async () => !(await KeysAsync(identity)).Contains(first), "the first key to go");
        Assert.Equal(
            "system:keys", await identity.Database.QueryAsync<string>("SELECT DISTINCT made_by FROM signing_keys"));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Two_replicas_that_find_the_same_lack_make_one_key()
    {
        var time = new MachineTime();
        await using var identity = await Authority.StartAsync(servers, services: time.Replace);
        var setting = identity.Host.Setting with
        {
            Settings = new Dictionary<string, string>(identity.Host.Setting.Settings, StringComparer.Ordinal)
            {
                ["urls"] = "http://127.0.0.1:0",
            },
        };
        await using var replica = await ServiceHost<IdentityDb>.StartAsync(setting);
        SigningKeys[] both =
        [
            identity.Host.Services.GetRequiredService<SigningKeys>(),
            replica.Services.GetRequiredService<SigningKeys>(),
        ];
        await Wait.UntilAsync(() => both.All(keys => keys.Ready), "both replicas to be ready");
        foreach (var made in Enumerable.Range(2, 4))
        {
            time.Forward(TimeSpan.FromDays(30));
            // Beside what they do by themselves.
            await Task.WhenAll(
                both.SelectMany(keys => Enumerable.Repeat(keys, 3)).Select(
                    keys => Task.Run(() => keys.MakeWhatIsLackingAsync(CancellationToken.None))));
            Assert.Equal(made, await identity.Database.CountAsync("signing_keys"));
        }
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_token_of_a_withdrawn_key_is_refused_by_whoever_asks_which_keys_there_are()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var consultant = await identity.AsAsync("consultant-1");
        using var operations = await identity.AsAsync("operations-1");
        var (_, machine) = await identity.AskAsync(
            ("grant_type", "client_credentials"), ("client_id", "group-crm"),
            ("client_secret", Convert.ToHexStringLower(Authority.SecretOf("group-crm"))), ("scope", "ops"));
        Assert.True(await IsActiveAsync(identity, machine));
        var first = Assert.Single(await KeysAsync(identity));
        await operations.PostAsync($"/api/identity/keys/{first}/withdraw", null, HttpStatusCode.OK);
        await operations.PostAsync($"/api/identity/keys/{first}/withdraw", null, HttpStatusCode.Conflict);
        await Wait.UntilAsync(
            async () => (await KeysAsync(identity)) is [var only] && only != first, "another key in its place");
        Assert.False(await IsActiveAsync(identity, machine));

        await using var sales = await ServiceHost<sales::Program>.StartAsync(
            servers, "salesdb", new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Authentication:Schemes:Bearer:Authority"] = identity.Address.ToString(),
            });
        using var old = sales.Client(consultant.DefaultRequestHeaders.Authorization!.Parameter);
        await old.GetAsync("/api/sales/projects", HttpStatusCode.Unauthorized);
        using var again = await identity.AsAsync("consultant-1");
        using var fresh = sales.Client(again.DefaultRequestHeaders.Authorization!.Parameter);
        await fresh.GetAsync("/api/sales/projects", HttpStatusCode.OK);
    }

    private static async Task<bool> IsActiveAsync(Authority identity, JsonElement given)
    {
        using var http = identity.With(null);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_id"] = "group-crm",
            ["client_secret"] = Convert.ToHexStringLower(Authority.SecretOf("group-crm")),
            ["token"] = given.GetProperty("access_token").GetString()!,
        });
        using var told = await http.PostAsync(new Uri("/connect/introspect", UriKind.Relative), form);
        return (await told.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("active").GetBoolean();
    }

    /// <summary>The key of a token that is given now.</summary>
    private static async Task<string> SignsAsync(Authority identity)
    {
        var (_, answer) = await identity.AskAsync(
            ("grant_type", "client_credentials"), ("client_id", "group-crm"),
            ("client_secret", Convert.ToHexStringLower(Authority.SecretOf("group-crm"))), ("scope", "ops"));
        return new JsonWebToken(answer.GetProperty("access_token").GetString()).Kid;
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(Authority identity)
    {
        using var http = identity.With(null);
        var published = await http.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json");
        return
        [
            .. published.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!),
        ];
    }
}
