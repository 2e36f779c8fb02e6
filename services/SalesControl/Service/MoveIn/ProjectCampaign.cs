using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.MoveIn;

/// <summary>A unit of the project that is sold by contract.</summary>
/// <param name="Id">The unit.</param>
/// <param name="Code">Its code.</param>
/// <param name="ContractSignedAt">When the contract was signed.</param>
/// <param name="DeliveredAt">When it was delivered; null while it is not.</param>
internal sealed record ContractedUnit(Guid Id, string Code, Instant ContractSignedAt, Instant? DeliveredAt);

/// <summary>A campaign with its project and what is sold there by contract.</summary>
internal class ProjectCampaign(MoveInCampaign campaign, Project site, IReadOnlyList<ContractedUnit> sold) : IState
{
    public MoveInCampaign Campaign => campaign;

    public Project Site => site;

    public Aggregate Root => campaign;

    /// <summary>What was delivered in it: from its first day on, while it was open.</summary>
    public IReadOnlyList<ContractedUnit> Delivered =>
    [
        .. Sold.Where(unit => unit.DeliveredAt is { } at && at >= campaign.OpenedAt
            && site.At(at).Date >= campaign.From && !(at > campaign.EndedAt)),
    ];

    /// <summary>What was sold by contract, and not delivered, by its end.</summary>
    public IReadOnlyList<ContractedUnit> Outstanding =>
        [.. Sold.Where(unit => unit.DeliveredAt is null || unit.DeliveredAt > campaign.EndedAt)];

    private IEnumerable<ContractedUnit> Sold =>
        sold.Where(unit => campaign.EndedAt is null || unit.ContractSignedAt <= campaign.EndedAt);
}

/// <summary>A campaign as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="From">The first day.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Delivered">The units delivered in it, by code.</param>
/// <param name="Outstanding">The units under contract that are not delivered, by code.</param>
internal sealed record CampaignView(
    Guid Id, string Project, string Name, LocalDate From, OffsetDateTime OpenedAt, OffsetDateTime? EndedAt,
    IReadOnlyList<string> Delivered, IReadOnlyList<string> Outstanding)
{
    /// <summary>
    /// What the reader may do to it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static CampaignView Of(ProjectCampaign state)
    {
        var (campaign, site) = (state.Campaign, state.Site);
        return new(
            campaign.Id, campaign.Project, campaign.Name, campaign.From, site.At(campaign.OpenedAt),
            site.At(campaign.EndedAt), [.. state.Delivered.Select(unit => unit.Code)],
            [.. state.Outstanding.Select(unit => unit.Code)]);
    }
}

/// <summary>Finds campaigns of the sites that the actor may see; one is locked by its row.</summary>
internal sealed class CampaignSource(SalesControlDb db, KnownProjects projects, IActions actions)
    : ISource<ProjectCampaign>, IView<ProjectCampaign, CampaignView>
{
    public async Task<Outcome<ProjectCampaign>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        if (access == Access.Change)
            await LockRowAsync(named.Id, cancellationToken);
        var campaigns = access == Access.Change ? db.MoveInCampaigns : db.MoveInCampaigns.AsNoTracking();
        var found = await campaigns.SingleOrDefaultAsync(c => c.Id == named.Id, cancellationToken);
        return found is not null && named.Actor.MaySee(found.Project)
            ? await LoadAsync(found, cancellationToken)
            : Refused.NotFound(Text.Of("campaign.unknown", ("id", named.Id)));
    }

    public async Task<ProjectCampaign> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        await LockRowAsync(id, cancellationToken);
        return await LoadAsync(
            await db.MoveInCampaigns.SingleAsync(c => c.Id == id, cancellationToken), cancellationToken);
    }

    public async ValueTask<CampaignView> ShowAsync(
        ProjectCampaign state, Actor actor, CancellationToken cancellationToken) => CampaignView.Of(state) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };

    /// <summary>What of a project is sold by contract, by the units' codes.</summary>
    public async Task<IReadOnlyList<ContractedUnit>> SoldAsync(string project, CancellationToken cancellationToken) =>
        await db.Subscriptions.AsNoTracking()
            .Where(s => s.Project == project && s.EndedAt == null && s.ContractSignedAt != null)
            .Join(
                db.Units, s => s.UnitId, u => u.Id,
                (s, u) => new { u.Id, u.Code, s.ContractSignedAt, s.DeliveredAt })
            .OrderBy(one => one.Code)
            .Select(one => new ContractedUnit(one.Id, one.Code, one.ContractSignedAt!.Value, one.DeliveredAt))
            .ToListAsync(cancellationToken);

    private Task<int> LockRowAsync(Guid id, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"SELECT 1 FROM move_in_campaigns WHERE id = {id} FOR UPDATE", cancellationToken);

    private async Task<ProjectCampaign> LoadAsync(MoveInCampaign campaign, CancellationToken cancellationToken) => new(
        campaign, await projects.GetAsync(campaign.Project, db, cancellationToken),
        await SoldAsync(campaign.Project, cancellationToken));
}
