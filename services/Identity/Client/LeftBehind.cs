using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Client;

/// <summary>
/// A kind of thing that belongs to a member of staff, and passes to a successor when they leave: reservations and
/// waits, tickets, tasks.
/// </summary>
public interface IBelongings
{
    /// <summary>What each of some people has, in one question.</summary>
    /// <param name="staff">The staff numbers.</param>
    /// <param name="cancellationToken">Abandons the reading.</param>
    Task<ILookup<string, Belonging>> OfAsync(IReadOnlyCollection<string> staff, CancellationToken cancellationToken);

    /// <summary>Passes all of it on, in the change that is under way.</summary>
    /// <param name="from">Who left.</param>
    /// <param name="to">Who takes over.</param>
    /// <param name="at">Business time at which it took effect.</param>
    /// <param name="by">Who named the successor.</param>
    /// <param name="cancellationToken">Abandons the change.</param>
    Task PassAsync(string from, string to, Instant at, string by, CancellationToken cancellationToken);
}

/// <summary>Something that belongs to a member of staff.</summary>
/// <param name="What">What it is, in a sentence.</param>
/// <param name="Site">The project's code.</param>
/// <param name="Subject">Its path.</param>
public sealed record Belonging(string What, string Site, string Subject);

/// <summary>
/// CS-7: what was somebody's who left, and is nobody's until a successor is named. What was written down for them after
/// it had passed to a successor is listed too, as long as it is theirs.
/// </summary>
internal static class LeftBehind
{
    public static void MapLeftBehind(this IEndpointRouteBuilder api, string permission) =>
        api.MapGet("left-behind", HandleAsync).RequirePermission(permission)
            .WithSummary("left-behind.read.summary")
            .Produces<IReadOnlyList<View>>();

    /// <summary>One who left, and what is theirs still.</summary>
    /// <param name="Staff">The staff number.</param>
    /// <param name="LeftOn">The last day.</param>
    /// <param name="Successor">Who takes over; null when nobody was named yet.</param>
    /// <param name="Items">What is nobody's.</param>
    internal sealed record View(string Staff, LocalDate LeftOn, string? Successor, IReadOnlyList<Belonging> Items);

    private static async Task<IResult> HandleAsync(
        Actor actor, NpgsqlDataSource database, IEnumerable<IBelongings> belongings,
        CancellationToken cancellationToken)
    {
        List<(string Staff, LocalDate On, string? Successor)> left = [];
        const string Leavers =
            "SELECT number, left_on, successor FROM staff.members WHERE left_on IS NOT NULL ORDER BY left_on, number";
        await using (var command = database.CreateCommand(Leavers))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                left.Add((
                    reader.GetString(0), reader.GetFieldValue<LocalDate>(1),
                    reader.IsDBNull(2) ? null : reader.GetString(2)));
            }
        }

        // As many questions as there are kinds of things, however many have left.
        string[] leavers = [.. left.Select(one => one.Staff)];
        var found = new List<ILookup<string, Belonging>>();
        foreach (var kind in belongings)
            found.Add(await kind.OfAsync(leavers, cancellationToken));

        var views = left
            .Select(one => new View(
                one.Staff, one.On, one.Successor,
                [.. found.SelectMany(kind => kind[one.Staff]).Where(item => actor.MaySee(item.Site))]))
            .Where(view => view.Items.Count > 0).ToList();
        return TypedResults.Ok(views);
    }
}

/// <summary>A person's own tasks that are still to be done.</summary>
internal sealed class TaskBelongings(ITaskList tasks, ITexts texts) : IBelongings
{
    public async Task<ILookup<string, Belonging>> OfAsync(
        IReadOnlyCollection<string> staff, CancellationToken cancellationToken) =>
        (await tasks.OpenOfAsync(staff, cancellationToken))
            .ToLookup(task => task.Person, task => new Belonging(
                texts.Render(Text.Of("leaver.task", ("title", task.Title))), task.Site, task.Subject));

    public Task PassAsync(string from, string to, Instant at, string by, CancellationToken cancellationToken)
    {
        tasks.Pass(from, to, at, by);
        return Task.CompletedTask;
    }
}
