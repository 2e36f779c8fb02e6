using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.MoveIn;

/// <summary>DOC-5.3.2: a project's move-in campaigns, and what is delivered in each and what is not.</summary>
internal static class ReadCampaigns
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/move-in-campaigns", ListAsync)
            .RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("campaign.list.summary")
            .AnswersOutcome<Page>();
        api.MapRead<ProjectCampaign, CampaignView>("move-in-campaigns/{id:guid}", SalesControlPermissions.ReadBoard)
            .WithSummary("campaign.read.summary");
    }

    /// <summary>A page of campaigns, the newest first.</summary>
    /// <param name="Items">The campaigns.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<CampaignView> Items, Guid? Next);

    private static async Task<Outcome<Page>> ListAsync(
        string project, Guid? after, PageSize? limit, Actor actor, KnownProjects projects, CampaignSource source,
        SalesControlDb db, CancellationToken cancellationToken)
    {
        var site = await projects.FindAsync(project, actor, db, cancellationToken);
        if (site.Refusal is { } unknown)
            return unknown;
        var size = limit.Rows();
        var campaigns = await db.MoveInCampaigns.AsNoTracking()
            .Where(c => c.Project == project && (after == null || c.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(c => c.Id).Take(size).ToListAsync(cancellationToken);
        var sold = await source.SoldAsync(project, cancellationToken);
        return new Page(
            campaigns.ConvertAll(one => CampaignView.Of(new ProjectCampaign(one, site.Value, sold))),
            campaigns.Count == size ? campaigns[^1].Id : null);
    }
}
