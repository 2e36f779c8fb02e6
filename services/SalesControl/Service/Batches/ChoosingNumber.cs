using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Batches;

/// <summary>A queue number that chooses, and the unit that it chooses.</summary>
internal sealed class ChoosingNumber(NamedNumber number, Guid customerId, UnitForSale? unit)
    : NamedNumber(number.Whole, number.Number, number.Deposit), IState
{
    /// <summary>Whose it is by now.</summary>
    public Guid CustomerId => customerId;

    /// <summary>The unit; null where there is none of that code.</summary>
    public UnitForSale? Unit => unit;

    void IState.ApplyDue(Instant now, IHappenings happenings)
    {
        ApplyDue(now, happenings);
        unit?.ApplyDue(now, happenings);
    }
}

/// <summary>Loads a number that chooses, with the unit, which is locked after it.</summary>
internal sealed class ChoosingNumberLoad(
    ISource<NamedNumber> numbers, UnitBook units, SaleBook sales, SalesControlDb db)
    : ILoad<ChoosingNumber, ChooseUnit.Request>
{
    public async Task<Outcome<ChoosingNumber>> LoadAsync(
        Named named, ChooseUnit.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await numbers.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var state = found.Value;
        var unit = await units.LockAsync(state.Batch.Project, request.Unit, cancellationToken);
        return new ChoosingNumber(
            state, await CustomerOfAsync(state.Number, cancellationToken),
            unit is null ? null : await sales.OfAsync(
                unit, request.AgreementNumber.Trim(), change.At, Access.Change, cancellationToken));
    }

    /// <summary>Whose the number is by now: entries of one person may have been merged.</summary>
    private async Task<Guid> CustomerOfAsync(QueueNumber number, CancellationToken cancellationToken)
    {
        var customer = number.CustomerId;
        while (await db.Customers.Where(c => c.Id == customer).Select(c => c.MergedInto)
            .SingleAsync(cancellationToken) is { } merged)
        {
            customer = merged;
        }

        return customer;
    }
}
