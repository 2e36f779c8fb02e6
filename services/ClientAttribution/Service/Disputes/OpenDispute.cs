using FluentValidation;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Disputes;

/// <summary>
/// ATT-6: a consultant who has an entry of a client, or whose client it is, opens a dispute with whoever else has one.
/// </summary>
internal static class OpenDispute
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<DisputeToOpen, Request, DisputeOpened>(
                "clients/{id:guid}/disputes", ClientAttributionPermissions.OwnClients, Decide)
            .OfferedOn<ClientCase>(Refuses)
            .Makes<DisputeCase, DisputeView>((state, _) => state, state => state.Dispute.Path)
            .WithSummary("dispute.open.summary");

    /// <summary>What it is about.</summary>
    /// <param name="Reason">In a sentence.</param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("ATT-6", "client.reason-missing");
    }

    [Rule("ATT-6", "a collision is brought before supervisor and manager")]
    internal static Outcome<DisputeOpened> Decide(DisputeToOpen state, Request request, Change change)
    {
        if (Refuses(state.Client, change) is { } refusal)
            return refusal;
        return state.OpenAlready is { } open
            ? new Refused("ATT-6", Text.Of("dispute.open-already")) { Evidence = [$"dispute/{open}"] }
            : new DisputeOpened(
                state.Dispute.Id, state.Dispute.Project, state.Dispute.ClientId, PartiesOf(state.Client),
                change.Wrote(request.Reason));
    }

    [Rule("ATT-III.6", "who has no entry disputes nothing")]
    private static Refused? Refuses(ClientCase state, Change change)
    {
        if (state.RefusesUnheld() is { } nobodys)
            return nobodys;
        var parties = PartiesOf(state);
        if (!parties.Contains(change.Actor.Id))
        {
            return new Refused("ATT-III.6", Text.Of("dispute.no-entry"), RefusalKind.Forbidden)
            {
                Evidence = [state.Client.Evidence],
            };
        }

        return parties.Count > 1
            ? null
            : new Refused("ATT-6", Text.Of("dispute.with-nobody")) { Evidence = [state.Client.Evidence] };
    }

    /// <summary>Whose the client is, and whoever else has an entry of them.</summary>
    private static List<string> PartiesOf(ClientCase state) =>
    [
        .. state.Award.Consultants
            .Concat(state.Facts.All.Where(fact => fact is Fact.Registered or Fact.PreRegistered
                && fact.Client == state.Name).Select(fact => ClientRegisters.ConsultantOf(fact)!))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}

/// <summary>A dispute that is being opened.</summary>
internal sealed class DisputeToOpen(Dispute dispute, ClientCase client) : DisputeCase(dispute, client)
{
    /// <summary>A dispute over the same client that is open; null for none.</summary>
    public Guid? OpenAlready { get; init; }
}

/// <summary>A dispute over whose a client is was opened.</summary>
/// <param name="DisputeId">The dispute.</param>
/// <param name="Project">The project's code.</param>
/// <param name="ClientId">Over whom.</param>
/// <param name="Consultants">Between whom.</param>
/// <param name="Reason">What it is about.</param>
[HappensUnder("ATT-6")]
internal sealed record DisputeOpened(
    Guid DisputeId, string Project, Guid ClientId, IReadOnlyList<string> Consultants, FreeText Reason)
    : IEvent<DisputeCase>
{
    public void Apply(DisputeCase state, Occurrence when)
    {
        var dispute = state.Dispute;
        (dispute.State, dispute.Parties, dispute.Reason) = (DisputeState.Open, Consultants, Reason.Words!);
        (dispute.OpenedAt, dispute.OpenedBy) = (when.At, when.By);
    }

    public void React(DisputeCase state, Occurrence when, Reactions follow)
    {
        follow.Add(state.Dispute);
        follow.Register(DisputeRegister.Noted(state.Dispute, "opened", Reason, when.By));
        follow.Tell(state.Dispute, "opened", "dispute.task.opened", when);
        follow.Tasks.Add(new NewTask(
            $"{state.Dispute.Evidence}/opened", Addressee.ForPermission(ClientAttributionPermissions.LeadClients),
            Project, Text.Of("dispute.task.opened", ("by", when.By)), "ATT-6", state.Dispute.Path, when.At));
    }
}
