using NodaTime;
using Ops.Platform.PersonalData;

namespace Ops.SalesControl.Customers;

/// <summary>Whom a form is for, as it was written on it: kept as first recorded, whatever is corrected later.</summary>
/// <param name="Name">The name on the form.</param>
/// <param name="Phone">The phone number, E.164.</param>
internal sealed record CustomerOnForm(string Name, string Phone);

/// <summary>
/// A person, or a company, that a project's sales deal with: one entry however many forms it has filled in. The same customer is known by the identity
/// document, else by the phone (RES-4); two entries that turn out to be one person are merged by an added entry.
/// </summary>
internal sealed class Customer
{
    private Customer()
    {
    }

    public Customer(Guid id, string project, CustomerOnForm onForm, Instant now, string by) =>
        (Id, Project, Name, Phone, CreatedAt, CreatedBy) = (id, project, onForm.Name, onForm.Phone, now, by);

    public Guid Id { get; private init; }

    public string Project { get; private init; } = "";

    public string Name { get; private set; } = "";

    /// <summary>E.164.</summary>
    public string Phone { get; private set; } = "";

    public DocumentKind? DocumentKind { get; private set; }

    /// <summary>The document's number, sealed.</summary>
    public byte[]? DocumentNumber { get; private set; }

    /// <summary>What the document is found by: a keyed hash.</summary>
    public string? DocumentHash { get; private set; }

    /// <summary>Sealed.</summary>
    public byte[]? Address { get; private set; }

    public Instant CreatedAt { get; private init; }

    public string CreatedBy { get; private init; } = "";

    /// <summary>The entry that is this person's by now; null while it is this one.</summary>
    public Guid? MergedInto { get; private set; }

    /// <summary>Its address in this service: the subject of corrections and unmaskings.</summary>
    public string Path => $"/api/sales/customers/{Id}";

    /// <summary>What was not known of the person is added; what is known is corrected only by an entry that says so.</summary>
    public void Learn(IdDocument? document, string? address, IPersonalVault vault)
    {
        if (DocumentHash is null && document is not null)
            Show(document, vault);
        if (Address is null && !string.IsNullOrWhiteSpace(address))
            Address = vault.Seal(address.Trim());
    }

    public void Show(IdDocument document, IPersonalVault vault) =>
        (DocumentKind, DocumentNumber, DocumentHash) = (document.Kind, vault.Seal(document.Read()!), vault.SearchHash(PersonalClass.IdNumber, document.Key));

    public void Correct(string? name, string? phone, byte[]? address) => (Name, Phone, Address) = (name ?? Name, phone ?? Phone, address ?? Address);

    public void MergeInto(Guid other) => MergedInto = other;
}

/// <summary>A correction: what was written, what is right, both sealed, and why; an added entry that nothing changes (CS-2's way, RES-2).</summary>
internal sealed class Correction
{
    private Correction()
    {
    }

    public Correction(Guid id, string project, Guid? customerId, Guid? reservationId, string field, byte[] was, byte[] now, string reason, Instant at, string by) =>
        (Id, Project, CustomerId, ReservationId, Field, Was, Becomes, Reason, At, By) = (id, project, customerId, reservationId, field, was, now, reason, at, by);

    public Guid Id { get; private init; }

    public string Project { get; private init; } = "";

    public Guid? CustomerId { get; private init; }

    public Guid? ReservationId { get; private init; }

    /// <summary>name, phone, idDocument, address, form.</summary>
    public string Field { get; private init; } = "";

    /// <summary>What stood there, sealed.</summary>
    public byte[] Was { get; private init; } = [];

    /// <summary>What is right, sealed.</summary>
    public byte[] Becomes { get; private init; } = [];

    public string Reason { get; private init; } = "";

    public Instant At { get; private init; }

    public string By { get; private init; } = "";
}
