using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Prices;

/// <summary>A unit that is sold, with the price that it has.</summary>
/// <param name="Id">The unit.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Code">Its code.</param>
/// <param name="Price">Its price at the time that was asked for; null where no list in force named it.</param>
internal sealed record SoldUnit(Guid Id, string Project, string Code, decimal? Price)
{
    /// <summary>As many units as a refusal names.</summary>
    private const int MostNamed = 20;

    /// <summary>
    /// A sold unit has the price that it was sold at: a version that says another is refused, and names the units.
    /// </summary>
    [Rule("CS-4", "sold units keep their price")]
    public static Refused? RefusesOtherPrices(
        IEnumerable<SoldUnit> sold, IReadOnlyDictionary<Guid, decimal> prices)
    {
        var changed = sold.Where(unit => prices.TryGetValue(unit.Id, out var price) && price != unit.Price)
            .OrderBy(unit => unit.Code, StringComparer.Ordinal).ToList();
        if (changed.Count == 0)
            return null;
        var units = changed.Take(MostNamed).Select(unit => unit.Code).ToList();
        var text = changed.Count <= MostNamed
            ? Text.Of("prices.sold-keeps", ("units", units))
            : Text.Of("prices.sold-keep", ("units", units), ("more", changed.Count - MostNamed));
        return new Refused("CS-4", text, Field: "prices")
        {
            Evidence = [.. changed.Select(unit => Unit.PathOf(unit.Project, unit.Code))],
        };
    }
}

/// <summary>Finds the sold ones among some units of a project.</summary>
internal sealed class SoldUnits(SalesControlDb db, PriceBook prices)
{
    /// <summary>Those that are sold by now, with their prices at an instant.</summary>
    public async Task<IReadOnlyList<SoldUnit>> AmongAsync(
        string project, IReadOnlyCollection<Guid> units, Instant at, CancellationToken cancellationToken)
    {
        var sold = await db.Units.AsNoTracking()
            .Where(u => u.Project == project && units.Contains(u.Id) && UnitStates.Sold.Contains(u.State))
            .Select(u => new { u.Id, u.Code }).ToListAsync(cancellationToken);
        if (sold.Count == 0)
            return [];
        var inForce = await prices.AllAsync(project, at, cancellationToken);
        return
        [
            .. sold.Select(unit => new SoldUnit(
                unit.Id, project, unit.Code, inForce.GetValueOrDefault(unit.Id)?.Price)),
        ];
    }
}
