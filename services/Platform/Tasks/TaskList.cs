using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.Platform.Tasks;

/// <summary>The task lists inside a change: entries go with the change's other statements.</summary>
internal sealed class TaskList(UnitOfWork change, NpgsqlDataSource database, ITexts texts, TimeProvider time)
    : ITaskList
{
    public void Add(NewTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        change.Defer(
            """
            INSERT INTO tasks.entries
                (id, key, person, post, department, permission, site, title, rule, subject, must_be_done, at, due_at,
                    text, matter)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::json, $15)
            ON CONFLICT DO NOTHING
            """,
            new() { Value = Guid.CreateVersion7(time.GetUtcNow()) },
            new() { Value = task.Key },
            OrNull(task.For.Person),
            OrNull(task.For.Post),
            OrNull(task.For.Department),
            OrNull(task.For.Permission),
            new() { Value = task.Site },
            new() { Value = StoredText.TitleOf(task.Title) },
            new() { Value = task.Rule },
            new() { Value = task.Subject },
            new() { Value = task.MustBeDone },
            new() { Value = task.At },
            new() { Value = (object?)task.DueAt ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            OrNull(StoredText.JsonOf(task.Title)),
            OrNull(task.Matter == task.Subject ? null : task.Matter));
    }

    public void Done(string key, Instant at, string by) => change.Defer(
        "UPDATE tasks.entries SET done_at = $2, done_by = $3 WHERE key = $1 AND done_at IS NULL",
        new() { Value = key }, new() { Value = at }, new() { Value = by });

    public void Over(IReadOnlyCollection<string> matters, Instant at, string by) => change.Defer(
        """
        UPDATE tasks.entries SET done_at = $2, done_by = $3
            WHERE coalesce(matter, subject) = ANY ($1) AND done_at IS NULL
        """,
        new() { Value = matters.ToArray() }, new() { Value = at }, new() { Value = by });

    public void Pass(string from, string to, Instant at, string by)
    {
        change.Defer(
            """
            UPDATE tasks.entries t SET person = $2 WHERE person = $1 AND done_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM tasks.entries other WHERE other.key = t.key AND other.person = $2)
            """,
            new() { Value = from }, new() { Value = to });
        // What is left is on the other's list already.
        change.Defer(
            "UPDATE tasks.entries SET done_at = $2, done_by = $3 WHERE person = $1 AND done_at IS NULL",
            new() { Value = from }, new() { Value = at }, new() { Value = by });
    }

    public async Task<IReadOnlyList<OpenTask>> OpenOfAsync(
        IReadOnlyCollection<string> people, CancellationToken cancellationToken)
    {
        var tasks = new List<OpenTask>();
        await using var command = database.CreateCommand(
            """
            SELECT person, title, site, subject, text::text FROM tasks.entries
            WHERE person = ANY ($1) AND must_be_done AND done_at IS NULL ORDER BY number
            """);
        command.Parameters.Add(new() { Value = people.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            tasks.Add(
                new(
                    reader.GetString(0), texts.Render(StoredText.Read(reader, 1, 4)), reader.GetString(2),
                    reader.GetString(3)));
        }

        return tasks;
    }

    private static NpgsqlParameter OrNull(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
