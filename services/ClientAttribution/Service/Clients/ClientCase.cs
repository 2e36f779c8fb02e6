using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Directory;
using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// What is known of a client and of the household's members; one more is known to all of them at once.
/// </summary>
internal sealed class CaseFacts(IEnumerable<Fact> facts)
{
    private readonly List<Fact> _all = [.. facts];

    public IReadOnlyList<Fact> All => _all;

    internal void Add(Fact fact) => _all.Add(fact);
}

/// <summary>A client with all facts that say whose they are, and what was decided last.</summary>
internal class ClientCase(Client client, ClientAward award, CaseFacts facts, AttributionTerms terms)
    : ClientEntry(client), IState
{
    public ClientAward Award => award;

    public CaseFacts Facts => facts;

    public AttributionTerms Terms => terms;

    /// <summary>The client as facts name one.</summary>
    public string Name => Client.Id.ToString();

    /// <summary>All of the household, the client among them; they have the same facts.</summary>
    public IReadOnlyList<ClientCase> Group { get; init; } = [];

    /// <summary>The others of the household, each of whom is decided anew with the client (REC-2.2f).</summary>
    public IEnumerable<ClientCase> Household => Group.Where(one => one.Client.Id != Client.Id);

    /// <summary>When what was decided last lapses; null where it does not.</summary>
    public Instant? LapsesAt => award.ValidUntil is { } day
        ? terms.Zone.AtStartOfDay(day.PlusDays(1)).ToInstant()
        : null;

    /// <summary>Where whose client it is, and why, is read.</summary>
    public string AttributionPath => $"{Client.Path}/attribution";

    /// <summary>The name of the deadline at which it lapses.</summary>
    public string LapseKey => $"{AttributionLapses.KindName}/{Client.Id}";

    /// <summary>Whose client it is at a time, and why.</summary>
    public Attributed Decide(Instant at) => AttributionDecision.Decide(facts.All, new(Name, at, terms));

    /// <summary>A confirmation lapses at the end of its last day, whether or not anybody looks (ATT-III.3).</summary>
    [Rule("ATT-III.3", "it lapses by itself at the end of the seventh day")]
    public void ApplyDue(Instant now, IHappenings happenings)
    {
        foreach (var one in (IEnumerable<ClientCase>)[this, .. Household])
        {
            if (one.LapsesAt is { } at && now >= at && one.Decide(at) is var decided && !one.Award.Is(decided.Award))
                happenings.Happened(one, AttributionLapsed.Of(one, decided), at);
        }
    }

    internal void Add(Fact fact) => facts.Add(fact);

    /// <summary>
    /// A fact has come: the client and whoever is of the household are decided anew, and what changed happens. Where
    /// two collide, both are told at once.
    /// </summary>
    [Rule("ATT-III.1", "a collision is seen at the moment of entry")]
    internal void Reconsider(Occurrence when, Reactions follow)
    {
        foreach (var one in (IEnumerable<ClientCase>)[this, .. Household])
        {
            var (before, decided) = (one.Award.Award.Collisions, one.Decide(when.At));
            if (one.Award.Is(decided.Award))
                continue;
            follow.Happen(one, AttributionAwarded.Of(one, decided), when);
            foreach (var entry in decided.Award.Collisions.Except(before, StringComparer.Ordinal))
                follow.Happen(one, CollisionFound.Of(one, entry, decided.Award), when);
        }
    }
}
