using System.Diagnostics;
using System.Net;
using Ops.Identity.Storage;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Opening;

/// <summary>A new installation, outside of Development.</summary>
public sealed class FirstStaffTests(TestServers servers)
{
    private const string Chosen = "sieben Krähen auf dem Zaun";

    [Fact]
    [Rule("CS-7")]
    public async Task A_new_installation_in_Production_is_opened_by_one_member_of_operations_who_is_invited_once()
    {
        var setting = await InstalledAsync("Production");
        // Two installers at once: one of them is told that there is somebody.
        var outcomes = await Task.WhenAll(
            InviteAsync(setting, "10001", "First Person"), InviteAsync(setting, "10002", "Second Person"));
        Assert.Equal([0, 1], outcomes.Select(outcome => outcome.ExitCode).Order());
        var (invited, _) = Assert.Single(outcomes, outcome => outcome.ExitCode == 0);
        Assert.Contains(
            "Refused by CS-7", Assert.Single(outcomes, outcome => outcome.ExitCode == 1).Output[^1],
            StringComparison.Ordinal);
        var number = invited[^2].Split(' ')[0];
        Assert.Equal(1, (await InviteAsync(setting, number, "First Person")).ExitCode);
        Assert.Equal(1, (await InviteAsync(setting, "10003", "Third Person")).ExitCode);
        var database = new ServiceDatabase(setting.Admin);
        Assert.Equal(1, await database.CountAsync("staff"));
        Assert.Equal(0, await database.CountAsync("registers.entries WHERE text LIKE '%' || $1 || '%'", invited[^1]));

        // Under an address that a test's browser can reach; the invitation is good all the same.
        await using var identity = await Authority.OnAsync(
            setting, new Dictionary<string, string>(StringComparer.Ordinal));
        using var browser = new Browser(identity.Address);
        var page = await browser.SubmitAsync(
            await browser.GetAsync("/account/activate"), ("number", number), ("invitation", invited[^1]),
            ("password", Chosen));
        Assert.Contains("role=\"status\"", page.Html, StringComparison.Ordinal);
        // Operations decide who may do what, and so bring a second factor.
        page = await browser.SubmitAsync(
            await browser.GetAsync("/account/sign-in"), ("number", number), ("password", Chosen));
        Assert.StartsWith("/account/authenticator", page.Path, StringComparison.Ordinal);
        var secret = page.Html.Split("<code id=\"secret\">")[1].Split("</code>")[0];
        page = await browser.SubmitAsync(
            page, ("code", new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp()));
        Assert.Contains("<ul class=\"codes\">", page.Html, StringComparison.Ordinal);
        Assert.Equal(
            ["firstInvited", "accountActivated", "authenticatorEnrolled", "signedIn"],
            (await identity.AuditAsync()).Select(entry => entry.GetProperty("what").GetString()));
    }

    /// <summary>Whoever lets others join is known by what their post may do, whatever it is called.</summary>
    [Fact]
    [Rule("CS-7")]
    public async Task The_first_member_of_staff_is_not_invited_where_another_post_lets_others_join_already()
    {
        var setting = await InstalledAsync("Production");
        var database = new ServiceDatabase(setting.Admin);
        Assert.Equal(0, (await InviteAsync(setting, "10001", "First Person")).ExitCode);
        await database.ExecuteAsync(
            "UPDATE posts SET permissions = permissions || 'identity.staff.manage'::text WHERE code = 'agent'; "
            + "UPDATE staff SET post = 'agent'");
        var (output, code) = await InviteAsync(setting, "10002", "Second Person");
        Assert.Equal(1, code);
        Assert.Contains("Refused by CS-7: there is somebody in Agent already", output[^1], StringComparison.Ordinal);

        await database.ExecuteAsync(
            "UPDATE posts SET permissions = array_remove(permissions, 'identity.staff.manage')");
        (output, code) = await InviteAsync(setting, "10002", "Second Person");
        Assert.Equal(1, code);
        Assert.Contains("does not let anybody join", output[^1], StringComparison.Ordinal);
        Assert.Equal(1, await database.CountAsync("staff"));
    }

    [Theory]
    [InlineData("--invite-first")]
    [InlineData("--invite-first", "10001")]
    [InlineData("--invite-first", "no number", "Somebody")]
    public async Task An_invitation_that_cannot_be_read_makes_nobody(params string[] arguments)
    {
        var setting = await InstalledAsync("Production");
        Assert.Equal(2, (await RunAsync(setting, arguments)).ExitCode);
        var (chinese, code) = await RunAsync(setting, arguments, lang: "en_US.UTF-8");
        Assert.Equal(2, code);
        Assert.Matches("\\p{IsCJKUnifiedIdeographs}", string.Concat(chinese));
        Assert.Equal(0, await new ServiceDatabase(setting.Admin).CountAsync("staff"));
    }

    /// <summary>
    /// The demo's staff, sites and clients, the developer's client with its long tokens among them: all that
    /// <c>make token</c> relies on. The API reference's client is there wherever the reference is.
    /// </summary>
    [Theory]
    [Rule("CS-7")]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("Training")]
    public async Task Only_in_Development_does_a_demo_s_password_make_staff_and_clients(string environment)
    {
        var setting = await InstalledAsync(environment);
        var database = new ServiceDatabase(setting.Admin);
        foreach (var table in (string[])["staff", "accounts", "sites"])
            Assert.Equal((table, 0), (table, await database.CountAsync(table)));
        Assert.Equal(environment == "Production" ? "" : "api-reference", await ClientsAsync(database));
        Assert.InRange(await database.CountAsync("posts"), 10, 100);

        await using var development = await Authority.StartAsync(servers);
        Assert.Equal("api-reference developer group-crm", await ClientsAsync(development.Database));
    }

    private static Task<string> ClientsAsync(ServiceDatabase database) =>
        database.QueryAsync<string>("SELECT coalesce(string_agg(client_id, ' ' ORDER BY client_id), '') FROM clients");

    /// <summary>Installs it, with a demo's password by mistake, and lets its first day pass.</summary>
    private async Task<ServiceSetting> InstalledAsync(string environment)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["environment"] = environment,
            ["PublicAddress"] = "https://ops.example/",
            ["Authentication:Schemes:Bearer:Authority"] = "",
            ["Demo:Password"] = Authority.Password,
        };
        await using var host = await ServiceHost<IdentityDb>.StartAsync(servers, "identitydb", settings);
        using var http = host.Client(token: null);
        await Wait.UntilAsync(
            async () => (await http.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode,
            "the first day to be over");
        // There it has no document of its routes, as only Production has none: the environment was taken.
        using var document = await http.GetAsync(new Uri("/api/identity/openapi.json", UriKind.Relative));
        Assert.Equal(
            environment == "Production" ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, document.StatusCode);
        return host.Setting;
    }

    private static Task<(string[] Output, int ExitCode)> InviteAsync(
        ServiceSetting setting, string number, string name) => RunAsync(setting, ["--invite-first", number, name]);

    /// <summary>The executable, as whoever installs it runs it.</summary>
    private static async Task<(string[] Output, int ExitCode)> RunAsync(
        ServiceSetting setting, string[] arguments, string lang = "en")
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["LANG"] = lang;
        foreach (var argument in (string[])
        [
            typeof(IdentityDb)
                .Assembly.Location, "--environment=Production", $"--ConnectionStrings:identitydb={setting.Runtime}",
                $"--ConnectionStrings:messaging={setting.Messaging}", "--PublicAddress=https://ops.example/",
            "--PersonalData:MasterKeys:0=a master secret of the tests, long enough to derive from",
            "--Logging:LogLevel:Default=Warning", .. arguments,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (output.Split('\n', StringSplitOptions.RemoveEmptyEntries), process.ExitCode);
    }
}
