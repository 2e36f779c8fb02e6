using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Reception;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// ATT-1, REC-2.2: the desk asks whose client somebody is, and each entry of its registers is decided on in the change
/// that makes it.
/// </summary>
internal sealed class ClientCases(
    ClientAttributionDb db, ClientDirectory directory, CaseLoader cases, Pipeline pipeline, CompanyTime company)
    : IClientCases
{
    [Rule("REC-2.2", "whose client an old customer is now")]
    public async Task<KnownVisitor?> OfPhoneAsync(
        string project, string phone, Instant at, CancellationToken cancellationToken)
    {
        var form = await directory.LookUpAsync(project, new(null, phone), cancellationToken);
        var clients = form.Known.Select(one => one.Stands.Id).Distinct().ToList();
        if (clients.Count == 0)
            return null;
        HashSet<string?> whose = [];
        foreach (var client in clients)
            whose.Add(await ConsultantOfAsync(client, at, cancellationToken));
        // A couple with one phone: whose client it is can be said where it is one consultant's, who it is cannot.
        return new(clients is [var only] ? only : null, whose.Count == 1 ? whose.First() : null);
    }

    public async Task<string?> ConsultantOfAsync(Guid client, Instant at, CancellationToken cancellationToken)
    {
        var award = await db.ClientAwards.AsNoTracking()
            .SingleOrDefaultAsync(one => one.ClientId == client, cancellationToken);
        // Of several the one with the greatest share receives.
        return award?.HoldingsOn(company.DateOf(at)).OrderByDescending(one => one.Percent)
            .ThenBy(one => one.Consultant, StringComparer.Ordinal).FirstOrDefault()?.Consultant;
    }

    [Rule("ATT-1", "an entry of the register is decided on at once")]
    public async Task TakeAsync(
        Contact contact, EntryOfClient entry, Occurrence when, Reactions follow, CancellationToken cancellationToken)
    {
        var who = entry.Identified;
        var known = who.IsNew ? null : await cases.FindAsync(
            contact.Project, who.Client, Access.Change, cancellationToken);
        var of = known ?? cases.New(who.Client, contact.Project);
        pipeline.ApplyDue(of, when.At);
        foreach (var happened in Registration.Of(of, entry, RegisteredBy.Contact, ClientKind.Person, follow.NewId))
            follow.Happen(of, happened, when);
        foreach (var fact in DeskFacts.Of(contact, of.Name))
            of.Add(fact);
        of.Reconsider(when, follow);
    }
}

/// <summary>What happens in the directory when a form is about somebody: new, or known by one thing more.</summary>
internal static class Registration
{
    /// <summary>The events, in their order.</summary>
    [Rule("REC-4", "the customer is registered")]
    public static IEnumerable<IEvent<ClientEntry>> Of(
        ClientEntry of, EntryOfClient entry, RegisteredBy how, ClientKind kind, Func<Guid> newId)
    {
        var client = of.Client;
        if (entry.Identified.IsNew)
        {
            yield return new ClientRegistered(client.Id, client.Project, kind, how) { Name = entry.Name };
            if (entry.Identified.Denied is { } denied)
                yield return new CandidateDenied(client.Id, denied, client.Project);
        }

        foreach (var shown in entry.Identifiers)
        {
            if (client.Identifiers.All(one => one.Kind != shown.Kind || one.Hash != shown.Hash))
                yield return new IdentifierAdded(client.Id, client.Project, newId(), shown.Kind) { Shown = shown };
        }
    }
}
