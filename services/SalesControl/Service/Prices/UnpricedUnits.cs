using Microsoft.EntityFrameworkCore;
using Ops.Platform.Departments;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Prices;

/// <summary>
/// CS-4: the task to price what did not come on sale with its batch is done when nothing of the batch is withheld
/// without a published price any more: priced, moved to another batch, or off the list.
/// </summary>
internal sealed class UnpricedUnits(SalesControlDb db)
{
    /// <summary>The key of the task of a batch.</summary>
    public static string TaskKey(Guid batch) => $"no-price/{batch}";

    /// <summary>A version of the price list that is published in this change has priced units.</summary>
    public Task PricedAsync(
        Guid priceList, (Reactions Follow, Occurrence When) end, CancellationToken cancellationToken) =>
        CloseAsync(
            db.Units.Where(unit => db.PriceLines.Any(
                line => line.PriceListId == priceList && line.UnitId == unit.Id)),
            priceList, end, cancellationToken);

    /// <summary>Units leave their batches in this change.</summary>
    public Task LeftAsync(
        IReadOnlyCollection<Guid> units, (Reactions Follow, Occurrence When) end,
        CancellationToken cancellationToken) =>
        CloseAsync(db.Units.Where(unit => units.Contains(unit.Id)), null, end, cancellationToken);

    /// <summary>What this change does is not in the database yet, and so is said here.</summary>
    private async Task CloseAsync(
        IQueryable<Unit> gone, Guid? priceList, (Reactions Follow, Occurrence When) end,
        CancellationToken cancellationToken)
    {
        var left = db.Units.Where(unit => unit.State == UnitState.Withheld && !gone.Contains(unit)
            && !db.PriceLines.Any(line => line.UnitId == unit.Id && (line.PriceListId == priceList
                || db.PriceLists.Any(l => l.Id == line.PriceListId && l.State == PriceListState.Published))));
        var done = await gone.Where(unit => unit.BatchId != null && !left.Any(one => one.BatchId == unit.BatchId))
            .Select(unit => unit.BatchId!.Value).Distinct().ToListAsync(cancellationToken);
        foreach (var batch in done)
            end.Follow.Tasks.Done(TaskKey(batch), end.When.At, end.When.By);
    }
}
