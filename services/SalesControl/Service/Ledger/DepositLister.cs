using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Ledger;

/// <summary>RES-1: finds deposits by what people know of them, and among them those that are to be refunded.</summary>
internal sealed class DepositLister(SalesControlDb db, KnownProjects projects, IClock clock)
{
    /// <summary>Who reads.</summary>
    public CustomerReader ReaderOf(Actor actor) => new(actor, clock.GetCurrentInstant());

    /// <summary>A page, the newest first.</summary>
    public async Task<Outcome<ReadDeposits.Page>> PageAsync(
        string project, ReadDeposits.Which which, string? name, Actor actor, CancellationToken cancellationToken)
    {
        var size = which.Limit.Rows();
        return (await FindAsync(project, which, (name, size), actor, cancellationToken)).Then<ReadDeposits.Page>(
            found => new ReadDeposits.Page(found, found.Count == size ? found[^1].Id : null));
    }

    /// <summary>As many as are wanted, the newest first.</summary>
    /// <param name="project">The project's code.</param>
    /// <param name="which">Which of them; a page's size is not looked at.</param>
    /// <param name="of">How the customer's name begins, null for anybody's; and the most that are wanted.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<Outcome<IReadOnlyList<ReadDeposits.View>>> FindAsync(
        string project, ReadDeposits.Which which, (string? Name, int Most) of, Actor actor,
        CancellationToken cancellationToken)
    {
        var site = await projects.FindAsync(project, actor, db, cancellationToken);
        if (site.Refusal is { } unknown)
            return unknown;
        var among = db.Deposits
            .Where(d => d.Project == project && (which.After == null || d.Id.CompareTo(which.After.Value) < 0))
            .Where(d => which.ReservationId == null || d.ReservationId == which.ReservationId)
            .Where(d => which.QueueNumberId == null || d.QueueNumberId == which.QueueNumberId);
        if (which.Receipt is { } receipt)
            among = among.Where(d => SalesControlDb.PlainText(d.Receipt) == SalesControlDb.PlainText(receipt));
        if (which.CustomerId is { } customer)
        {
            var entries = await db.EntriesOfAsync(customer, cancellationToken);
            among = among.Where(d => entries.Contains(d.CustomerId));
        }

        if (which.State is { Value: var state })
            among = among.Where(d => d.State == state);
        if (which.ToRefund == true)
            among = among.Where(d => d.State == DepositState.Held && d.EndedAt == null);
        if (which.Unit is { } unit)
        {
            among = among.Where(d => db.Reservations.Any(r => r.Id == d.ReservationId
                && db.Units.Any(u => u.Id == r.UnitId && u.Project == project && u.Code == unit)));
        }

        if (of.Name is { } name)
            among = among.Where(d => db.NamedLike(project, name).Any(c => c.Id == d.CustomerId));
        var backed = Backed(among);
        if (which.ToRefund == true)
            backed = backed.Where(one => one.IsOver);
        var found = await backed.OrderByDescending(one => one.Deposit.Id).Take(of.Most).ToListAsync(cancellationToken);
        var reader = ReaderOf(actor);
        return found.ConvertAll(one => ReadDeposits.View.Of(one, site.Value, reader));
    }

    /// <summary>Deposits with whose they are and what they back.</summary>
    public IQueryable<ReadDeposits.Backed> Backed(IQueryable<Deposit> deposits) =>
        from d in deposits.AsNoTracking()
        join c in db.Customers on d.CustomerId equals c.Id
        join backed in db.Reservations on d.ReservationId equals backed.Id into reservations
        from r in reservations.DefaultIfEmpty()
        join held in db.Units on r.UnitId equals held.Id into units
        from u in units.DefaultIfEmpty()
        join queued in db.QueueNumbers on d.QueueNumberId equals queued.Id into numbers
        from n in numbers.DefaultIfEmpty()
        join opened in db.Batches on n.BatchId equals opened.Id into batches
        from b in batches.DefaultIfEmpty()
        select new ReadDeposits.Backed
        {
            Deposit = d,
            Name = c.Name,
            Phone = c.Phone,
            Unit = u.Code,
            Consultant = r.Consultant ?? n.Consultant ?? "",
            IsOver = r.EndedAt != null || b.OpenedAt != null,
        };
}
