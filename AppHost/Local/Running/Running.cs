using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Ops.AppHost.Local.Processes;
using Ops.AppHost.Local.Servers;

namespace Ops.AppHost.Local;

/// <summary>A server that took connections when it was started; it is well as long as it runs.</summary>
internal sealed class RunningServer(int pid, Task<int> exited, Func<Task> stop) : IRunning
{
    public RunningServer(PrivatePostgres server)
        : this(server.Pid, server.Exited, server.StopAsync)
    {
    }

    public RunningServer(PrivateRabbitMq server)
        : this(server.Pid, server.Exited, server.StopAsync)
    {
    }

    public int Pid => pid;

    public Task<int> Exited => exited;

    public Task<bool> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public Task StopAsync() => stop();
}

/// <summary>A project's process, run from what the build made.</summary>
internal sealed class RunningProject : IRunning
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    private readonly ChildProcess _process;
    private readonly Uri? _health;

    private RunningProject(ChildProcess process, Uri? health) => (_process, _health) = (process, health);

    public int Pid => _process.Pid;

    public Task<int> Exited => _process.Exited;

    public static RunningProject Start(ProjectResource project, int replica, string name, ProcessLedger ledger, Telemetry? telemetry, OutputLog log)
    {
        if (!File.Exists(project.Project.TargetPath))
            throw new InvalidOperationException($"{project.Project.TargetPath} is not there: build it first.");
        var environment = ProjectEnvironment.Of(project, replica, RandomNumberGenerator.GetHexString(8, lowercase: true), telemetry);
        var process = ChildProcess.Start(
            ledger, name, ["dotnet", project.Project.TargetPath, .. project.Arguments], environment,
            log: line => log.Line(name, line), workingFolder: Path.GetDirectoryName(project.Project.ProjectPath));
        return new RunningProject(process, project.HealthPath is { } path ? new Uri(new Uri(project.Endpoints[0].Url(replica)), path) : null);
    }

    public Task<bool> CheckAsync(CancellationToken cancellationToken) => _health is null ? Task.FromResult(true) : AnswersAsync(_health, cancellationToken);

    // Longer than a service gives its own requests to end.
    public Task StopAsync() => _process.StopAsync(TimeSpan.FromSeconds(25));

    private static async Task<bool> AnswersAsync(Uri health, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(health, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
