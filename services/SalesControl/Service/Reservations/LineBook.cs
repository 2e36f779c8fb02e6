using Microsoft.EntityFrameworkCore;
using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>Loads lines: the unit first, locked where it is to change, then what is open on it.</summary>
internal sealed class LineBook(
    SalesControlDb db, UnitBook units, ReservationSettings settings, IStaffStanding staff)
    : ISource<Line>, ISource<ReservationLine>
{
    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("reservation.unknown", ("id", id)));

    /// <summary>The line of the unit that a route names by project and code.</summary>
    public async Task<Outcome<Line>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var found = await units.FindAsync(named, access, cancellationToken);
        return found.Refusal is { } missing ? missing : await OfAsync(found.Value, access, cancellationToken);
    }

    public async Task<Line> LockAsync(Guid id, CancellationToken cancellationToken) =>
        await OfAsync(await units.GetAsync(id, Access.Change, cancellationToken), Access.Change, cancellationToken);

    /// <summary>The line of a unit.</summary>
    public async Task<Line> OfAsync(Unit unit, Access access, CancellationToken cancellationToken) =>
        new(unit, await OpenAsync(unit, access, cancellationToken), await TermsAsync(unit, cancellationToken));

    /// <summary>What is open of a unit's reservations; and one that may be over, where it is asked for.</summary>
    public Task<List<Reservation>> OpenAsync(
        Unit unit, Access access, CancellationToken cancellationToken, Guid? also = null)
    {
        var open = Open(unit.Id, also);
        return (access == Access.Change ? open : open.AsNoTracking()).ToListAsync(cancellationToken);
    }

    /// <summary>The question for it, for whoever asks for more at once.</summary>
    public IQueryable<Reservation> Open(Guid unit, Guid? also = null) =>
        db.Reservations.Where(r => r.UnitId == unit && (r.EndedAt == null || r.Id == also));

    /// <summary>What a unit's line goes by.</summary>
    public async ValueTask<LineTerms> TermsAsync(Unit unit, CancellationToken cancellationToken) =>
        new(await units.SiteOfAsync(unit, cancellationToken), settings, staff);

    /// <summary>Locks a unit, and loads its line with one of its reservations, open or over.</summary>
    public async Task<ReservationLine> LockForAsync(
        Guid unit, Guid reservation, CancellationToken cancellationToken) => await OfAsync(
        await units.GetAsync(unit, Access.Change, cancellationToken), reservation, Access.Change, cancellationToken);

    private async Task<ReservationLine> OfAsync(
        Unit unit, Guid reservation, Access access, CancellationToken cancellationToken)
    {
        var all = await OpenAsync(unit, access, cancellationToken, also: reservation);
        return new(unit, all.Single(r => r.Id == reservation), all, await TermsAsync(unit, cancellationToken));
    }

    async Task<Outcome<ReservationLine>> ISource<ReservationLine>.FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var found = await db.Reservations.AsNoTracking().Where(r => r.Id == named.Id)
            .Join(db.Units, r => r.UnitId, u => u.Id, (r, u) => new { u.Id, u.Project })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null || !named.Actor.MaySee(found.Project))
            return Unknown(named.Id);
        return await OfAsync(
            await units.GetAsync(found.Id, access, cancellationToken), named.Id, access, cancellationToken);
    }

    Task<ReservationLine> ISource<ReservationLine>.LockAsync(Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("What happens by itself happens to a unit, not to one of its reservations.");
}
