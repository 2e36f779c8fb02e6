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
/// CS-4: the one source of every price: the published version of the price list 一房一价 that came into force last.
/// </summary>
internal sealed class PriceBook(SalesControlDb db)
{
    /// <summary>The price of a unit at an instant; null where no published version had one.</summary>
    public Task<PriceInForce?> GetAsync(Guid unitId, Instant at, CancellationToken cancellationToken) =>
        InForce(unitId, at).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The question for it, for whoever asks for more at once.</summary>
    [Rule("CS-4", "the price in force")]
    public IQueryable<PriceInForce> InForce(Guid unitId, Instant at) =>
        db.PriceLines.Where(line => line.UnitId == unitId)
            .Join(
                db.PriceLists.Where(list => list.State == PriceListState.Published && list.EffectiveAt <= at),
                line => line.PriceListId, list => list.Id,
                (line, list) => new { line.Price, list.Id, list.Number, list.EffectiveAt })
            .OrderByDescending(one => one.EffectiveAt).ThenByDescending(one => one.Number)
            .Select(one => new PriceInForce(one.Id, one.Number, one.Price, one.EffectiveAt!.Value));

    /// <summary>
    /// The prices of all units of a project at an instant; a unit without one is not among them.
    /// </summary>
    [Rule("CS-4", "the price in force")]
    public async Task<IReadOnlyDictionary<Guid, PriceInForce>> AllAsync(
        string project, Instant at, CancellationToken cancellationToken)
    {
        var inForce = await db.PriceLists
            .Where(list => list.Project == project && list.State == PriceListState.Published && list.EffectiveAt <= at)
            .Join(
                db.PriceLines, list => list.Id, line => line.PriceListId,
                (list, line) => new { line.UnitId, line.Price, list.Id, list.Number, list.EffectiveAt })
            .GroupBy(one => one.UnitId)
            .Select(lines => lines
                .OrderByDescending(one => one.EffectiveAt).ThenByDescending(one => one.Number).First())
            .ToListAsync(cancellationToken);
        return inForce.ToDictionary(
            one => one.UnitId, one => new PriceInForce(one.Id, one.Number, one.Price, one.EffectiveAt!.Value));
    }
}
