using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ops.Tokens;

namespace Ops.AppHost;

/// <summary>
/// What the terminal is told: what is still waited for, what has failed, and, when all is up, <c>ready.txt</c> with the
/// addresses (<c>ready.en.txt</c> where <c>LANG</c> is <c>en</c>). What each resource writes is in the dashboard, and
/// in the data folder's <c>log</c>.
/// </summary>
internal sealed class TerminalReport(
    DistributedApplicationModel system,
    ResourceNotificationService states,
    ResourceLoggerService logs,
    Installation installation,
    TimeProvider time)
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();

    /// <summary>Reports until the host ends.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var awaited = system.Resources
            .Where(resource => resource is not ParameterResource and not IResourceWithParent)
            .Select(resource => resource.Name).ToHashSet(StringComparer.Ordinal);
        await using var log = new StreamWriter(installation.Folder.Place("log"), append: false) { AutoFlush = true };
        _ = SayWhatIsAwaitedAsync(awaited, stoppingToken);
        var followed = new HashSet<string>(StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var change in states.WatchAsync(stoppingToken))
        {
            if (followed.Add(change.ResourceId))
                _ = FollowAsync(change, log, stoppingToken);
            if (HasFailed(change.Snapshot) && told.Add($"{change.ResourceId} {change.Snapshot.State?.Text}"))
                Console.Error.WriteLine(Failure(change));
            if (!IsUp(change))
                continue;
            lock (awaited)
            {
                if (awaited.Remove(change.Resource.Name) && awaited.Count == 0)
                    Console.WriteLine(ReadyText());
            }
        }
    }

    /// <summary>It runs and is well, or has done what it had to do.</summary>
    private static bool IsUp(ResourceEvent change) => HasEnded(change.Snapshot)
        ? change.Snapshot.ExitCode == 0
        : change.Snapshot.State?.Text == KnownResourceStates.Running
            && change.Snapshot.HealthStatus is null or HealthStatus.Healthy
            && !change.Resource.HasAnnotationOfType<EndsByItself>();

    private static bool HasFailed(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text == KnownResourceStates.FailedToStart
        || (HasEnded(snapshot) && snapshot.ExitCode is not (null or 0));

    private static bool HasEnded(CustomResourceSnapshot snapshot) =>
        KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text);

    private string Failure(ResourceEvent change)
    {
        var page = new Uri(installation.Dashboard, $"consolelogs/resource/{change.ResourceId}");
        return TerminalTexts.Of(
            change.Snapshot.ExitCode is null ? "terminal.not-started" : "terminal.ended",
            ("resource", change.Resource.Name), ("code", change.Snapshot.ExitCode), ("page", page),
            ("log", installation.Folder.Place("log")));
    }

    private async Task FollowAsync(ResourceEvent resource, StreamWriter log, CancellationToken stoppingToken)
    {
        await foreach (var lines in logs.WatchAsync(resource.ResourceId).WithCancellation(stoppingToken))
        {
            lock (_lock)
            {
                foreach (var line in lines)
                    log.WriteLine($"{resource.Resource.Name,-24}| {line.Content}");
            }
        }
    }

    private async Task SayWhatIsAwaitedAsync(HashSet<string> awaited, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SayEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            lock (awaited)
            {
                if (awaited.Count == 0)
                    return;
                Console.WriteLine(TerminalTexts.Of(
                    "terminal.awaited", ("resources", string.Join(", ", awaited.Order(StringComparer.Ordinal)))));
            }
        }
    }

    private string ReadyText()
    {
        var password = File.ReadAllText(installation.Folder.Place("demo-password")).Trim();
        var screen = TerminalLanguage.Current.Name == "en" ? "ready.en.txt" : "ready.txt";
        return File.ReadAllText(Path.Combine(AppContext.BaseDirectory, screen))
            .Replace("{gateway}", installation.Gateway.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("{dashboard}", installation.DashboardSignIn.ToString(), StringComparison.Ordinal)
            .Replace("{data}", installation.Folder.Path, StringComparison.Ordinal)
            .Replace("{demopassword}", password, StringComparison.Ordinal);
    }
}

/// <summary>What does something and ends, as the demo project's seed does: it is up when it has done it.</summary>
internal sealed class EndsByItself : IResourceAnnotation;
