using Npgsql;
using Ops.TestSupport;

namespace Ops.EndToEnd.Tests.Production;

/// <summary>
/// A production installation: every process in Production, on databases that nobody has made before its migrators,
/// behind a proxy that ends TLS. Nothing inside knows the way to the public name.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    /// <summary>A demo's password, given by mistake.</summary>
    private const string DemoPassword = "grüne Äpfel fallen leise";

    private const string RolePassword = "runtime-role-of-a-test", Bearer = "--Authentication:Schemes:Bearer";

    private readonly TestServers _servers;
    private readonly string _broker;
    private readonly string _name = $"production_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
    private readonly List<IAsyncDisposable> _running = [];
    private readonly int _identityPort = FreePort.Next();

    private Installation(TestServers servers, string broker) => (_servers, _broker) = (servers, broker);

    /// <summary>What people reach.</summary>
    public TlsProxy Proxy { get; private set; } = null!;

    /// <summary>The gateway, as whoever is inside reaches it without the proxy.</summary>
    public Uri Gateway { get; private set; } = null!;

    /// <summary>The program of a service, or the gateway's.</summary>
    public static string ProgramOf(string service) => service switch
    {
        "Gateway" => Repository.ProgramOf("gateway", "Ops.Gateway"),
        "Portal" => Repository.ProgramOf("services/Portal", "Ops.Portal"),
        _ => Repository.ProgramOf($"services/{service}/Service", $"Ops.{service}"),
    };

    /// <summary>Migrates and starts it all.</summary>
    public static async Task<Installation> StartAsync(TestServers servers)
    {
        var installation = new Installation(servers, await servers.CreateVirtualHostAsync("production"));
        try
        {
            await installation.StartAsync();
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs Identity's program with its own settings and a mode; answers what it wrote.</summary>
    public Task<string> RunIdentityAsync(params IEnumerable<string> mode) =>
        ServiceProcess.RunAsync(ProgramOf("Identity"), [.. SettingsOf("identitydb"), .. mode]);

    /// <summary>The number of rows in one of Identity's tables.</summary>
    public Task<long> CountAsync(string table) => new ServiceDatabase(AdminOf("identitydb")).CountAsync(table);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_running))
            await process.DisposeAsync();
        foreach (var database in (string[])["identitydb", "salesdb", "archivedb", "clientsdb", "portaldb"])
        {
            await _servers.ExecuteAsync($"""DROP DATABASE IF EXISTS "{_name}_{database}" WITH (FORCE)""");
            await _servers.ExecuteAsync($"""DROP ROLE IF EXISTS "{RoleOf(database)}" """);
        }
    }

    private async Task StartAsync()
    {
        await Task.WhenAll(
            MigrateAsync("Identity", "identitydb"),
            MigrateAsync("SalesControl", "salesdb"),
            MigrateAsync("RecordsArchive", "archivedb"),
            MigrateAsync("ClientAttribution", "clientsdb"),
            MigrateAsync("Portal", "portaldb"));
        var listen = $"--Kestrel:Endpoints:Http:Url=http://127.0.0.1:{_identityPort}";
        var identity = await StartServiceAsync("Identity", [.. SettingsOf("identitydb"), listen]);
        var sales = await StartServiceAsync("SalesControl", SettingsOf("salesdb"));
        var archive = await StartServiceAsync("RecordsArchive", SettingsOf("archivedb"));
        var clients = await StartServiceAsync("ClientAttribution", SettingsOf("clientsdb"));
        string[] services =
        [
            $"--services:identity:http:0={identity}", $"--services:salescontrol:http:0={sales}",
            $"--services:recordsarchive:http:0={archive}", $"--services:clientattribution:http:0={clients}",
        ];
        var portal = await StartServiceAsync("Portal", [.. SettingsOf("portaldb"), .. services]);
        Gateway = await StartServiceAsync(
            "Gateway",
            [
                .. SettingsOf(null), .. services, $"--services:portal:http:0={portal}",
                // The proxy's address. The other is what Aspire gives whatever it publishes.
                "--TrustedProxies:0=127.0.0.1", "--ForwardedHeaders_Enabled=true",
            ]);
        foreach (var process in (Uri[])[identity, sales, archive, clients, portal, Gateway])
        {
            using var http = new HttpClient();
            var health = new Uri(process, "/health");
            await Wait.UntilAsync(
                async () => (await http.GetAsync(health)).IsSuccessStatusCode, $"{health} to be well");
        }

        Proxy = await TlsProxy.StartAsync(Gateway);
        _running.Add(Proxy);
    }

    private async Task<Uri> StartServiceAsync(string service, IEnumerable<string> settings)
    {
        var process = await ServiceProcess.StartAsync(ProgramOf(service), settings);
        _running.Add(process);
        return process.Address;
    }

    /// <summary>As docs/operations.md has them.</summary>
    private IEnumerable<string> SettingsOf(string? database)
    {
        yield return "--environment=Production";
        yield return $"--PublicAddress={TlsProxy.Public}";
        yield return $"{Bearer}:MetadataAddress=http://127.0.0.1:{_identityPort}/.well-known/openid-configuration";
        yield return $"{Bearer}:RequireHttpsMetadata=false";
        yield return "--ApiReference:Open=true";
        yield return $"--Demo:Password={DemoPassword}";
        yield return "--Logging:LogLevel:Default=Warning";
        if (database is null)
            yield break;

        var runtime = new NpgsqlConnectionStringBuilder(AdminOf(database))
        {
            Username = RoleOf(database),
            Password = RolePassword,
            MaxPoolSize = 40,
        };
        yield return $"--ConnectionStrings:{database}={runtime}";
        yield return $"--ConnectionStrings:messaging={_broker}";
        yield return "--Portal:Secret=a secret of the tests by which the authority knows the portal";
        yield return "--PersonalData:MasterKeys:0=a master secret of the tests, long enough to derive from";
    }

    private Task<string> MigrateAsync(string service, string database) => ServiceProcess.RunAsync(
        ProgramOf(service),
        "--environment=Production", $"--ConnectionStrings:{database}={AdminOf(database)}",
        $"--Runtime:Role={RoleOf(database)}", $"--Runtime:Password={RolePassword}", "--migrate");

    private string RoleOf(string database) => $"{_name}_{database}_role";

    private string AdminOf(string database) =>
        new NpgsqlConnectionStringBuilder(_servers.Postgres) { Database = $"{_name}_{database}" }.ConnectionString;
}
