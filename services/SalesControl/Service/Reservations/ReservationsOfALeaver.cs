using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Client;
using Ops.Platform.Rules;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// CS-7: the open reservations, offers and waits of a consultant who left pass to the named successor, and are listed
/// as nobody's until one is named.
/// </summary>
internal sealed class ReservationsOfALeaver(SalesControlDb db, UnitDesk desk, ReservationSettings settings, IClock clock) : IBelongings
{
    public async Task<ILookup<string, Belonging>> OfAsync(
        IReadOnlyCollection<string> staff, CancellationToken cancellationToken)
    {
        var open = await OpenOf(staff).AsNoTracking()
            .Join(db.Units, r => r.UnitId, u => u.Id, (r, u) => new { Reservation = r, u.Project, u.Code })
            .OrderBy(one => one.Reservation.RegisteredAt).ToListAsync(cancellationToken);
        return open.ToLookup(
            one => one.Reservation.Consultant,
            one => new Belonging(
                $"{one.Reservation.State} on {one.Code}", one.Project, WhatFollows.PathOf(one.Reservation)));
    }

    [Rule("CS-7")]
    public async Task PassAsync(string from, string to, Instant at, string by, CancellationToken cancellationToken)
    {
        // In one order, so that nobody who also needs several waits for us while we wait for them: the units of the
        // leaver's sales (SalesOfALeaver) with those of the reservations.
        var sold = db.Subscriptions.Where(s => s.Consultant == from && s.EndedAt == null).Select(s => s.UnitId);
        foreach (var unitId in await OpenOf([from]).Select(r => r.UnitId).Union(sold).Order().ToListAsync(cancellationToken))
        {
            var unit = (await desk.LockAsync(unitId, cancellationToken, UnitParts.Line | UnitParts.Sale))!;
            unit.Pass(from, to, clock.GetCurrentInstant(), by, settings);
            desk.Follow(unit);
        }
    }

    private IQueryable<Reservation> OpenOf(IReadOnlyCollection<string> staff) =>
        db.Reservations.Where(r => staff.Contains(r.Consultant) && r.EndedAt == null);
}
