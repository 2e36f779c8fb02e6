using Microsoft.EntityFrameworkCore;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Prices;

/// <summary>The version of a project's price list that is drafted next, with what its draft is held against.</summary>
/// <param name="list">The version, empty still.</param>
/// <param name="site">The project; its numbers are given one after the other.</param>
/// <param name="number">Which number it will have.</param>
/// <param name="sold">The sold ones among the units that it is to name, with their prices.</param>
internal sealed class NextPriceList(PriceList list, Project site, int number, IReadOnlyList<SoldUnit> sold) : IState
{
    public PriceList List => list;

    public Project Site => site;

    public int Number => number;

    /// <summary>The units that it is to name, by code, where they are named by code.</summary>
    public IReadOnlyDictionary<string, Guid> Units { get; set; } = new Dictionary<string, Guid>();

    public IReadOnlyList<SoldUnit> Sold => sold;

    public Aggregate Root => list;

    /// <summary>The version as it was drafted.</summary>
    public ProjectPriceList As(PriceListDrafted drafted) => new(list, site, drafted.Units);
}

/// <summary>Loads what a draft needs.</summary>
internal sealed class NextPriceLists(SalesControlDb db, KnownProjects projects, SoldUnits sold)
    : ILoad<NextPriceList, DraftPriceList.Request>
{
    public async Task<Outcome<NextPriceList>> LoadAsync(
        Named named, DraftPriceList.Request request, Change change, CancellationToken cancellationToken)
    {
        var site = await projects.FindAsync(named["project"], named.Actor, db, cancellationToken);
        if (site.Refusal is { } unknown)
            return unknown;
        var codes = request.Prices.Keys.ToList();
        var units = await db.ListedUnits(site.Value.Code).AsNoTracking().Where(u => codes.Contains(u.Code))
            .ToDictionaryAsync(u => u.Code, u => u.Id, StringComparer.Ordinal, cancellationToken);
        var next = await LoadAsync(site.Value, units.Values, change, cancellationToken);
        next.Units = units;
        return next;
    }

    /// <summary>What a draft needs that names these units by their ids.</summary>
    public async Task<NextPriceList> LoadAsync(
        Project site, IEnumerable<Guid> units, Change change, CancellationToken cancellationToken)
    {
        await LockAsync(site, cancellationToken);
        var last = await db.PriceLists.Where(p => p.Project == site.Code)
            .MaxAsync(p => (int?)p.Number, cancellationToken) ?? 0;
        return new NextPriceList(
            new PriceList(change.NewId()), site, last + 1,
            await sold.AmongAsync(site.Code, [.. units], change.At, cancellationToken));
    }

    /// <summary>One draft of a project at a time.</summary>
    public Task LockAsync(Project site, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"SELECT pg_advisory_xact_lock(hashtextextended({site.Code}, 12))", cancellationToken);
}
