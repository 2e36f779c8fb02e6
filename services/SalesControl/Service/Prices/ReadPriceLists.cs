using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Prices;

/// <summary>CS-4: which versions of the price list there were, what each says, and what sets two apart.</summary>
internal static class ReadPriceLists
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/price-lists", ListAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("price-list.list.summary").AnswersOutcome<Page>();
        api.MapGet("price-lists/{id:guid}/lines", LinesAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("price-list-line.list.summary").AnswersOutcome<Lines>();
        api.MapGet("price-lists/{id:guid}/compare", CompareAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("price-list.compare.summary").AnswersOutcome<Comparison>();
    }

    internal sealed record Page(IReadOnlyList<PriceListView> Items, int? Next);

    /// <summary>Which versions.</summary>
    internal sealed record Query(string Project, Word<PriceListState>? State, int? After, PageSize? Limit);

    /// <summary>The lines of a version, by the units' codes.</summary>
    internal sealed record Lines(IReadOnlyList<Line> Items, string? Next);

    /// <summary>A unit's price in a version.</summary>
    internal sealed record Line(string Unit, Money Price);

    /// <summary>In what two versions differ.</summary>
    /// <param name="Version">The one.</param>
    /// <param name="With">The other.</param>
    /// <param name="Same">How many units both name with one price.</param>
    /// <param name="Differences">The others.</param>
    internal sealed record Comparison(int Version, int With, int Same, IReadOnlyList<Difference> Differences);

    /// <summary>A unit that two versions do not name with one price.</summary>
    /// <param name="Unit">Its code.</param>
    /// <param name="Price">Its price in the one; null where that does not name it.</param>
    /// <param name="With">Its price in the other.</param>
    internal sealed record Difference(string Unit, Money? Price, Money? With);

    private static async Task<Outcome<Page>> ListAsync(
        [AsParameters] Query query, Actor actor, KnownProjects projects, SalesControlDb db,
        CancellationToken cancellationToken)
    {
        var site = await projects.FindAsync(query.Project, actor, db, cancellationToken);
        if (site.Refusal is { } unknown)
            return unknown;
        var (state, after, size) = (query.State?.Value, query.After, query.Limit.Rows());
        var found = await db.PriceLists.AsNoTracking()
            .Where(p => p.Project == query.Project && (after == null || p.Number < after))
            .Where(p => state == null || p.State == state)
            .OrderByDescending(p => p.Number).Take(size)
            .Select(p => new
            {
                List = p,
                Units = p.Lines.Count(line => db.OnTheList.Any(u => u.Id == line.UnitId)),
            }).ToListAsync(cancellationToken);
        return new Page(
            [.. found.Select(one => PriceListView.Of(one.List, site.Value, one.Units))],
            found.Count == size ? found[^1].List.Number : null);
    }

    private static async Task<Outcome<Lines>> LinesAsync(
        Guid id, string? after, PageSize? limit, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, actor, db, cancellationToken) is null)
            return PriceListSource.Unknown(id);
        var size = limit.Rows();
        var found = await db.PriceLines.AsNoTracking().Where(line => line.PriceListId == id)
            .Join(db.OnTheList, line => line.UnitId, u => u.Id, (line, u) => new { u.Code, line.Price })
            .Where(line => after == null || line.Code.CompareTo(after) > 0).OrderBy(line => line.Code).Take(size)
            .ToListAsync(cancellationToken);
        return new Lines(
            [.. found.Select(line => new Line(line.Code, Money.Of(line.Price)))],
            found.Count == size ? found[^1].Code : null);
    }

    private static async Task<Outcome<Comparison>> CompareAsync(
        Guid id, Guid with, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, actor, db, cancellationToken) is not { } one)
            return PriceListSource.Unknown(id);
        if (await FindAsync(with, actor, db, cancellationToken) is not { } other || other.Project != one.Project)
            return PriceListSource.Unknown(with);

        var lines = await db.PriceLines.AsNoTracking()
            .Where(line => line.PriceListId == id || line.PriceListId == with)
            .Join(
                db.OnTheList, line => line.UnitId, u => u.Id,
                (line, u) => new { line.PriceListId, u.Code, line.Price })
            .ToListAsync(cancellationToken);
        List<(string Unit, decimal? Price, decimal? With)> units =
        [
            .. lines.GroupBy(line => line.Code, StringComparer.Ordinal).Select(unit => (
                unit.Key, unit.FirstOrDefault(line => line.PriceListId == id)?.Price,
                unit.FirstOrDefault(line => line.PriceListId == with)?.Price)),
        ];
        return new Comparison(
            one.Number, other.Number, units.Count(unit => unit.Price == unit.With),
            [
                .. units.Where(unit => unit.Price != unit.With).OrderBy(unit => unit.Unit, StringComparer.Ordinal)
                    .Select(unit => new Difference(unit.Unit, Money.Of(unit.Price), Money.Of(unit.With))),
            ]);
    }

    private static async Task<PriceList?> FindAsync(
        Guid id, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        var found = await db.PriceLists.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        return found is not null && actor.MaySee(found.Project) ? found : null;
    }
}
