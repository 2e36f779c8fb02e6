using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Client;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// CS-7: the sales of a consultant who left, as long as there is something to do on them, are listed as nobody's until
/// a successor is named.
/// </summary>
internal sealed class SalesOfALeaver(SalesControlDb db) : IBelongings
{
    public async Task<ILookup<string, Belonging>> OfAsync(
        IReadOnlyCollection<string> staff, CancellationToken cancellationToken)
    {
        var sales = await db.Subscriptions.AsNoTracking()
            .Where(s => staff.Contains(s.Consultant) && s.EndedAt == null)
            .Where(s => s.State != SaleState.Delivered || s.Instalments.Any(i => i.ReplacedAt == null && i.PaidAt == null))
            .Join(db.Units, s => s.UnitId, u => u.Id, (s, u) => new { Sale = s, u.Code })
            .OrderBy(one => one.Sale.SignedAt).ToListAsync(cancellationToken);
        return sales.ToLookup(
            one => one.Sale.Consultant,
            one => new Belonging($"Sale of {one.Code}, {one.Sale.Say()}", one.Sale.Project, one.Sale.Path));
    }

    /// <summary>
    /// They pass with the reservations, unit by unit: units are locked in one order, and a unit may have both.
    /// </summary>
    public Task PassAsync(string from, string to, Instant at, string by, CancellationToken cancellationToken) => Task.CompletedTask;
}
