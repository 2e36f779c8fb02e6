using Npgsql;
using Ops.TestSupport;

namespace Ops.Benchmarks;

/// <summary>
/// What all rows share: the servers, the authority, and how a service is put on a database of its own.
/// </summary>
internal sealed class Bench : IAsyncDisposable
{
    private const string RolePassword = "runtime-role-of-the-bench";

    private readonly PrivateServers _private;

    private Bench(PrivateServers servers, TestServers places, TestAuthority authority) =>
        (_private, Servers, Authority) = (servers, places, authority);

    public TestServers Servers { get; }

    public TestAuthority Authority { get; }

    /// <summary>
    /// Servers as they are in earnest: commits wait for the disk. They note when each transaction committed, which is
    /// how latency is read.
    /// </summary>
    public static async Task<Bench> StartAsync()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["max_connections"] = "500",
            ["track_commit_timestamp"] = "on",
        };
        var servers = await PrivateServers.StartAsync(settings);
        return new(servers, await TestServers.OnAsync(servers), await TestAuthority.StartAsync());
    }

    /// <summary>An empty database that the service's own migrator has made, with its runtime role.</summary>
    public async Task<Database> MigrateAsync(ServiceProgram program)
    {
        var admin = await Servers.CreateDatabaseAsync(program.ConnectionName);
        var role = $"{new NpgsqlConnectionStringBuilder(admin).Database}_role";
        await ServiceProcess.RunAsync(
            program.Assembly, $"--ConnectionStrings:{program.ConnectionName}={admin};Pooling=false",
            $"--ConnectionStrings:messaging={Servers.RabbitMq}", $"--Runtime:Role={role}",
            $"--Runtime:Password={RolePassword}", "--environment=Training", "--migrate");
        return new(
            admin,
            new NpgsqlConnectionStringBuilder(admin) { Username = role, Password = RolePassword }.ConnectionString);
    }

    /// <summary>
    /// Starts the service on a database, under its runtime role. Training is Production with a clock that can be moved
    /// and an authority without TLS.
    /// </summary>
    public Task<ServiceProcess> StartAsync(
        ServiceProgram program, Database database, string messaging, params IEnumerable<string> settings) =>
        ServiceProcess.StartAsync(program.Assembly, [
            $"--ConnectionStrings:{program.ConnectionName}={database.Runtime}",
            $"--ConnectionStrings:messaging={messaging}", "--environment=Training",
            $"--Authentication:Schemes:Bearer:Authority={Authority.Url}",
            "--Authentication:Schemes:Bearer:ValidAudiences:0=ops",
            "--PersonalData:MasterKeys:0=a master secret of the bench, long enough to derive from",
            "--Logging:LogLevel:Default=Warning", .. settings]);

    public async ValueTask DisposeAsync()
    {
        await Authority.DisposeAsync();
        await Servers.DisposeAsync();
        await _private.DisposeAsync();
    }
}

/// <summary>A program and the name of its connection string.</summary>
internal sealed record ServiceProgram(string Folder, string Name, string ConnectionName)
{
    public static readonly ServiceProgram
        SalesControl = new("services/SalesControl/Service", "Ops.SalesControl", "salesdb"),
        RecordsArchive = new("services/RecordsArchive/Service", "Ops.RecordsArchive", "archivedb"),
        ClientAttribution = new("services/ClientAttribution/Service", "Ops.ClientAttribution", "clientsdb"),
        Identity = new("services/Identity/Service", "Ops.Identity", "identitydb"),
        Portal = new("services/Portal", "Ops.Portal", "portaldb"),
        MessagingHost = new("tests/MessagingHost", "Ops.MessagingHost", "host"),
        Gateway = new("gateway", "Ops.Gateway", "");

    /// <summary>Where the program lies: by itself where it was built.</summary>
    public string Assembly { get; init; } = Repository.ProgramOf(Folder, Name);
}

/// <summary>A service's database.</summary>
/// <param name="admin">The superuser's connection string.</param>
/// <param name="runtime">The service's own.</param>
internal sealed class Database(string admin, string runtime) : ServiceDatabase(admin)
{
    /// <summary>The service's own connection string.</summary>
    public string Runtime { get; } = runtime;
}
