using System.Collections.Concurrent;
using Npgsql;
using Ops.TestSupport;

namespace Ops.EndToEnd.Tests.Faults;

/// <summary>A department's service: its database, and its replicas as processes of their own.</summary>
internal sealed class Department : ServiceDatabase
{
    private const string Password = "runtime-role-of-a-test";
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new(StringComparer.Ordinal);

    private readonly string _assembly;
    private readonly string[] _settings;

    private Department(string assembly, string admin, string[] settings)
        : base(admin) => (_assembly, _settings) = (assembly, settings);

    /// <summary>A department on a fresh database that its own migrator made.</summary>
    /// <param name="servers">The module's servers.</param>
    /// <param name="name">The service's name, as its folder has it.</param>
    /// <param name="connectionName">The name of its connection string.</param>
    /// <param name="broker">The virtual host that it shares with the others.</param>
    /// <param name="authority">Whose tokens it takes.</param>
    public static async Task<Department> CreateAsync(TestServers servers, string name, string connectionName, string broker, TestAuthority authority)
    {
        var assembly = Repository.PathOf($"services/{name}/Service/bin/Debug/net10.0/Ops.{name}.dll");
        var template = await Templates.GetOrAdd(name, _ => new(() => MigrateAsync(servers, assembly, connectionName))).Value;
        var admin = await servers.CreateDatabaseAsync(connectionName, template);
        var database = new NpgsqlConnectionStringBuilder(admin).Database;
        await servers.ExecuteAsync($"""REVOKE ALL ON DATABASE "{database}" FROM PUBLIC; GRANT CONNECT ON DATABASE "{database}" TO "{template}_role";""");
        var runtime = new NpgsqlConnectionStringBuilder(admin) { Username = $"{template}_role", Password = Password, MaxPoolSize = 40 }.ConnectionString;
        return new(assembly, admin,
        [
            "--environment=Development", $"--ConnectionStrings:{connectionName}={runtime}", $"--ConnectionStrings:messaging={broker}",
            $"--Authentication:Schemes:Bearer:Authority={authority.Url}", "--Authentication:Schemes:Bearer:ValidAudiences:0=ops",
            "--Registers:PersonalKey=the personal-data key of a test, long enough to derive from", "--Logging:LogLevel:Default=Warning",
        ]);
    }

    /// <summary>Starts a replica.</summary>
    public Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync(_assembly, _settings);

    private static async Task<string> MigrateAsync(TestServers servers, string assembly, string connectionName)
    {
        var admin = await servers.CreateDatabaseAsync($"{connectionName}_template");
        var database = new NpgsqlConnectionStringBuilder(admin).Database!;
        await ServiceProcess.RunAsync(assembly,
        [
            $"--ConnectionStrings:{connectionName}={admin}", $"--Runtime:Role={database}_role", $"--Runtime:Password={Password}", "--environment=Development", "--migrate",
        ]);
        return database;
    }
}
