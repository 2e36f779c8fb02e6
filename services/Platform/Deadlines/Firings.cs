using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Storage;

namespace Ops.Platform.Deadlines;

/// <summary>Fires one mark of one deadline: claim, aggregate's lock, deadline's lock, handler, and the proof, in one change.</summary>
/// <remarks>
/// The claim is an advisory lock that is only tried for, on the aggregate: it never waits, so that it cannot stand in a
/// command's way, and one replica at a time fires an aggregate's marks, in their order. Locks that wait are taken as every
/// command takes them: the aggregate's first, the deadline's second.
/// </remarks>
internal sealed partial class Firings(IServiceScopeFactory scopes, IClock clock, ILogger<Firings> logger)
{
    public static readonly ActivitySource Source = new("Ops.Deadlines");
    private static readonly Counter<long> Failures = DeadlineSweeper.Meter.CreateCounter<long>("ops.deadlines.failures", "{attempt}", "Attempts to fire in which the handler failed");

    /// <summary>Fires the deadline's next mark.</summary>
    /// <returns>Whether it fired; false when it is not due any more or another replica has it.</returns>
    [Rule("T-7")]
    public async Task<bool> FireAsync(Guid id, Guid subject, CancellationToken cancellationToken)
    {
        // A trace of its own, also where a caller asked for the sweep. It lasts until the commit, because that is when what
        // the handler raised is written down with its trace.
        var caller = Activity.Current;
        Activity.Current = null;
        using var activity = Source.StartActivity("deadline");
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
            var fired = await change.RunAsync(token => FireInAsync(scope.ServiceProvider, change, activity, id, subject, token), cancellationToken);
            if (!fired)
                Forget(activity);
            return fired;
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !StorageFailures.IsUnavailable(failure))
        {
            LogFailed(id, failure);
            Failures.Add(1);
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            await RecordFailureAsync(id, failure, cancellationToken);
            return false;
        }
        catch
        {
            Forget(activity);
            throw;
        }
        finally
        {
            activity?.Stop();
            Activity.Current = caller;
        }
    }

    /// <summary>An attempt that found the deadline taken, or the database away, is nobody's trace.</summary>
    private static void Forget(Activity? activity)
    {
        if (activity is not null)
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    private async Task<bool> FireInAsync(IServiceProvider services, UnitOfWork change, Activity? activity, Guid id, Guid subject, CancellationToken cancellationToken)
    {
        await using (var claim = change.CreateCommand("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 7))", new NpgsqlParameter { Value = subject.ToString() }))
        {
            if (await claim.ExecuteScalarAsync(cancellationToken) is not true)
                return false;
        }

        if (await ReadAsync(change, id, forUpdate: false, cancellationToken) is not { } seen)
            return false;
        var handler = services.GetServices<IDeadlineHandler>().SingleOrDefault(handler => handler.Kind == seen.Deadline.Kind)
            ?? throw new InvalidOperationException($"There is no handler for deadlines of kind '{seen.Deadline.Kind}'.");
        await handler.LockAsync(seen.Deadline, cancellationToken);
        // What a command did while this waited for its lock counts: met, cancelled, set anew.
        if (await ReadAsync(change, id, forUpdate: true, cancellationToken) is not { } due)
            return false;

        var at = due.Marks[due.NextMark];
        var mark = due.NextMark < due.Marks.Length - 1 ? Mark.Warning : due.Deadline.CalendarCertain ? Mark.Due : Mark.DueUncertain;
        if (activity is not null)
        {
            activity.DisplayName = $"{mark} {due.Deadline.Kind}";
            if (ActivityContext.TryParse(due.TraceParent, null, out var cause))
                activity.AddLink(new ActivityLink(cause));
            activity.SetTag("ops.rule", due.Deadline.Rule).SetTag("ops.deadline.key", due.Deadline.Key).SetTag("ops.business_time", at.ToString());
        }

        await AdvanceAsync(change, due, mark, at, cancellationToken);
        await handler.FireAsync(new Firing(due.Deadline, mark, at), cancellationToken);
        LogFired(mark, due.Deadline.Key, due.Deadline.Rule, at);
        return true;
    }

    private async Task<Due?> ReadAsync(UnitOfWork change, Guid id, bool forUpdate, CancellationToken cancellationToken)
    {
        await using var command = change.CreateCommand(
            $"""
            SELECT id, kind, key, rule, subject, owed_by, owed_to, cause_event, since, due_at, calendar_certain, breached_at, met_at, cancelled_at, marks, next_mark, traceparent, ends_when_due, round
            FROM deadlines.deadlines WHERE id = $1 AND next_at <= $2 {(forUpdate ? "FOR UPDATE" : "")}
            """,
            new NpgsqlParameter { Value = id }, new NpgsqlParameter { Value = clock.GetCurrentInstant() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Due(DeadlineBook.Read(reader), reader.GetFieldValue<Instant[]>(14), reader.GetInt32(15), reader.IsDBNull(16) ? null : reader.GetString(16), reader.GetBoolean(17), reader.GetInt32(18))
            : null;
    }

    /// <summary>Before the handler, so that what it says of its own deadline (met, cancelled) is said last.</summary>
    private static async Task AdvanceAsync(UnitOfWork change, Due due, Mark mark, Instant at, CancellationToken cancellationToken)
    {
        await using var command = change.CreateCommand(
            """
            WITH fired AS (INSERT INTO deadlines.firings (deadline, round, mark_number, mark, at) VALUES ($1, $7, $2, $3, $4))
            UPDATE deadlines.deadlines SET next_mark = $2 + 1, next_at = $5, attempts = 0, last_error = NULL, failed_at = NULL, retry_at = NULL,
                breached_at = CASE WHEN $3 = 'Due' AND NOT ends_when_due THEN due_at END,
                met_at = CASE WHEN $3 = 'Due' AND ends_when_due THEN $6 ELSE met_at END
            WHERE id = $1
            """,
            new NpgsqlParameter { Value = due.Deadline.Id }, new NpgsqlParameter { Value = due.NextMark }, new NpgsqlParameter { Value = mark.ToString() }, new NpgsqlParameter { Value = at },
            new NpgsqlParameter { Value = mark == Mark.Warning ? due.Marks[due.NextMark + 1] : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
            new NpgsqlParameter { Value = due.Deadline.DueAt }, new NpgsqlParameter { Value = due.Round });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The next try comes later each time, at most five minutes later; until then it lies among what failed.</summary>
    private async Task RecordFailureAsync(Guid id, Exception failure, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await change.RunAsync(
            _ =>
            {
                change.Defer(
                    """
                    UPDATE deadlines.deadlines SET attempts = attempts + 1, last_error = $2, failed_at = clock_timestamp(),
                        retry_at = clock_timestamp() + LEAST(power(2, LEAST(attempts, 9)), 300) * interval '1 second'
                    WHERE id = $1 AND next_at IS NOT NULL
                    """,
                    new NpgsqlParameter { Value = id }, new NpgsqlParameter { Value = failure.Message });
                return Task.FromResult(true);
            },
            cancellationToken);
    }

    private sealed record Due(Deadline Deadline, Instant[] Marks, int NextMark, string? TraceParent, bool EndsWhenDue, int Round);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Mark} of {Key} (rule {Rule}) at {At}")]
    private partial void LogFired(Mark mark, string key, string rule, Instant at);

    [LoggerMessage(Level = LogLevel.Error, Message = "The handler of deadline {Id} failed; it is tried again")]
    private partial void LogFailed(Guid id, Exception failure);
}
