extern alias sales;

using System.Net;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Ops.Identity.Storage;
using Ops.Identity.Tokens;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Staff;

/// <summary>Whoever may not act any more, at Identity itself and where no news has come.</summary>
public sealed class RevokedTests(TestServers servers)
{
    [Fact]
    [Rule("CS-7")]
    public async Task Operations_who_are_suspended_are_refused_at_once_and_do_not_restore_themselves()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        await operations.ChangeStaffAsync(
            "marketing-manager-1", "move",
            new { post = "operations", department = "operations", sites = new[] { "*" } });
        using var other = await identity.AsAsync("marketing-manager-1");
        var (_, tag) = await operations.GetAsync("/api/identity/staff/operations-1", HttpStatusCode.OK);

        await other.ChangeStaffAsync("operations-1", "suspend", new { reason = "an inquiry" });
        await operations.PostAsync("/api/identity/staff/operations-1/restore", null, HttpStatusCode.Unauthorized, tag);
        var (refused, _) = await operations.GetAsync("/api/identity/staff", HttpStatusCode.Unauthorized);
        Assert.Equal(
            "The token's holder may not act: 系统运维 1 may not act for the time being.",
            refused.GetProperty("detail").GetString());
        operations.DefaultRequestHeaders.AcceptLanguage.Clear();
        (refused, _) = await operations.GetAsync("/api/identity/staff", HttpStatusCode.Unauthorized);
        Assert.Equal(
            ("未登录", "此令牌的持有人不可使用系统：系统运维 1 的权限已暂停。", "problem.holder-refused"),
            (
                refused.GetProperty("title").GetString(), refused.GetProperty("detail").GetString(),
                refused.GetProperty("code").GetString()));
        Assert.Equal(
            "suspended",
            (await other.GetAsync("/api/identity/staff/operations-1", HttpStatusCode.OK))
                .Json.GetProperty("state").GetString());

        await other.ChangeStaffAsync("operations-1", "restore", null);
        await operations.GetAsync("/api/identity/staff", HttpStatusCode.OK);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Another_replica_refuses_them_within_a_glance()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        using var supervisor = await identity.AsAsync("sales-supervisor-1");
        await using var replica = await ServiceHost<IdentityDb>.StartAsync(identity.Host.Setting with
        {
            Settings = new Dictionary<string, string>(identity.Host.Setting.Settings, StringComparer.Ordinal)
            {
                ["urls"] = "http://127.0.0.1:0",
            },
        });
        using var there = replica.Client(supervisor.DefaultRequestHeaders.Authorization!.Parameter);
        await Wait.UntilAsync(
            async () => (await there.GetAsync(new Uri("/api/identity/staff", UriKind.Relative)))
                .StatusCode == HttpStatusCode.OK,
            "the replica to be ready");
        await operations.ChangeStaffAsync("sales-supervisor-1", "suspend", new { reason = "an inquiry" });
        await supervisor.GetAsync("/api/identity/staff", HttpStatusCode.Unauthorized);
        await Wait.UntilAsync(
            async () => (await there.GetAsync(new Uri("/api/identity/staff", UriKind.Relative)))
                .StatusCode == HttpStatusCode.Unauthorized,
            "the other replica to refuse");
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Whoever_has_left_is_refused_when_their_last_day_is_over_and_nobody_restores_them()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        using var supervisor = await identity.AsAsync("sales-supervisor-1");
        var today = Authority.Company.DateOf(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
        await operations.ChangeStaffAsync(
            "sales-supervisor-1", "leave", new { on = today.ToString("uuuu-MM-dd", null) });
        await operations.ChangeStaffAsync("sales-supervisor-1", "suspend", new { reason = "gardening leave" });
        await operations.ChangeStaffAsync("sales-supervisor-1", "restore", null);
        await supervisor.GetAsync("/api/identity/staff", HttpStatusCode.OK);
        await operations.ChangeStaffAsync("sales-supervisor-1", "suspend", new { reason = "gardening leave" });

        await ServiceHost<IdentityDb>.MoveClockAsync(Authority.Company.BeginOf(today.PlusDays(1)), operations);
        await supervisor.GetAsync("/api/identity/staff", HttpStatusCode.Unauthorized);
        await operations.ChangeStaffAsync("sales-supervisor-1", "restore", null, HttpStatusCode.Conflict);
        await operations.PostAsync(
            "/api/identity/staff/sales-supervisor-1/invitation", new { }, HttpStatusCode.Conflict);
        await supervisor.GetAsync("/api/identity/staff", HttpStatusCode.Unauthorized);
        Assert.Equal(
            "left",
            (await operations.GetAsync("/api/identity/staff/sales-supervisor-1", HttpStatusCode.OK))
                .Json.GetProperty("state").GetString());
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Nobody_moves_restores_or_invites_themselves()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        foreach (var (what, body) in new (string, object?)[]
        {
            ("move", new { post = "general-manager", department = "general-manager-office", sites = new[] { "*" } }),
            ("suspend", new { reason = "a joke" }), ("restore", null), ("leave", new { }),
        })
        {
            Assert.Equal(
                "CS-7",
                (await operations.ChangeStaffAsync("operations-1", what, body, HttpStatusCode.Forbidden))
                    .GetProperty("rule").GetString());
        }

        await operations.PostAsync(
            "/api/identity/staff/operations-1/invitation", new { forgetAuthenticator = true },
            HttpStatusCode.Forbidden);
        Assert.True(
            await identity.Database.QueryAsync<bool>(
                "SELECT two_factor_enabled FROM accounts WHERE user_name = 'operations-1'"));
    }

    /// <summary>A token's own time and what the clocks may differ by are five minutes together.</summary>
    [Fact]
    [Rule("CS-7")]
    public async Task Where_no_news_comes_whoever_is_suspended_is_refused_after_five_minutes()
    {
        await using var identity = await Authority.StartAsync(servers);
        var time = new MachineTime();
        // On a broker of its own: what Identity says does not come here.
        await using var sales = await ServiceHost<sales::Program>.StartAsync(
            servers, "salesdb", new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Authentication:Schemes:Bearer:Authority"] = identity.Address.ToString(),
            }, services: time.Replace);
        using var browser = new Browser(identity.Address);
        // Not the developer's client, whose tokens are good for an afternoon.
        var tokens = await browser.TokensAsync(
            "consultant-1", client: "api-reference", redirect: new Uri(identity.Address, "/docs/").ToString());
        using var operations = await identity.AsAsync("operations-1");
        await operations.ChangeStaffAsync("consultant-1", "suspend", new { reason = "an inquiry" });

        using var consultant = sales.Client(tokens.GetProperty("access_token").GetString());
        await consultant.GetAsync("/api/sales/projects", HttpStatusCode.OK);
        time.Forward(TimeSpan.FromMinutes(4));
        await consultant.GetAsync("/api/sales/projects", HttpStatusCode.OK);
        time.Forward(TimeSpan.FromMinutes(1));
        await consultant.GetAsync("/api/sales/projects", HttpStatusCode.Unauthorized);
    }

    [Fact]
    [Rule("CS-7")]
    public void No_setting_makes_a_token_outlive_its_holder_s_right_by_more_than_five_minutes()
    {
        static TokenSettings With(string lifetime) => TokenSettings.From(new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["Authority:Issuer"] = "http://localhost",
                    ["Authority:AccessToken"] = lifetime,
                }).Build());
        Assert.Equal(TimeSpan.FromSeconds(270), With("00:04:30").AccessToken);
        Assert.Throws<InvalidOperationException>(() => With("00:05:00"));
        Assert.Throws<InvalidOperationException>(() => With("00:00:00"));
    }
}
