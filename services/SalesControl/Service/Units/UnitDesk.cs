using Microsoft.EntityFrameworkCore;
using Ops.Platform.Rules;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Units;

/// <summary>Finds units for a change: the row's lock first, then what is open on it.</summary>
/// <remarks>
/// The lock is a statement of its own: what is read in the statement that waits for a lock is as old as its beginning, and
/// would miss what the change before has just committed.
/// </remarks>
internal sealed class UnitDesk(SalesControlDb db)
{
    public static Refused Unknown(string project, string unit) => Refused.NotFound($"There is no unit {unit} in project {project} among those that you may see.");

    public static Refused UnknownReservation(Guid id) => Refused.NotFound($"There is no reservation {id} among those that you may see.");

    /// <summary>Locks a unit by its code and loads what is open on it.</summary>
    public async Task<Unit?> LockAsync(string project, string code, Actor actor, CancellationToken cancellationToken) =>
        actor.MaySee(project) && await db.Database.ExecuteSqlAsync($"SELECT 1 FROM units WHERE project = {project} AND code = {code} FOR UPDATE", cancellationToken) is var _
            ? await db.Units.Include(u => u.Reservations.Where(r =>
                    r.State == ReservationState.Pending || r.State == ReservationState.Reserved || r.State == ReservationState.Offered || r.State == ReservationState.Waiting))
                .SingleOrDefaultAsync(u => u.Project == project && u.Code == code, cancellationToken)
            : null;

    /// <summary>Locks a unit by its id and loads what is open on it.</summary>
    public async Task<Unit?> LockAsync(Guid unitId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM units WHERE id = {unitId} FOR UPDATE", cancellationToken);
        return await db.Units.Include(u => u.Reservations.Where(r =>
                r.State == ReservationState.Pending || r.State == ReservationState.Reserved || r.State == ReservationState.Offered || r.State == ReservationState.Waiting))
            .SingleOrDefaultAsync(u => u.Id == unitId, cancellationToken);
    }

    /// <summary>Locks the unit of a reservation and loads, beside what is open on it, the reservation itself.</summary>
    public async Task<(Unit Unit, Reservation Reservation)?> LockForAsync(Guid reservationId, Actor actor, CancellationToken cancellationToken)
    {
        var found = await db.Reservations.AsNoTracking().Where(r => r.Id == reservationId)
            .Join(db.Units, r => r.UnitId, u => u.Id, (r, u) => new { u.Id, u.Project }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !actor.MaySee(found.Project))
            return null;

        var unit = (await LockAsync(found.Id, cancellationToken))!;
        // One that is over is not among the open; the entity that is asked for it must know it all the same.
        var reservation = unit.Reservations.SingleOrDefault(r => r.Id == reservationId)
            ?? await db.Reservations.SingleAsync(r => r.Id == reservationId, cancellationToken);
        return (unit, reservation);
    }

    public Task<Project> ProjectOfAsync(Unit unit, CancellationToken cancellationToken) => db.Projects.AsNoTracking().SingleAsync(p => p.Code == unit.Project, cancellationToken);
}
