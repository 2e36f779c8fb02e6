using Microsoft.EntityFrameworkCore;
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
            .AnswersOutcome<IReadOnlyList<CampaignView>>();
        api.MapRead<ProjectCampaign, CampaignView>("move-in-campaigns/{id:guid}", SalesControlPermissions.ReadBoard)
            .WithSummary("campaign.read.summary");
    }

    private static async Task<Outcome<IReadOnlyList<CampaignView>>> ListAsync(
        string project, Actor actor, KnownProjects projects, CampaignSource source, SalesControlDb db,
        CancellationToken cancellationToken)
    {
        var site = await projects.FindAsync(project, actor, db, cancellationToken);
        if (site.Refusal is { } unknown)
            return unknown;
        var campaigns = await db.MoveInCampaigns.AsNoTracking().Where(c => c.Project == project)
            .OrderByDescending(c => c.Id).ToListAsync(cancellationToken);
        var sold = await source.SoldAsync(project, cancellationToken);
        return campaigns.ConvertAll(one => CampaignView.Of(new ProjectCampaign(one, site.Value, sold)));
    }
}
