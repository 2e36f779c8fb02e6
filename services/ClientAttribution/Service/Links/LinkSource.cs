using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Links;

/// <summary>That two clients are one, as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="From">Who turned out to be another, masked.</param>
/// <param name="Into">The other, masked.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Reason">How it is known.</param>
/// <param name="AskedAt">When it was said.</param>
/// <param name="AskedBy">By whom.</param>
/// <param name="DecidedAt">When another agreed or refused; null while nobody has.</param>
/// <param name="DecidedBy">Who.</param>
internal sealed record LinkView(
    Guid Id, string Project, ClientView From, ClientView Into, LinkState State, string Reason, OffsetDateTime AskedAt,
    string AskedBy, OffsetDateTime? DecidedAt, string? DecidedBy)
{
    /// <summary>What the reader may do to it now, by the names of the operations.</summary>
    public IReadOnlyList<string>? Actions { get; init; }
}

/// <summary>Finds links of the sites that the actor may see, with both clients, and shows them.</summary>
internal sealed class LinkSource(
    ClientAttributionDb db, ClientDirectory directory, ClientSource clients, CaseLoader cases, IActions actions,
    CompanyTime company) : ISource<LinkedClients>, ILoad<LinkToAsk, AskMerge.Request>, IView<LinkedClients, LinkView>
{
    public async Task<Outcome<LinkedClients>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var project = await ProjectOfAsync(named.Id, cancellationToken);
        if (project is null || !named.Actor.MaySee(project))
            return Refused.NotFound(Text.Of("link.unknown", ("id", named.Id)));
        if (access == Access.Change)
            await directory.LockAsync(project, cancellationToken);
        return await OfAsync(named.Id, access, cancellationToken);
    }

    public async Task<LinkedClients> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        await directory.LockAsync((await ProjectOfAsync(id, cancellationToken))!, cancellationToken);
        return await OfAsync(id, Access.Change, cancellationToken);
    }

    public async Task<Outcome<LinkToAsk>> LoadAsync(
        Named named, AskMerge.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await clients.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var from = found.Value.Client;
        if (await cases.FindAsync(from.Project, request.Into, Access.Change, cancellationToken) is not { } into)
            return Refused.Input("ATT-1", "into", Text.Of("client.unknown", ("id", request.Into)));
        Guid[] both = [from.Id, into.Client.Id];
        return new LinkToAsk(
            new ClientLink(change.NewId(), from.Project, from.Id, into.Client.Id),
            await cases.LoadAsync(from, Access.Change, cancellationToken), into)
        {
            AskedAlready = await db.ClientLinks.AsNoTracking()
                .Where(link => both.Contains(link.From) && both.Contains(link.Into)
                    && link.State != LinkState.Refused && link.State != LinkState.Split)
                .Select(link => (Guid?)link.Id).FirstOrDefaultAsync(cancellationToken),
        };
    }

    public async ValueTask<LinkView> ShowAsync(
        LinkedClients state, Actor actor, CancellationToken cancellationToken)
    {
        var link = state.Link;
        return new(
            link.Id, link.Project, clients.Show(state.From.Client), clients.Show(state.Into.Client), link.State,
            link.Reason, company.At(link.AskedAt), link.AskedBy,
            link.DecidedAt is { } at ? company.At(at) : null, link.DecidedBy)
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
    }

    private Task<string?> ProjectOfAsync(Guid id, CancellationToken cancellationToken) =>
        db.ClientLinks.AsNoTracking().Where(link => link.Id == id).Select(link => link.Project)
            .SingleOrDefaultAsync(cancellationToken);

    private async Task<LinkedClients> OfAsync(Guid id, Access access, CancellationToken cancellationToken)
    {
        var link = await (access == Access.Change ? db.ClientLinks : db.ClientLinks.AsNoTracking())
            .SingleAsync(one => one.Id == id, cancellationToken);
        var from = await db.Clients.SingleAsync(one => one.Id == link.From, cancellationToken);
        return new(
            link, await cases.LoadAsync(from, access, cancellationToken),
            (await cases.FindAsync(link.Project, link.Into, access, cancellationToken))!);
    }
}

/// <summary>What the register <c>attributions</c> says of links.</summary>
internal static class LinkRegister
{
    public static RegisterNote Noted(ClientLink link, string what, FreeText? reason, string by) => new(
        ClientRegisters.Attributions, link.Project, by,
        new LinkRecord(what, link.Path, link.From, link.Into, link.State),
        reason?.Words is { } words
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = words }
            : null);

    private sealed record LinkRecord(string What, string Subject, Guid From, Guid Into, LinkState State)
        : IRegisterRecord;
}
