using System.Diagnostics;
using System.Text.Json;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.WorkingTime;

namespace Ops.Platform.Deadlines;

/// <summary>
/// The service's deadlines inside a change: what is set, met and cancelled goes with the change's other statements.
/// </summary>
internal sealed class DeadlineBook(
    UnitOfWork change, NpgsqlDataSource database, IWorkingCalendars calendars, TimeProvider time,
    DeadlineSignal signal) : IDeadlineBook
{
    private const string Columns =
        "id, kind, key, rule, subject, owed_by, owed_to, cause_event, since, due_at, calendar_certain, " +
        "breached_at, met_at, cancelled_at";

    [Rule("T-7", "a deadline is data")]
    public Deadline Set(DeadlineTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var reckoning = Reckoning.Of(terms.Since, terms.Term, terms.Warnings, calendars.Current);
        var deadline = new Deadline(
            Guid.CreateVersion7(time.GetUtcNow()), terms.Kind, terms.Key, terms.Rule, terms.Subject, terms.OwedBy,
            terms.OwedTo, terms.CauseEvent, terms.Since, reckoning.DueAt, reckoning.CalendarCertain, BreachedAt: null,
            MetAt: null, CancelledAt: null);
        change.Defer(
            """
            -- set deadline
            INSERT INTO deadlines.deadlines (id, kind, key, rule, subject, owed_by, owed_to, cause_event, traceparent,
                since, term, warnings, ends_when_due,
                due_at, calendar_certain, calendar_version, marks, next_mark, next_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, $18)
            """,
            new() { Value = deadline.Id }, new() { Value = terms.Kind }, new() { Value = terms.Key },
            new() { Value = terms.Rule }, new() { Value = terms.Subject }, new() { Value = terms.OwedBy },
            new() { Value = terms.OwedTo },
            new() { Value = (object?)terms.CauseEvent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            new() { Value = (object?)Activity.Current?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new() { Value = terms.Since },
            new() { Value = JsonSerializer.Serialize(terms.Term, Reckoning.Json), NpgsqlDbType = NpgsqlDbType.Jsonb },
            new()
            {
                Value = JsonSerializer.Serialize(terms.Warnings, Reckoning.Json),
                NpgsqlDbType = NpgsqlDbType.Jsonb,
            },
            new() { Value = terms.EndsWhenDue },
            new() { Value = reckoning.DueAt },
            new() { Value = reckoning.CalendarCertain },
            new() { Value = (object?)reckoning.CalendarVersion ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
            new() { Value = reckoning.Marks }, new() { Value = reckoning.Marks[0] });
        change.OnCommitted(signal.Wake);
        return deadline;
    }

    // What is met after its due time was breached, whether or not the sweeper had been there.
    [Rule("T-7", "when it was met")]
    public void Meet(string key, Instant at) => change.Defer(
        """
        -- meet deadline
        UPDATE deadlines.deadlines SET met_at = $2, next_at = NULL, attempts = 0, retry_at = NULL,
            breached_at = CASE WHEN due_at <= $2 AND calendar_certain AND NOT ends_when_due THEN due_at ELSE breached_at
                END
        WHERE key = $1 AND met_at IS NULL AND cancelled_at IS NULL
        """,
        new() { Value = key }, new() { Value = at });

    public void Cancel(string key, Instant at) => change.Defer(
        """
        -- cancel deadline
        UPDATE deadlines.deadlines SET cancelled_at = $2, next_at = NULL, attempts = 0, retry_at = NULL
            WHERE key = $1 AND met_at IS NULL AND cancelled_at IS NULL
        """,
        new() { Value = key }, new() { Value = at });

    public async Task<IReadOnlyDictionary<string, Deadline>> FindAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Deadline>(keys.Count, StringComparer.Ordinal);
        await using var command = change.CreateCommand(
            database,
            $"SELECT DISTINCT ON (key) {Columns} FROM deadlines.deadlines WHERE key = ANY ($1) ORDER BY key, id DESC");
        command.Parameters.Add(new() { Value = keys.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var deadline = Read(reader);
            found.Add(deadline.Key, deadline);
        }

        return found;
    }

    /// <summary>Reads the columns of <see cref="Columns"/>, in their order.</summary>
    internal static Deadline Read(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetGuid(4),
            reader.GetString(5), reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetGuid(7),
            reader.GetFieldValue<Instant>(8), reader.GetFieldValue<Instant>(9), reader.GetBoolean(10),
            InstantOrNull(reader, 11), InstantOrNull(reader, 12), InstantOrNull(reader, 13));

    private static Instant? InstantOrNull(NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<Instant>(ordinal);
}
