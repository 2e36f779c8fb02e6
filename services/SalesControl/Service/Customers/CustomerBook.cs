using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>RES-4: who is the same customer: by the identity document, else by the phone.</summary>
internal sealed class CustomerBook(SalesControlDb db, UnitOfWork change, IPersonalVault vault, TimeProvider time)
{
    private const long PhoneLock = 9, DocumentLock = 10;
    private const int MostFound = 100;

    /// <summary>
    /// The customer of a form: the entry that is there, or a new one. Whoever registers the same person at the same
    /// moment waits here until this change is over.
    /// </summary>
    [Rule("RES-4", "who a form is of")]
    public async Task<Customer> OfAsync(
        string project, CustomerForm form, Instant now, string by, CancellationToken cancellationToken)
    {
        var onForm = form.OnForm();
        var hashes = form.IdDocument is { } document ? vault.SearchHashes(PersonalClass.IdNumber, document.Key) : [];
        var known = await FindLockedAsync(project, onForm.Phone, hashes, cancellationToken)
            ?? db.Customers.Add(new Customer(Guid.CreateVersion7(time.GetUtcNow()), project, onForm, now, by)).Entity;
        known.Learn(form.IdDocument, form.Address, vault);
        return known;
    }

    /// <summary>
    /// The customers of several forms. All locks are taken before any of them is looked up, in one order, so that
    /// nobody who needs some of the same waits for us while we wait for them.
    /// </summary>
    public async Task<IReadOnlyList<Customer>> OfAllAsync(
        string project, IReadOnlyList<CustomerForm> forms, Instant now, string by, CancellationToken cancellationToken)
    {
        foreach (var phone in InOrder(forms.Select(form => form.OnForm().Phone)))
            db.LockAhead($"{project} {phone}", PhoneLock);
        foreach (var hash in InOrder(forms.Select(form => form.IdDocument?.Key).OfType<string>().Select(HashOf)))
            db.LockAhead($"{project} {hash}", DocumentLock);

        var customers = new List<Customer>(forms.Count);
        foreach (var form in forms)
            customers.Add(await OfAsync(project, form, now, by, cancellationToken));
        return customers;
    }

    /// <summary>The entry that a customer's is by now: its own, or the one that it was merged into.</summary>
    public async Task<Customer> OfNowAsync(Customer customer, CancellationToken cancellationToken) =>
        customer.MergedInto is { } into
            ? await db.Customers.SingleAsync(c => c.Id == into, cancellationToken)
            : customer;

    /// <summary>Waits until nobody registers any of these people, and keeps it so until this change is over.</summary>
    public async Task LockAsync(IReadOnlyCollection<Customer> customers, CancellationToken cancellationToken)
    {
        var project = customers.First().Project;
        foreach (var phone in InOrder(customers.Select(c => c.Phone)))
            await LockAsync($"{project} {phone}", PhoneLock, cancellationToken);
        foreach (var hash in InOrder(customers.Select(c => c.DocumentKey(vault)).OfType<string>().Select(HashOf)))
            await LockAsync($"{project} {hash}", DocumentLock, cancellationToken);
    }

    /// <summary>Locks the rows of entries in the order of their ids, and reads them.</summary>
    public async Task<IReadOnlyList<Customer>> LockRowsAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        List<Customer> locked = [];
        foreach (var id in ids.Distinct().Order())
        {
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM customers WHERE id = {id} FOR UPDATE", cancellationToken);
            if (await db.Customers.SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is { } customer)
                locked.Add(customer);
        }

        return locked;
    }

    /// <summary>RES-4: who shows this document, or has this phone, on the sites that one may see.</summary>
    public async Task<IReadOnlyList<Customer>> FindAsync(
        string? phone, IdDocument? document, Actor actor, CancellationToken cancellationToken)
    {
        var hashes = document is null ? [] : vault.SearchHashes(PersonalClass.IdNumber, document.Key);
        var found = await db.Customers.AsNoTracking()
            .Where(c => phone == null ? hashes.Contains(c.DocumentHash!) : c.Phone == phone)
            .OrderBy(c => c.Id).Take(MostFound).ToListAsync(cancellationToken);
        List<Customer> now = [];
        foreach (var customer in found.Where(c => actor.MaySee(c.Project)))
        {
            var entry = customer.MergedInto is { } into
                ? await db.Customers.AsNoTracking().SingleAsync(c => c.Id == into, cancellationToken)
                : customer;
            if (now.TrueForAll(one => one.Id != entry.Id))
                now.Add(entry);
        }

        return now;
    }

    private async Task<Customer?> FindLockedAsync(
        string project, string phone, IReadOnlyList<string> hashes, CancellationToken cancellationToken)
    {
        // In one order: the phone, then the document; ahead of the question, so that what it finds is as new as they
        // are.
        db.LockAhead($"{project} {phone}", PhoneLock);
        if (hashes.Count > 0)
            db.LockAhead($"{project} {hashes[^1]}", DocumentLock);

        // An entry that was merged is known by what stands in it still: it leads to the one that is the person's by
        // now.
        var found = await db.Customers
            .Where(c => c.Project == project && (c.Phone == phone || hashes.Contains(c.DocumentHash!)))
            .OrderBy(c => c.MergedInto != null).ThenBy(c => c.Id).ToListAsync(cancellationToken);
        // A couple may share a phone: whoever shows another document is another customer.
        var known = found.Find(c => c.DocumentHash is { } hash && hashes.Contains(hash))
            ?? found.Find(c => c.Phone == phone && (hashes.Count == 0 || c.DocumentHash is null));
        var now = known is null ? null : await OfNowAsync(known, cancellationToken);
        return now?.DocumentHash is { } shown && hashes.Count > 0 && !hashes.Contains(shown) ? null : now;
    }

    /// <summary>A statement of its own for each lock, so that what is read after it is as new as it.</summary>
    private async Task LockAsync(string what, long kind, CancellationToken cancellationToken)
    {
        await using var wait = change.CreateCommand(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, $2))", new() { Value = what }, new() { Value = kind });
        await wait.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What a document's lock is called: its hash under the current key.</summary>
    private string HashOf(string document) => vault.SearchHashes(PersonalClass.IdNumber, document)[^1];

    private static IEnumerable<string> InOrder(IEnumerable<string> names) =>
        names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
