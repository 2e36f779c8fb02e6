using Ops.TestSupport.Servers;

namespace Ops.TestSupport;

/// <summary>
/// A PostgreSQL and a RabbitMQ for tests: started here, in containers or not, or named by the environment.
/// </summary>
public sealed class PrivateServers : IAsyncDisposable
{
    /// <summary>Environment variables by which a module learns of servers that are up already.</summary>
    public const string PostgresVariable = "OPS_TEST_POSTGRES",
        RabbitMqVariable = "OPS_TEST_RABBITMQ", ManagementVariable = "OPS_TEST_RABBITMQ_MANAGEMENT";

    /// <summary>Settings of a PostgreSQL whose data end with it: nothing is waited for to be on the disk.</summary>
    public static readonly IReadOnlyDictionary<string, string> Forgetful = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
        ["synchronous_commit"] = "off",
        ["max_connections"] = "500",
    };

    private readonly IAsyncDisposable[] _servers;

    internal PrivateServers(string postgres, Uri rabbitMq, Uri management, params IAsyncDisposable[] servers) =>
        (Postgres, RabbitMq, Management, _servers) = (postgres, rabbitMq, management, servers);

    public string Postgres { get; }

    public Uri RabbitMq { get; }

    public Uri Management { get; }

    public static PrivateServers? FromEnvironment() =>
        Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } postgres
        && Environment.GetEnvironmentVariable(RabbitMqVariable) is { Length: > 0 } rabbitMq
        && Environment.GetEnvironmentVariable(ManagementVariable) is { Length: > 0 } management
            ? new PrivateServers(postgres, new Uri(rabbitMq), new Uri(management))
            : null;

    /// <summary>The same broker beside another PostgreSQL, which whoever started it ends.</summary>
    public PrivateServers With(string postgres) => new(postgres, RabbitMq, Management);

    /// <summary>
    /// Starts both: in containers where there can be, otherwise from the system's packages; says in one line which.
    /// </summary>
    public static async Task<PrivateServers> StartAnyAsync()
    {
        if (await ContainerServers.WhyNotAsync() is not { } why)
        {
            await Console.Error.WriteLineAsync("The tests' PostgreSQL and RabbitMQ run in containers.");
            return await ContainerServers.StartAsync();
        }

        await Console.Error.WriteLineAsync(
            $"The tests' PostgreSQL and RabbitMQ are private servers of this machine: {why}.");
        return await StartAsync();
    }

    /// <summary>Starts both in a folder of their own, which goes when they end.</summary>
    /// <param name="postgresSettings">Settings of PostgreSQL; <see cref="Forgetful"/> when null.</param>
    public static async Task<PrivateServers> StartAsync(IReadOnlyDictionary<string, string>? postgresSettings = null)
    {
        var folder = Directory.CreateTempSubdirectory("ops-tests-");
        // The servers' users pass through it to the folders that are theirs.
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.OtherRead;
        var rabbitMq = PrivateRabbitMq.StartAsync(Path.Combine(folder.FullName, "rabbitmq"));
        var postgres = await PrivatePostgres.StartAsync(
            Path.Combine(folder.FullName, "postgres"), settings: postgresSettings ?? Forgetful);
        var broker = await rabbitMq;
        return new PrivateServers(
            postgres.ConnectionString, new Uri(broker.ConnectionString), broker.Management, postgres, broker,
            new OwnFolder(folder.FullName));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    private sealed class OwnFolder(string path) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Folder.Drop(path);
            return ValueTask.CompletedTask;
        }
    }
}
