using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Ops.AppHost.Local.Processes;
using Ops.AppHost.Local.Servers;
using Ops.AppHost.Local.Viewer;

namespace Ops.AppHost.Local;

/// <summary>A system running as processes of this machine, from its start until it is told to stop.</summary>
internal sealed class SystemRun(IReadOnlyList<IResource> resources, IConfiguration configuration, DataFolder folder)
{
    private const int ViewerPort = 5081;

    /// <summary>No row's content and no routine in the server's log, which goes to the terminal; room for replicas.</summary>
    private static readonly Dictionary<string, string> PostgresSettings = new(StringComparer.Ordinal)
    {
        ["log_error_verbosity"] = "terse",
        ["log_min_error_statement"] = "panic",
        ["log_checkpoints"] = "off",
        ["max_connections"] = "200",
    };

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What runs and how it is.</summary>
    public ResourceBoard Board { get; } = new();

    /// <summary>Completes when all of it is up.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Runs until Ctrl-C or a signal to end; answers the exit code.</summary>
    public async Task<int> UntilToldAsync()
    {
        using var told = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            told.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stop);
        var colour = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        return await RunAsync(Console.Out, colour, told.Token);
    }

    /// <summary>Runs until <paramref name="told"/>; answers 0, or 1 when it could not run.</summary>
    public async Task<int> RunAsync(TextWriter output, bool colour, CancellationToken told)
    {
        var log = new OutputLog(output, colour, resources.SelectMany(Names));
        var supervisors = new Dictionary<IResource, IReadOnlyList<Supervisor>>();
        try
        {
            folder.Make();
            using var claim = HostClaim.Take(folder);
            var ledger = new ProcessLedger(folder.Path);
            await ledger.EndOrphansAsync(log.Say, told);
            await using var viewer = await StartViewerAsync(told);
            try
            {
                await SuperviseAsync(supervisors, ledger, viewer.Telemetry, log, viewer.Server.PageUrl, told);
            }
            finally
            {
                if (supervisors.Count > 0)
                    log.Say("stops everything, the last first");
                await Task.WhenAll(supervisors.Values.SelectMany(all => all).Select(supervisor => supervisor.StopAsync()));
            }

            log.Say("all is stopped");
            return 0;
        }
        catch (OperationCanceledException) when (told.IsCancellationRequested)
        {
            log.Say("all is stopped");
            return 0;
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or NpgsqlException or UnauthorizedAccessException)
        {
            log.Say(error.Message);
            _ready.TrySetException(error);
            return 1;
        }
    }

    private async Task SuperviseAsync(
        Dictionary<IResource, IReadOnlyList<Supervisor>> supervisors, ProcessLedger ledger, Telemetry? telemetry, OutputLog log, Uri page, CancellationToken told)
    {
        foreach (var port in resources.OfType<ProjectResource>().SelectMany(project => project.Endpoints).Where(endpoint => endpoint.IsExternal).Select(endpoint => endpoint.ListenPort(0)))
        {
            if (!Ports.IsFree(port))
                throw new InvalidOperationException($"Port {port} is taken: end what listens there, or choose another, e.g. make run PORT=5090.");
        }

        foreach (var resource in resources)
        {
            if (Make(resource, ledger, telemetry, log) is { Count: > 0 } made)
                supervisors.Add(resource, made);
        }

        foreach (var (resource, all) in supervisors)
        {
            var waits = WaitsOf(resource);
            foreach (var other in waits.SelectMany(wait => supervisors[wait.For]))
                other.Dependents.AddRange(all);
            foreach (var supervisor in all)
                supervisor.Begin([.. waits.SelectMany(wait => supervisors[wait.For].Select(other => wait.ExitCode is { } code ? EndedWithAsync(other, code) : other.Up))]);
        }

        var failure = FirstFailureAsync([.. supervisors.Values.SelectMany(all => all).Select(supervisor => supervisor.Up)]);
        while (await Task.WhenAny(failure, Task.Delay(TimeSpan.FromSeconds(20), _time, told)) != failure)
        {
            told.ThrowIfCancellationRequested();
            log.Say($"still waits for {string.Join(", ", Board.Snapshot().Where(resource => resource.State is not (ResourceStates.Running or ResourceStates.Completed)).Select(resource => $"{resource.Name} ({resource.State})"))}");
        }

        if (await failure is { } error)
            throw error;
        log.Text(ReadyText(page));
        _ready.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, told);
    }

    /// <summary>The first exception among tasks, without waiting for the others; null when all complete.</summary>
    private static async Task<Exception?> FirstFailureAsync(IReadOnlyList<Task> tasks)
    {
        await foreach (var task in Task.WhenEach(tasks))
        {
            if (task.Exception is { } error)
                return error.GetBaseException();
        }

        return null;
    }

    private static async Task EndedWithAsync(Supervisor other, int code)
    {
        if (await other.Completed is var actual && actual != code)
            throw new InvalidOperationException($"{other.Name} ended with {actual}, and what waits for it cannot start: see its lines above.");
    }

    private static List<Wait> WaitsOf(IResource resource) => resource switch
    {
        ProjectResource project => project.Waits,
        PostgresDatabaseResource database => [new Wait(database.Parent, ExitCode: null)],
        _ => [],
    };

    private static IEnumerable<string> Names(IResource resource) => resource switch
    {
        ParameterResource => [],
        ProjectResource { Replicas: > 1 } project => Enumerable.Range(0, project.Replicas).Select(replica => $"{project.Name}-{replica}"),
        _ => [resource.Name],
    };

    private List<Supervisor> Make(IResource resource, ProcessLedger ledger, Telemetry? telemetry, OutputLog log) => resource switch
    {
        PostgresServerResource postgres =>
        [
            new Supervisor(Board, log, _time, postgres.Name, "postgres", $"postgresql://localhost:{postgres.ListenPort}")
            {
                Start = async stop => new RunningServer(await PrivatePostgres.StartAsync(
                    folder.Place(postgres.Name), postgres.ListenPort, PostgresSettings, line => log.Line(postgres.Name, line), cancellationToken: stop)),
            },
        ],
        RabbitMQServerResource rabbitMq =>
        [
            new Supervisor(Board, log, _time, rabbitMq.Name, "rabbitmq", $"http://localhost:{rabbitMq.Listens.Management}")
            {
                Start = async stop => new RunningServer(await PrivateRabbitMq.StartAsync(
                    folder.Place(rabbitMq.Name), rabbitMq.Listens, line => log.Line(rabbitMq.Name, line), stop)),
            },
        ],
        PostgresDatabaseResource database =>
        [
            new Supervisor(Board, log, _time, database.Name, "database", $"postgresql://localhost:{database.Parent.ListenPort}/{database.DatabaseName}")
            {
                Start = async stop =>
                {
                    await CreateDatabaseAsync(database, stop);
                    return null;
                },
            },
        ],
        ProjectResource project =>
        [
            .. Names(project).Select((name, replica) => new Supervisor(Board, log, _time, name, "project", project.Endpoints.FirstOrDefault()?.Url(replica))
            {
                OneShot = project.Endpoints.Count == 0,
                Start = stop => Task.FromResult<IRunning?>(RunningProject.Start(project, replica, name, ledger, telemetry, log)),
            }),
        ],
        _ => [],
    };

    private static async Task CreateDatabaseAsync(PostgresDatabaseResource database, CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(((IResourceWithConnectionString)database).ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = database.DatabaseName } } };
        if (await find.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        var name = database.DatabaseName.Replace("\"", "\"\"", StringComparison.Ordinal);
#pragma warning disable CA2100 // An identifier cannot be a parameter; it is quoted.
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
#pragma warning restore CA2100
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<RunningViewer> StartViewerAsync(CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var wanted = int.Parse(configuration["Viewer:Port"] ?? $"{ViewerPort}", CultureInfo.InvariantCulture);
        var server = await ViewerServer.StartAsync(
            Board, new ViewerOptions { HttpPort = Ports.IsFree(wanted) ? wanted : 0, ApiKey = key, TimeProvider = _time }, cancellationToken);
        // Whoever named a receiver has everything sent there.
        var elsewhere = configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        return new RunningViewer(server, elsewhere ? null : new Telemetry(server.OtlpUrl, key));
    }

    /// <summary>What the host says when all is up: <c>ready.txt</c> beside it, with the addresses filled in.</summary>
    private string ReadyText(Uri page)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "ready.txt");
        var gateway = resources.OfType<ProjectResource>().SelectMany(project => project.Endpoints).FirstOrDefault(endpoint => endpoint.IsExternal)?.Url(0) ?? "";
        var text = File.Exists(file) ? File.ReadAllText(file) : "Ready: {gateway}\nResources, logs and traces: {viewer}\n";
        return text
            .Replace("{gateway}", gateway, StringComparison.Ordinal)
            .Replace("{viewer}", page.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("{data}", folder.Path, StringComparison.Ordinal)
            .Replace("{demopassword}", configuration["Parameters:demopassword"] ?? "(none)", StringComparison.Ordinal);
    }

    private sealed record RunningViewer(ViewerServer Server, Telemetry? Telemetry) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
