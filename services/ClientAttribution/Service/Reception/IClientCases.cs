using NodaTime;
using Ops.ClientAttribution.Directory;
using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Reception;

/// <summary>Somebody whom the directory knows by what they give.</summary>
/// <param name="Client">Who; null where several have the same phone.</param>
/// <param name="Consultant">Whose client they are now; null for nobody's.</param>
internal sealed record KnownVisitor(Guid? Client, string? Consultant);

/// <summary>What the desk asks of clients, and what it tells of them: whose they are is decided elsewhere.</summary>
internal interface IClientCases
{
    /// <summary>Who has a phone, and whose client they are at a time; null where nobody has it.</summary>
    Task<KnownVisitor?> OfPhoneAsync(string project, string phone, Instant at, CancellationToken cancellationToken);

    /// <summary>Whose client somebody is at a time; null for nobody's.</summary>
    Task<string?> ConsultantOfAsync(Guid client, Instant at, CancellationToken cancellationToken);

    /// <summary>
    /// An entry stands on the register: whose client that makes somebody is decided in the same change.
    /// </summary>
    /// <param name="contact">The visit or call, entered.</param>
    /// <param name="entry">Whom it was.</param>
    /// <param name="when">When it was entered, and by whom.</param>
    /// <param name="follow">What follows.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    Task TakeAsync(
        Contact contact, EntryOfClient entry, Occurrence when, Reactions follow, CancellationToken cancellationToken);
}

/// <summary>Whom an entry is about.</summary>
/// <param name="Identified">The client, known or new.</param>
/// <param name="Name">The name as it was entered.</param>
/// <param name="Identifiers">What they are found by from now on.</param>
internal sealed record EntryOfClient(
    Identified Identified, string Name, IReadOnlyList<SealedIdentifier> Identifiers);
