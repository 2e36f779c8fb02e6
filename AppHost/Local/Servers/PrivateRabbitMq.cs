using System.Net.Sockets;
using Ops.AppHost.Local.Processes;

namespace Ops.AppHost.Local.Servers;

/// <summary>A RabbitMQ of one's own, from the system's package: on loopback, as an unprivileged user, its data kept in a folder.</summary>
public sealed class PrivateRabbitMq : IAsyncDisposable
{
    private readonly ChildProcess _names;
    private readonly ChildProcess _broker;

    private PrivateRabbitMq(ChildProcess names, ChildProcess broker, RabbitMqPorts ports, string password)
    {
        (_names, _broker, Port) = (names, broker, ports.Amqp);
        ConnectionString = $"amqp://guest:{Uri.EscapeDataString(password)}@localhost:{ports.Amqp}";
        Management = new Uri($"http://localhost:{ports.Management}");
    }

    /// <summary>The URI of the broker's default virtual host, with user and password.</summary>
    public string ConnectionString { get; }

    /// <summary>The port on loopback that takes AMQP.</summary>
    public int Port { get; }

    /// <summary>The management plugin's address; same user and password as <see cref="ConnectionString"/>.</summary>
    public Uri Management { get; }

    /// <summary>The broker's process id (Erlang's <c>beam.smp</c>).</summary>
    public int Pid => _broker.Pid;

    /// <summary>Completes with the exit code when the broker has ended, for whatever reason.</summary>
    public Task<int> Exited => _broker.Exited;

    /// <summary>The password of <c>guest</c> for a folder; generated and kept there when there is none yet.</summary>
    /// <param name="folder">As for <see cref="StartAsync"/>.</param>
    public static string PasswordOf(string folder)
    {
        new ServerUser("rabbitmq").MakeFolder(folder);
        return Secrets.Keep(Path.Combine(folder, "password"), () => Secrets.Generate(special: false));
    }

    /// <summary>Starts it, and answers when it takes connections, some 10 s later. What a killed run left for the same folder is ended first.</summary>
    /// <param name="folder">Where its data and password are kept, made when missing; the server's user must be able to reach it.</param>
    /// <param name="ports">The ports on loopback; free ones when null.</param>
    /// <param name="log">Gets the errors that the broker reports; all that it says is in the folder's <c>log</c>.</param>
    /// <param name="cancellationToken">Stops the start, and what was started.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start; the message says why.</exception>
    public static async Task<PrivateRabbitMq> StartAsync(
        string folder, RabbitMqPorts? ports = null, Action<string>? log = null, CancellationToken cancellationToken = default)
    {
        const string Programs = "/usr/lib/rabbitmq/bin";
        if (!File.Exists($"{Programs}/rabbitmq-server"))
            throw new InvalidOperationException($"RabbitMQ is not installed: there is no {Programs}/rabbitmq-server.");
        var user = new ServerUser("rabbitmq");
        folder = Path.GetFullPath(folder);
        var password = PasswordOf(folder);
        var ledger = new ProcessLedger(folder);
        await ledger.EndOrphansAsync(log ?? (_ => { }), cancellationToken);

        ports ??= RabbitMqPorts.Free();
        var environment = Configure(folder, ports, password, user);
        // Erlang's name server would be started by the broker as a daemon and outlive it: ours is a child like any other.
        var names = ChildProcess.Start(
            ledger, "epmd", user.Command("epmd", "-address", "127.0.0.1", "-port", $"{ports.Names}"), environment, log: log, workingFolder: "/");
        var broker = ChildProcess.Start(ledger, "rabbitmq", user.Command($"{Programs}/rabbitmq-server"), environment, log: line => LogError(log, line), workingFolder: "/");
        var server = new PrivateRabbitMq(names, broker, ports, password);
        try
        {
            await server.ReadyAsync(ports, cancellationToken);
            return server;
        }
        catch
        {
            await server.StopAsync();
            throw;
        }
    }

    /// <summary>Stops it in an orderly way, which takes some seconds, and answers when its processes are gone. Twice is once.</summary>
    public async Task StopAsync()
    {
        await _broker.StopAsync(TimeSpan.FromSeconds(30));
        await _names.StopAsync(TimeSpan.FromSeconds(5));
    }

    /// <inheritdoc cref="StopAsync" />
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Its banner and the settings that it found are of no use in a terminal.</summary>
    private static void LogError(Action<string>? log, string line)
    {
        if (line.Contains("[error]", StringComparison.Ordinal) || line.Contains("[critical]", StringComparison.Ordinal))
            log?.Invoke(line);
    }

    private static Dictionary<string, string> Configure(string folder, RabbitMqPorts ports, string password, ServerUser user)
    {
        string Place(string name) => Path.Combine(folder, name);
        void Write(string name, string text)
        {
            File.WriteAllText(Place(name), text);
            File.SetUnixFileMode(Place(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            user.Own(Place(name));
        }

        Write("rabbitmq.conf", $"""
            listeners.tcp.1 = 127.0.0.1:{ports.Amqp}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {ports.Management}
            default_user = guest
            default_pass = {password}
            log.console = true
            log.console.level = error

            """);
        Write("enabled_plugins", "[rabbitmq_management].\n");
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = folder,
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{ports.Names}",
            ["RABBITMQ_NODENAME"] = "ops@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{ports.Amqp}",
            ["RABBITMQ_DIST_PORT"] = $"{ports.Distribution}",
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_CONFIG_FILE"] = Place("rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Place("enabled_plugins"),
            ["RABBITMQ_MNESIA_BASE"] = Place("mnesia"),
            ["RABBITMQ_LOG_BASE"] = Place("log"),
            ["RABBITMQ_PID_FILE"] = Place("pid"),
            ["RABBITMQ_LOG"] = "-color",
            // Makes the start script become the broker instead of keeping it as a child: the process started is beam.smp itself.
            ["RABBITMQ_ALLOW_INPUT"] = "1",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-noinput -kernel inet_dist_use_interface {127,0,0,1}",
        };
    }

    private async Task ReadyAsync(RabbitMqPorts ports, CancellationToken cancellationToken)
    {
        while (!(await AnswersAsync(ports.Amqp, "AMQP\0\0\u0009\u0001"u8.ToArray(), cancellationToken)
            && await AnswersAsync(ports.Management, "GET / HTTP/1.0\r\n\r\n"u8.ToArray(), cancellationToken)))
        {
            if (_broker.Exited.IsCompleted)
                throw new InvalidOperationException($"RabbitMQ did not start:\n{_broker.Tail}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    /// <summary>Whether whoever listens on a port says anything to a greeting: a port that is open is not yet a broker that is up.</summary>
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
        catch (Exception error) when (error is SocketException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
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
