using Microsoft.EntityFrameworkCore;
using Ops.Platform.Rules;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Units;

/// <summary>What of a unit is loaded for a change, beside its own row.</summary>
[Flags]
internal enum UnitParts
{
    /// <summary>All that is open of its reservations: holder, renewal, the whole line.</summary>
    Line = 1,

    /// <summary>The sale that stands, with its buyers and instalments.</summary>
    Sale = 2,

    /// <summary>The leases that it has and has had: a shop has few.</summary>
    Lease = 4,

    /// <summary>All of it.</summary>
    All = Line | Sale | Lease,
}

/// <summary>Finds units for a change: the row's lock first, then what is open on it; and after it, what follows from what happened.</summary>
/// <remarks>
/// The lock is a statement of its own: what is read in the statement that waits for a lock is as old as its beginning, and
/// would miss what the change before has just committed.
/// </remarks>
internal sealed class UnitDesk(SalesControlDb db, KnownProjects projects, IEnumerable<IFollow> follows)
{
    public static Refused Unknown(string project, string unit) => Refused.NotFound($"There is no unit {unit} in project {project} among those that you may see.");

    public static Refused UnknownReservation(Guid id) => Refused.NotFound($"There is no reservation {id} among those that you may see.");

    /// <summary>Locks a unit by its code; its row alone, for who loads the rest.</summary>
    /// <returns>Its id; null where there is none that the actor may see.</returns>
    public async Task<Guid?> LockRowAsync(string project, string code, Actor actor, CancellationToken cancellationToken) =>
        actor.MaySee(project)
            ? (await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM units WHERE project = {project} AND code = {code} FOR UPDATE").ToListAsync(cancellationToken)) is [var id] ? id : null
            : null;

    /// <summary>Locks a unit by its code and loads what is asked for.</summary>
    public async Task<Unit?> LockAsync(string project, string code, Actor actor, CancellationToken cancellationToken, UnitParts parts = UnitParts.Line) =>
        await LockRowAsync(project, code, actor, cancellationToken) is { } id ? await LoadAsync(id, parts, cancellationToken) : null;

    /// <summary>Locks a unit by its id and loads what is asked for.</summary>
    public async Task<Unit?> LockAsync(Guid unitId, CancellationToken cancellationToken, UnitParts parts = UnitParts.Line)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM units WHERE id = {unitId} FOR UPDATE", cancellationToken);
        return await LoadAsync(unitId, parts, cancellationToken);
    }

    /// <summary>
    /// Of a locked unit what a registration looks at: who holds it, who is to go on, who is first in line, and the customer's own. On the day of a release hundreds wait, and
    /// none of them matters to the next.
    /// </summary>
    public async Task<Unit> LoadForRegisteringAsync(Guid unitId, Guid customer, CancellationToken cancellationToken)
    {
        return await db.Units.Include(u => u.Reservations.Where(r => r.UnitId == unitId && r.EndedAt == null && (r.State != ReservationState.Waiting || r.CustomerId == customer
                || r.Number == db.Reservations.Where(w => w.UnitId == unitId && w.EndedAt == null && w.State == ReservationState.Waiting).Min(w => (int?)w.Number))))
            .AsSingleQuery().SingleAsync(u => u.Id == unitId, cancellationToken);
    }

    /// <summary>Locks the unit of a reservation and loads, beside what is open on it, the reservation itself.</summary>
    public async Task<(Unit Unit, Reservation Reservation)?> LockForAsync(Guid reservationId, Actor actor, CancellationToken cancellationToken, UnitParts parts = UnitParts.Line)
    {
        var found = await db.Reservations.AsNoTracking().Where(r => r.Id == reservationId)
            .Join(db.Units, r => r.UnitId, u => u.Id, (r, u) => new { u.Id, u.Project }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !actor.MaySee(found.Project))
            return null;

        var unit = (await LockAsync(found.Id, cancellationToken, parts))!;
        // One that is over is not among the open; the entity that is asked for it must know it all the same.
        var reservation = unit.Reservations.SingleOrDefault(r => r.Id == reservationId)
            ?? await db.Reservations.SingleAsync(r => r.Id == reservationId, cancellationToken);
        return (unit, reservation);
    }

    /// <summary>Locks the unit of a sale and loads all that is open on it, and the sale itself.</summary>
    public async Task<Unit?> LockForSaleAsync(Guid subscriptionId, Actor actor, CancellationToken cancellationToken)
    {
        var found = await db.Subscriptions.AsNoTracking().Where(s => s.Id == subscriptionId).Select(s => new { s.UnitId, s.Project }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !actor.MaySee(found.Project))
            return null;

        var unit = (await LockAsync(found.UnitId, cancellationToken, UnitParts.All))!;
        if (unit.Sales.All(s => s.Id != subscriptionId))
            await db.Subscriptions.Include(s => s.Buyers).Include(s => s.Instalments).AsSplitQuery().SingleAsync(s => s.Id == subscriptionId, cancellationToken);
        return unit;
    }

    public ValueTask<Project> ProjectOfAsync(Unit unit, CancellationToken cancellationToken) => projects.GetAsync(unit.Project, db, cancellationToken);

    /// <summary>What follows from what happened to a unit in this change: called once for each unit, when all is done.</summary>
    public void Follow(Unit unit)
    {
        foreach (var follow in follows)
            follow.Of(unit);
    }

    private Task<Unit> LoadAsync(Guid id, UnitParts parts, CancellationToken cancellationToken)
    {
        IQueryable<Unit> units = db.Units;
        if (parts.HasFlag(UnitParts.Line))
            units = units.Include(u => u.Reservations.Where(r => r.EndedAt == null));
        if (parts.HasFlag(UnitParts.Sale))
            units = units.Include(u => u.Sales.Where(s => s.EndedAt == null)).ThenInclude(s => s.Buyers).Include(u => u.Sales.Where(s => s.EndedAt == null)).ThenInclude(s => s.Instalments);
        if (parts.HasFlag(UnitParts.Lease))
            units = units.Include(u => u.Leases);
        return units.AsSplitQuery().SingleAsync(u => u.Id == id, cancellationToken);
    }
}

/// <summary>What follows from what happened to a unit, whoever caused it: deadlines that run, people who are told, approvals that are asked for. Each chapter has one.</summary>
internal interface IFollow
{
    /// <summary>Reads what the unit raised in this change.</summary>
    void Of(Unit unit);
}
