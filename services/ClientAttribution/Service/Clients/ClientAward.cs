using System.Text.Json;
using NodaTime;
using Ops.ClientAttribution.Attribution;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// Whose a client is, as it was last decided: what lists and the desk ask. It follows from the facts, and is never
/// changed but by its events.
/// </summary>
internal sealed class ClientAward
{
    private ClientAward()
    {
    }

    /// <summary>Nobody's yet.</summary>
    public ClientAward(Guid client, string project) => (ClientId, Project) = (client, project);

    public Guid ClientId { get; private init; }

    public string Project { get; private init; } = "";

    public AwardKind Kind { get; private set; } = AwardKind.Nobody;

    /// <summary>Whose; none where it is nobody's or the company's.</summary>
    public IReadOnlyList<string> Consultants { get; private set; } = [];

    /// <summary>The last day; null where it does not lapse.</summary>
    public LocalDate? ValidUntil { get; private set; }

    public Award Award { get; private set; } = new(AwardKind.Nobody, [], []);

    public Instant? DecidedAt { get; private set; }

    /// <summary>Whether this is what was decided last, with all that it rests on.</summary>
    public bool Is(Award award) => Same(Award, award);

    /// <summary>Whether two awards are one, with all that they rest on.</summary>
    public static bool Same(Award one, Award other) => Write(one) == Write(other);

    /// <summary>Whose the client is on a day: what has lapsed is nobody's, whether or not it has been noted.</summary>
    public IReadOnlyList<Holding> HoldingsOn(LocalDate day) => ValidUntil < day ? [] : Award.Holdings;

    internal void Become(Award award, Instant at)
    {
        (Award, Kind, ValidUntil, DecidedAt) = (award, award.Kind, award.ValidUntil, at);
        Consultants = [.. award.Holdings.Select(holding => holding.Consultant)];
    }

    private static string Write(Award award) => JsonSerializer.Serialize(award, ClientFact.Json);
}
