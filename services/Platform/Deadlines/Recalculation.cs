using System.Text.Json;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;
using Ops.ServiceDefaults;

namespace Ops.Platform.Deadlines;

/// <summary>
/// T-2: when another calendar is in force, open deadlines are counted anew, and it is recorded which of them moved.
/// </summary>
internal sealed partial class Recalculation(
    NpgsqlDataSource database, IWorkingCalendars calendars, ILogger<Recalculation> logger)
{
    private const int Batch = 500;

    /// <summary>What is open and was reckoned by an earlier calendar.</summary>
    private const string IsStale =
        "calendar_version < $1 AND met_at IS NULL AND cancelled_at IS NULL"
        + " AND breached_at IS NULL AND discarded IS NULL";

    /// <summary>
    /// Answers whether something is left that somebody else holds: it is recalculated there, or at the next run.
    /// </summary>
    [Rule("T-2", "a new year moves open deadlines")]
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var calendar = calendars.Current;
        while (await BatchAsync(calendar, cancellationToken) == Batch)
        {
        }

        await using var left = database.CreateCommand(
            $"-- find stale deadlines\nSELECT EXISTS (SELECT FROM deadlines.deadlines WHERE {IsStale})");
        left.Parameters.Add(new() { Value = calendar.Version });
        return (bool)(await left.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<int> BatchAsync(WorkingCalendar calendar, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var open =
            new List<(
                Guid Id, Instant Since, Term Term, IReadOnlyList<Warning> Warnings, Instant DueAt, bool Certain,
                int NextMark)>();
        const string Stale = $"""
            SELECT id, since, term, warnings, due_at, calendar_certain, next_mark FROM deadlines.deadlines
            WHERE {IsStale} LIMIT $2 FOR UPDATE SKIP LOCKED
            """;
        await using (
            var read = new NpgsqlCommand(Stale, connection, transaction)
            {
                Parameters =
                {
                    new() { Value = calendar.Version },
                    new() { Value = Batch },
                },
            })
        await using (var reader = await read.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                open.Add(
                    (
                        reader.GetGuid(0), reader.GetFieldValue<Instant>(1),
                        JsonSerializer.Deserialize<Term>(reader.GetString(2), Reckoning.Json)!,
                        JsonSerializer.Deserialize<List<Warning>>(reader.GetString(3), Reckoning.Json)!,
                        reader.GetFieldValue<Instant>(4), reader.GetBoolean(5), reader.GetInt32(6)));
            }
        }

        if (open.Count == 0)
            return 0;
        using var activity = Telemetry.StartWork("recalculate deadlines");

        var moved = 0;
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var deadline in open)
        {
            var reckoning = Reckoning.Of(deadline.Since, deadline.Term, deadline.Warnings, calendar);
            if (reckoning.DueAt == deadline.DueAt && reckoning.CalendarCertain == deadline.Certain)
            {
                batch.BatchCommands.Add(
                    Command(
                        "UPDATE deadlines.deadlines SET calendar_version = $2 WHERE id = $1", deadline.Id,
                        calendar.Version));
                continue;
            }

            moved++;
            // Where the due time moved, its marks are counted anew, and a warning already given may be given again.
            // Where it only became certain, they stand.
            var anew = reckoning.DueAt != deadline.DueAt;
            var nextMark = anew ? 0 : Math.Min(deadline.NextMark, reckoning.Marks.Length - 1);
            batch.BatchCommands.Add(Command(
                """
                UPDATE deadlines.deadlines SET calendar_version = $2, due_at = $3, calendar_certain = $4, marks = $5,
                    next_mark = $6, next_at = $7, round = round + 1 WHERE id = $1
                """,
                deadline.Id, calendar.Version, reckoning.DueAt, reckoning.CalendarCertain, reckoning.Marks, nextMark,
                reckoning.Marks[nextMark]));
            batch.BatchCommands.Add(Command(
                """
                INSERT INTO deadlines.recalculations (deadline, calendar_version, due_before, due_after, certain_before,
                    certain_after) VALUES ($1, $2, $3, $4, $5, $6)
                """,
                deadline.Id, calendar.Version, deadline.DueAt, reckoning.DueAt, deadline.Certain,
                reckoning.CalendarCertain));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (moved > 0)
            LogRecalculated(moved, calendar.Version);
        return open.Count;
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} deadlines moved with working calendar {Version}")]
    private partial void LogRecalculated(int count, long version);
}
