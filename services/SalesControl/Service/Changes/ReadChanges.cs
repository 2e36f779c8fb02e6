using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Changes;

/// <summary>The changes of a project that were asked for, the newest first.</summary>
internal static class ReadChanges
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/changes", ListAsync).RequirePermission(SalesControlPermissions.ReadApprovals)
            .WithSummary("change.list.summary").AnswersOutcome<Page>();
        api.MapRead<RequestedChange, ChangeView>("changes/{id:guid}", SalesControlPermissions.ReadApprovals)
            .WithSummary("change.read.summary");
    }

    internal sealed record Page(IReadOnlyList<ChangeView> Items, Guid? Next);

    /// <summary>Which of them.</summary>
    internal sealed record Query
    {
        public required string Project { get; init; }

        public Word<ChangeState>? State { get; init; }

        public Word<ChangeKind>? Kind { get; init; }

        public string? Unit { get; init; }

        /// <summary>The reservation or the sale that it is about.</summary>
        public Guid? Subject { get; init; }

        public string? AskedBy { get; init; }

        public Guid? After { get; init; }

        public PageSize? Limit { get; init; }
    }

    private static async Task<Outcome<Page>> ListAsync(
        [AsParameters] Query query, Actor actor, SalesControlDb db, KnownProjects projects, ITexts texts,
        CancellationToken cancellationToken)
    {
        var project = await projects.FindAsync(query.Project, actor, db, cancellationToken);
        if (project.Refusal is { } unknown)
            return unknown;
        var (site, after) = (project.Value, query.After);
        var (state, kind) = (query.State?.Value, query.Kind?.Value);
        var size = query.Limit.Rows();
        var found = await db.Changes.AsNoTracking()
            .Where(c => c.Project == site.Code)
            .Where(c => (state == null || c.State == state) && (kind == null || c.Kind == kind))
            .Where(c => query.Subject == null || c.Subject == query.Subject)
            .Where(c => query.AskedBy == null || c.AskedBy == query.AskedBy)
            .Where(c => query.Unit == null
                || db.Units.Any(u => u.Id == c.UnitId && u.Project == site.Code && u.Code == query.Unit))
            .Where(c => after == null || c.Id.CompareTo(after.Value) < 0)
            .OrderByDescending(c => c.Id).Take(size)
            .Join(db.Units, c => c.UnitId, u => u.Id, (c, u) => new { Change = c, u.Code, u.Version })
            .OrderByDescending(one => one.Change.Id).ToListAsync(cancellationToken);
        return new Page(
            [.. found.Select(one => ChangeView.Of(one.Change, (one.Code, one.Version), site, texts))],
            found.Count == size ? found[^1].Change.Id : null);
    }
}
