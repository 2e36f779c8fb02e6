using FluentValidation;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Disputes;

/// <summary>
/// ATT-6, ATT-III.1: the parties settle it themselves: one proposes whose the client is, and when all the others have
/// agreed, so it is.
/// </summary>
internal static class AgreeOnDispute
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<DisputeCase, Request, AgreementProposed>(
                "disputes/{id:guid}/proposal", ClientAttributionPermissions.OwnClients, Propose)
            .OfferedOn<DisputeCase>(RefusesWord)
            .Answers<DisputeView>().WithSummary("dispute.propose.summary");
        api.MapCommand<DisputeCase, Events<DisputeCase>>(
                "disputes/{id:guid}/agreement", ClientAttributionPermissions.OwnClients, Agree)
            .OfferedOn<DisputeCase>(RefusesAgreement)
            .Answers<DisputeView>().WithSummary("dispute.agree.summary");
    }

    /// <summary>Whose the client is to be.</summary>
    /// <param name="Shares">Each consultant once; all without a percentage for equal shares.</param>
    internal sealed record Request(IReadOnlyList<PartForm> Shares);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Shares).MustBeShares();
            RuleForEach(r => r.Shares).SetValidator(new PartForm.Validator());
        }
    }

    [Rule("ATT-6", "the parties propose a settlement")]
    internal static Outcome<AgreementProposed> Propose(DisputeCase state, Request request, Change change)
    {
        if (RefusesWord(state, change) is { } refusal)
            return refusal;
        return SharesForm.Read(request.Shares).Then<AgreementProposed>(shares =>
            state.Client.RefusesAsVoid(FactOf(state, shares, "agreement/proposed", change.Now), change) is { } isVoid
                ? isVoid
                : new AgreementProposed(state.Dispute.Id, state.Dispute.Project, shares.All));
    }

    [Rule("ATT-6", "it is settled when all parties have agreed")]
    internal static Outcome<Events<DisputeCase>> Agree(DisputeCase state, Change change)
    {
        if (RefusesAgreement(state, change) is { } refusal)
            return refusal;
        var (dispute, agreed) = (state.Dispute, new AgreementAccepted(
            state.Dispute.Id, state.Dispute.Project, change.Actor.Id));
        if (dispute.Parties.Except([.. dispute.AgreedBy, change.Actor.Id], StringComparer.Ordinal).Any())
            return new Events<DisputeCase>(agreed);
        var settled = new DisputeSettled(dispute.Id, dispute.Project, change.NewId(), dispute.Proposal!.All);
        return state.Client.RefusesAsVoid(settled.FactOf(state, change.Now), change) is { } isVoid
            ? isVoid
            : new Events<DisputeCase>(agreed, settled);
    }

    /// <summary>What the parties' agreement is as a fact.</summary>
    internal static Fact.Agreed FactOf(DisputeCase state, Shares shares, string id, Occurrence when) =>
        new(id, when.At, state.Client.Name, shares, state.Dispute.Parties);

    private static Refused? RefusesWord(DisputeCase state, Change change) => state.RefusesOthers(change)
        ?? (state.Dispute.State == DisputeState.Open ? null : state.Dispute.Refuse("ATT-6", "dispute.settled-already"));

    private static Refused? RefusesAgreement(DisputeCase state, Change change)
    {
        if (RefusesWord(state, change) is { } refusal)
            return refusal;
        if (state.Dispute.Proposal is null)
            return state.Dispute.Refuse("ATT-6", "dispute.nothing-proposed");
        return state.Dispute.AgreedBy.Contains(change.Actor.Id)
            ? state.Dispute.Refuse("ATT-6", "dispute.agreed-already")
            : null;
    }
}

/// <summary>A party proposes whose the client is to be.</summary>
/// <param name="DisputeId">The dispute.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Shares">Who has how much.</param>
[HappensUnder("ATT-6")]
internal sealed record AgreementProposed(Guid DisputeId, string Project, IReadOnlyList<Share> Shares)
    : IEvent<DisputeCase>
{
    public void Apply(DisputeCase state, Occurrence when) =>
        (state.Dispute.Proposal, state.Dispute.AgreedBy) = (Attribution.Shares.Of(Shares).Value, [when.By]);

    public void React(DisputeCase state, Occurrence when, Reactions follow)
    {
        follow.Register(DisputeRegister.Noted(state.Dispute, "proposed", reason: null, when.By));
        follow.Tell(state.Dispute, $"proposed/{follow.NewId()}", "dispute.task.proposed", when);
    }
}

/// <summary>A party agrees to what is proposed.</summary>
/// <param name="DisputeId">The dispute.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultant">Who.</param>
[HappensUnder("ATT-6")]
internal sealed record AgreementAccepted(Guid DisputeId, string Project, string Consultant) : IEvent<DisputeCase>
{
    public void Apply(DisputeCase state, Occurrence when) =>
        state.Dispute.AgreedBy = [.. state.Dispute.AgreedBy, Consultant];

    public void React(DisputeCase state, Occurrence when, Reactions follow) =>
        follow.Register(DisputeRegister.Noted(state.Dispute, "agreed", reason: null, when.By));
}

/// <summary>All parties agreed.</summary>
/// <param name="DisputeId">The dispute.</param>
/// <param name="Project">The project's code.</param>
/// <param name="AgreementId">The agreement.</param>
/// <param name="Shares">Who has how much.</param>
[HappensUnder("ATT-6")]
internal sealed record DisputeSettled(
    Guid DisputeId, string Project, Guid AgreementId, IReadOnlyList<Share> Shares) : IEvent<DisputeCase>
{
    public void Apply(DisputeCase state, Occurrence when)
    {
        state.Dispute.State = DisputeState.Agreed;
        state.Client.Add(FactOf(state, when));
    }

    public void React(DisputeCase state, Occurrence when, Reactions follow)
    {
        follow.Record(state.Client, AgreementId, FactOf(state, when), reason: null, when);
        follow.Tell(state.Dispute, "settled", "dispute.task.settled", when);
    }

    public Fact.Agreed FactOf(DisputeCase state, Occurrence when) => AgreeOnDispute.FactOf(
        state, Attribution.Shares.Of(Shares).Value, $"agreement/{AgreementId}", when);
}
