using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;
using static Ops.SalesControl.CustomerHistory.ExportCustomer;

namespace Ops.SalesControl.CustomerHistory;

/// <summary>Reads all that is kept on a person.</summary>
internal sealed class KeptOnAPerson(
    SalesControlDb db, IPersonalVault vault, IUnmaskings unmaskings, KnownProjects projects, IClock clock)
{
    public async Task<Outcome<View>> OfAsync(
        Guid id, string purpose, Actor actor, CancellationToken cancellationToken)
    {
        var customer = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (customer is null || !actor.MaySee(customer.Project))
            return CustomerSource.Unknown(id);

        // The person's entry by now, and all that were merged into it.
        var person = customer.MergedInto ?? id;
        var entries = await db.Customers.AsNoTracking().Where(c => c.Id == person || c.MergedInto == person)
            .OrderBy(c => c.CreatedAt).ToListAsync(cancellationToken);
        var seen = new Unmasking(
            customer.Project, actor.Id, [.. entries.Select(c => c.Path)],
            [PersonalClass.Name, PersonalClass.Phone, PersonalClass.IdNumber, PersonalClass.Address], purpose);
        if (await unmaskings.EnterAsync(seen, cancellationToken) is { } refused)
            return refused;

        var site = await projects.GetAsync(customer.Project, db, cancellationToken);
        List<Guid> ids = [.. entries.Select(c => c.Id)];
        var forms = await FormsAsync(ids, site, cancellationToken);
        return new View(
            site.Code, site.At(clock.GetCurrentInstant()),
            [
                .. entries.Select(c => new Entry(
                    c.Id, c.Name, c.Phone,
                    c.DocumentNumber is { } number ? new(c.DocumentKind!.Value, vault.Open(number)) : null,
                    c.Address is { } address ? vault.Open(address) : null, site.At(c.CreatedAt), c.CreatedBy,
                    c.MergedInto)),
            ],
            forms, await SalesAsync(entries, site, cancellationToken), await PaidAsync(ids, site, cancellationToken),
            await CorrectedAsync(ids, [.. forms.Select(form => form.Id)], site, cancellationToken),
            await QueuesAsync(ids, site, cancellationToken), await LettingsAsync(ids, cancellationToken));
    }

    private async Task<List<Form>> FormsAsync(List<Guid> ids, Project site, CancellationToken cancellationToken)
    {
        var forms = await db.Reservations.AsNoTracking().Where(r => ids.Contains(r.CustomerId))
            .Join(db.Units, r => r.UnitId, u => u.Id, (r, u) => new { Form = r, u.Code })
            .OrderBy(one => one.Form.RegisteredAt).ToListAsync(cancellationToken);
        return forms.ConvertAll(one => new Form(
            one.Form.Id, one.Code, one.Form.State, one.Form.Form, one.Form.Customer.Name, one.Form.Customer.Phone,
            one.Form.DepositReceipt, one.Form.Consultant, site.At(one.Form.RegisteredAt),
            site.At(one.Form.EndedAt)));
    }

    /// <summary>Under the person's own name: who else buys, or bought before, is another person.</summary>
    private async Task<List<Sale>> SalesAsync(
        List<Customer> entries, Project site, CancellationToken cancellationToken)
    {
        var own = entries.ToDictionary(entry => entry.Id);
        List<Guid> ids = [.. own.Keys];
        var sales = await db.Subscriptions.AsNoTracking()
            .SelectMany(
                s => s.Buyers.Where(b => ids.Contains(b.CustomerId)), (s, b) => new { Sale = s, b.Share, b.CustomerId })
            .Join(
                db.Units, one => one.Sale.UnitId, u => u.Id,
                (one, u) => new { one.Sale, one.Share, one.CustomerId, u.Code })
            .OrderBy(one => one.Sale.SignedAt).ToListAsync(cancellationToken);
        return sales.ConvertAll(one => new Sale(
            one.Sale.Id, one.Code, one.Sale.State, one.Sale.AgreementNumber, one.Share, own[one.CustomerId].Name,
            own[one.CustomerId].Phone, Money.Of(one.Sale.Price), one.Sale.Consultant, site.At(one.Sale.SignedAt),
            one.Sale.ContractNumber, site.At(one.Sale.EndedAt)));
    }

    private async Task<List<ExportCustomer.Paid>> PaidAsync(
        List<Guid> ids, Project site, CancellationToken cancellationToken)
    {
        var deposits = await db.Deposits.AsNoTracking().Where(d => ids.Contains(d.CustomerId))
            .OrderBy(d => d.TakenAt).ToListAsync(cancellationToken);
        return deposits.ConvertAll(d => new ExportCustomer.Paid(
            d.Id, d.Receipt, Money.Of(d.Amount), d.State, site.At(d.TakenAt), site.At(d.EndedAt)));
    }

    private async Task<List<Corrected>> CorrectedAsync(
        List<Guid> ids, List<Guid> forms, Project site, CancellationToken cancellationToken)
    {
        var corrections = await db.Corrections.AsNoTracking()
            .Where(c => ids.Contains(c.CustomerId!.Value) || forms.Contains(c.ReservationId!.Value))
            .OrderBy(c => c.At).ToListAsync(cancellationToken);
        return corrections.ConvertAll(c => new Corrected(
            c.Field, vault.Open(c.Was), vault.Open(c.Becomes), c.Reason, site.At(c.At), c.By));
    }

    private async Task<List<Queue>> QueuesAsync(List<Guid> ids, Project site, CancellationToken cancellationToken)
    {
        var numbers = await db.QueueNumbers.AsNoTracking().Where(n => ids.Contains(n.CustomerId))
            .OrderBy(n => n.GivenAt).ToListAsync(cancellationToken);
        return numbers.ConvertAll(n => new Queue(
            n.Id, n.Number, n.AgreementNumber, n.Customer.Name, n.Customer.Phone, n.State, site.At(n.GivenAt)));
    }

    private async Task<List<ExportCustomer.Letting>> LettingsAsync(List<Guid> ids, CancellationToken cancellationToken)
    {
        var leases = await db.Leases.AsNoTracking().Where(l => ids.Contains(l.CustomerId))
            .Join(db.Units, l => l.UnitId, u => u.Id, (l, u) => new { Lease = l, u.Code })
            .OrderBy(one => one.Lease.BookedAt).ToListAsync(cancellationToken);
        return leases.ConvertAll(one => new ExportCustomer.Letting(
            one.Lease.Id, one.Code, one.Lease.BookingNumber, one.Lease.LeaseNumber, one.Lease.Tenant.Name,
            one.Lease.Tenant.Phone, one.Lease.From, one.Lease.To, Money.Of(one.Lease.MonthlyRent),
            one.Lease.State));
    }
}
