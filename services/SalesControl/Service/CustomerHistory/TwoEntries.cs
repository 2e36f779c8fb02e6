using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.CustomerHistory;

/// <summary>Two entries, with the units on which either is open.</summary>
internal sealed class TwoEntries(Customer from, CustomerEntry stays, IReadOnlyList<Line> units) : IState
{
    /// <summary>The entry that is merged.</summary>
    public Customer From => from;

    /// <summary>The entry that stays.</summary>
    public Customer Into => stays.Customer;

    /// <summary>The same, as it is read.</summary>
    public CustomerEntry Stays => stays;

    /// <summary>The units.</summary>
    public IReadOnlyList<Line> Units => units;

    /// <summary>
    /// What would be one person's twice and is no unit's line: numbers of one batch, sales that both buy in.
    /// </summary>
    public IReadOnlyList<string> Together { get; init; } = [];

    /// <summary>Whether one of them was registered on another unit while the locks were taken.</summary>
    public bool IsRegisteredMeanwhile { get; init; }

    public Aggregate Root => from;

    public void ApplyDue(Instant now, IHappenings happenings)
    {
        foreach (var line in units)
            line.ApplyDue(now, happenings);
    }
}

/// <summary>
/// Units first, in the order of their ids, then the people; whoever registered one of them meanwhile is seen after
/// that.
/// </summary>
internal sealed class TwoEntriesLoad(SalesControlDb db, KnownProjects projects, CustomerBook customers, LineBook lines)
    : ILoad<TwoEntries, MergeCustomers.Request>
{
    public async Task<Outcome<TwoEntries>> LoadAsync(
        Named named, MergeCustomers.Request request, Change change, CancellationToken cancellationToken)
    {
        var (one, other) = (named.Id, request.Into);
        var seen = await db.Customers.AsNoTracking().Where(c => c.Id == one || c.Id == other)
            .ToListAsync(cancellationToken);
        if (seen.Find(c => c.Id == one) is not { } from || !named.Actor.MaySee(from.Project))
            return CustomerSource.Unknown(one);
        if (seen.Find(c => c.Id == other) is not { } to || !named.Actor.MaySee(to.Project))
            return Refused.Input("RES-4", "into", Text.Of("customer.merge-unknown", ("id", other)));
        if (from.RefusesMerge(to) is { } impossible)
            return impossible;

        var ids = await UnitsOfAsync(one, other, cancellationToken);
        List<Line> units = [];
        foreach (var id in ids)
            units.Add(await lines.LockAsync(id, cancellationToken));
        await customers.LockAsync([from, to], cancellationToken);
        var rows = await customers.LockRowsAsync([one, other], cancellationToken);
        var site = await projects.GetAsync(from.Project, db, cancellationToken);
        var stays = new CustomerEntry(rows.Single(c => c.Id == other), site);
        return new TwoEntries(rows.Single(c => c.Id == one), stays, units)
        {
            Together = await TogetherAsync(one, other, cancellationToken),
            IsRegisteredMeanwhile = (await UnitsOfAsync(one, other, cancellationToken)).Except(ids).Any(),
        };
    }

    private async Task<IReadOnlyList<string>> TogetherAsync(
        Guid one, Guid other, CancellationToken cancellationToken)
    {
        var (those, these) = (
            await db.EntriesOfAsync(one, cancellationToken), await db.EntriesOfAsync(other, cancellationToken));
        var numbers = await db.QueueNumbers.AsNoTracking()
            .Where(n => n.EndedAt == null && those.Contains(n.CustomerId) && db.QueueNumbers.Any(
                m => m.BatchId == n.BatchId && m.EndedAt == null && these.Contains(m.CustomerId)))
            .ToListAsync(cancellationToken);
        var sales = await db.Subscriptions.AsNoTracking()
            .Where(s => s.EndedAt == null && s.Buyers.Any(b => b.Until == null && those.Contains(b.CustomerId))
                && s.Buyers.Any(b => b.Until == null && these.Contains(b.CustomerId)))
            .ToListAsync(cancellationToken);
        return [.. numbers.Select(n => n.Evidence), .. sales.Select(s => s.Evidence)];
    }

    private async Task<IReadOnlyList<Guid>> UnitsOfAsync(
        Guid one, Guid other, CancellationToken cancellationToken) =>
    [
        .. (await db.Reservations
            .Where(r => (r.CustomerId == one || r.CustomerId == other) && r.EndedAt == null)
            .Select(r => r.UnitId)
            .Union(db.Units.Where(u => u.HolderId == one || u.HolderId == other).Select(u => u.Id))
            .ToListAsync(cancellationToken)).Order(),
    ];
}
