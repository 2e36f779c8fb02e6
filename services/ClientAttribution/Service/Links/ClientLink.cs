using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Approvals;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Links;

/// <summary>How far it has come that two clients are one.</summary>
internal enum LinkState
{
    /// <summary>Somebody says so; another has yet to agree.</summary>
    MergeAsked,

    /// <summary>The two are one.</summary>
    Merged,

    /// <summary>Nobody agreed.</summary>
    Refused,

    /// <summary>Somebody says that it was wrong; another has yet to agree.</summary>
    SplitAsked,

    /// <summary>The two are two again.</summary>
    Split,
}

/// <summary>
/// That two clients are one 客户合并: said by one person and agreed to by another, and undone in the same way. Nothing of
/// either is lost: facts stay with the entry that they were recorded for.
/// </summary>
internal sealed class ClientLink : Aggregate
{
    private ClientLink()
    {
    }

    /// <summary>One that is being asked for (<see cref="MergeAsked"/>).</summary>
    public ClientLink(Guid id, string project, Guid from, Guid into) =>
        (Id, Project, From, Into) = (id, project, from, into);

    public override string StreamKind => "client-link";

    public string Project { get; private init; } = "";

    /// <summary>Who turned out to be another.</summary>
    public Guid From { get; private init; }

    /// <summary>The other.</summary>
    public Guid Into { get; private init; }

    public LinkState State { get; internal set; }

    public Instant AskedAt { get; internal set; }

    /// <summary>Who says what is asked now, or was agreed to last.</summary>
    public string AskedBy { get; internal set; } = "";

    /// <summary>How they know it, in their words.</summary>
    public string Reason { get; internal set; } = "";

    public Instant? DecidedAt { get; internal set; }

    public string? DecidedBy { get; internal set; }

    /// <summary>Where it is read.</summary>
    public string Path => PathOf(Id);

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"client-link/{Id}";

    /// <summary>Whether somebody's word is asked for.</summary>
    public bool IsOpen => State is LinkState.MergeAsked or LinkState.SplitAsked;

    public static string PathOf(Guid id) => $"/api/clients/links/{id}";
}

/// <summary>A link with both clients and all that is known of them.</summary>
internal class LinkedClients(ClientLink link, ClientCase from, ClientCase into) : IState
{
    public ClientLink Link => link;

    /// <summary>Who turned out to be another, as they stand by themselves.</summary>
    public ClientCase From => from;

    /// <summary>The other.</summary>
    public ClientCase Into => into;

    public Aggregate Root => link;

    /// <summary>What others are asked to agree to.</summary>
    public ApprovalTerms Terms => new(
        $"{link.Evidence}/{link.State}", "client-link", "ATT-1", link.Project, link.Path,
        Text.Of(link.State == LinkState.SplitAsked ? "link.split-asked" : "link.merge-asked"), link.AskedBy,
        link.AskedBy, link.AskedAt, Until: null, [new Need(ClientAttributionPermissions.DecideLinks)]);

    public void ApplyDue(Instant now, IHappenings happenings)
    {
        from.ApplyDue(now, happenings);
        into.ApplyDue(now, happenings);
    }

    /// <summary>
    /// The other client with all facts as they are when the two are one, or two: the same for everybody of both
    /// households.
    /// </summary>
    internal ClientCase Anew(bool asOne)
    {
        var own = from.Facts.All.Where(fact => fact.Client.Length > 0).Select(fact => fact.Id)
            .ToHashSet(StringComparer.Ordinal);
        var facts = new CaseFacts(asOne
            ? from.Facts.All.Concat(into.Facts.All).Select(fact => Renamed(fact, from.Name, into.Name))
            : into.Facts.All.Where(fact => !own.Contains(fact.Id)).Concat(from.Facts.All));
        List<ClientCase> group = [];
        group.AddRange(((IEnumerable<ClientCase>)[into, from, .. into.Household, .. from.Household])
            .DistinctBy(one => one.Client.Id)
            .Select(one => new ClientCase(one.Client, one.Award, facts, one.Terms) { Group = group }));
        return group[0];
    }

    private static Fact Renamed(Fact fact, string from, string into)
    {
        var renamed = fact.Client == from ? fact with { Client = into } : fact;
        return renamed is Fact.FamilyKnown family && family.Member == from
            ? family with { Member = into }
            : renamed;
    }

    /// <summary>Null where somebody's word is asked for.</summary>
    public Refused? RefusesDecision() => link.IsOpen
        ? null
        : new Refused("ATT-1", Text.Of("link.decided-already")) { Evidence = [link.Evidence] };
}
