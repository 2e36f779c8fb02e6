extern alias archive;
extern alias clients;
extern alias gateway;
extern alias identity;
extern alias sales;

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Ops.Demo;
using Ops.Platform.Texts;
using Ops.TestSupport;
using Xunit;

namespace Ops.Portal.Tests;

/// <summary>
/// The whole system with its demo project, as people have it: the portal in a process of its own, and everything behind
/// the gateway's one address.
/// </summary>
/// <param name="servers">The module's servers.</param>
public sealed class PortalSystem(TestServers servers) : IAsyncLifetime
{
    internal const string Password = "grüne Äpfel fallen leise", Project = "harbour-court";

    private const string PortalSecret = "a secret of the tests by which the authority knows the portal";
    private const string Master =
        "--PersonalData:MasterKeys:0=a master secret of the tests, long enough to derive from";

    private readonly List<IAsyncDisposable> _running = [];
    private ServiceHost<identity::Program> _identity = null!;
    private ServiceHost<sales::Program> _sales = null!;
    private ServiceHost<archive::Program> _archive = null!;
    private ServiceHost<clients::Program> _clients = null!;
    private string _portalDatabase = "";

    /// <summary>Where people reach it.</summary>
    internal Uri Address { get; private set; } = null!;

    /// <summary>Calls of demo staff, without a browser.</summary>
    internal GatewayClient Gateway { get; private set; } = null!;

    /// <summary>The portal's own process.</summary>
    internal ServiceProcess Portal { get; private set; } = null!;

    /// <summary>Sales control.</summary>
    internal ServiceHost<sales::Program> Sales => _sales;

    /// <summary>The records archive.</summary>
    internal ServiceHost<archive::Program> Archive => _archive;

    /// <summary>Client attribution.</summary>
    internal ServiceHost<clients::Program> Clients => _clients;

    /// <summary>Identity.</summary>
    internal ServiceHost<identity::Program> Identity => _identity;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        Address = new($"http://127.0.0.1:{FreePort.Next()}");
        var messaging = await servers.CreateVirtualHostAsync("portal");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PublicAddress"] = Address.ToString(),
            ["Authentication:Schemes:Bearer:Authority"] = Address.ToString(),
            ["Authority:Issuer"] = Address.ToString(),
            ["Demo:Password"] = Password,
            ["Portal:Secret"] = PortalSecret,
        };
        _identity = await StartAsync<identity::Program>("identitydb", settings, messaging);
        _sales = await StartAsync<sales::Program>("salesdb", settings, messaging);
        _archive = await StartAsync<archive::Program>("archivedb", settings, messaging);
        _clients = await StartAsync<clients::Program>("clientsdb", settings, messaging);
        _portalDatabase = await servers.CreateDatabaseAsync("portaldb");
        await ServiceProcess.RunAsync(
            Program, "--environment=Development", $"--ConnectionStrings:portaldb={_portalDatabase}",
            $"--Runtime:Role={Role}", "--Runtime:Password=runtime-role-of-a-test", "--migrate");
        Portal = await StartPortalAsync();
        _running.Add(Portal);
        _running.Add(StartGateway(Address, Portal.Address));
        using var http = new HttpClient { BaseAddress = Address };
        foreach (var path in (string[])["/.well-known/openid-configuration", "/health"])
        {
            await Wait.UntilAsync(
                async () => (await http.GetAsync(new Uri(path, UriKind.Relative))).IsSuccessStatusCode, path);
        }

        Gateway = new(Address, Password, new StoryTexts(Languages.English));
        using var telemetry = new DemoTelemetry();
        await Seed.RunAsync(Gateway, await File.ReadAllBytesAsync(DemoList), telemetry);
    }

    /// <summary>The demo project's list of units, as a workbook.</summary>
    internal static string DemoList => Path.Combine(AppContext.BaseDirectory, "harbour-court.xlsx");

    /// <summary>Another replica of the portal, or the same one again after it was killed.</summary>
    internal async Task<ServiceProcess> StartPortalAsync(params IEnumerable<string> more)
    {
        var runtime = new NpgsqlConnectionStringBuilder(_portalDatabase)
        {
            Username = Role,
            Password = "runtime-role-of-a-test",
        };
        return await ServiceProcess.StartAsync(Program,
        [
            "--environment=Development", Master, $"--ConnectionStrings:portaldb={runtime}",
            $"--PublicAddress={Address}", $"--Portal:Secret={PortalSecret}",
            $"--Authentication:Schemes:Bearer:Authority={Address}",
            $"--Authentication:Schemes:Bearer:MetadataAddress={_identity.Address}.well-known/openid-configuration",
            .. Services.Select(service => $"--services:{service.Name}:http:0={service.Address}"),
            "--Logging:LogLevel:Default=Warning", .. more,
        ]);
    }

    /// <summary>A gateway before these replicas of the portal and all services.</summary>
    internal WebApplicationFactory<gateway::Program> StartGateway(Uri address, params IEnumerable<Uri> portals)
    {
        var gateway = new WebApplicationFactory<gateway::Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseSetting("urls", address.ToString());
            host.UseSetting("Authentication:Schemes:Bearer:Authority", Address.ToString());
            host.UseSetting("Authentication:Schemes:Bearer:ValidAudiences:0", "ops");
            foreach (var (name, at) in Services)
                host.UseSetting($"services:{name}:http:0", at.ToString());
            foreach (var (number, at) in portals.Index())
                host.UseSetting($"services:portal:http:{number}", at.ToString());
            host.UseSetting("Logging:LogLevel:Default", "Warning");
        });
        gateway.UseKestrel();
        gateway.StartServer();
        return gateway;
    }

    /// <summary>Today, as the rules know it: the clock may have been moved.</summary>
    internal LocalDate Today => _sales.Services.GetRequiredService<IClock>().GetCurrentInstant()
        .InZone(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).Date;

    /// <summary>The six digits of a member's authenticator, good although the last were used a moment ago.</summary>
    internal async Task<string> CodeAsync(string who)
    {
        await using var connection = new NpgsqlConnection(_identity.Setting.Admin);
        await connection.OpenAsync();
        await using var forget = new NpgsqlCommand(
            "UPDATE accounts SET last_one_time_step = 0 WHERE user_name = $1", connection);
        forget.Parameters.AddWithValue(who);
        await forget.ExecuteNonQueryAsync();
        return new Ops.Tokens.SignIn(Address, Password, TimeProvider.System).CodeOf(who);
    }

    /// <summary>Calls a service as a member of the demo's staff; what it answers must be what was meant.</summary>
    internal async Task<JsonNode> CallAsync(string who, string path, JsonNode? body = null, string? ifMatch = null)
    {
        await CodeAsync(who);
        var staff = new Ops.Demo.Staff(who[..who.LastIndexOf('-')], who);
        var answer = await Gateway.PostAsync(staff, path, body, ifMatch);
        Assert.True(answer.Status is >= 200 and < 300, $"{path}: {answer.Status} {answer.Text}");
        return answer.Json!;
    }

    /// <summary>Asks a service as a member of the demo's staff.</summary>
    internal async Task<Answer> ReadAsync(string who, string path)
    {
        await CodeAsync(who);
        var answer = await Gateway.GetAsync(new Ops.Demo.Staff(who[..who.LastIndexOf('-')], who), path, print: false);
        Assert.True(answer.Status == 200, $"{path}: {answer.Status} {answer.Text}");
        return answer;
    }

    /// <summary>Lets every session's access token be at its end, as it is after some minutes.</summary>
    internal async Task AgeTokensAsync()
    {
        await using var connection = new NpgsqlConnection(_portalDatabase);
        await connection.OpenAsync();
        await using var age = new NpgsqlCommand("UPDATE sessions SET access_until = now()", connection);
        await age.ExecuteNonQueryAsync();
    }

    /// <summary>Lets a member of the demo's staff have joined before today, so that they can be gone now.</summary>
    internal async Task JoinedLongAgoAsync(string who)
    {
        await using var connection = new NpgsqlConnection(_identity.Setting.Admin);
        await connection.OpenAsync();
        await using var join = new NpgsqlCommand(
            "UPDATE staff SET joins_on = joins_on - 30 WHERE number = $1", connection);
        join.Parameters.AddWithValue(who);
        Assert.Equal(1, await join.ExecuteNonQueryAsync());
    }

    /// <summary>By which refresh tokens the authority would let somebody's sign-ins go on.</summary>
    internal async Task<IReadOnlyList<Guid>> RefreshTokensAsync(string who)
    {
        await using var connection = new NpgsqlConnection(_identity.Setting.Admin);
        await connection.OpenAsync();
        await using var valid = new NpgsqlCommand(
            "SELECT id FROM tokens WHERE subject = $1 AND type LIKE '%refresh_token' AND status = 'valid'",
            connection);
        valid.Parameters.AddWithValue(who);
        await using var read = await valid.ExecuteReaderAsync();
        List<Guid> tokens = [];
        while (await read.ReadAsync())
            tokens.Add(read.GetGuid(0));
        return tokens;
    }

    /// <summary>Ends somebody's sessions at the portal, as they end when they cannot be renewed any more.</summary>
    internal async Task EndSessionsAsync(string who)
    {
        await using var connection = new NpgsqlConnection(_portalDatabase);
        await connection.OpenAsync();
        await using var end = new NpgsqlCommand("DELETE FROM sessions WHERE staff = $1", connection);
        end.Parameters.AddWithValue(who);
        Assert.True(await end.ExecuteNonQueryAsync() > 0);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Gateway?.Dispose();
        // A page's fault is in the portal's own log alone, beside what the services wrote into the tests' output.
        Console.WriteLine(Portal?.Output);
        foreach (var one in Enumerable.Reverse(_running))
            await one.DisposeAsync();
    }

    private static string Program => Repository.ProgramOf("services/Portal", "Ops.Portal");

    private string Role => $"{new NpgsqlConnectionStringBuilder(_portalDatabase).Database}_role";

    private IEnumerable<(string Name, Uri Address)> Services =>
    [
        ("identity", _identity.Address), ("salescontrol", _sales.Address), ("recordsarchive", _archive.Address),
        ("clientattribution", _clients.Address),
    ];

    private async Task<ServiceHost<TProgram>> StartAsync<TProgram>(
        string database, IReadOnlyDictionary<string, string> settings, string messaging)
        where TProgram : class
    {
        var host = await ServiceHost<TProgram>.StartAsync(servers, database, settings, messaging: messaging);
        _running.Add(host);
        return host;
    }
}
