using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Duties;
using Ops.RecordsArchive.Storage;
using Ops.ServiceDefaults;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// DOC-5.2.2, DOC-4: each department sees what it owes and what it is owed, the overdue among them; the general
/// manager's office sees every department's.
/// </summary>
internal static class ListHandovers
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("handovers", ListAsync).RequirePermission(RecordsArchivePermissions.ReadFiles)
            .WithSummary("handover.list.summary")
            .AnswersOutcome<Page>();
        api.MapRead<OwedHandover, HandoverView>("handovers/{id:guid}", RecordsArchivePermissions.ReadFiles)
            .WithSummary("handover.read.summary");
    }

    /// <summary>A page of handovers, the oldest first.</summary>
    /// <param name="Items">The handovers.</param>
    /// <param name="Next">The cursor of the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<HandoverView> Items, Guid? Next);

    /// <summary>Which handovers are asked for.</summary>
    /// <param name="State">Only those in this state.</param>
    /// <param name="Department">Only those that this department owes or is owed.</param>
    /// <param name="Project">Only those of this project.</param>
    /// <param name="After">The cursor of the page before.</param>
    /// <param name="Limit">The most on a page, 1 to 200; 50 by itself.</param>
    internal readonly record struct Query(
        Word<HandoverState>? State, string? Department, string? Project, Guid? After, PageSize? Limit);

    private static async Task<Outcome<Page>> ListAsync(
        [AsParameters] Query query, Actor actor, RecordsArchiveDb db, Departments departments, HandoverSource source,
        CancellationToken cancellationToken)
    {
        var (state, size) = (query.State?.Value, query.Limit.Rows());
        var office = await departments.WithAsync(Duty.ArchiveOwner, cancellationToken);
        var own = actor.Department == office ? query.Department : actor.Department;
        var sees = actor.Sites.Contains("*");
        var sites = actor.Sites.ToArray();
        var page = await db.Handovers.AsNoTracking()
            .Where(h => own == null || h.OwedBy == own || h.OwedTo == own)
            .Where(h => query.Department == null || h.OwedBy == query.Department || h.OwedTo == query.Department)
            .Where(h => sees || sites.Contains(h.Project))
            .Where(h => state == null || h.State == state)
            .Where(h => query.Project == null || h.Project == query.Project)
            .Where(h => query.After == null || h.Id > query.After)
            .OrderBy(h => h.Id).Take(size + 1).ToListAsync(cancellationToken);
        var more = page.Count > size;
        if (more)
            page.RemoveAt(size);
        return new Page(await source.ShowAsync(page, cancellationToken), more ? page[^1].Id : null);
    }
}
