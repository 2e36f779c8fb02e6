using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Tokens;

/// <summary>Machines, their secrets, and what nobody gets by way of one.</summary>
public sealed class MachineTests(TestServers servers)
{
    [Fact]
    [Rule("CS-7")]
    public async Task A_machine_gets_another_secret_and_is_withdrawn_and_its_id_is_never_given_again()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var portal = new { client = "portal", name = "Portal", post = "crm-client", sites = new[] { "harbour-court" } };
        var first = (await operations.PostAsync("/api/identity/machines", portal, HttpStatusCode.Created))
            .Json.GetProperty("secret").GetString()!;
        var second = (await operations.PostAsync("/api/identity/machines/portal/secret", null, HttpStatusCode.OK))
            .Json.GetProperty("secret").GetString()!;
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(identity, first)).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(identity, second)).Status);
        var (machines, _) = await operations.GetAsync("/api/identity/machines", HttpStatusCode.OK);
        Assert.Equal(
            ["group-crm", "portal"],
            machines.EnumerateArray().Select(machine => machine.GetProperty("client").GetString()));
        Assert.DoesNotContain("ecret", machines.GetRawText(), StringComparison.Ordinal);

        await operations.PostAsync("/api/identity/machines/portal/withdraw", null, HttpStatusCode.OK);
        Assert.NotEqual(HttpStatusCode.OK, (await AskAsync(identity, second)).Status);
        await operations.PostAsync("/api/identity/machines/portal/secret", null, HttpStatusCode.Conflict);
        await operations.PostAsync("/api/identity/machines", portal, HttpStatusCode.Conflict);
        // What people sign in with is no machine.
        await operations.PostAsync("/api/identity/machines/developer/withdraw", null, HttpStatusCode.NotFound);
        Assert.Equal(
            [
                "machineRegistered portal", "machineRekeyed portal", "machineRefused portal", "signedIn portal",
                "machineWithdrawn portal", "machineRefused portal",
            ],
            (await identity.AuditAsync()).Select(
                entry => $"{entry.GetProperty("what").GetString()} {entry.GetProperty("subject").GetString()}").Where(
                entry => entry.EndsWith("portal", StringComparison.Ordinal)));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Nobody_gets_by_way_of_a_machine_what_they_must_not_give_themselves()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        foreach (var (post, expected) in new[]
        {
            ("operations", HttpStatusCode.Forbidden), ("marketing-manager", HttpStatusCode.UnprocessableEntity),
        })
        {
            var (refused, _) = await operations.PostAsync(
                "/api/identity/machines", new { client = "puppet", name = "Puppet", post, sites = new[] { "*" } },
                expected);
            Assert.Equal("CS-7", refused.GetProperty("rule").GetString());
        }

        // Nor by a post that becomes such a one afterwards: it asks for a second factor, and a machine has none.
        await operations.PostAsync(
            "/api/identity/posts",
            new { post = "harmless", name = "Harmless", permissions = new[] { "sales.board.read" } },
            HttpStatusCode.Created);
        var (machine, _) = await operations.PostAsync(
            "/api/identity/machines",
            new { client = "puppet", name = "Puppet", post = "harmless", sites = new[] { "*" } },
            HttpStatusCode.Created);
        await operations.PostAsync(
            "/api/identity/posts/harmless/permissions", new { permissions = new[] { "identity.post.manage" } },
            HttpStatusCode.OK, "\"1\"");
        var (status, _) = await AskAsync(identity, machine.GetProperty("secret").GetString()!, "puppet");
        Assert.NotEqual(HttpStatusCode.OK, status);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_secret_and_an_invitation_are_shown_once_and_kept_nowhere()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var secrets = new List<string>();
        foreach (var (path, member, body) in new (string, string, object)[]
        {
            (
                "/api/identity/machines", "secret",
                new { client = "portal", name = "Portal", post = "crm-client", sites = new[] { "*" } }),
            ("/api/identity/machines/portal/secret", "secret", new { }),
            ("/api/identity/staff/consultant-1/invitation", "invitation", new { }),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = JsonContent.Create(body),
                Headers = { { "Idempotency-Key", "the-same" } },
            };
            using var answer = await operations.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            secrets.Add((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty(member).GetString()!);
        }

        Assert.Equal(0, await identity.Database.CountAsync("commands.answers"));
        foreach (var secret in secrets)
        {
            Assert.Equal(
                0, await identity.Database.CountAsync("registers.entries WHERE text LIKE '%' || $1 || '%'", secret));
            Assert.Equal(
                0,
                await identity.Database.CountAsync("messaging.events WHERE body::text LIKE '%' || $1 || '%'", secret));
        }
    }

    [Fact]
    [Rule("CS-7")]
    public async Task What_machines_and_thieves_do_stands_on_the_audit_register()
    {
        await using var identity = await Authority.StartAsync(servers);
        Assert.Equal(
            HttpStatusCode.OK,
            (await AskAsync(identity, Convert.ToHexStringLower(Authority.SecretOf("group-crm")), "group-crm")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(identity, "typed wrong", "group-crm")).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await AskAsync(identity, "typed wrong", "typed-client")).Status);
        using var http = identity.With(null);
        using var asking = new FormUrlEncodedContent(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["client_id"] = "group-crm",
                ["client_secret"] = "typed wrong",
                ["token"] = "any",
            });
        using var refused = await http.PostAsync(new Uri("/connect/introspect", UriKind.Relative), asking);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        using var browser = new Browser(identity.Address);
        var code = await browser.CodeAsync("consultant-1", "ops offline_access");
        (string, string)[] redeem =
        [
            ("grant_type", "authorization_code"), ("client_id", Browser.Client), ("code", code),
            ("redirect_uri", Browser.Redirect), ("code_verifier", browser.Verifier),
        ];
        await identity.AskAsync(redeem);
        await identity.AskAsync(redeem);
        var tokens = await browser.TokensAsync("consultant-1", "ops offline_access");
        (string, string)[] refresh =
        [
            ("grant_type", "refresh_token"), ("client_id", Browser.Client),
            ("refresh_token", tokens.GetProperty("refresh_token").GetString()!),
        ];
        await identity.AskAsync(refresh);
        await identity.AskAsync(refresh);
        await browser.SubmitAsync(
            await browser.GetAsync("/account/activate"), ("number", "consultant-1"), ("invitation", "typed wrong"),
            ("password", "vier Birnen und ein Dach"));
        await browser.SubmitAsync(
            await browser.GetAsync("/account/activate"), ("number", "typed-number"), ("invitation", "typed wrong"),
            ("password", "vier Birnen und ein Dach"));

        Assert.Equal(
            [
                "signedIn group-crm client secret", "machineRefused group-crm wrong secret",
                "machineRefused  unknown client", "machineRefused group-crm wrong secret",
                "signedIn consultant-1 password",
                "codeReplayed consultant-1 by developer; the whole family is ended",
                "refreshTokenReused consultant-1 by developer; the whole family is ended",
                "activationFailed consultant-1 wrong, used or expired invitation", "activationFailed  unknown number",
            ],
            (await identity.AuditAsync()).Select(entry => string.Join(
                ' ', entry.GetProperty("what").GetString(), entry.GetProperty("subject").GetString(),
                identity.HowOf(entry))));
        Assert.Equal(0, await identity.Database.CountAsync("registers.entries WHERE text LIKE '%typed%'"));
    }

    private static Task<(HttpStatusCode Status, JsonElement Answer)> AskAsync(
        Authority identity, string secret, string client = "portal") =>
        identity.AskAsync(
            ("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret), ("scope", "ops"));
}
