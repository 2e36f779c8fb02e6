using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Clients;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Disputes;

/// <summary>How far a dispute has come.</summary>
internal enum DisputeState
{
    /// <summary>The parties have yet to agree, or a supervisor or manager to rule.</summary>
    Open,

    /// <summary>The parties agreed.</summary>
    Agreed,

    /// <summary>A supervisor or manager ruled.</summary>
    Ruled,

    /// <summary>A party appealed to the manager.</summary>
    Appealed,

    /// <summary>The manager ruled on the appeal.</summary>
    RuledOnAppeal,
}

/// <summary>
/// A dispute over whose a client is 撞单争议 (ATT-6): agreed between the parties, else ruled by supervisor or manager,
/// appealed once; a party who does not accept the ruling loses the commission to the department's fund.
/// </summary>
internal sealed class Dispute : Aggregate
{
    private Dispute()
    {
    }

    /// <summary>One that is being opened (<see cref="DisputeOpened"/>).</summary>
    public Dispute(Guid id, string project, Guid client) => (Id, Project, ClientId) = (id, project, client);

    public override string StreamKind => "dispute";

    public string Project { get; private init; } = "";

    public Guid ClientId { get; private init; }

    public DisputeState State { get; internal set; }

    public Instant OpenedAt { get; internal set; }

    public string OpenedBy { get; internal set; } = "";

    /// <summary>What it is about, in the words of who opened it.</summary>
    public string Reason { get; internal set; } = "";

    /// <summary>Between whom.</summary>
    public IReadOnlyList<string> Parties { get; internal set; } = [];

    /// <summary>What is proposed; null for nothing.</summary>
    public Shares? Proposal { get; internal set; }

    /// <summary>The parties who agree to it.</summary>
    public IReadOnlyList<string> AgreedBy { get; internal set; } = [];

    /// <summary>The ruling in force; null for none.</summary>
    public Guid? Ruling { get; internal set; }

    public string? RuledBy { get; internal set; }

    /// <summary>As what they ruled.</summary>
    public Post? RuledAs { get; internal set; }

    /// <summary>Why, in their words.</summary>
    public string? RulingReason { get; internal set; }

    public string? AppealedBy { get; internal set; }

    /// <summary>Why, in their words.</summary>
    public string? AppealReason { get; internal set; }

    /// <summary>The parties who do not accept the ruling.</summary>
    public IReadOnlyList<string> NotAccepting { get; internal set; } = [];

    /// <summary>Where it is read.</summary>
    public string Path => PathOf(Id);

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"dispute/{Id}";

    public static string PathOf(Guid id) => $"/api/clients/disputes/{id}";

    /// <summary>A refusal that rests on this dispute.</summary>
    public Refused Refuse(string rule, string code, RefusalKind kind = RefusalKind.State) =>
        new(rule, Text.Of(code), kind) { Evidence = [Evidence] };
}

/// <summary>A dispute with all that is known of the client.</summary>
internal class DisputeCase(Dispute dispute, ClientCase client) : IState
{
    public Dispute Dispute => dispute;

    public ClientCase Client => client;

    public Aggregate Root => dispute;

    public void ApplyDue(Instant now, IHappenings happenings) => client.ApplyDue(now, happenings);

    /// <summary>Only a party has a word in it.</summary>
    public Refused? RefusesOthers(Change change) => dispute.Parties.Contains(change.Actor.Id)
        ? null
        : dispute.Refuse("ATT-6", "dispute.not-a-party", RefusalKind.Forbidden);
}
