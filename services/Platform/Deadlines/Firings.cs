using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Storage;

namespace Ops.Platform.Deadlines;

/// <summary>
/// Fires one mark of one deadline: claim, aggregate's lock, deadline's lock, handler, and the proof, in one change.
/// </summary>
/// <remarks>
/// The claim is an advisory lock that is only tried for, on the aggregate: it never waits, so that it cannot stand in a
/// command's way, and one replica at a time fires an aggregate's marks, in their order. Locks that wait are taken as
/// every command takes them: the aggregate's first, the deadline's second.
/// </remarks>
internal sealed partial class Firings(IServiceScopeFactory scopes, IClock clock, ILogger<Firings> logger)
{
    public static readonly ActivitySource Source = new("Ops.Deadlines");
    private static readonly Counter<long> Fired = DeadlineSweeper.Meter.CreateCounter<long>(
        "ops.deadlines.fired", "{mark}", "Marks that fired, by the deadline's rule.");
    private static readonly Counter<long> Failures = DeadlineSweeper.Meter.CreateCounter<long>(
        "ops.deadlines.failures", "{attempt}", "Attempts to fire in which the handler failed.");

    /// <summary>Fires the deadline's next mark.</summary>
    /// <returns>Whether it fired; false when it is not due any more or another replica has it.</returns>
    [Rule("T-7", "each mark fires once")]
    public async Task<bool> FireAsync(Guid id, Guid subject, CancellationToken cancellationToken)
    {
        // A trace of its own, also where a caller asked for the sweep. It lasts until the commit, because that is when
        // what the handler raised is written down with its trace.
        var caller = Activity.Current;
        Activity.Current = null;
        using var activity = Source.StartActivity("deadline");
        // An attempt that finds the deadline taken, or the database away, is nobody's trace: it is one only from the
        // moment at which the deadline is known to be due.
        var sampled = activity?.Recorded == true;
        Record(activity, false);
        Due? due = null;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
            await change.RunAsync(
                async token =>
                {
                    if (
                        await FindDueAsync(scope.ServiceProvider, change, id, subject, token)
                        is not var (found, handler))
                        return false;

                    due = found;
                    Record(activity, sampled);
                    Describe(activity, due);
                    await AdvanceAsync(change, due, token);
                    await handler.FireAsync(new Firing(due.Deadline, due.Mark, due.At), token);
                    return true;
                },
                cancellationToken);
            if (due is null)
                return false;

            LogFired(due.Mark, due.Deadline.Key, due.Deadline.Rule, due.At);
            Fired.Add(1, new("rule", due.Deadline.Rule), new KeyValuePair<string, object?>("mark", due.Mark));
            return true;
        }
        catch (Exception failure)
            when (failure is not OperationCanceledException && !StorageFailures.IsUnavailable(failure))
        {
            Record(activity, sampled);
            LogFailed(id, due?.Deadline.Key, due?.Deadline.Rule, failure);
            Failures.Add(1);
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            await RecordFailureAsync(id, failure, cancellationToken);
            return false;
        }
        finally
        {
            activity?.Stop();
            Activity.Current = caller;
        }
    }

    private static void Record(Activity? activity, bool recorded)
    {
        if (activity is not null)
            activity.ActivityTraceFlags = recorded ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
    }

    private static void Describe(Activity? activity, Due due)
    {
        if (activity is null)
            return;

        activity.DisplayName = $"{due.Mark} {due.Deadline.Kind}";
        if (ActivityContext.TryParse(due.TraceParent, null, out var cause))
            activity.AddLink(new ActivityLink(cause));
        activity
            .SetTag("ops.rule", due.Deadline.Rule)
            .SetTag("ops.deadline.key", due.Deadline.Key)
            .SetTag("ops.business_time", due.At.ToString());
    }

    /// <summary>
    /// Claims the deadline and locks what it is about. Null when another replica has it, or it is not due any more.
    /// </summary>
    private async Task<(Due Due, IDeadlineHandler Handler)?> FindDueAsync(
        IServiceProvider services, UnitOfWork change, Guid id, Guid subject, CancellationToken cancellationToken)
    {
        await using (
            var claim = change.CreateCommand(
                "-- claim deadline\nSELECT pg_try_advisory_xact_lock(hashtextextended($1, 7))",
                new NpgsqlParameter { Value = subject.ToString() }))
        {
            if (await claim.ExecuteScalarAsync(cancellationToken) is not true)
                return null;
        }

        if (await ReadAsync(change, id, forUpdate: false, cancellationToken) is not { } seen)
            return null;
        var handler =
            services.GetServices<IDeadlineHandler>().SingleOrDefault(handler => handler.Kind == seen.Deadline.Kind)
            ?? throw new InvalidOperationException(
                $"There is no handler for deadlines of kind '{seen.Deadline.Kind}'.");
        await handler.LockAsync(seen.Deadline, cancellationToken);
        // What a command did while this waited for its lock counts: met, cancelled, set anew.
        return await ReadAsync(change, id, forUpdate: true, cancellationToken) is { } due ? (due, handler) : null;
    }

    private async Task<Due?> ReadAsync(UnitOfWork change, Guid id, bool forUpdate, CancellationToken cancellationToken)
    {
        await using var command = change.CreateCommand(
            $"""
            SELECT id, kind, key, rule, subject, owed_by, owed_to, cause_event, since, due_at, calendar_certain,
                breached_at, met_at, cancelled_at, marks, next_mark, traceparent, ends_when_due, round
            FROM deadlines.deadlines WHERE id = $1 AND next_at <= $2 {(forUpdate ? "FOR UPDATE" : "")}
            """,
            new NpgsqlParameter { Value = id }, new NpgsqlParameter { Value = clock.GetCurrentInstant() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Due(
                DeadlineBook.Read(reader), reader.GetFieldValue<Instant[]>(14), reader.GetInt32(15),
                reader.IsDBNull(16) ? null : reader.GetString(16), reader.GetBoolean(17), reader.GetInt32(18))
            : null;
    }

    /// <summary>Before the handler, so that what it says of its own deadline (met, cancelled) is said last.</summary>
    private static async Task AdvanceAsync(UnitOfWork change, Due due, CancellationToken cancellationToken)
    {
        await using var command = change.CreateCommand(
            """
            -- advance deadline
            WITH fired AS (INSERT INTO deadlines.firings (deadline, round, mark_number, mark, at)
                VALUES ($1, $7, $2, $3, $4))
            UPDATE deadlines.deadlines SET next_mark = $2 + 1, next_at = $5, attempts = 0, last_error = NULL, failed_at
                = NULL, retry_at = NULL,
                breached_at = CASE WHEN $3 = 'Due' AND NOT ends_when_due THEN due_at END,
                met_at = CASE WHEN $3 = 'Due' AND ends_when_due THEN $6 ELSE met_at END
            WHERE id = $1
            """,
            new NpgsqlParameter { Value = due.Deadline.Id }, new NpgsqlParameter { Value = due.NextMark },
            new NpgsqlParameter { Value = due.Mark.ToString() }, new NpgsqlParameter { Value = due.At },
            new NpgsqlParameter
            {
                Value = due.Mark == Mark.Warning ? due.Marks[due.NextMark + 1] : DBNull.Value,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz,
            },
            new NpgsqlParameter { Value = due.Deadline.DueAt },
            new NpgsqlParameter { Value = due.Round });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// The next try comes later each time, at most five minutes later; until then it lies among what failed.
    /// </summary>
    private async Task RecordFailureAsync(Guid id, Exception failure, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await change.RunAsync(
            _ =>
            {
                change.Defer(
                    """
                    UPDATE deadlines.deadlines SET attempts = attempts + 1, last_error = $2, failed_at =
                        clock_timestamp(),
                        retry_at = clock_timestamp() + LEAST(power(2, LEAST(attempts, 9)), 300) * interval '1 second'
                    WHERE id = $1 AND next_at IS NOT NULL
                    """,
                    new NpgsqlParameter { Value = id }, new NpgsqlParameter { Value = failure.Message });
                return Task.FromResult(true);
            },
            cancellationToken);
    }

    private sealed record Due(
        Deadline Deadline, Instant[] Marks, int NextMark, string? TraceParent, bool EndsWhenDue, int Round)
    {
        public Instant At => Marks[NextMark];

        public Mark Mark =>
            NextMark < Marks.Length - 1 ? Mark.Warning
            : Deadline.CalendarCertain ? Mark.Due
            : Mark.DueUncertain;
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        EventName = "DeadlineFired",
        Message = "{Mark} of {Key} (rule {Rule}) at {At}")]
    private partial void LogFired(Mark mark, string key, string rule, Instant at);

    [LoggerMessage(Level = LogLevel.Error, EventName = "DeadlineFailed",
        Message = "The handler of deadline {Id} ({Key}, rule {Rule}) failed; it is tried again")]
    private partial void LogFailed(Guid id, string? key, string? rule, Exception failure);
}
