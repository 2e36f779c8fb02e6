using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Client;

/// <summary>
/// CS-7: a replica that has not heard yet that somebody left, or that was in the middle of their request, writes
/// something down for them after all they had was passed on. For a while it is looked for, as often as the other
/// replicas look who may not act, and passes to the successor too.
/// </summary>
internal sealed partial class LateBelongings(
    NpgsqlDataSource database, IServiceScopeFactory scopes, IClock clock, Loops loops, ILogger<LateBelongings> logger)
    : BackgroundLoop(loops, every: TimeSpan.FromSeconds(2))
{
    private const string By = "system:staff";

    /// <summary>
    /// How long: a replica that does not reach the database does not know who left, but writes nothing down either; the
    /// longest request is a minute, a token's life five.
    /// </summary>
    private static readonly TimeSpan Watched = TimeSpan.FromMinutes(15);

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        if (await WatchedAsync(stoppingToken) is not { Count: > 0 } watched)
            return;

        string[] leavers = [.. watched.Select(one => one.From)];
        HashSet<string> late = new(StringComparer.Ordinal);
        await using (var scope = scopes.CreateAsyncScope())
        {
            foreach (var kind in scope.ServiceProvider.GetServices<IBelongings>())
                late.UnionWith((await kind.OfAsync(leavers, stoppingToken)).Select(found => found.Key));
        }

        foreach (var (from, to) in watched.Where(one => late.Contains(one.From)))
            await PassAsync(from, to, stoppingToken);
    }

    private async Task<List<(string From, string To)>> WatchedAsync(CancellationToken cancellationToken)
    {
        var watched = new List<(string, string)>();
        await using var command = database.CreateCommand(
            """
            SELECT number, successor FROM staff.members
            WHERE passed_at > clock_timestamp() - $1 AND successor IS NOT NULL
            """);
        command.Parameters.Add(new() { Value = Watched });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            watched.Add((reader.GetString(0), reader.GetString(1)));
        return watched;
    }

    [Rule("CS-7", "what comes to a leaver later is the successor's")]
    private async Task PassAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var activity = Telemetry.StartWork("pass late belongings");
        var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await change.RunAsync(
            async token =>
            {
                foreach (var kind in scope.ServiceProvider.GetServices<IBelongings>())
                    await kind.PassAsync(from, to, clock.GetCurrentInstant(), By, token);
                return true;
            },
            cancellationToken);
        LogPassed(from, to);
    }

    [LoggerMessage(
        Level = LogLevel.Information, Message = "What was still written down for {From}, who has left, passed to {To}")]
    private partial void LogPassed(string from, string to);
}
