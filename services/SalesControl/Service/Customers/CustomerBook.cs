using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Customers;

/// <summary>RES-4: who is the same customer: by the identity document, else by the phone.</summary>
internal sealed class CustomerBook(SalesControlDb db, UnitOfWork change, IPersonalVault vault, TimeProvider time)
{
    /// <summary>The customer of a form: the entry that is there, or a new one. Whoever registers the same person at the same moment waits here until this change is over.</summary>
    [Rule("RES-4")]
    public async Task<Customer> OfAsync(string project, CustomerForm form, Instant now, string by, CancellationToken cancellationToken)
    {
        var onForm = form.OnForm();
        var hashes = form.IdDocument is { } document ? vault.SearchHashes(PersonalClass.IdNumber, document.Key) : [];
        var known = await FindLockedAsync(project, onForm.Phone, hashes, cancellationToken);
        if (known is null)
            known = db.Customers.Add(new Customer(Guid.CreateVersion7(time.GetUtcNow()), project, onForm, now, by)).Entity;
        known.Learn(form.IdDocument, form.Address, vault);
        return known;
    }

    /// <summary>The customers of several forms. All locks are taken before any of them is looked up, in one order, so that nobody who needs some of the same waits for us while we wait for them.</summary>
    [Rule("RES-4")]
    public async Task<IReadOnlyList<Customer>> OfAllAsync(string project, IReadOnlyList<CustomerForm> forms, Instant now, string by, CancellationToken cancellationToken)
    {
        foreach (var phone in forms.Select(form => form.OnForm().Phone).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            await LockAsync(project, phone, 9, cancellationToken);
        foreach (var hash in forms.Select(form => form.IdDocument).OfType<IdDocument>().Select(document => vault.SearchHashes(PersonalClass.IdNumber, document.Key)[^1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            await LockAsync(project, hash, 10, cancellationToken);

        var customers = new List<Customer>(forms.Count);
        foreach (var form in forms)
            customers.Add(await OfAsync(project, form, now, by, cancellationToken));
        return customers;
    }

    private async Task LockAsync(string project, string what, long kind, CancellationToken cancellationToken)
    {
        await using var wait = change.CreateCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, $2))", new() { Value = $"{project} {what}" }, new() { Value = kind });
        await wait.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<Customer?> FindLockedAsync(string project, string phone, IReadOnlyList<string> hashes, CancellationToken cancellationToken)
    {
        // A statement of its own for each lock, so that what is read after it is as new as it. In one order: the phone, then the document.
        await LockAsync(project, phone, 9, cancellationToken);
        if (hashes.Count > 0)
            await LockAsync(project, hashes[^1], 10, cancellationToken);

        var found = await db.Customers.Where(c => c.Project == project && c.MergedInto == null && (c.Phone == phone || hashes.Contains(c.DocumentHash!))).OrderBy(c => c.Id).ToListAsync(cancellationToken);
        // A couple may share a phone: whoever shows another document is another customer.
        return found.Find(c => c.DocumentHash is { } hash && hashes.Contains(hash)) ?? found.Find(c => c.Phone == phone && (hashes.Count == 0 || c.DocumentHash is null));
    }
}
