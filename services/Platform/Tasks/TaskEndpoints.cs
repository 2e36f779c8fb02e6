using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Tasks;

/// <summary>"Is told" and "is reminded": a member of staff's own list of tasks and notices in a service.</summary>
public static class TaskEndpoints
{
    /// <summary>
    /// Whose entry it is: one's own, one's post's, one's department's, or for what one may do; on a site that one may
    /// see.
    /// </summary>
    private const string Mine =
        "(person = $1 OR post = $2 OR department = $3 OR permission = ANY ($4)) AND ($5 OR site = ANY ($6))";

    /// <summary>A number that somebody is shown beside the list: nobody counts further.</summary>
    private const int MostCounted = 100;

    /// <summary>Registers the task lists.</summary>
    public static IHostApplicationBuilder AddTasks(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPlatformSchema(
            new PlatformSchema(
                "tasks", typeof(TaskEndpoints).Assembly,
                """
                GRANT SELECT, INSERT, UPDATE ON tasks.entries TO {role}; GRANT SELECT, INSERT ON tasks.reads TO {role};
                """
            ));
        builder.Services.AddScoped<ITaskList, TaskList>();
        builder.Services.TryAddScoped<SubjectVersions>();
        return builder;
    }

    /// <summary>Maps <c>GET me/tasks</c> and <c>POST me/tasks/{id}/done</c> under the service's prefix.</summary>
    public static IEndpointRouteBuilder MapTasks(this IEndpointRouteBuilder api, string permission)
    {
        ArgumentNullException.ThrowIfNull(api);
        var tasks = api.MapFeature("task.feature", "task.feature.about");
        tasks.MapGet("me/tasks", ListAsync).RequirePermission(permission).WithSummary("task.list.summary")
            .AnswersOutcome<TaskPage>();
        tasks.MapPost("me/tasks/{id:guid}/done", DoneAsync).AsCommand(permission)
            .WithSummary("task.complete.summary").AnswersResult().Produces(StatusCodes.Status204NoContent);
        return api;
    }

    private static async Task<Outcome<TaskPage>> ListAsync(
        Actor actor,
        NpgsqlDataSource database,
        CompanyTime company,
        IClock clock,
        ITexts texts,
        SubjectVersions versions,
        Word<TaskFilter>? state,
        long? after,
        PageSize? limit,
        CancellationToken cancellationToken)
    {
        var size = limit.Rows();
        var items = new List<(long Number, TaskView View)>();
        var now = clock.GetCurrentInstant();
        await using var both = database.CreateBatch();
        var count = new NpgsqlBatchCommand(
            $"""
            SELECT count(*) FROM (SELECT FROM tasks.entries e WHERE {Mine} AND done_at IS NULL
                AND NOT EXISTS (SELECT FROM tasks.reads r WHERE r.entry = e.id AND r.person = $1)
                LIMIT {MostCounted}) AS open
            """);
        count.Parameters.AddRange(Of(actor, now));
        var command = new NpgsqlBatchCommand(
            $"""
            SELECT id, title, rule, subject, site, must_be_done, at, due_at, done_at, done_by, read_at, number,
                text::text FROM (
                SELECT e.*, (SELECT r.at FROM tasks.reads r WHERE r.entry = e.id AND r.person = $1) AS read_at
                    FROM tasks.entries e
                WHERE {Mine} AND ($7::bigint IS NULL OR number < $7)) AS mine
            WHERE $8 OR (done_at IS NULL AND read_at IS NULL)
            ORDER BY number DESC LIMIT $9
            """);
        command.Parameters.AddRange((NpgsqlParameter[])
        [
            .. Of(actor, now),
            new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
            new() { Value = state?.Value == TaskFilter.All },
            new() { Value = size + 1 },
        ]);
        both.BatchCommands.Add(count);
        both.BatchCommands.Add(command);
        long open;
        // Closed before the versions are asked for: a request that held two connections of a pool could wait for ever.
        await using (var reader = await both.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            open = reader.GetInt64(0);
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                items.Add(
                    (
                        reader.GetInt64(11),
                        new(
                            reader.GetGuid(0), texts.Render(StoredText.Read(reader, 1, 12)), reader.GetString(2),
                            reader.GetString(3), reader.GetString(4), reader.GetBoolean(5), At(reader, 6)!.Value,
                            At(reader, 7), At(reader, 8), reader.IsDBNull(9) ? null : reader.GetString(9),
                            At(reader, 10))));
            }
        }

        var more = items.Count > size;
        if (more)
            items.RemoveAt(size);
        var known = await versions.OfAsync(items.Select(item => item.View.Subject), cancellationToken);
        return new TaskPage(
            [
                .. items.Select(item => item.View with
                {
                    Version = known.TryGetValue(item.View.Subject, out var version) ? version : null,
                }),
            ],
            more ? items[^1].Number : null, open);

        OffsetDateTime? At(NpgsqlDataReader reader, int ordinal) =>
            reader.IsDBNull(ordinal) ? null : company.At(reader.GetFieldValue<Instant>(ordinal));
    }

    private static async Task<Outcome<IResult>> DoneAsync(
        Guid id, Actor actor, UnitOfWork change, IClock clock, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using (var find = change.CreateCommand(
            $"SELECT must_be_done, subject FROM tasks.entries WHERE {Mine} AND id = $7",
            [.. Of(actor, now), new() { Value = id }]))
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
                return Refused.NotFound(Text.Of("task.unknown", ("id", id)));
            if (reader.GetBoolean(0))
                return new Refused(null, Text.Of("task.to-be-done", ("subject", reader.GetString(1))));
        }

        change.Defer(
            "INSERT INTO tasks.reads (entry, person, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            new() { Value = id },
            new() { Value = actor.Id },
            new() { Value = now });
        return TypedResults.NoContent().AsOutcome();
    }

    private static NpgsqlParameter[] Of(Actor actor, Instant now) =>
    [
        new() { Value = actor.Id },
        new() { Value = actor.Post },
        new() { Value = actor.Department },
        new() { Value = actor.PermissionsAt(now).ToArray() },
        new() { Value = actor.Sites.Contains("*") },
        new() { Value = actor.Sites.ToArray() },
    ];
}

/// <summary>Which entries are listed.</summary>
internal enum TaskFilter
{
    /// <summary>Those that are neither done nor read.</summary>
    Open,

    /// <summary>Every one.</summary>
    All,
}

/// <summary>A page of a list of tasks and notices, the newest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
/// <param name="Open">How many are neither done nor read, whatever is listed here; 100 for that many or more.</param>
internal sealed record TaskPage(IReadOnlyList<TaskView> Items, long? Next, long Open);

/// <summary>An entry of a list.</summary>
internal sealed record TaskView(
    Guid Id, string Title, string Rule, string Subject, string Site, bool MustBeDone, OffsetDateTime At,
    OffsetDateTime? DueAt, OffsetDateTime? DoneAt, string? DoneBy, OffsetDateTime? ReadAt)
{
    /// <summary>What <c>If-Match</c> names to decide on its subject; null where that has no version.</summary>
    public long? Version { get; init; }
}
