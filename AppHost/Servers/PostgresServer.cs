using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ops.Tokens;

namespace Ops.AppHost.Servers;

/// <summary>A department's database, and the server that it is on.</summary>
/// <param name="Name">Its name, and the connection string's.</param>
/// <param name="Resource">Gives the connection string of the server's superuser: for the migrator alone.</param>
/// <param name="Server">The server.</param>
internal sealed record Database(
    string Name,
    IResourceBuilder<IResourceWithConnectionString> Resource,
    IResourceBuilder<IResourceWithEndpoints> Server)
{
    /// <summary>The connection string for a role of the database.</summary>
    public ReferenceExpression As(string role, IResourceBuilder<ParameterResource> password)
    {
        var endpoint = Server.GetEndpoint("tcp");
        var (host, port) = (endpoint.Property(EndpointProperty.Host), endpoint.Property(EndpointProperty.Port));
        return ReferenceExpression.Create(
            $"Host={host};Port={port};Username={role};Password={password};Database={Name}");
    }
}

/// <summary>PostgreSQL: a container where an engine answers, a process of this machine's package otherwise.</summary>
internal static class PostgresServer
{
    private static readonly string[] Settings =
    [
        // No row's content in the server's log; room for replicas.
        "-c", "log_error_verbosity=terse", "-c", "log_min_error_statement=panic", "-c", "log_checkpoints=off",
        "-c", "max_connections=200",
    ];

    /// <summary>Adds the server; its data last.</summary>
    public static IResourceBuilder<IResourceWithEndpoints> AddPostgresServer(
        this IDistributedApplicationBuilder builder, string name, Installation installation)
    {
        var password = installation.AddKeptSecret(builder, $"{name}password", $"{name}/password");
        IResourceBuilder<IResourceWithEndpoints> server = ContainerEngine.IsUsed(builder)
            ? builder.AddPostgres(name, password: password)
                .WithDataVolume(ContainerEngine.VolumeOf(builder, installation, name))
                .WithArgs(Settings)
                .WithIconName("Database")
            : builder.AddServerProcess(new Process(name, Ports.Free(), password.Resource), installation)
                .WithArgs(Settings)
                .WithIconName("Database");
        return server.OnResourceReady((_, _, _) =>
        {
            var port = server.GetEndpoint("tcp").Port;
            installation.Note($"{name}-port", port.ToString(CultureInfo.InvariantCulture));
            return Task.CompletedTask;
        });
    }

    /// <summary>A database on the server, made by its migrator where it is missing.</summary>
    public static Database AddDatabase(this IResourceBuilder<IResourceWithEndpoints> server, string name)
    {
        var builder = server.ApplicationBuilder;
        if (server.Resource is PostgresServerResource container)
        {
            var there = builder.CreateResourceBuilder(container);
            return new(name, PostgresBuilderExtensions.AddDatabase(there, name), server);
        }

        var database = builder.AddResource(new ProcessDatabase(name, (Process)server.Resource))
            .WithInitialState(new()
            {
                ResourceType = "Database",
                Properties = [],
                State = KnownResourceStates.NotStarted,
            })
            .WithIconName("DatabaseMultiple");
        // It is there as soon as its server is: whoever needs it waits for its migrator.
        server.OnResourceReady((_, ready, _) =>
        {
            var states = ready.Services.GetRequiredService<ResourceNotificationService>();
            return states.PublishUpdateAsync(
                database.Resource, state => state with { State = KnownResourceStates.Running });
        });
        return new(name, database, server);
    }

    private sealed class Process(string name, int port, ParameterResource password)
        : ServerProcess(name, "postgres.sh", port, password)
    {
        public override ReferenceExpression ConnectionStringExpression =>
            ReferenceExpression.Create($"Host={Host};Port={PortNumber};Username=postgres;Password={Password}");

        public override async Task CheckAsync(CancellationToken cancellationToken)
        {
            var address = await ConnectionStringExpression.GetValueAsync(cancellationToken);
            var once = new NpgsqlConnectionStringBuilder(address) { Pooling = false, Timeout = 5 };
            await using var connection = new NpgsqlConnection(once.ConnectionString);
            await connection.OpenAsync(cancellationToken);
        }
    }

    private sealed class ProcessDatabase(string name, Process server)
        : Resource(name), IResourceWithParent<Process>, IResourceWithConnectionString
    {
        public Process Parent => server;

        public ReferenceExpression ConnectionStringExpression =>
            ReferenceExpression.Create($"{server};Database={Name}");
    }
}
