
namespace Ops.TestSupport;

/// <summary>A PostgreSQL and a RabbitMQ for tests: started here, or named by the environment.</summary>
public sealed class PrivateServers : IAsyncDisposable
{
    /// <summary>Environment variables by which a module learns of servers that are up already.</summary>
    public const string PostgresVariable = "OPS_TEST_POSTGRES", RabbitMqVariable = "OPS_TEST_RABBITMQ", ManagementVariable = "OPS_TEST_RABBITMQ_MANAGEMENT";

    private readonly IAsyncDisposable[] _servers;

    private PrivateServers(string postgres, Uri rabbitMq, Uri management, params IAsyncDisposable[] servers) =>
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

    public static Task<PrivateServers> StartAsync() =>
        throw new InvalidOperationException($"Name the servers: {PostgresVariable}, {RabbitMqVariable}, {ManagementVariable}.");

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }
}
