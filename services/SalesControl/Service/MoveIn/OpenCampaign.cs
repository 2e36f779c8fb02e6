using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.MoveIn;

/// <summary>DOC-5.3.2: a project's move-in campaign 集中入伙 is opened, one at a time.</summary>
internal static class OpenCampaign
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<NextCampaign, Request, MoveInCampaignOpened>(
                "projects/{project}/move-in-campaigns", SalesControlPermissions.RecordDelivery, Decide)
            .Makes<ProjectCampaign, CampaignView>((next, _) => next, state => state.Campaign.Path)
            .WithSummary("campaign.open.summary");

    /// <summary>The campaign.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="From">The first day on which units are delivered.</param>
    internal sealed record Request(string Name, LocalDate From);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Name).NotEmpty().Refuses("DOC-5.3.2", "campaign.name-missing").IsOneLine(100);
            RuleFor(r => r.From).Must(Days.Know).Refuses("DOC-5.3.2", "day.beyond");
        }
    }

    [Rule("DOC-5.3.2", "campaign")]
    internal static Outcome<MoveInCampaignOpened> Decide(NextCampaign next, Request request, Change change)
    {
        if (request.From < next.Site.At(next.Site.CreatedAt).Date)
            return Refused.Input("DOC-5.3.2", "from", Text.Of("campaign.before-project"));
        if (next.Open is { } open)
        {
            return new Refused("DOC-5.3.2", Text.Of("campaign.another-open"))
            {
                Evidence = [$"move-in-campaign/{open}"],
            };
        }

        return new MoveInCampaignOpened(next.Campaign.Id, next.Site.Code, request.Name.Trim(), request.From);
    }
}

/// <summary>The campaign that is opened next, and the one of the project that is open now.</summary>
internal sealed class NextCampaign(
    MoveInCampaign campaign, Project site, IReadOnlyList<ContractedUnit> sold, Guid? open)
    : ProjectCampaign(campaign, site, sold)
{
    /// <summary>The campaign that is open; null for none.</summary>
    public Guid? Open => open;
}

/// <summary>Loads what the opening of a campaign needs.</summary>
internal sealed class NextCampaignLoad(SalesControlDb db, KnownProjects projects, CampaignSource campaigns)
    : ILoad<NextCampaign, OpenCampaign.Request>
{
    public async Task<Outcome<NextCampaign>> LoadAsync(
        Named named, OpenCampaign.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await projects.FindAsync(named["project"], named.Actor, db, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var site = found.Value;
        var open = await db.MoveInCampaigns.AsNoTracking().Where(c => c.Project == site.Code && c.EndedAt == null)
            .Select(c => (Guid?)c.Id).SingleOrDefaultAsync(cancellationToken);
        var sold = await campaigns.SoldAsync(site.Code, cancellationToken);
        return new NextCampaign(new MoveInCampaign(change.NewId()), site, sold, open);
    }
}

/// <summary>A project's move-in campaign 集中入伙 was opened.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="From">The first day on which units are delivered.</param>
[HappensUnder("DOC-5.3.2")]
internal sealed record MoveInCampaignOpened(Guid CampaignId, string Project, string Name, LocalDate From)
    : IEvent<ProjectCampaign>
{
    public void Apply(ProjectCampaign state, Occurrence when)
    {
        var campaign = state.Campaign;
        (campaign.Project, campaign.Name, campaign.From) = (Project, Name, From);
        (campaign.OpenedAt, campaign.OpenedBy) = (when.At, when.By);
    }

    public void React(ProjectCampaign state, Occurrence when, Reactions follow) => follow.Add(state.Campaign);
}
