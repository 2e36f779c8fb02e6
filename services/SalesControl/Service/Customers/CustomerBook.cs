using Microsoft.EntityFrameworkCore;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>RES-4: who is the same customer: by the identity document, else by phone and name.</summary>
internal sealed class CustomerBook(
    SalesControlDb db, UnitOfWork change, IPersonalVault vault, KnownProjects projects, Findings findings)
{
    private const long PhoneLock = 9, DocumentLock = 10;
    private const int MostFound = 100;

    /// <summary>
    /// The customer of a form: the entry that is there, or a new one; a refusal where only the phone is an entry's, and
    /// the form does not say whether it is the same customer. Whoever registers the same person at the same moment
    /// waits here until this change is over.
    /// </summary>
    [Rule("RES-4", "who a form is of")]
    public async Task<Outcome<Customer>> OfAsync(
        string project, CustomerForm form, Change by, CancellationToken cancellationToken)
    {
        var site = await projects.GetAsync(project, db, cancellationToken);
        Outcome<KnownDocument>? shown = form.IdDocument is { } document
            ? KnownDocument.Of(document, site.At(by.At).Date, vault)
            : default(Outcome<KnownDocument>?);
        if (shown?.Refusal is { } notBorn)
            return notBorn;
        var onForm = form.OnForm();
        var (known, candidate) = await FindLockedAsync(project, onForm, HashesOf(form.IdDocument), cancellationToken);
        if (candidate is not null && form.SameCustomer is null)
        {
            return Refused.Input("RES-4", "sameCustomer", Text.Of(
                "customer.candidate", ("name", Masks.Of(PersonalClass.Name, candidate.Name)),
                ("phone", Masks.Of(PersonalClass.Phone, candidate.Phone)))) with
            {
                Evidence = [candidate.Evidence],
            };
        }

        if (candidate is not null && form.SameCustomer == true)
            known = candidate;
        known ??= db.Customers.Add(new Customer(by.NewId(), project, onForm, by.At, by.Actor.Id)).Entity;
        if (candidate is not null)
        {
            findings.Add(
                new CustomerEntry(known, site),
                new CandidateDecided(known.Id, candidate.Id, project, known == candidate));
        }

        known.Learn(shown?.Value, form.Address, vault);
        return known;
    }

    /// <summary>
    /// The customers of several forms. All locks are taken before any of them is looked up, in one order, so that
    /// nobody who needs some of the same waits for us while we wait for them.
    /// </summary>
    public async Task<Outcome<List<Customer>>> OfAllAsync(
        string project, IReadOnlyList<(string Path, CustomerForm Form)> forms, Change by,
        CancellationToken cancellationToken)
    {
        foreach (var phone in InOrder(forms.Select(one => one.Form.OnForm().Phone)))
            db.LockAhead($"{project} {phone}", PhoneLock);
        foreach (var hash in InOrder(forms.Select(one => one.Form.IdDocument?.Key).OfType<string>().Select(HashOf)))
            db.LockAhead($"{project} {hash}", DocumentLock);

        var customers = new List<Customer>(forms.Count);
        foreach (var (path, form) in forms)
        {
            var found = await OfAsync(project, form, by, cancellationToken);
            if (found.Refusal is { } refusal)
                return refusal.Under(path);
            customers.Add(found.Value);
        }

        return customers;
    }

    /// <summary>An entry of the project by its id, or the one that it was merged into; null for none.</summary>
    public async Task<Customer?> FindAsync(string project, Guid id, CancellationToken cancellationToken) =>
        await db.Customers.SingleOrDefaultAsync(c => c.Id == id && c.Project == project, cancellationToken) is { } found
            ? await OfNowAsync(found, cancellationToken)
            : null;

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
    /// <param name="phone">The number, in its one form.</param>
    /// <param name="document">The document, where no number is given.</param>
    /// <param name="project">At this site only; at all that one may see when null.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<Customer>> FindAsync(
        string? phone, IdDocument? document, string? project, Actor actor, CancellationToken cancellationToken)
    {
        var hashes = HashesOf(document);
        // Named one by one, since the indices begin with the project; there are as many as sites.
        var all = await db.Projects.Select(p => p.Code).ToListAsync(cancellationToken);
        var sites = all.FindAll(site => actor.MaySee(site) && (project is null || site == project));
        var found = await db.Customers.AsNoTracking().Where(c => sites.Contains(c.Project))
            .Where(c => phone == null ? hashes.Contains(c.DocumentHash!) : c.Phone == phone)
            .OrderBy(c => c.Id).Take(MostFound).ToListAsync(cancellationToken);
        List<Customer> now = [];
        foreach (var customer in found)
        {
            var entry = customer.MergedInto is { } into
                ? await db.Customers.AsNoTracking().SingleAsync(c => c.Id == into, cancellationToken)
                : customer;
            if (now.TrueForAll(one => one.Id != entry.Id))
                now.Add(entry);
        }

        return now;
    }

    /// <summary>
    /// The entry that a form is of, by the document or by phone and name; or, where another name stands under the
    /// phone, the entry that it may be of.
    /// </summary>
    private async Task<(Customer? Known, Customer? Candidate)> FindLockedAsync(
        string project, CustomerOnForm onForm, IReadOnlyList<string> hashes, CancellationToken cancellationToken)
    {
        // In one order: the phone, then the document; ahead of the question, so that what it finds is as new as they
        // are.
        db.LockAhead($"{project} {onForm.Phone}", PhoneLock);
        if (hashes.Count > 0)
            db.LockAhead($"{project} {hashes[^1]}", DocumentLock);

        // An entry that was merged is known by what stands in it still: it leads to the one that is the person's by
        // now.
        var found = await db.Customers
            .Where(c => c.Project == project && (c.Phone == onForm.Phone || hashes.Contains(c.DocumentHash!)))
            .OrderBy(c => c.MergedInto != null).ThenBy(c => c.Id).ToListAsync(cancellationToken);
        if (found.Find(c => c.DocumentHash is { } hash && hashes.Contains(hash)) is { } shown)
            return (await CanBeAsync(shown, hashes, cancellationToken), null);

        Customer? candidate = null;
        // A couple may share a phone: whoever shows another document is another customer.
        foreach (var one in found.Where(c => hashes.Count == 0 || c.DocumentHash is null))
        {
            if (await CanBeAsync(one, hashes, cancellationToken) is not { } now)
                continue;
            if (onForm.IsNamed(one.Name) || onForm.IsNamed(now.Name))
                return (now, null);
            candidate ??= now;
        }

        return (null, candidate);
    }

    /// <summary>What an entry has become; null where that shows another document than these.</summary>
    private async Task<Customer?> CanBeAsync(
        Customer customer, IReadOnlyList<string> hashes, CancellationToken cancellationToken)
    {
        var now = await OfNowAsync(customer, cancellationToken);
        return now.DocumentHash is { } shown && hashes.Count > 0 && !hashes.Contains(shown) ? null : now;
    }

    /// <summary>A statement of its own for each lock, so that what is read after it is as new as it.</summary>
    private async Task LockAsync(string what, long kind, CancellationToken cancellationToken)
    {
        await using var wait = change.CreateCommand(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, $2))", new() { Value = what }, new() { Value = kind });
        await wait.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What an entry with this document may lie under; its lock's name is the last.</summary>
    private IReadOnlyList<string> HashesOf(IdDocument? document) => document is null
        ? []
        : [.. document.Keys.Reverse().SelectMany(key => vault.SearchHashes(PersonalClass.IdNumber, key))];

    /// <summary>What a document's lock is called: its hash under the current key.</summary>
    private string HashOf(string document) => vault.SearchHashes(PersonalClass.IdNumber, document)[^1];

    private static IEnumerable<string> InOrder(IEnumerable<string> names) =>
        names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
