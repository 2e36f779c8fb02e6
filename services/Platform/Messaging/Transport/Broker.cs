using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Ops.Platform.Messaging.Transport;

/// <summary>
/// Where the broker is, and whether it answers. Its absence degrades the service and does not stop it: changes go on.
/// </summary>
internal sealed class Broker(IConfiguration configuration, IHostApplicationLifetime lifetime, TimeProvider time)
    : IHealthCheck
{
    /// <summary>The connection string's name, and the health check's.</summary>
    public const string Name = "messaging";

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(250);
    private readonly Lazy<Uri> _address = new(() => ReadAddress(configuration));

    public void Configure(IRabbitMqBusFactoryConfigurator bus)
    {
        var address = _address.Value;
        var credentials = address.UserInfo.Split(':', 2);
        var virtualHost = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/'));
        bus.Host(address.Host, Port(address), virtualHost.Length == 0 ? "/" : virtualHost, host =>
        {
            host.Username(Uri.UnescapeDataString(credentials[0]));
            host.Password(Uri.UnescapeDataString(credentials.ElementAtOrDefault(1) ?? ""));
            host.Heartbeat(TimeSpan.FromSeconds(10));
            // MassTransit backs off for up to 30 s after a refused connection. Waiting here until the broker answers,
            // before it connects, brings everything back within a second of the broker.
            host.OnRefreshConnectionFactory = _ => WaitUntilThereAsync();
            if (address.Scheme == "amqps")
                host.UseSsl();
        });
    }

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default) =>
        await AnswersAsync(cancellationToken)
            ? HealthCheckResult.Healthy("The broker answers.")
            : HealthCheckResult.Degraded(
                "The broker does not answer: changes go on, their events wait in the database.");

    private async Task WaitUntilThereAsync()
    {
        while (!await AnswersAsync(lifetime.ApplicationStopping))
            await Task.Delay(AskAgain, time, lifetime.ApplicationStopping);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(_address.Value.Host, Port(_address.Value), either.Token);
            return true;
        }
        catch (Exception exception)
            when (exception is SocketException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static ushort Port(Uri address) =>
        address.IsDefaultPort || address.Port <= 0
            ? (ushort)(address.Scheme == "amqps" ? 5671 : 5672)
            : (ushort)address.Port;

    private static Uri ReadAddress(IConfiguration configuration) =>
        Uri.TryCreate(configuration.GetConnectionString(Name), UriKind.Absolute, out var address)
        && address.Scheme is "amqp" or "amqps"
            ? address
            : throw new InvalidOperationException($"The connection string '{Name}' must be an AMQP URI.");
}
