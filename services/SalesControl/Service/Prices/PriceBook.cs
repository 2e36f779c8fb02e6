using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Prices;

/// <summary>A unit's price at a time, and the version that says so.</summary>
/// <param name="PriceListId">The version's id.</param>
/// <param name="Version">Its number.</param>
/// <param name="Price">CNY.</param>
/// <param name="EffectiveAt">From when that version is in force.</param>
internal sealed record PriceInForce(Guid PriceListId, int Version, decimal Price, Instant EffectiveAt);

/// <summary>
/// CS-4: the one source of every price: the published version of the price list 一房一价 that came into force last. A
/// unit that is sold keeps the price that it had when its sale was signed, whatever version comes into force later.
/// </summary>
internal sealed class PriceBook(SalesControlDb db)
{
    /// <summary>
    /// The same in SQL, for whoever reads many units <c>u</c> at the instant <c>$2</c>: <c>p.price</c>.
    /// </summary>
    internal const string InForceSql = """
        LEFT JOIN subscriptions standing ON standing.unit_id = u.id AND standing.signed_at <= $2
             AND (standing.ended_at IS NULL OR standing.ended_at > $2)
        LEFT JOIN LATERAL (
            SELECT line.price FROM price_lines line JOIN price_lists list ON list.id = line.price_list_id
            WHERE line.unit_id = u.id AND list.state = 'Published'
              AND list.effective_at <= coalesce(standing.signed_at, $2)
            ORDER BY list.effective_at DESC, list.number DESC LIMIT 1) p ON true
        """;

    /// <summary>The price of a unit at an instant; null where no published version had one.</summary>
    public Task<PriceInForce?> GetAsync(Guid unitId, Instant at, CancellationToken cancellationToken) =>
        InForce(unitId, at).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The question for it, for whoever asks for more at once.</summary>
    public IQueryable<PriceInForce> InForce(Guid unitId, Instant at) =>
        from line in At(at)
        where line.UnitId == unitId
        orderby line.EffectiveAt descending, line.Number descending
        select new PriceInForce(line.PriceListId, line.Number, line.Price, line.EffectiveAt);

    /// <summary>
    /// The prices that versions propose which are not in force yet, of the newest that names a unit.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, decimal>> ProposedAsync(
        string project, Instant at, CancellationToken cancellationToken)
    {
        var lines = await db.PriceLists
            .Where(list => list.Project == project && (list.State == PriceListState.Drafted
                || list.State == PriceListState.Approved
                || (list.State == PriceListState.Published && list.EffectiveAt > at)))
            .Join(
                db.PriceLines, list => list.Id, line => line.PriceListId,
                (list, line) => new { list.Number, line.UnitId, line.Price })
            .ToListAsync(cancellationToken);
        return lines.GroupBy(line => line.UnitId)
            .ToDictionary(unit => unit.Key, unit => unit.MaxBy(line => line.Number)!.Price);
    }

    /// <summary>
    /// The prices of all units of a project at an instant; a unit without one is not among them.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, PriceInForce>> AllAsync(
        string project, Instant at, CancellationToken cancellationToken)
    {
        var inForce = await At(at).Where(line => line.Project == project)
            .GroupBy(line => line.UnitId)
            .Select(lines => lines
                .OrderByDescending(line => line.EffectiveAt).ThenByDescending(line => line.Number).First())
            .ToListAsync(cancellationToken);
        return inForce.ToDictionary(
            line => line.UnitId,
            line => new PriceInForce(line.PriceListId, line.Number, line.Price, line.EffectiveAt));
    }

    /// <summary>The lines of versions that are in force at an instant, or were when the unit was sold.</summary>
    [Rule("CS-4", "the price in force")]
    private IQueryable<Line> At(Instant at) =>
        from line in db.PriceLines
        join list in db.PriceLists on line.PriceListId equals list.Id
        join sale in db.Subscriptions.Where(s => s.SignedAt <= at && (s.EndedAt == null || s.EndedAt > at))
            on line.UnitId equals sale.UnitId into standing
        from sale in standing.DefaultIfEmpty()
        where list.State == PriceListState.Published && list.EffectiveAt <= at
            && (sale == null || list.EffectiveAt <= sale.SignedAt)
        select new Line
        {
            Project = list.Project,
            UnitId = line.UnitId,
            Price = line.Price,
            PriceListId = list.Id,
            Number = list.Number,
            EffectiveAt = list.EffectiveAt!.Value,
        };

    private sealed class Line
    {
        public required string Project { get; init; }

        public required Guid UnitId { get; init; }

        public required decimal Price { get; init; }

        public required Guid PriceListId { get; init; }

        public required int Number { get; init; }

        public required Instant EffectiveAt { get; init; }
    }
}
