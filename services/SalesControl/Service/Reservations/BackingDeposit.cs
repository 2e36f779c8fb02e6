using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>A deposit, with the line of the unit whose reservation it backs.</summary>
internal sealed class BackingDeposit(Deposit deposit, Line? line, Project site) : IState
{
    /// <summary>The deposit.</summary>
    public Deposit Deposit => deposit;

    /// <summary>The line; null for what backs a queue number, which goes back with that.</summary>
    public Line? Line => line;

    /// <summary>The project.</summary>
    public Project Site => site;

    /// <summary>The queue number that it backs, while that is open.</summary>
    public Guid? OpenQueueNumber { get; init; }

    /// <summary>Whether nothing else is held for the reservation.</summary>
    public bool IsTheLast { get; init; }

    public Aggregate Root =>
        line?.Unit ?? throw new InvalidOperationException("What backs a queue number goes back with it.");

    public long Version => deposit.Version;

    public Aggregate? ToldBy => line?.Unit;

    public Guid? Part => deposit.Id;

    public void ApplyDue(Instant now, IHappenings happenings) => line?.ApplyDue(now, happenings);
}

/// <summary>
/// Finds deposits of the sites that the actor may see. To change one the unit is locked first, then the deposit: who
/// subscribes takes them in this order too.
/// </summary>
internal sealed class BackingDeposits(SalesControlDb db, UnitBook units, LineBook lines, KnownProjects projects)
    : ISource<BackingDeposit>
{
    public async Task<Outcome<BackingDeposit>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var seen = await db.Deposits.AsNoTracking().SingleOrDefaultAsync(d => d.Id == named.Id, cancellationToken);
        if (seen is null || !named.Actor.MaySee(seen.Project))
            return ReadDeposits.Unknown(named.Id);

        var line = seen.ReservationId is { } backed ? await LineOfAsync(backed, access, cancellationToken) : null;
        var deposit = access == Access.Change ? await db.LockDepositAsync(named.Id, cancellationToken) : seen;
        return new BackingDeposit(deposit, line, await projects.GetAsync(deposit.Project, db, cancellationToken))
        {
            OpenQueueNumber = await db.QueueNumbers.AsNoTracking()
                .Where(n => n.Id == deposit.QueueNumberId && n.EndedAt == null)
                .Select(n => (Guid?)n.Id).SingleOrDefaultAsync(cancellationToken),
            IsTheLast = !await db.Deposits.AnyAsync(
                d => d.ReservationId == deposit.ReservationId && d.Id != deposit.Id && d.State == DepositState.Held,
                cancellationToken),
        };
    }

    public Task<BackingDeposit> LockAsync(Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("What happens by itself happens to a unit, not to a deposit.");

    private async Task<Line> LineOfAsync(Guid reservation, Access access, CancellationToken cancellationToken)
    {
        var unit = await db.Reservations.AsNoTracking().Where(r => r.Id == reservation).Select(r => r.UnitId)
            .SingleAsync(cancellationToken);
        return await lines.OfAsync(
            await units.GetAsync(unit, access, cancellationToken), access, cancellationToken);
    }
}

/// <summary>Shows a deposit, and where it is read the movements of its money.</summary>
internal sealed class DepositViewer(SalesControlDb db, DepositLister deposits, IActions actions)
    : IView<BackingDeposit, ReadDeposits.View>
{
    public async ValueTask<ReadDeposits.View> ShowAsync(
        BackingDeposit state, Actor actor, CancellationToken cancellationToken)
    {
        var (deposit, site) = (state.Deposit, state.Site);
        var backed = await deposits.Backed(db.Deposits.Where(d => d.Id == deposit.Id)).SingleAsync(cancellationToken);
        // What a change is about to write has no place in the ledger yet.
        var legs = db.Entry(deposit).State == EntityState.Detached
            ? await db.Ledger.AsNoTracking().Where(l => l.DepositId == deposit.Id).OrderBy(l => l.Id)
                .ToListAsync(cancellationToken)
            : null;
        return ReadDeposits.View.Of(backed with { Deposit = deposit }, site, deposits.ReaderOf(actor)) with
        {
            Movements = legs?.ConvertAll(leg => ReadLedger.Leg.Of(leg, site)),
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
    }
}
