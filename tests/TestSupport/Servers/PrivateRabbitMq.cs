using System.Net.Sockets;
using Ops.Tokens;

namespace Ops.TestSupport.Servers;

/// <summary>
/// A RabbitMQ of a test's own, from the system's package: on loopback, as an unprivileged user, its data kept in a
/// folder.
/// </summary>
public sealed class PrivateRabbitMq : IAsyncDisposable
{
    private const string Password = "of-a-test";

    private readonly ServerScript _script;

    private PrivateRabbitMq(ServerScript script, RabbitMqPorts ports)
    {
        _script = script;
        ConnectionString = $"amqp://guest:{Password}@localhost:{ports.Amqp}";
        Management = new Uri($"http://localhost:{ports.Management}");
    }

    /// <summary>The URI of the broker's default virtual host, with user and password.</summary>
    public string ConnectionString { get; }

    /// <summary>The management plugin's address; same user and password as <see cref="ConnectionString"/>.</summary>
    public Uri Management { get; }

    /// <summary>Starts it, and answers when it takes connections, some 10 s later.</summary>
    /// <param name="folder">Where its data are kept, made when missing; the server's user must reach it.</param>
    /// <param name="ports">The ports on loopback; free ones when null.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="InvalidOperationException">
    /// It is not installed, or does not start; the message says why.
    /// </exception>
    public static async Task<PrivateRabbitMq> StartAsync(
        string folder, RabbitMqPorts? ports = null, CancellationToken cancellationToken = default)
    {
        var listen = ports ?? RabbitMqPorts.Free();
        var variables = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["OPS_SERVER_PORT"] = listen.Amqp,
            ["OPS_SERVER_MANAGEMENT_PORT"] = listen.Management,
            ["OPS_SERVER_DISTRIBUTION_PORT"] = listen.Distribution,
            ["OPS_SERVER_NAMES_PORT"] = listen.Names,
        };
        var script = ServerScript.Start("rabbitmq.sh", folder, Password, variables);
        // A port that is open is not yet a broker that is up: it must answer a greeting.
        await script.ReadyAsync(
            async () => await AnswersAsync(listen.Amqp, "AMQP\0\0\u0009\u0001"u8.ToArray(), cancellationToken)
                && await AnswersAsync(listen.Management, "GET / HTTP/1.0\r\n\r\n"u8.ToArray(), cancellationToken));
        return new PrivateRabbitMq(script, listen);
    }

    /// <summary>Stops it in an orderly way, and answers when its processes are gone. Twice is once.</summary>
    public Task StopAsync() => _script.StopAsync();

    /// <inheritdoc cref="StopAsync" />
    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task<bool> AnswersAsync(int port, byte[] greeting, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, patience.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(greeting, patience.Token);
            return await stream.ReadAsync(new byte[1], patience.Token) == 1;
        }
        catch (Exception error) when (error is SocketException or IOException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}

/// <summary>The ports of a private RabbitMQ, all on loopback.</summary>
/// <param name="Amqp">Takes AMQP.</param>
/// <param name="Management">The management plugin's HTTP API and pages.</param>
/// <param name="Distribution">Erlang's own, between nodes and tools.</param>
/// <param name="Names">Erlang's name server, epmd.</param>
public sealed record RabbitMqPorts(int Amqp, int Management, int Distribution, int Names)
{
    /// <summary>Four that are free.</summary>
    public static RabbitMqPorts Free() => new(Ports.Free(), Ports.Free(), Ports.Free(), Ports.Free());
}
