using Ops.TestSupport;

namespace Ops.Benchmarks.Portals;

/// <summary>
/// The whole system as people have it, for the rows with a browser: each program is a Release process of its own, the
/// portal as it is published, with its files packed, and everything is behind the gateway's one address. Its project is
/// the board of 2 000 units.
/// </summary>
internal sealed class PortalSystem : IAsyncDisposable
{
    /// <summary>The project's code, which is its name here too.</summary>
    public const string Project = "harbour-court";

    /// <summary>A member of the demo's staff whose post asks for no one-time code.</summary>
    public const string Consultant = "consultant-1";

    /// <summary>The demo's password.</summary>
    public const string Password = "a password of the bench's people";

    private const string Secret = "a secret of the bench by which the authority knows the portal";

    // Once for all rows.
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    private readonly List<ServiceProcess> _running = [];
    private Database _sessions = null!;

    private PortalSystem()
    {
    }

    /// <summary>Where people reach it.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    /// <summary>SalesControl's database.</summary>
    public Database Sales { get; private set; } = null!;

    /// <summary>SalesControl's process.</summary>
    public ServiceProcess SalesControl { get; private set; } = null!;

    /// <summary>The portal's process.</summary>
    public ServiceProcess Portal { get; private set; } = null!;

    /// <summary>Starts all of it and waits until the gateway says that it is well.</summary>
    public static async Task<PortalSystem> StartAsync(Bench bench)
    {
        var system = new PortalSystem();
        try
        {
            await system.RunAsync(bench);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Lets every session's access token be at its end, so that whoever comes next is given one that is good for
    /// minutes.
    /// </summary>
    public Task AgeTokensAsync() => _sessions.ExecuteAsync("UPDATE sessions SET access_until = now()");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_running))
            await process.DisposeAsync();
    }

    private async Task RunAsync(Bench bench)
    {
        var databases = await Task.WhenAll(
            bench.MigrateAsync(ServiceProgram.Identity), bench.MigrateAsync(ServiceProgram.SalesControl),
            bench.MigrateAsync(ServiceProgram.RecordsArchive), bench.MigrateAsync(ServiceProgram.Portal),
            bench.MigrateAsync(ServiceProgram.ClientAttribution));
        (Sales, _sessions) = (databases[1], databases[3]);
        await Estate.AddBoardAsync(Sales, Project);

        var messaging = await bench.Servers.CreateVirtualHostAsync("portal");
        string[] settings =
        [
            $"--PublicAddress={Address}", $"--Authentication:Schemes:Bearer:Authority={Address}",
            $"--Authority:Issuer={Address}", $"--Portal:Secret={Secret}", $"--Demo:Password={Password}",
        ];
        // Only in Development is there a demo's staff.
        var identity = await AddAsync(bench.StartAsync(
            ServiceProgram.Identity, databases[0], messaging, [.. settings, "--environment=Development"]));
        SalesControl = await AddAsync(bench.StartAsync(ServiceProgram.SalesControl, Sales, messaging, settings));
        var archive = await AddAsync(bench.StartAsync(
            ServiceProgram.RecordsArchive, databases[2], messaging, settings));
        var clients = await AddAsync(bench.StartAsync(
            ServiceProgram.ClientAttribution, databases[4], messaging, settings));
        string[] services =
        [
            $"--services:identity:http:0={identity.Address}",
            $"--services:salescontrol:http:0={SalesControl.Address}",
            $"--services:recordsarchive:http:0={archive.Address}",
            $"--services:clientattribution:http:0={clients.Address}",
        ];
        var folder = await Published.Value;
        Portal = await AddAsync(bench.StartAsync(
            ServiceProgram.Portal with { Assembly = Path.Combine(folder, "Ops.Portal.dll") }, _sessions, messaging,
            [
                .. settings, .. services, $"--contentRoot={folder}",
                $"--Authentication:Schemes:Bearer:MetadataAddress={identity.Address}.well-known/openid-configuration",
            ]));
        await AddAsync(ServiceProcess.StartAsync(
            ServiceProgram.Gateway.Assembly,
            [
                "--environment=Training", $"--Kestrel:Endpoints:Http:Url={Address}",
                "--Logging:LogLevel:Default=Warning", $"--services:portal:http:0={Portal.Address}",
                .. settings, .. services,
            ]));

        using var http = new HttpClient { BaseAddress = Address };
        foreach (var path in (string[])["/.well-known/openid-configuration", "/health"])
        {
            await Wait.UntilAsync(
                async () => (await http.GetAsync(new Uri(path, UriKind.Relative))).IsSuccessStatusCode, path);
        }
    }

    private async Task<ServiceProcess> AddAsync(Task<ServiceProcess> starting)
    {
        var process = await starting;
        _running.Add(process);
        return process;
    }

    /// <summary>
    /// Publishes the portal as it was built, beside this program: only what is published has its scripts and styles
    /// packed by Brotli, and only outside of Development does a browser keep them.
    /// </summary>
    private static async Task<string> PublishAsync()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "portal");
        await ServiceProcess.RunAsync(
            "publish", Repository.PathOf("services/Portal/Ops.Portal.csproj"), "--configuration", "Release",
            "--no-build", "--nologo", "-nodeReuse:false", "--output", folder);
        return folder;
    }
}
