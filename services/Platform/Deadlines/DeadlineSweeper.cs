using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using Ops.Platform.Clock;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.WorkingTime;
using Ops.ServiceDefaults;

namespace Ops.Platform.Deadlines;

/// <summary>
/// Sleeps until the nearest mark and fires it (T-7). Woken by a commit that set a nearer one and by a clock that was
/// moved; otherwise it looks again after a short while, for what another replica has set.
/// </summary>
internal sealed partial class DeadlineSweeper(
    NpgsqlDataSource database, Firings firings, Recalculation recalculation, DeadlineSignal signal, IClock clock,
    IWorkingCalendars calendars, IServiceProvider services, TimeProvider time, Loops loops,
    ILogger<DeadlineSweeper> logger) : BackgroundLoop(loops, LookEvery), IDeadlineSweep
{
    private const int AtOnce = 4, Batch = 200;

    /// <summary>
    /// What is counted for the meter costs with what is open, so it is counted seldom and only when nothing is due.
    /// </summary>
    private static readonly TimeSpan CountEvery = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What lies between two looks when nothing wakes it: well under the second within which a mark must fire.
    /// </summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(400);

    internal static readonly Meter Meter = new("Ops.Deadlines");
    private static readonly Gauge<long> Open = Meter.CreateGauge<long>(
        "ops.deadlines.open", "{deadline}", "Deadlines neither met nor cancelled.");
    private static readonly Gauge<long> Overdue = Meter.CreateGauge<long>(
        "ops.deadlines.overdue", "{deadline}", "Open deadlines that were breached.");
    private static readonly Gauge<long> Failed = Meter.CreateGauge<long>(
        "ops.deadlines.failed.now", "{deadline}", "Deadlines whose handler failed and is tried again.");
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        "ops.deadlines.lag", "s", "Business time between a mark and the sweep that found it.");

    /// <summary>How long the turn that was leaves to rest.</summary>
    private TimeSpan _sleep;
    private long? _counted;

    public async Task<Instant?> NextAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT next_at FROM deadlines.deadlines WHERE next_at IS NOT NULL AND (retry_at IS NULL
                OR retry_at <= clock_timestamp()) ORDER BY next_at LIMIT 1
            """
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.GetFieldValue<Instant>(0) : null;
    }

    public async Task FireDueAsync(CancellationToken cancellationToken)
    {
        await calendars.RefreshAsync(cancellationToken);
        // What another replica, or this one's own loop, is recalculating at this moment is waited for.
        while (await recalculation.RunAsync(cancellationToken))
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        while (await DueAsync(cancellationToken) is { Count: > 0 } due)
        {
            if (!await FireAsync(due, cancellationToken))
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        }
    }

    public async Task<long> MarkAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT coalesce(max(seq), 0) FROM deadlines.firings");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<IReadOnlyList<Fired>> FiredSinceAsync(long mark, CancellationToken cancellationToken)
    {
        var fired = new List<Fired>();
        await using var command = database.CreateCommand(
            """
            SELECT f.at, d.kind, d.key, d.rule, f.mark, d.owed_by, d.owed_to, d.subject FROM deadlines.firings f
                JOIN deadlines.deadlines d ON d.id = f.deadline WHERE f.seq > $1 ORDER BY f.at, f.seq
            """
        );
        command.Parameters.Add(new() { Value = mark });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            fired.Add(
                new(
                    reader.GetFieldValue<Instant>(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                    Enum.Parse<Mark>(reader.GetString(4)), reader.GetString(5), reader.GetString(6),
                    reader.GetGuid(7)));
        }

        return fired;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<SimulatedClock>() is { } simulated)
            simulated.Moved += signal.Wake;
        return base.StartAsync(cancellationToken);
    }

    [Rule("T-7", "what is due is found")]
    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        await RecalculateAsync(stoppingToken);
        var due = await DueAsync(stoppingToken);
        if (due.Count > 0 && await FireAsync(due, stoppingToken))
        {
            _sleep = TimeSpan.Zero;
            return;
        }

        if (_counted is not { } last || time.GetElapsedTime(last) >= CountEvery)
        {
            await CountAsync(stoppingToken);
            _counted = time.GetTimestamp();
        }

        _sleep = await NextAsync(stoppingToken) is { } next ? Sleep(next - clock.GetCurrentInstant()) : LookEvery;
    }

    protected override Task RestAsync(CancellationToken stoppingToken) =>
        _sleep > TimeSpan.Zero ? signal.WaitAsync(_sleep, stoppingToken) : Task.CompletedTask;

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT count(*), count(breached_at), count(*) FILTER (WHERE attempts > 0 AND next_at IS NOT NULL)
                FROM deadlines.deadlines WHERE met_at IS NULL AND cancelled_at IS NULL
            """
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        Open.Record(reader.GetInt64(0));
        Overdue.Record(reader.GetInt64(1));
        Failed.Record(reader.GetInt64(2));
    }

    /// <summary>A deadline that cannot be recalculated keeps no other from firing.</summary>
    private async Task RecalculateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await recalculation.RunAsync(cancellationToken);
        }
        catch (Exception failure)
            when (failure is not OperationCanceledException && !StorageFailures.IsUnavailable(failure))
        {
            LogNotRecalculated(failure);
        }
    }

    private static TimeSpan Sleep(Duration until) =>
        until <= Duration.Zero ? TimeSpan.FromMilliseconds(20)
        : until.ToTimeSpan() < LookEvery ? until.ToTimeSpan() + TimeSpan.FromMilliseconds(1)
        : LookEvery;

    private async Task<List<(Guid Id, Guid Subject)>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var due = new List<(Guid, Guid)>();
        await using var command = database.CreateCommand(
            $"""
            SELECT id, subject, next_at FROM deadlines.deadlines WHERE next_at <= $1 AND (retry_at IS NULL
                OR retry_at <= clock_timestamp()) ORDER BY next_at, id LIMIT {Batch}
            """
        );
        command.Parameters.Add(new() { Value = now });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add((reader.GetGuid(0), reader.GetGuid(1)));
            Lag.Record((now - reader.GetFieldValue<Instant>(2)).TotalSeconds);
        }

        return due;
    }

    /// <summary>Different aggregates at once, one aggregate's in their order. Answers whether any fired.</summary>
    private async Task<bool> FireAsync(List<(Guid Id, Guid Subject)> due, CancellationToken cancellationToken)
    {
        var fired = 0;
        await Parallel.ForEachAsync(
            due.GroupBy(deadline => deadline.Subject),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (ofAggregate, token) =>
            {
                foreach (var (id, subject) in ofAggregate)
                {
                    if (await firings.FireAsync(id, subject, token))
                        Interlocked.Increment(ref fired);
                }
            });
        return fired > 0;
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Deadlines were not recalculated; they keep their times until they are")]
    private partial void LogNotRecalculated(Exception failure);
}
