using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Units;

/// <summary>
/// A unit with all that is open of its reservations: who holds it, who is to go on, everybody who waits.
/// </summary>
internal class Line(Unit unit, IReadOnlyList<Yield> yields, ReservationSettings settings) : IState
{
    public Unit Unit => unit;

    public Aggregate Root => unit;

    /// <summary>How long things last.</summary>
    public ReservationSettings Settings => settings;

    /// <summary>Who has let which holder go on, of all who wait or have waited (RES-4).</summary>
    protected IReadOnlyList<Yield> Yields => yields;

    /// <summary>
    /// What follows from what the unit raised by itself, for the chapters that have not moved here yet.
    /// </summary>
    public Action FollowOthers { get; init; } = () => { };

    public void ApplyDue(Instant now, IHappenings happenings) => unit.ApplyDue(now, settings);

    /// <summary>A reservation of it.</summary>
    public Reservation Find(Guid id) => unit.Reservations.Single(one => one.Id == id);

    /// <summary>
    /// Those who wait and insist on their place: while there are any, the holder neither renews nor is extended, unless
    /// the holder's customer has paid first (RES-4). Whoever has yielded has yielded to this holder alone.
    /// </summary>
    public IReadOnlyList<Reservation> InsistentAgainst(Reservation holder) => holder.PaidAt is not null
        ? []
        : [.. unit.Line.Where(one => !Yields.Any(y => y.ReservationId == one.Id && y.To == holder.Id))];
}

/// <summary>A unit's line with the reservation that a request names, open or over.</summary>
internal sealed class ReservationLine(
    Unit unit, Reservation reservation, IReadOnlyList<Yield> yields, ReservationSettings settings)
    : Line(unit, yields, settings)
{
    /// <summary>The reservation.</summary>
    public Reservation Reservation => reservation;

    /// <summary>The same line, with another of its reservations.</summary>
    public ReservationLine With(Guid other) => new(Unit, Find(other), Yields, Settings) { FollowOthers = FollowOthers };

    /// <summary>A refusal that rests on the reservation.</summary>
    public Refused Refuse(string rule, string code, params ReadOnlySpan<(string Name, object? Value)> args) =>
        new(rule, Text.Of(code, args)) { Evidence = [reservation.Evidence] };

    /// <summary>
    /// CS-7: what is entered for a customer on a reservation its own consultant enters, or whoever answers for the
    /// project's customers and may merge them: the sales supervisor.
    /// </summary>
    [Rule("CS-7")]
    public Refused? RefusesAnothersCustomer(Actor actor) =>
        reservation.Consultant == actor.Id || actor.Permissions.Contains(SalesControlPermissions.MergeCustomers)
            ? null
            : Refuse("CS-7", "reservation.anothers-customer", ("consultant", reservation.Consultant)) with
            {
                Kind = RefusalKind.Forbidden,
            };
}

/// <summary>Finds the unit of a reservation, locks it, and loads its line whole.</summary>
internal sealed class ReservationLineSource(SalesControlDb db, ReservationSettings settings, UnitDesk desk)
    : ISource<ReservationLine>
{
    public async Task<Outcome<ReservationLine>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var found = await db.Reservations.AsNoTracking().Where(r => r.Id == named.Id)
            .Join(db.Units, r => r.UnitId, u => u.Id, (r, u) => new { u.Id, u.Project })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null || !named.Actor.MaySee(found.Project))
            return Refused.NotFound(Text.Of("reservation.unknown", ("id", named.Id)));
        if (access == Access.Change)
            await db.LockUnitAsync(found.Id, cancellationToken);
        // One that is over is loaded beside those that are open.
        var units = access == Access.Change ? db.Units : db.Units.AsNoTracking();
        var unit = await units.Include(u => u.Reservations.Where(r => r.EndedAt == null || r.Id == named.Id))
            .SingleAsync(u => u.Id == found.Id, cancellationToken);
        var yields = await db.Yields.AsNoTracking().Where(y => y.UnitId == found.Id).ToListAsync(cancellationToken);
        return new ReservationLine(unit, unit.Reservations.Single(r => r.Id == named.Id), yields, settings)
        {
            FollowOthers = () => desk.Follow(unit),
        };
    }

    public Task<ReservationLine> LockAsync(Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("What happens by itself happens to a unit, not to one of its reservations.");
}
