using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Directory;

/// <summary>A client of the directory.</summary>
internal class ClientEntry(Client client) : IState
{
    public Client Client => client;

    public Aggregate Root => client;
}

/// <summary>How somebody came into the directory.</summary>
internal enum RegisteredBy
{
    /// <summary>来访 or 来电.</summary>
    Contact,

    /// <summary>备案.</summary>
    PreRegistration,

    /// <summary>直销.</summary>
    DirectSale,

    /// <summary>关系客户 of whom the company gave notice.</summary>
    Notice,
}

/// <summary>Somebody whom nobody knew stands in the directory from now on.</summary>
/// <param name="ClientId">Who.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Kind">A person or a company.</param>
/// <param name="How">By what.</param>
[HappensUnder("REC-4")]
internal sealed record ClientRegistered(Guid ClientId, string Project, ClientKind Kind, RegisteredBy How)
    : IEvent<ClientEntry>
{
    /// <summary>The name: in the table, and in no log.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";

    public void Apply(ClientEntry state, Occurrence when)
    {
        var client = state.Client;
        (client.Kind, client.Name) = (Kind, Name);
        (client.RegisteredAt, client.RegisteredBy) = (when.At, when.By);
    }

    public void React(ClientEntry state, Occurrence when, Reactions follow) => follow.Add(state.Client);
}

/// <summary>A client is found by one more phone, document or WeChat name.</summary>
/// <param name="ClientId">Who.</param>
/// <param name="Project">The project's code.</param>
/// <param name="IdentifierId">The entry of it.</param>
/// <param name="Kind">What it is.</param>
[HappensUnder("REC-4")]
internal sealed record IdentifierAdded(Guid ClientId, string Project, Guid IdentifierId, IdentifierKind Kind)
    : IEvent<ClientEntry>
{
    /// <summary>Sealed, with what it is found by.</summary>
    [JsonIgnore]
    public SealedIdentifier Shown { get; init; } = null!;

    public void Apply(ClientEntry state, Occurrence when) =>
        state.Client.Add(new Identifier(IdentifierId, state.Client, Shown, when.At, when.By));

    public void React(ClientEntry state, Occurrence when, Reactions follow) =>
        follow.Add(state.Client.Identifiers.Single(one => one.Id == IdentifierId));
}

/// <summary>
/// Somebody said of a new client that they are not the one who has the same phone: supervisors see it, for it may hide
/// whose client that is.
/// </summary>
/// <param name="ClientId">The new client.</param>
/// <param name="Candidate">The client whom they are said not to be.</param>
/// <param name="Project">The project's code.</param>
[HappensUnder("ATT-5")]
internal sealed record CandidateDenied(Guid ClientId, Guid Candidate, string Project) : IEvent<ClientEntry>
{
    public void Apply(ClientEntry state, Occurrence when)
    {
        // Both stay as they are; a person looks at it.
    }

    public void React(ClientEntry state, Occurrence when, Reactions follow) => follow.Tasks.Add(new NewTask(
        $"client/{ClientId}/denied/{Candidate}", Addressee.ForPermission(ClientAttributionPermissions.LeadClients),
        Project, Text.Of("client.task.denied", ("by", when.By)), "ATT-5", state.Client.Path, when.At));
}

/// <summary>A client as the directory shows one: masked, for everybody.</summary>
/// <param name="Id">The id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Kind">A person or a company.</param>
/// <param name="Name">The name, masked.</param>
/// <param name="Identifiers">Phones, documents and WeChat names, masked.</param>
/// <param name="RegisteredAt">When they came into the directory.</param>
/// <param name="MergedInto">The client who this one turned out to be; null for one who stands alone.</param>
/// <param name="Household">The household; null where none is known.</param>
internal sealed record ClientView(
    Guid Id, string Project, ClientKind Kind, string Name, IReadOnlyList<ClientView.IdentifierView> Identifiers,
    OffsetDateTime RegisteredAt, Guid? MergedInto, Guid? Household)
{
    /// <summary>What the reader may do to it now, by the names of the operations.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>A phone, document or WeChat name.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Value">Masked.</param>
    internal sealed record IdentifierView(IdentifierKind Kind, string Value);
}

/// <summary>Finds clients of the sites that the actor may see, and shows them.</summary>
internal sealed class ClientSource(
    ClientAttributionDb db, ClientDirectory directory, IActions actions, CompanyTime company)
    : ISource<ClientEntry>, IView<ClientEntry, ClientView>
{
    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("client.unknown", ("id", id)));

    public async Task<Outcome<ClientEntry>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var id = named.Id;
        // Of which site a client is never changes: the site is locked before the client is read.
        var project = await db.Clients.AsNoTracking().Where(c => c.Id == id).Select(c => c.Project)
            .SingleOrDefaultAsync(cancellationToken);
        if (project is null || !named.Actor.MaySee(project))
            return Unknown(id);
        if (access == Access.Read)
            return new ClientEntry(await db.Clients.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken));
        await directory.LockAsync(project, cancellationToken);
        return new ClientEntry(await db.Clients.SingleAsync(c => c.Id == id, cancellationToken));
    }

    public async Task<ClientEntry> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var project = await db.Clients.AsNoTracking().Where(c => c.Id == id).Select(c => c.Project)
            .SingleAsync(cancellationToken);
        await directory.LockAsync(project, cancellationToken);
        return new(await db.Clients.SingleAsync(c => c.Id == id, cancellationToken));
    }

    public async ValueTask<ClientView> ShowAsync(
        ClientEntry state, Actor actor, CancellationToken cancellationToken) =>
        Show(state.Client) with { Actions = await actions.OfAsync(state, actor, cancellationToken) };

    /// <summary>A client, masked.</summary>
    public ClientView Show(Client client) => new(
        client.Id, client.Project, client.Kind, Masks.Of(PersonalClass.Name, client.Name),
        [.. client.Identifiers.OrderBy(one => one.AddedAt).ThenBy(one => one.Id)
            .Select(one => new ClientView.IdentifierView(one.Kind, Masks.Of(
                one.Kind switch
                {
                    IdentifierKind.Phone => PersonalClass.Phone,
                    IdentifierKind.Document => PersonalClass.IdNumber,
                    _ => PersonalClass.Name,
                },
                directory.Open(one))))],
        company.At(client.RegisteredAt), client.MergedInto, client.Household);
}
