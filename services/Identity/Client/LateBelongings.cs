using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Client;

/// <summary>
/// CS-7: a replica that has not heard yet that somebody left, or that was in the middle of their request, writes something down for them after all they had was passed on. For
/// a while it is looked for, and passes to the successor too.
/// </summary>
internal sealed partial class LateBelongings(NpgsqlDataSource database, IServiceScopeFactory scopes, IClock clock, TimeProvider time, ILogger<LateBelongings> logger) : BackgroundService
{
    private const string By = "system:staff";

    /// <summary>How often it is looked: as often as the other replicas look who may not act.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    /// <summary>How long: a replica that does not reach the database does not know who left, but writes nothing down either; the longest request is a minute, a token's life five.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Glance, time);
        do
        {
            try
            {
                foreach (var (from, to) in await WatchedAsync(stoppingToken))
                    await PassAsync(from, to, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogNotPassed(failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<List<(string From, string To)>> WatchedAsync(CancellationToken cancellationToken)
    {
        var watched = new List<(string, string)>();
        await using var command = database.CreateCommand("SELECT number, successor FROM staff.members WHERE passed_at > clock_timestamp() - $1 AND successor IS NOT NULL");
        command.Parameters.Add(new() { Value = Watched });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            watched.Add((reader.GetString(0), reader.GetString(1)));
        return watched;
    }

    [Rule("CS-7")]
    private async Task PassAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var belongings = scope.ServiceProvider.GetServices<IBelongings>().ToList();
        var late = new List<IBelongings>();
        foreach (var kind in belongings)
        {
            if ((await kind.OfAsync(from, cancellationToken)).Count > 0)
                late.Add(kind);
        }

        if (late.Count == 0)
            return;

        using var activity = Telemetry.StartWork("pass late belongings");
        var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await change.RunAsync(
            async token =>
            {
                foreach (var kind in late)
                    await kind.PassAsync(from, to, clock.GetCurrentInstant(), By, token);
                return true;
            },
            cancellationToken);
        LogPassed(from, to);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "What was still written down for {From}, who has left, passed to {To}")]
    private partial void LogPassed(string from, string to);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was still written down for those who left was not passed on; it is at the next look: {Reason}")]
    private partial void LogNotPassed(string reason);
}
