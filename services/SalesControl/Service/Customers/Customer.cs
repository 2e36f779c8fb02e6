using NodaTime;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Customers;

/// <summary>Whom a form is for, as it was written on it: kept as first recorded, whatever is corrected later.</summary>
/// <param name="Name">The name on the form.</param>
/// <param name="Phone">The phone number, E.164 with its extension.</param>
internal sealed record CustomerOnForm(string Name, string Phone)
{
    /// <summary>Whether it is this name, however it is spaced and whatever its capitals.</summary>
    public bool IsNamed(string name) => Plain(name) == Plain(Name);

    private static string Plain(string name) =>
        string.Concat(HalfWidth.Of(name).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
}

/// <summary>
/// A person, or a company, that a project's sales deal with: one entry however many forms it has filled in. The same
/// customer is known by the identity document, else by phone and name (RES-4); two entries that turn out to be one
/// person are merged by an added entry.
/// </summary>
internal sealed class Customer : Aggregate
{
    private Customer()
    {
    }

    public Customer(Guid id, string project, CustomerOnForm onForm, Instant now, string by) =>
        (Id, Project, Name, Phone, CreatedAt, CreatedBy) = (id, project, onForm.Name, onForm.Phone, now, by);

    public override string StreamKind => "customer";

    public string Project { get; private init; } = "";

    public string Name { get; internal set; } = "";

    /// <summary>E.164.</summary>
    public string Phone { get; internal set; } = "";

    public DocumentKind? DocumentKind { get; private set; }

    /// <summary>The document's number, sealed.</summary>
    public byte[]? DocumentNumber { get; private set; }

    /// <summary>What the document is found by: a keyed hash.</summary>
    public string? DocumentHash { get; private set; }

    /// <summary>Sealed.</summary>
    public byte[]? Address { get; internal set; }

    public Instant CreatedAt { get; private init; }

    public string CreatedBy { get; private init; } = "";

    /// <summary>The entry that is this person's by now; null while it is this one.</summary>
    public Guid? MergedInto { get; private set; }

    /// <summary>Its address in this service: the subject of corrections and unmaskings.</summary>
    public string Path => $"/api/sales/customers/{Id}";

    /// <summary>
    /// What was not known of the person is added; what is known is corrected only by an entry that says so.
    /// </summary>
    public void Learn(KnownDocument? document, string? address, IPersonalVault vault)
    {
        if (DocumentHash is null && document is not null)
            Show(document);
        if (Address is null && !string.IsNullOrWhiteSpace(address))
            Address = vault.Seal(address.Trim());
    }

    /// <summary>
    /// Whether it can turn out to be another entry's person: not when it has already (RES-4). Null where it can.
    /// </summary>
    public Refused? RefusesToMerge() => MergedInto is { } into
        ? new Refused("RES-4", Text.Of("customer.merged-already")) { Evidence = [Evidence, $"customer/{into}"] }
        : null;

    /// <summary>
    /// Whether two entries can be one person's: not when they show two documents, nor when one of them is somebody
    /// else's already (RES-4).
    /// </summary>
    [Rule("RES-4", "whether two entries can be one person's")]
    public Refused? RefusesMerge(Customer into)
    {
        if (Id == into.Id)
            return Refused.Input("RES-4", "into", Text.Of("customer.merged-into-itself"));
        if (Project != into.Project)
            return Refused.Input("RES-4", "into", Text.Of("customer.merged-across-projects"));
        if (into.MergedInto is not null)
            return Refuse("customer.merged-already");
        return DocumentNumber is not null && into.DocumentNumber is not null ? Refuse("customer.two-documents") : null;

        Refused Refuse(string code) => new("RES-4", Text.Of(code)) { Evidence = [Evidence, into.Evidence] };
    }

    /// <summary>
    /// This entry is the other's person from now on; what only this one knew the other learns (RES-4).
    /// </summary>
    internal void MergeInto(Customer other)
    {
        if (other.DocumentHash is null)
        {
            (other.DocumentKind, other.DocumentNumber) = (DocumentKind, DocumentNumber);
            other.DocumentHash = DocumentHash;
        }

        other.Address ??= Address;
        MergedInto = other.Id;
    }

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"customer/{Id}";

    /// <summary>
    /// What lies sealed and hashed under an older key is brought under the current one; nothing of what it says
    /// changes.
    /// </summary>
    /// <returns>Whether anything did.</returns>
    public bool Reseal(IPersonalVault vault)
    {
        var before = (DocumentNumber, DocumentHash, Address);
        if (DocumentNumber is not null)
        {
            DocumentNumber = vault.Reseal(DocumentNumber) ?? DocumentNumber;
            if (!vault.IsCurrent(DocumentHash!))
                DocumentHash = vault.SearchHash(PersonalClass.IdNumber, DocumentKey(vault)!);
        }

        if (Address is not null)
            Address = vault.Reseal(Address) ?? Address;
        return before != (DocumentNumber, DocumentHash, Address);
    }

    /// <summary>What the document is found by; null where none was shown.</summary>
    public string? DocumentKey(IPersonalVault vault) =>
        DocumentNumber is null ? null : $"{DocumentKind}:{vault.Open(DocumentNumber)}";

    /// <summary>The document that the person has shown.</summary>
    internal void Show(KnownDocument document) =>
        (DocumentKind, DocumentNumber, DocumentHash) = (document.Kind, document.Number, document.Hash);
}

/// <summary>A document as it is kept.</summary>
/// <param name="Kind">What kind it is.</param>
/// <param name="Number">Its number, sealed.</param>
/// <param name="Hash">What it is found by.</param>
internal sealed record KnownDocument(DocumentKind Kind, byte[] Number, string Hash)
{
    /// <summary>
    /// Seals a document, or refuses one of somebody who is not born yet: no other way leads into an entry. It must be
    /// valid.
    /// </summary>
    public static Outcome<KnownDocument> Of(IdDocument document, LocalDate today, IPersonalVault vault) =>
        document.RefusesOn(today) is { } notBorn
            ? notBorn
            : new KnownDocument(
                document.Kind, vault.Seal(document.Read()!), vault.SearchHash(PersonalClass.IdNumber, document.Key));
}

/// <summary>
/// A correction: what was written, what is right, both sealed, and why; an added entry that nothing changes (CS-2's
/// way, RES-2).
/// </summary>
internal sealed class Correction
{
    private Correction()
    {
    }

    public Correction(
        Guid id, string project, Guid? customerId, Guid? reservationId, string field, byte[] was, byte[] now,
        string reason, Instant at, string by)
    {
        (Id, Project, CustomerId, ReservationId) = (id, project, customerId, reservationId);
        (Field, Was, Becomes, Reason, At, By) = (field, was, now, reason, at, by);
    }

    public Guid Id { get; private init; }

    public string Project { get; private init; } = "";

    public Guid? CustomerId { get; private init; }

    public Guid? ReservationId { get; private init; }

    /// <summary>
    /// Of a customer: name, phone, idDocument, address; of a reservation: form, customerName, customerPhone.
    /// </summary>
    public string Field { get; private init; } = "";

    /// <summary>What stood there, sealed.</summary>
    public byte[] Was { get; private init; } = [];

    /// <summary>What is right, sealed.</summary>
    public byte[] Becomes { get; private init; } = [];

    public string Reason { get; private init; } = "";

    public Instant At { get; private init; }

    public string By { get; private init; } = "";
}
