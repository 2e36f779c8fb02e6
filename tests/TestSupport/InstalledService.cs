using System.Collections.Concurrent;
using Npgsql;

namespace Ops.TestSupport;

/// <summary>
/// A service as it is installed: a database that its own migrator made, and replicas as processes of their own under
/// its runtime role.
/// </summary>
public sealed class InstalledService : ServiceDatabase
{
    private const string Password = "runtime-role-of-a-test";
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new(StringComparer.Ordinal);

    private readonly string _program;
    private readonly string[] _settings;

    private InstalledService(string program, string admin, string runtime, string[] settings)
        : base(admin) => (_program, Runtime, _settings) = (program, runtime, settings);

    /// <summary>Its own role's connection string.</summary>
    public string Runtime { get; }

    /// <summary>Installs it on a fresh database.</summary>
    /// <param name="servers">The module's servers.</param>
    /// <param name="program">The program's path.</param>
    /// <param name="connectionName">The name of its connection string.</param>
    /// <param name="broker">The virtual host that it shares with the others.</param>
    /// <param name="authority">Whose tokens it takes; nobody's when null.</param>
    public static async Task<InstalledService> CreateAsync(
        TestServers servers, string program, string connectionName, string broker, TestAuthority? authority = null)
    {
        ArgumentNullException.ThrowIfNull(servers);
        // A server of its own has templates of its own.
        var template = await Templates.GetOrAdd(
            $"{servers.Postgres} {program}", _ => new(() => MigrateAsync(servers, program, connectionName))).Value;
        var admin = await servers.CreateDatabaseAsync(connectionName, template);
        var database = new NpgsqlConnectionStringBuilder(admin).Database;
        await servers.ExecuteAsync(
            $"""
            REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;
            GRANT CONNECT ON DATABASE "{database}" TO "{template}_role";
            """);
        var runtime = new NpgsqlConnectionStringBuilder(admin)
        {
            Username = $"{template}_role",
            Password = Password,
            MaxPoolSize = 40,
        }.ConnectionString;
        return new(program, admin, runtime, [
            "--environment=Development", $"--ConnectionStrings:{connectionName}={runtime}",
            $"--ConnectionStrings:messaging={broker}", $"--Authentication:Schemes:Bearer:Authority={authority?.Url}",
            "--Authentication:Schemes:Bearer:ValidAudiences:0=ops",
            "--PersonalData:MasterKeys:0=a master secret of the tests, long enough to derive from",
            "--Logging:LogLevel:Default=Warning"]);
    }

    /// <summary>Starts a replica.</summary>
    public Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync(_program, _settings);

    private static async Task<string> MigrateAsync(TestServers servers, string program, string connectionName)
    {
        var admin = await servers.CreateDatabaseAsync($"{connectionName}_template");
        var database = new NpgsqlConnectionStringBuilder(admin).Database!;
        await ServiceProcess.RunAsync(program, [
            $"--ConnectionStrings:{connectionName}={admin}", $"--Runtime:Role={database}_role",
            $"--Runtime:Password={Password}", "--environment=Development", "--migrate"]);
        return database;
    }
}
