using Microsoft.EntityFrameworkCore;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.CustomerHistory;

/// <summary>Something that is open of a customer's.</summary>
/// <param name="Kind">reservation, queueNumber, subscription, lease or deposit.</param>
/// <param name="Id">Its id.</param>
/// <param name="Unit">The unit's code; null where it is about none yet.</param>
/// <param name="State">The state that it is in.</param>
/// <param name="Consultant">Whose customer it is; null for a deposit.</param>
/// <param name="Path">Where it is read.</param>
internal sealed record OpenMatter(string Kind, Guid Id, string? Unit, string State, string? Consultant, string Path);

/// <summary>Reads what is open of customers.</summary>
internal sealed class OpenMatters(SalesControlDb db)
{
    /// <summary>
    /// What is open of each: reservations, queue numbers, sales, leases, and what is held of their money; also what
    /// was made for an entry that is merged into theirs.
    /// </summary>
    public async Task<ILookup<Guid, OpenMatter>> OfAsync(
        IReadOnlyCollection<Guid> standing, CancellationToken cancellationToken)
    {
        var person = await db.EntriesOfAsync(standing, cancellationToken);
        Guid[] customers = [.. person.Keys];
        var reservations = await db.Reservations.AsNoTracking()
            .Where(r => customers.Contains(r.CustomerId) && r.EndedAt == null)
            .Join(db.Units, r => r.UnitId, u => u.Id, (r, u) => new
            {
                r.CustomerId,
                r.Id,
                u.Code,
                r.State,
                r.Consultant,
            }).ToListAsync(cancellationToken);
        var numbers = await db.QueueNumbers.AsNoTracking()
            .Where(n => customers.Contains(n.CustomerId) && n.EndedAt == null)
            .Select(n => new { n.CustomerId, n.Id, n.State, n.Consultant }).ToListAsync(cancellationToken);
        var sales = await db.Subscriptions.AsNoTracking().Where(s => s.EndedAt == null)
            .SelectMany(s => s.Buyers.Where(b => customers.Contains(b.CustomerId) && b.Until == null), (s, b) => new
            {
                b.CustomerId,
                s.Id,
                s.UnitId,
                s.State,
                s.Consultant,
            })
            .Join(db.Units, s => s.UnitId, u => u.Id, (s, u) => new { Sale = s, u.Code })
            .ToListAsync(cancellationToken);
        var leases = await db.Leases.AsNoTracking()
            .Where(l => customers.Contains(l.CustomerId) && l.EndedAt == null)
            .Join(db.Units, l => l.UnitId, u => u.Id, (l, u) => new { l.CustomerId, l.Id, u.Code, l.State, l.By })
            .ToListAsync(cancellationToken);
        var deposits = await db.Deposits.AsNoTracking()
            .Where(d => customers.Contains(d.CustomerId) && d.State == DepositState.Held)
            .Select(d => new { d.CustomerId, d.Id, d.State }).ToListAsync(cancellationToken);
        return reservations.Select(r => (r.CustomerId, Matter(
                "reservation", "reservations", r.Id, r.Code, r.State, r.Consultant)))
            .Concat(numbers.Select(n => (n.CustomerId, Matter(
                "queueNumber", "queue-numbers", n.Id, null, n.State, n.Consultant))))
            .Concat(sales.Select(s => (s.Sale.CustomerId, Matter(
                "subscription", "subscriptions", s.Sale.Id, s.Code, s.Sale.State, s.Sale.Consultant))))
            .Concat(leases.Select(l => (l.CustomerId, Matter("lease", "leases", l.Id, l.Code, l.State, l.By))))
            .Concat(deposits.Select(d => (d.CustomerId, Matter("deposit", "deposits", d.Id, null, d.State, null))))
            .ToLookup(one => person[one.Item1], one => one.Item2);

        static OpenMatter Matter(
            string kind, string where, Guid id, string? unit, Enum state, string? consultant) => new(
            kind, id, unit, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(state.ToString()), consultant,
            $"/api/sales/{where}/{id}");
    }
}
