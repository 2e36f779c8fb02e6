namespace Ops.AppHost.Local;

/// <summary>Where a resource stands, in the words of the board.</summary>
internal static class ResourceStates
{
    public const string
        Waiting = "waiting", Starting = "starting", Running = "running", Restarting = "restarting",
        Completed = "completed", Failed = "failed", Stopped = "stopped";

    public const string Healthy = "healthy", Unhealthy = "unhealthy";
}

/// <summary>A started process.</summary>
internal interface IRunning
{
    int Pid { get; }

    /// <summary>Completes with the exit code.</summary>
    Task<int> Exited { get; }

    /// <summary>Whether it does its work; true also when nobody can tell but by its running.</summary>
    Task<bool> CheckAsync(CancellationToken cancellationToken);

    Task StopAsync();
}

/// <summary>
/// Keeps one resource going: waits for what it waits for, starts it, watches its health, starts it again when it dies,
/// stops it when told.
/// </summary>
internal sealed class Supervisor : IDisposable
{
    private static readonly TimeSpan HealthyFor = TimeSpan.FromMinutes(1), LongestPause = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly ResourceBoard _board;
    private readonly OutputLog _log;
    private readonly TimeProvider _time;
    private ResourceSnapshot _snapshot;
    private IRunning? _running;
    private Task _supervision = Task.CompletedTask;
    private Task? _stopping;

    public Supervisor(ResourceBoard board, OutputLog log, TimeProvider time, string name, string kind, string? url)
    {
        (_board, _log, _time) = (board, log, time);
        _snapshot = new ResourceSnapshot(name, kind, ResourceStates.Waiting, null, url, null, 0, time.GetUtcNow());
        board.Set(_snapshot);
    }

    /// <summary>The name on the board.</summary>
    public string Name => _snapshot.Name;

    /// <summary>Starts it; completes when it has been started.</summary>
    public required Func<CancellationToken, Task<IRunning?>> Start { get; init; }

    /// <summary>Whether it does its work and ends, instead of running on.</summary>
    public bool OneShot { get; init; }

    /// <summary>Those that must be stopped before it.</summary>
    public List<Supervisor> Dependents { get; } = [];

    /// <summary>Completes when it is up and healthy, or fails with the reason why it will never be.</summary>
    public Task Up => _up.Task;

    /// <summary>Completes with the exit code of one that ends.</summary>
    public Task<int> Completed => _completed.Task;

    /// <summary>Begins; <paramref name="waits"/> are what it waits for.</summary>
    public void Begin(IReadOnlyList<Task> waits) => _supervision = SuperviseAsync(waits);

    /// <summary>Stops its dependents, then it. Twice is once.</summary>
    public Task StopAsync() => _stopping ??= StopInOrderAsync();

    public void Dispose() => _stop.Dispose();

    private async Task StopInOrderAsync()
    {
        await Task.WhenAll(Dependents.Select(dependent => dependent.StopAsync()));
        await _stop.CancelAsync();
        if (Volatile.Read(ref _running) is { } running)
            await running.StopAsync();
        await _supervision;
    }

    private async Task SuperviseAsync(IReadOnlyList<Task> waits)
    {
        try
        {
            await foreach (var wait in Task.WhenEach(waits).WithCancellation(_stop.Token))
                await wait;
            for (var pause = TimeSpan.FromSeconds(1); ; pause = Min(2 * pause, LongestPause))
            {
                var started = _time.GetTimestamp();
                var code = await RunOnceAsync();
                if (code is null)
                    return;
                _stop.Token.ThrowIfCancellationRequested();
                if (OneShot)
                {
                    Set(code == 0 ? ResourceStates.Completed : ResourceStates.Failed, pid: null, health: null);
                    if (code != 0)
                        _log.Say($"{Name} ended with {code}");
                    _completed.TrySetResult(code.Value);
                    _up.TrySetResult();
                    return;
                }

                if (_time.GetElapsedTime(started) > HealthyFor)
                    pause = TimeSpan.FromSeconds(1);
                _snapshot = _snapshot with { Restarts = _snapshot.Restarts + 1 };
                Set(ResourceStates.Restarting, pid: null, health: ResourceStates.Unhealthy);
                _log.Say($"{Name} ended with {code}; it is started again in {pause.TotalSeconds} s");
                await Task.Delay(pause, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Set(ResourceStates.Stopped, pid: null, health: null);
            _up.TrySetCanceled();
            _completed.TrySetCanceled();
        }
        catch (Exception error)
        {
            Set(ResourceStates.Failed, pid: null, health: null);
            _up.TrySetException(error);
            _completed.TrySetException(error);
        }
    }

    /// <summary>From start to end of one process; answers its exit code, or null for something that is no process.</summary>
    private async Task<int?> RunOnceAsync()
    {
        Set(ResourceStates.Starting, pid: null, health: null);
        IRunning? running;
        try
        {
            running = await Start(_stop.Token);
        }
        catch (Exception error) when (_up.Task.IsCompletedSuccessfully && error is not OperationCanceledException)
        {
            // It was up once: whatever keeps it from starting now may pass.
            _log.Say($"{Name} could not be started: {error.Message}");
            return -1;
        }

        if (running is null)
        {
            Set(ResourceStates.Running, pid: null, health: ResourceStates.Healthy);
            _up.TrySetResult();
            return null;
        }

        Volatile.Write(ref _running, running);
        if (_stop.IsCancellationRequested)
            await running.StopAsync();
        Set(ResourceStates.Starting, running.Pid, health: null);
        if (!OneShot)
            await WatchAsync(running);
        var code = await running.Exited;
        Volatile.Write(ref _running, null);
        return code;
    }

    /// <summary>Asks for its health until it ends: often until it is healthy, then now and then.</summary>
    private async Task WatchAsync(IRunning running)
    {
        while (!running.Exited.IsCompleted && !_stop.IsCancellationRequested)
        {
            var healthy = await running.CheckAsync(_stop.Token);
            if (running.Exited.IsCompleted)
                return;
            if (healthy)
            {
                Set(ResourceStates.Running, running.Pid, ResourceStates.Healthy);
                _up.TrySetResult();
            }
            else if (_snapshot.Health == ResourceStates.Healthy)
            {
                Set(ResourceStates.Running, running.Pid, ResourceStates.Unhealthy);
                _log.Say($"{Name} says that it is not healthy");
            }

            await Task.WhenAny(running.Exited, Task.Delay(healthy ? TimeSpan.FromSeconds(3) : TimeSpan.FromMilliseconds(150), _time, _stop.Token));
        }
    }

    private void Set(string state, int? pid, string? health)
    {
        _snapshot = _snapshot with
        {
            State = state,
            Pid = pid,
            Health = health,
            Since = state == _snapshot.State ? _snapshot.Since : _time.GetUtcNow(),
        };
        _board.Set(_snapshot);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
