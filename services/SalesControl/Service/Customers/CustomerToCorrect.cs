using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Customers;

/// <summary>What stood in a field and what is right, in clear for the decision and sealed for what is kept.</summary>
/// <param name="Field">The field.</param>
/// <param name="Was">What stood there.</param>
/// <param name="Right">What is right.</param>
internal sealed record CorrectedValue(CustomerField Field, string Was, string Right)
{
    public required byte[] SealedWas { get; init; }

    public required byte[] SealedRight { get; init; }

    /// <summary>The document that is right; null for another field.</summary>
    public KnownDocument? Document { get; init; }

    /// <summary>The values do not stand in a log.</summary>
    public override string ToString() => $"{Field}";
}

/// <summary>A customer's entry, what is right of it, and another entry that shows the same document.</summary>
internal sealed class CustomerToCorrect(Customer customer, Project site, CorrectedValue value, Guid? showsItToo)
    : CustomerEntry(customer, site)
{
    public CorrectedValue Value => value;

    public Guid? ShowsItToo => showsItToo;
}

/// <summary>Loads what a correction needs, and seals what it brings.</summary>
internal sealed class CustomerToCorrectLoad(CustomerSource customers, SalesControlDb db, IPersonalVault vault)
    : ILoad<CustomerToCorrect, CorrectCustomer.Request>
{
    public async Task<Outcome<CustomerToCorrect>> LoadAsync(
        Named named, CorrectCustomer.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await customers.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var (customer, site) = (found.Value.Customer, found.Value.Site);
        var (was, right) = request.Field switch
        {
            CustomerField.Name => (customer.Name, request.Value!.Trim()),
            CustomerField.Phone => (customer.Phone, Phone.Of(request.Value!)),
            CustomerField.IdDocument => (customer.DocumentKey(vault) ?? "", request.IdDocument!.Key),
            _ => (customer.Address is { } address ? vault.Open(address) : "", request.Value!.Trim()),
        };
        Outcome<KnownDocument>? shown = request.IdDocument is { } document
            ? KnownDocument.Of(document, site.At(change.At).Date, vault)
            : default(Outcome<KnownDocument>?);
        if (shown?.Refusal is { } notBorn)
            return notBorn;
        var value = new CorrectedValue(request.Field, was, right)
        {
            SealedWas = vault.Seal(was),
            SealedRight = vault.Seal(right),
            Document = shown?.Value,
        };
        var other = request.Field == CustomerField.IdDocument
            ? await OtherWithAsync(right, customer, cancellationToken)
            : null;
        return new CustomerToCorrect(customer, site, value, other);
    }

    private Task<Guid?> OtherWithAsync(string document, Customer customer, CancellationToken cancellationToken)
    {
        var hashes = vault.SearchHashes(PersonalClass.IdNumber, document);
        return db.Customers
            .Where(c => c.Project == customer.Project && c.Id != customer.Id && c.MergedInto == null
                && hashes.Contains(c.DocumentHash!))
            .Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellationToken);
    }
}
