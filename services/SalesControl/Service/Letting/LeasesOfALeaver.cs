using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Client;
using Ops.Platform.Rules;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Letting;

/// <summary>
/// CS-7: the lettings of a member of the commercial group who left pass to the named successor, and are listed as
/// nobody's until one is named.
/// </summary>
internal sealed class LeasesOfALeaver(SalesControlDb db, UnitDesk desk, IClock clock) : IBelongings
{
    public async Task<ILookup<string, Belonging>> OfAsync(
        IReadOnlyCollection<string> staff, CancellationToken cancellationToken)
    {
        var leases = await OpenOf(staff).AsNoTracking()
            .Join(db.Units, l => l.UnitId, u => u.Id, (l, u) => new { Lease = l, u.Code })
            .OrderBy(one => one.Lease.Id).ToListAsync(cancellationToken);
        return leases.ToLookup(
            one => one.Lease.By, one => new Belonging($"Lease of {one.Code}", one.Lease.Project, one.Lease.Path));
    }

    [Rule("CS-7")]
    public async Task PassAsync(string from, string to, Instant at, string by, CancellationToken cancellationToken)
    {
        foreach (var unitId in await OpenOf([from]).Select(l => l.UnitId).Distinct().Order().ToListAsync(cancellationToken))
        {
            var unit = (await desk.LockAsync(unitId, cancellationToken, UnitParts.All))!;
            unit.PassLease(from, to, clock.GetCurrentInstant(), by);
            desk.Follow(unit);
        }
    }

    private IQueryable<Lease> OpenOf(IReadOnlyCollection<string> staff) =>
        db.Leases.Where(l => staff.Contains(l.By) && l.EndedAt == null);
}
