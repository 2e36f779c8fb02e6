using Ops.Tokens;
using RabbitMQ.Client;

namespace Ops.AppHost.Servers;

/// <summary>RabbitMQ: a container where an engine answers, a process of this machine's package otherwise.</summary>
internal static class RabbitMqServer
{
    /// <summary>Adds the broker; its queues last.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddRabbitMqServer(
        this IDistributedApplicationBuilder builder, string name, Installation installation)
    {
        var password = installation.AddKeptSecret(builder, $"{name}password", $"{name}/password");
        if (ContainerEngine.IsUsed(builder))
        {
            return builder.AddRabbitMQ(name, password: password)
                .WithManagementPlugin()
                .WithDataVolume(ContainerEngine.VolumeOf(builder, installation, name))
                .WithIconName("MailInboxAll");
        }

        var management = Ports.Free();
        return builder.AddServerProcess(new Process(name, Ports.Free(), password.Resource), installation)
            .WithHttpEndpoint(port: management, targetPort: management, name: "management", isProxied: false)
            .WithUrlForEndpoint("management", url => url.DisplayText = "Queues")
            .WithPort("OPS_SERVER_MANAGEMENT_PORT", management)
            .WithPort("OPS_SERVER_DISTRIBUTION_PORT", Ports.Free())
            .WithPort("OPS_SERVER_NAMES_PORT", Ports.Free())
            .WithIconName("MailInboxAll");
    }

    private sealed class Process(string name, int port, ParameterResource password)
        : ServerProcess(name, "rabbitmq.sh", port, password)
    {
        public override ReferenceExpression ConnectionStringExpression =>
            ReferenceExpression.Create($"amqp://guest:{Password}@{Host}:{PortNumber}");

        public override async Task CheckAsync(CancellationToken cancellationToken)
        {
            var address = new Uri((await ConnectionStringExpression.GetValueAsync(cancellationToken))!);
            var factory = new ConnectionFactory { Uri = address };
            await using var connection = await factory.CreateConnectionAsync(cancellationToken);
        }
    }
}
