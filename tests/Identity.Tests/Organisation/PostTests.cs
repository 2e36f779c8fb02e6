using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Organisation;

/// <summary>Who may do what is data, and changes of it are on record.</summary>
public sealed class PostTests(TestServers servers)
{
    [Fact]
    [Rule("CS-7")]
    public async Task What_a_post_may_do_is_changed_as_it_was_seen_and_stands_in_the_next_token()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (post, tag) = await operations.GetAsync("/api/identity/posts/sales-assistant", HttpStatusCode.OK);
        Assert.False(post.GetProperty("needsSecondFactor").GetBoolean());
        await operations.PostAsync(
            "/api/identity/posts/sales-assistant/permissions",
            new { permissions = new[] { "sales.board.read", "sales.subscription.sign" } },
            HttpStatusCode.PreconditionRequired);
        await operations.PostAsync(
            "/api/identity/posts/sales-assistant/permissions",
            new { permissions = new[] { "sales.board.read", "sales.subscription.sign" } }, HttpStatusCode.OK, tag);
        await operations.PostAsync(
            "/api/identity/posts/sales-assistant/permissions", new { permissions = new[] { "sales.board.read" } },
            HttpStatusCode.PreconditionFailed, tag);

        var token = new JsonWebToken(
            (await new Browser(identity.Address).TokensAsync("sales-assistant-1"))
                .GetProperty("access_token").GetString());
        Assert.Equal(
            ["sales.board.read", "sales.subscription.sign"],
            token.Claims.Where(claim => claim.Type == "permission").Select(claim => claim.Value));
        var taken = post.GetProperty("permissions").EnumerateArray().Select(
            permission => permission.GetString()!).Where(permission => permission != "sales.board.read").Order(
            StringComparer.Ordinal).Select(permission => $"-{permission}");
        Assert.Contains(
            (await identity.AuditAsync()),
            entry => entry.GetProperty("what").GetString() == "postChanged"
                && entry.GetProperty("how").GetString() == $"+sales.subscription.sign {string.Join(' ', taken)}");
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Nobody_widens_their_own_post_and_no_post_has_what_no_service_knows()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (_, own) = await operations.GetAsync("/api/identity/posts/operations", HttpStatusCode.OK);
        var (refused, _) = await operations.PostAsync(
            "/api/identity/posts/operations/permissions", new { permissions = new[] { "sales.reservation.approve" } },
            HttpStatusCode.Forbidden, own);
        Assert.Equal("CS-7", refused.GetProperty("rule").GetString());
        var (_, other) = await operations.GetAsync("/api/identity/posts/agent", HttpStatusCode.OK);
        await operations.PostAsync(
            "/api/identity/posts/agent/permissions", new { permissions = new[] { "everything" } },
            HttpStatusCode.UnprocessableEntity, other);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_post_that_is_given_an_approval_asks_its_holders_for_a_second_factor_from_then_on()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (_, tag) = await operations.GetAsync("/api/identity/posts/consultant", HttpStatusCode.OK);
        await operations.PostAsync(
            "/api/identity/posts/consultant/permissions",
            new { permissions = new[] { "sales.board.read", "sales.reservation.approve" } }, HttpStatusCode.OK, tag);
        using var browser = new Browser(identity.Address);
        var page = await browser.SubmitAsync(
            await browser.GetAsync("/account/sign-in"), ("number", "consultant-1"), ("password", Authority.Password));
        Assert.StartsWith("/account/authenticator", page.Path, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_machine_is_given_a_post_and_a_secret_that_nobody_sees_again()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (machine, _) = await operations.PostAsync(
            "/api/identity/machines",
            new { client = "portal", name = "Portal", post = "crm-client", sites = new[] { "harbour-court" } },
            HttpStatusCode.Created);
        var (status, answer) = await identity.AskAsync(
            ("grant_type", "client_credentials"), ("client_id", "portal"),
            ("client_secret", machine.GetProperty("secret").GetString()!), ("scope", "ops"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            "harbour-court", new JsonWebToken(answer.GetProperty("access_token").GetString()).GetClaim("site").Value);
        Assert.Equal(
            0,
            await identity.Database.CountAsync(
                "clients WHERE client_secret = $1", machine.GetProperty("secret").GetString()!));
        await operations.PostAsync(
            "/api/identity/machines",
            new { client = "portal", name = "Portal", post = "crm-client", sites = new[] { "*" } },
            HttpStatusCode.Conflict);
    }
}
