using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Prices;

/// <summary>A version of the price list with its project, and how many units it names.</summary>
internal class ProjectPriceList(PriceList list, Project site, int units) : IState
{
    public PriceList List => list;

    public Project Site => site;

    /// <summary>How many units it names.</summary>
    public int Units => units;

    public Aggregate Root => list;

    /// <summary>What another than who drafted it is asked to agree to (CS-4, CS-7).</summary>
    public ApprovalTerms Approval => new(
        list.ApprovalKey, "price-list", "CS-4", list.Project, list.Path,
        Text.Of("prices.approval", ("version", list.Number)), list.DraftedBy, list.DraftedBy, list.DraftedAt,
        Until: null, [new Need(SalesControlPermissions.ApprovePrices)]);

    /// <summary>A refusal because of how far the version has come.</summary>
    /// <param name="code">What cannot be done to it.</param>
    public Refused RefuseByState(string code) =>
        new("CS-4", Text.Of(code, ("version", list.Number), ("state", Text.NameOf(list.State))))
        {
            Evidence = [list.Stream],
        };
}

/// <summary>A version as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Version">Its number in the project.</param>
/// <param name="Note">Why there is a new version.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Units">How many units it names.</param>
/// <param name="DraftedAt">When it was drafted.</param>
/// <param name="DraftedBy">By whom.</param>
/// <param name="ApprovedAt">When another agreed to it.</param>
/// <param name="ApprovedBy">Who did.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="PublishedBy">By whom.</param>
/// <param name="EffectiveAt">From when it is in force.</param>
/// <param name="DroppedWhy">Why it was refused or withdrawn.</param>
/// <param name="Change">
/// What <c>If-Match</c> names to decide on it: how often it has changed; <c>version</c> is its number.
/// </param>
internal sealed record PriceListView(
    Guid Id, string Project, int Version, string Note, PriceListState State, int Units, OffsetDateTime DraftedAt,
    string DraftedBy, OffsetDateTime? ApprovedAt, string? ApprovedBy, OffsetDateTime? PublishedAt, string? PublishedBy,
    OffsetDateTime? EffectiveAt, string? DroppedWhy, long Change)
{
    /// <summary>
    /// What the reader may do with it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static PriceListView Of(PriceList list, Project site, int units) => new(
        list.Id, list.Project, list.Number, list.Note, list.State, units, site.At(list.DraftedAt), list.DraftedBy,
        site.At(list.ApprovedAt), list.ApprovedBy, site.At(list.PublishedAt), list.PublishedBy,
        site.At(list.EffectiveAt), list.DroppedWhy, list.Version);
}

/// <summary>Finds versions of the sites that the actor may see; a version is locked by its row.</summary>
internal sealed class PriceListSource(SalesControlDb db, KnownProjects projects, IActions actions)
    : ISource<ProjectPriceList>, IView<ProjectPriceList, PriceListView>
{
    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("prices.list-unknown", ("id", id)));

    public async Task<Outcome<ProjectPriceList>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        if (access == Access.Change)
            await LockRowAsync(named.Id, cancellationToken);
        var found = await LoadAsync(named.Id, access, cancellationToken);
        return found is not null && named.Actor.MaySee(found.List.Project) ? found : Unknown(named.Id);
    }

    public async Task<ProjectPriceList> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        await LockRowAsync(id, cancellationToken);
        return await LoadAsync(id, Access.Change, cancellationToken)
            ?? throw new InvalidOperationException($"There is no price list {id}.");
    }

    public async ValueTask<PriceListView> ShowAsync(
        ProjectPriceList state, Actor actor, CancellationToken cancellationToken) =>
        PriceListView.Of(state.List, state.Site, state.Units) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };

    private Task<int> LockRowAsync(Guid id, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM price_lists WHERE id = {id} FOR UPDATE", cancellationToken);

    private async Task<ProjectPriceList?> LoadAsync(Guid id, Access access, CancellationToken cancellationToken)
    {
        var lists = access == Access.Change ? db.PriceLists : db.PriceLists.AsNoTracking();
        var found = await lists.Where(list => list.Id == id)
            .Select(list => new { List = list, Units = list.Lines.Count }).SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new(found.List, await projects.GetAsync(found.List.Project, db, cancellationToken), found.Units);
    }
}
