using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Ops.ServiceDefaults;

/// <summary>
/// Runs what a process does again and again by itself. No failure ends a loop, of whatever kind it is: it is logged and
/// counted, <c>/health</c> says <c>Degraded</c> and names the loop until a turn is well again, and the next turn comes
/// after a pause that grows with each failure. The end of the process is no failure.
/// </summary>
public sealed partial class Loops(TimeProvider time, ILogger<Loops> logger)
{
    internal const string MeterName = "Ops.Loops";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>So short that what was away is found soon after it is back.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("ops.loops.failures", "{failure}", "Turns of background loops that failed.");

    private readonly ConcurrentDictionary<Run, string> _failing = new();

    /// <summary>The names of the loops whose last turn failed.</summary>
    public IReadOnlyList<string> Failing => [.. _failing.Values.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The time by which loops rest.</summary>
    internal TimeProvider Time => time;

    /// <summary>Runs a loop until it has no more to do or the process stops; it throws nothing.</summary>
    /// <param name="name">Its name, the same in the log, the meter and <c>/health</c>.</param>
    /// <param name="turn">One turn; answers whether there is more to do.</param>
    /// <param name="rest">Waits until the next turn is due.</param>
    /// <param name="stopping">Ends the loop.</param>
    public async Task RunAsync(
        string name, Func<CancellationToken, Task<bool>> turn, Func<CancellationToken, Task> rest,
        CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(rest);
        var run = new Run(name);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!await turn(stopping))
                    break;
                Well(run);
                await rest(stopping);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                // What is in the middle of something when the process stops ends in many ways.
            }
            catch (Exception failure)
            {
                var pause = Failed(run, failure);
                await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _failing.TryRemove(run, out _);
    }

    /// <summary>
    /// Begins a loop that is no hosted service's, beside whoever asks for it: it is nobody's request, and what it asks
    /// belongs to no trace.
    /// </summary>
    /// <inheritdoc cref="RunAsync" path="/param" />
    public void Begin(
        string name, Func<CancellationToken, Task<bool>> turn, Func<CancellationToken, Task> rest,
        CancellationToken stopping)
    {
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => RunAsync(name, turn, rest, stopping), CancellationToken.None);
    }

    private void Well(Run run)
    {
        if (run.Failures == 0)
            return;

        LogWell(run.Name, run.Failures);
        (run.Failures, run.Last) = (0, null);
        _failing.TryRemove(run, out _);
    }

    /// <summary>Answers how long to pause.</summary>
    private TimeSpan Failed(Run run, Exception failure)
    {
        var pause = ShortestPause * Math.Pow(2, Math.Min(run.Failures, 10));
        pause = pause < LongestPause ? pause : LongestPause;
        run.Failures++;
        // Where it came from is told once, and not at each turn of a database's absence.
        if (run.Last != failure.GetType())
            LogFailed(run.Name, pause, failure);
        else
            LogFailedAgain(run.Name, run.Failures, pause, failure.Message);
        run.Last = failure.GetType();
        _failing[run] = run.Name;
        Failures.Add(1, new KeyValuePair<string, object?>("ops.loop", run.Name));
        return pause;
    }

    [LoggerMessage(Level = LogLevel.Error, EventName = "LoopFailed", Message =
        "{Loop} failed; its next turn is in {Pause}")]
    private partial void LogFailed(string loop, TimeSpan pause, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "LoopFailedAgain", Message =
        "{Loop} failed, the {Times}th time in a row; its next turn is in {Pause}: {Reason}")]
    private partial void LogFailedAgain(string loop, int times, TimeSpan pause, string reason);

    [LoggerMessage(Level = LogLevel.Information, EventName = "LoopWell", Message =
        "{Loop} is well again, after {Times} turns that failed")]
    private partial void LogWell(string loop, int times);

    /// <summary>A loop that runs: several may have one name, such as the boards that are watched.</summary>
    private sealed class Run(string name)
    {
        public string Name { get; } = name;

        /// <summary>How many turns have failed in a row.</summary>
        public int Failures { get; set; }

        /// <summary>Of what kind the last of them was.</summary>
        public Type? Last { get; set; }
    }

    /// <summary>Says which loops fail, and nothing of why: the answer is read by anyone.</summary>
    internal sealed class Health(Loops loops) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(loops.Failing is { Count: > 0 } failing
                ? HealthCheckResult.Degraded($"{string.Join(", ", failing)} failed and will be tried again.")
                : HealthCheckResult.Healthy());
    }
}

/// <summary>Puts loops together.</summary>
public static class LoopExtensions
{
    /// <summary>
    /// Registers a loop, which can be asked for as what it is, and has it run while the service does.
    /// </summary>
    public static IServiceCollection AddLoop<TLoop>(this IServiceCollection services)
        where TLoop : BackgroundLoop
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLoops();
        services.AddSingleton<TLoop>();
        return services.AddHostedService(provider => provider.GetRequiredService<TLoop>());
    }

    /// <summary>Registers <see cref="Loops"/> and what <c>/health</c> says of them, once.</summary>
    internal static IServiceCollection AddLoops(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Loops)))
            return services;

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Loops>();
        services.AddHealthChecks().AddCheck<Loops.Health>("loops", tags: ["ready"]);
        return services;
    }
}
