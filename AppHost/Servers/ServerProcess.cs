using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ops.AppHost.Servers;

/// <summary>
/// A server of this machine's package, run by the orchestrator like any other resource: <c>postgres.sh</c> or
/// <c>rabbitmq.sh</c>, which see to the unprivileged user, to an orderly stop, and to a server that dies.
/// </summary>
internal abstract class ServerProcess(string name, string script, int port, ParameterResource password)
    : ExecutableResource(name, Path.Combine(AppContext.BaseDirectory, "Servers", script), AppContext.BaseDirectory),
        IResourceWithConnectionString
{
    /// <summary>Its port on loopback.</summary>
    public int Port { get; } = port;

    /// <summary>The password of its first user.</summary>
    public ParameterResource Password { get; } = password;

    public abstract ReferenceExpression ConnectionStringExpression { get; }

    /// <summary>Where it takes connections.</summary>
    protected EndpointReferenceExpression Host => new EndpointReference(this, "tcp").Property(EndpointProperty.Host);

    /// <summary>On which port, as whoever refers to it is told.</summary>
    protected EndpointReferenceExpression PortNumber =>
        new EndpointReference(this, "tcp").Property(EndpointProperty.Port);

    /// <summary>Whether it answers one who signs in.</summary>
    public abstract Task CheckAsync(CancellationToken cancellationToken);
}

/// <summary>What both servers have in common as resources.</summary>
internal static class ServerProcessExtensions
{
    /// <summary>Adds it with its data in a folder of the installation's, and a health check.</summary>
    public static IResourceBuilder<T> AddServerProcess<T>(
        this IDistributedApplicationBuilder builder, T server, Installation installation)
        where T : ServerProcess
    {
        builder.Services.AddHealthChecks().AddAsyncCheck(server.Name, async cancellationToken =>
        {
            try
            {
                await server.CheckAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy(failure.Message);
            }
        });
        // Not proxied: what talks to a database talks to it directly.
        return builder.AddResource(server)
            .WithEndpoint(port: server.Port, targetPort: server.Port, scheme: "tcp", name: "tcp", isProxied: false)
            .WithEnvironment("OPS_SERVER_FOLDER", installation.Folder.Place(server.Name))
            .WithPort("OPS_SERVER_PORT", server.Port)
            .WithEnvironment("OPS_SERVER_PASSWORD", server.Password)
            .WithHealthCheck(server.Name);
    }

    /// <summary>Tells it a port by a variable of its script.</summary>
    public static IResourceBuilder<T> WithPort<T>(this IResourceBuilder<T> server, string variable, int port)
        where T : ServerProcess => server.WithEnvironment(variable, port.ToString(CultureInfo.InvariantCulture));
}
