using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Disputes;

/// <summary>A dispute with the client's whole case file.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Parties">Between whom.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="OpenedBy">By whom.</param>
/// <param name="Reason">What it is about.</param>
/// <param name="Case">Whose the client is by now, with the facts of both sides.</param>
internal sealed record DisputeView(
    Guid Id, DisputeState State, IReadOnlyList<string> Parties, OffsetDateTime OpenedAt, string OpenedBy, string Reason,
    AttributionView Case)
{
    /// <summary>What is proposed; null for nothing.</summary>
    public IReadOnlyList<Share>? Proposal { get; init; }

    /// <summary>The parties who agree to it.</summary>
    public IReadOnlyList<string> AgreedBy { get; init; } = [];

    /// <summary>Who ruled; null where nobody has.</summary>
    public string? RuledBy { get; init; }

    /// <summary>Why.</summary>
    public string? RulingReason { get; init; }

    /// <summary>Who appealed; null where nobody has.</summary>
    public string? AppealedBy { get; init; }

    /// <summary>Why.</summary>
    public string? AppealReason { get; init; }

    /// <summary>The parties who do not accept the ruling, and have lost the commission.</summary>
    public IReadOnlyList<string> NotAccepting { get; init; } = [];

    /// <summary>What the reader may do to it now, by the names of the operations.</summary>
    public IReadOnlyList<string>? Actions { get; init; }
}

/// <summary>
/// Finds disputes of the sites that the actor may see, with what is known of the client, and shows them.
/// </summary>
internal sealed class DisputeSource(
    ClientAttributionDb db, ClientDirectory directory, CaseSource shown, ISource<ClientCase> clients, CaseLoader cases,
    IActions actions, CompanyTime company)
    : ISource<DisputeCase>, ILoad<DisputeToOpen, OpenDispute.Request>, IView<DisputeCase, DisputeView>
{
    public async Task<Outcome<DisputeCase>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var project = await ProjectOfAsync(named.Id, cancellationToken);
        if (project is null || !named.Actor.MaySee(project))
            return Refused.NotFound(Text.Of("dispute.unknown", ("id", named.Id)));
        if (access == Access.Change)
            await directory.LockAsync(project, cancellationToken);
        return await OfAsync(named.Id, access, cancellationToken);
    }

    public async Task<DisputeCase> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        await directory.LockAsync((await ProjectOfAsync(id, cancellationToken))!, cancellationToken);
        return await OfAsync(id, Access.Change, cancellationToken);
    }

    public async Task<Outcome<DisputeToOpen>> LoadAsync(
        Named named, OpenDispute.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await clients.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var client = found.Value.Client;
        return new DisputeToOpen(new(change.NewId(), client.Project, client.Id), found.Value)
        {
            OpenAlready = await db.Disputes.AsNoTracking()
                .Where(one => one.ClientId == client.Id
                    && (one.State == DisputeState.Open || one.State == DisputeState.Appealed))
                .Select(one => (Guid?)one.Id).FirstOrDefaultAsync(cancellationToken),
        };
    }

    public async ValueTask<DisputeView> ShowAsync(DisputeCase state, Actor actor, CancellationToken cancellationToken)
    {
        var dispute = state.Dispute;
        return new(
            dispute.Id, dispute.State, dispute.Parties, company.At(dispute.OpenedAt), dispute.OpenedBy,
            dispute.Reason, await shown.ShowAsync(state.Client, actor, cancellationToken))
        {
            Proposal = dispute.Proposal?.All,
            AgreedBy = dispute.AgreedBy,
            RuledBy = dispute.RuledBy,
            RulingReason = dispute.RulingReason,
            AppealedBy = dispute.AppealedBy,
            AppealReason = dispute.AppealReason,
            NotAccepting = dispute.NotAccepting,
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
    }

    private Task<string?> ProjectOfAsync(Guid id, CancellationToken cancellationToken) =>
        db.Disputes.AsNoTracking().Where(one => one.Id == id).Select(one => one.Project)
            .SingleOrDefaultAsync(cancellationToken);

    private async Task<DisputeCase> OfAsync(Guid id, Access access, CancellationToken cancellationToken)
    {
        var dispute = await (access == Access.Change ? db.Disputes : db.Disputes.AsNoTracking())
            .SingleAsync(one => one.Id == id, cancellationToken);
        return new(
            dispute, (await cases.FindAsync(dispute.Project, dispute.ClientId, access, cancellationToken))!);
    }
}

/// <summary>What the register <c>attributions</c> says of disputes, and who is told of them.</summary>
internal static class DisputeRegister
{
    public static RegisterNote Noted(Dispute dispute, string what, FreeText? reason, string by) => new(
        ClientRegisters.Attributions, dispute.Project, by,
        new DisputeRecord(what, dispute.Path, dispute.ClientId, dispute.State, dispute.Parties),
        reason?.Words is { } words
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = words }
            : null);

    /// <summary>The parties are told, but for whoever did it.</summary>
    public static void Tell(this Reactions follow, Dispute dispute, string what, string code, Occurrence when)
    {
        foreach (var party in dispute.Parties.Where(one => one != when.By))
        {
            follow.Tasks.Add(new NewTask(
                $"{dispute.Evidence}/{what}", Addressee.ForPerson(party), dispute.Project,
                Text.Of(code, ("by", when.By)), "ATT-6", dispute.Path, when.At));
        }
    }

    private sealed record DisputeRecord(
        string What, string Subject, Guid ClientId, DisputeState State, IReadOnlyList<string> Consultants)
        : IRegisterRecord;
}
