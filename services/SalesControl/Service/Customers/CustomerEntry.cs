using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>A customer's entry with its project.</summary>
internal class CustomerEntry(Customer customer, Project site) : IState
{
    public Customer Customer => customer;

    public Project Site => site;

    public Aggregate Root => customer;
}

/// <summary>A document as staff see it.</summary>
internal sealed record DocumentView(DocumentKind Kind, string Number);

/// <summary>A customer's entry as staff see one.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Name">The name; masked for whoever may not see it.</param>
/// <param name="Phone">The phone number, masked.</param>
/// <param name="IdDocument">The document, its number masked.</param>
/// <param name="Address">The address, masked.</param>
/// <param name="CreatedAt">When the entry was made.</param>
/// <param name="MergedInto">The entry that is this person's by now.</param>
/// <param name="Corrections">What was corrected, masked.</param>
/// <param name="Actions">What the reader may do to it now, by the names of the operations.</param>
internal sealed record CustomerEntryView(
    Guid Id, string Project, string Name, string Phone, DocumentView? IdDocument, string? Address,
    OffsetDateTime CreatedAt, Guid? MergedInto, IReadOnlyList<CorrectionView> Corrections,
    IReadOnlyList<string> Actions);

/// <summary>Finds entries of the sites that the actor may see, and shows them.</summary>
internal sealed class CustomerSource(
    SalesControlDb db, CustomerBook customers, KnownProjects projects, CorrectionBook corrections, IPersonalVault vault,
    IActions actions, IClock clock) : ISource<CustomerEntry>, IView<CustomerEntry, CustomerEntryView>
{
    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("customer.unknown", ("id", id)));

    public async Task<Outcome<CustomerEntry>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var found = access == Access.Change
            ? (await customers.LockRowsAsync([named.Id], cancellationToken)).SingleOrDefault()
            : await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == named.Id, cancellationToken);
        return found is not null && named.Actor.MaySee(found.Project)
            ? new CustomerEntry(found, await projects.GetAsync(found.Project, db, cancellationToken))
            : Unknown(named.Id);
    }

    public async Task<CustomerEntry> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var customer = (await customers.LockRowsAsync([id], cancellationToken)).Single();
        return new(customer, await projects.GetAsync(customer.Project, db, cancellationToken));
    }

    public async ValueTask<CustomerEntryView> ShowAsync(
        CustomerEntry state, Actor actor, CancellationToken cancellationToken)
    {
        var (c, site) = (state.Customer, state.Site);
        var withName = ShownCustomer.MaySeeName(
            new(actor, clock.GetCurrentInstant()), await ConsultantsOfAsync(c.Id, cancellationToken));
        var shown = ShownCustomer.Of(new CustomerOnForm(c.Name, c.Phone), withName);
        return new(
            c.Id, c.Project, shown.Name, shown.Phone,
            c.DocumentNumber is { } number
                ? new(c.DocumentKind!.Value, Masks.Of(PersonalClass.IdNumber, vault.Open(number)))
                : null,
            c.Address is { } address ? Masks.Of(PersonalClass.Address, vault.Open(address)) : null,
            site.At(c.CreatedAt), c.MergedInto,
            await corrections.OfCustomerAsync(c.Id, site, withName, cancellationToken),
            await actions.OfAsync(state, actor, cancellationToken));
    }

    /// <summary>Whose customer it is: by reservations, sales, queue numbers and leases.</summary>
    private async Task<List<string>> ConsultantsOfAsync(Guid customer, CancellationToken cancellationToken)
    {
        var entries = await db.EntriesOfAsync(customer, cancellationToken);
        return await db.Reservations.Where(r => entries.Contains(r.CustomerId)).Select(r => r.Consultant)
            .Union(db.Subscriptions.Where(s => s.Buyers.Any(b => entries.Contains(b.CustomerId)))
                .Select(s => s.Consultant))
            .Union(db.QueueNumbers.Where(n => entries.Contains(n.CustomerId)).Select(n => n.Consultant))
            .Union(db.Leases.Where(l => entries.Contains(l.CustomerId)).Select(l => l.By))
            .ToListAsync(cancellationToken);
    }
}
