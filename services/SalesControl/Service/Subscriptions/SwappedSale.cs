using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A sale, with the unit that it is to move to.</summary>
internal sealed class SwappedSale(SaleParts parts, UnitForSale? target, bool isLocked) : StandingSale(parts), IState
{
    /// <summary>The other unit; null where there is none of that code.</summary>
    public UnitForSale? Target => target;

    /// <summary>What is due on a unit that is only looked at is not written down.</summary>
    void IState.ApplyDue(Instant now, IHappenings happenings)
    {
        if (isLocked)
            target?.ApplyDue(now, happenings);
    }
}

/// <summary>Loads a sale with the unit that it is to move to.</summary>
internal sealed class SwappedSales(SaleSource sales, SaleBook book, UnitBook units, SalesControlDb db, IClock clock)
    : ILoad<SwappedSale, SwapUnit.Request>
{
    /// <summary>
    /// Where a swap is asked for the other unit is looked at and not locked: who is first is decided when it is
    /// granted.
    /// </summary>
    public async Task<Outcome<SwappedSale>> LoadAsync(
        Named named, SwapUnit.Request request, Change change, CancellationToken cancellationToken)
    {
        var parts = await sales.FindPartsAsync(named, Access.Change, cancellationToken);
        if (parts.Refusal is { } missing)
            return missing;
        var project = parts.Value.Unit.Project;
        var target = await db.Units.AsNoTracking()
            .SingleOrDefaultAsync(u => u.Project == project && u.Code == request.Unit, cancellationToken);
        if (target is null)
            return new SwappedSale(parts.Value, null, isLocked: false);
        var other = await book.OfAsync(
            target, request.AgreementNumber.Trim(), change.At, Access.Read, cancellationToken);
        other.LetDueHappen(change.At);
        return new SwappedSale(parts.Value, other, isLocked: false);
    }

    /// <summary>Where it is granted both are locked, in the order of their ids.</summary>
    public async Task<SwappedSale> LockAsync(
        ChangeRequest request, SwapTerms details, CancellationToken cancellationToken)
    {
        var both = await units.LockAllAsync([request.UnitId, details.UnitId], cancellationToken);
        var parts = await sales.LockPartsAsync(request, cancellationToken);
        var target = await book.OfAsync(
            both.Single(unit => unit.Id == details.UnitId), details.AgreementNumber, clock.GetCurrentInstant(),
            Access.Change, cancellationToken);
        return new(parts, target, isLocked: true);
    }
}
