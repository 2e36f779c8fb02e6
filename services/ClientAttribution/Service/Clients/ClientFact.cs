using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Directory;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// A fact that no register of the desk has: a row is added and never changed. It lies under the entry that it was
/// recorded for, whoever that turns out to be.
/// </summary>
internal sealed class ClientFact
{
    /// <summary>How facts are written; a JSON column keeps no order of members.</summary>
    public static readonly JsonSerializerOptions Json =
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true }
            .ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    private ClientFact()
    {
    }

    public ClientFact(Guid id, Client client, Fact fact, string by) =>
        (Id, ClientId, Project, Kind, At, By, Fact) =
            (id, client.Id, client.Project, fact.GetType().Name, fact.At, by, fact);

    public Guid Id { get; private init; }

    public Guid ClientId { get; private init; }

    public string Project { get; private init; } = "";

    /// <summary>Which of the facts it is, by its name.</summary>
    public string Kind { get; private init; } = "";

    public Instant At { get; private init; }

    public string By { get; private init; } = "";

    public Fact Fact { get; private init; } = null!;
}
