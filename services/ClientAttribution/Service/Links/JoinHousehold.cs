using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.Platform.Departments;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Links;

/// <summary>
/// REC-2.2f: a client is of one family 一家人 with another. Each stays who they are, and whose client they are; whoever
/// closes the family's deal has the credit.
/// </summary>
internal static class JoinHousehold
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ClientWithMember, Request, Events<ClientWithMember>>(
                "clients/{id:guid}/household", ClientAttributionPermissions.KeepClients, Decide)
            .OfferedOn<ClientCase>((state, _) => state.Client.Household is null
                ? null
                : new Refused("REC-2.2f", Text.Of("household.already-of-one")))
            .Answers<ClientCase, AttributionView>((state, _) => state)
            .WithSummary("household.join.summary");

    /// <summary>Of whose family.</summary>
    /// <param name="Member">Another client of the family.</param>
    internal sealed record Request(Guid Member);

    [Rule("REC-2.2f", "members of one family are known as such")]
    internal static Outcome<Events<ClientWithMember>> Decide(
        ClientWithMember state, Request request, Change change)
    {
        var (client, member) = (state.Client, state.Member.Client);
        if (client.Id == member.Id)
            return Refused.Input("REC-2.2f", "member", Text.Of("household.with-oneself"));
        if (client.Household is not null)
            return new Refused("REC-2.2f", Text.Of("household.already-of-one")) { Evidence = [client.Evidence] };
        if (member.Household is { } known)
            return new Events<ClientWithMember>(new HouseholdJoined(client.Id, client.Project, known));
        var household = change.NewId();
        return new Events<ClientWithMember>(
            new Elsewhere<ClientWithMember, ClientEntry>(
                both => both.Member, new HouseholdJoined(member.Id, member.Project, household)),
            new HouseholdJoined(client.Id, client.Project, household));
    }
}

/// <summary>A client, and another of the family.</summary>
internal sealed class ClientWithMember(ClientCase of, Client member)
    : ClientCase(of.Client, of.Award, of.Facts, of.Terms)
{
    public ClientEntry Member { get; } = new(member);
}

/// <summary>Locks the site's clients, and finds both.</summary>
internal sealed class ClientWithMemberLoad(ISource<ClientCase> clients, ClientDirectory directory)
    : ILoad<ClientWithMember, JoinHousehold.Request>
{
    public async Task<Outcome<ClientWithMember>> LoadAsync(
        Named named, JoinHousehold.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await clients.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var of = found.Value;
        return await directory.StandingAsync(of.Client.Project, request.Member, cancellationToken) is { } member
            ? new ClientWithMember(of, member)
            : Refused.Input("REC-2.2f", "member", Text.Of("client.unknown", ("id", request.Member)));
    }
}

/// <summary>
/// A client is known to be of a household. It is a fact of each two of it, and changes no award by itself.
/// </summary>
/// <param name="ClientId">Who.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Household">The household.</param>
[HappensUnder("REC-2.2f")]
internal sealed record HouseholdJoined(Guid ClientId, string Project, Guid Household) : IEvent<ClientEntry>
{
    public void Apply(ClientEntry state, Occurrence when) =>
        (state.Client.Household, state.Client.HouseholdSince) = (Household, when.At);

    public void React(ClientEntry state, Occurrence when, Reactions follow) => follow.Register(new(
        ClientRegisters.Attributions, Project, when.By,
        new HouseholdRecord("household", state.Client.Path, Household)));

    private sealed record HouseholdRecord(string What, string Subject, Guid Household) : IRegisterRecord;
}
