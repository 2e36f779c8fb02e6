using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Storage;
using Ops.ServiceDefaults;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// DOC-5.2.2, DOC-4: each department sees what it owes and what it is owed, the overdue among them; the general manager's
/// office sees every department's.
/// </summary>
internal static class ListHandovers
{
    private const int MostOnAPage = 200;

    public static void MapListHandovers(this IEndpointRouteBuilder api)
    {
        api.MapGet("handovers", ListAsync).RequirePermission(RecordsArchivePermissions.ReadFiles)
            .WithSummary("The handovers of one's department; of all departments for the general manager's office").Produces<Page>();
        api.MapGet("handovers/{id:guid}", GetAsync).RequirePermission(RecordsArchivePermissions.ReadFiles)
            .WithSummary("A handover with its cause, down to the subscription").Produces<HandoverView>();
    }

    /// <summary>A page of handovers, the oldest first.</summary>
    /// <param name="Items">The handovers.</param>
    /// <param name="Next">The cursor of the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<HandoverView> Items, Guid? Next);

    private static async Task<IResult> ListAsync(
        Actor actor, RecordsArchiveDb db, Departments departments, HandoverViews views, string? state, string? department, string? project, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        var size = limit ?? 50;
        if (size is < 1 or > MostOnAPage)
            return Refused.Input(null, "limit", $"A page has 1 to {MostOnAPage} handovers.").ToProblem();

        HandoverState? wanted = null;
        if (state is not null)
        {
            if (!Enum.TryParse<HandoverState>(state, ignoreCase: true, out var parsed) || !char.IsLetter(state[0]))
                return Refused.Input(null, "state", "state is owed, overdue, handedOver or accepted.").ToProblem();
            wanted = parsed;
        }

        var own = actor.Department == await departments.WithAsync(Duty.ArchiveOwner, cancellationToken) ? department : actor.Department;
        var sees = actor.Sites.Contains("*");
        var sites = actor.Sites.ToArray();
        var page = await db.Handovers.AsNoTracking()
            .Where(h => own == null || h.OwedBy == own || h.OwedTo == own)
            .Where(h => department == null || h.OwedBy == department || h.OwedTo == department)
            .Where(h => sees || sites.Contains(h.Project))
            .Where(h => (wanted == null || h.State == wanted) && (project == null || h.Project == project) && (after == null || h.Id > after))
            .OrderBy(h => h.Id).Take(size + 1).ToListAsync(cancellationToken);
        var more = page.Count > size;
        if (more)
            page.RemoveAt(size);
        return Results.Ok(new Page(await views.ShowAsync(page, cancellationToken), more ? page[^1].Id : null));
    }

    private static async Task<IResult> GetAsync(Guid id, Actor actor, HandoverViews views, CancellationToken cancellationToken) =>
        await views.FindAsync(id, actor, cancellationToken) is { } handover
            ? views.Result(handover, await views.DeadlineOfAsync(handover, cancellationToken))
            : HandoverViews.Unknown(id).ToProblem();
}
