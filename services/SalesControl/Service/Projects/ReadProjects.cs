using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Projects;

/// <summary>CS-7: the projects of the sites that one may see.</summary>
internal static class ReadProjects
{
    public static void MapReadProjects(this IEndpointRouteBuilder api)
    {
        api.MapGet("projects", ListAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("project.list.summary").Produces<Page>();
        api.MapGet("projects/{project}", GetAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("project.read.summary").AnswersOutcome<ProjectView>();
    }

    /// <summary>A page.</summary>
    /// <param name="Items">The projects of the sites that one may see, by code.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<ProjectView> Items, string? Next);

    private static async Task<IResult> ListAsync(
        string? after, PageSize? limit, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        var size = limit.Rows();
        // A company has as many projects as it has sites: few.
        var projects = await db.Projects.AsNoTracking().ToListAsync(cancellationToken);
        List<ProjectView> found =
        [
            .. projects.Where(p => actor.MaySee(p.Code) && string.CompareOrdinal(p.Code, after) > 0)
                .OrderBy(p => p.Code, StringComparer.Ordinal).Take(size).Select(ProjectView.Of),
        ];
        return Results.Ok(new Page(found, found.Count == size ? found[^1].Code : null));
    }

    private static async Task<Outcome<ProjectView>> GetAsync(
        string project, Actor actor, KnownProjects projects, SalesControlDb db, CancellationToken cancellationToken) =>
        (await projects.FindAsync(project, actor, db, cancellationToken))
            .Then<ProjectView>(found => ProjectView.Of(found));
}

/// <summary>A project as a caller sees it.</summary>
internal sealed record ProjectView(
    string Code, string Name, string TimeZone, LocalTime CloseOfBusiness, Money StandardDeposit,
    IReadOnlyList<string> BuildingSuffixes, IReadOnlyList<string> EntranceSuffixes, IReadOnlyList<string> RoomSuffixes)
{
    public static ProjectView Of(Project project) => new(
        project.Code, project.Name, project.TimeZone, project.CloseOfBusiness, Money.Of(project.StandardDeposit),
        project.BuildingSuffixes, project.EntranceSuffixes, project.RoomSuffixes);
}
