using FluentValidation;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Disputes;

/// <summary>
/// ATT-6: where the parties do not agree a supervisor or the manager rules, with a reason; on an appeal the manager,
/// and nobody who ruled before. A party to it rules nothing.
/// </summary>
internal static class RuleOnDispute
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<DisputeCase, Request, DisputeRuled>(
                "disputes/{id:guid}/ruling", ClientAttributionPermissions.LeadClients, Decide)
            .OfferedOn<DisputeCase>(Refuses)
            .Answers<DisputeView>()
            .WithSummary("dispute.rule.summary");

    /// <summary>The ruling.</summary>
    /// <param name="Shares">Each consultant once; all without a percentage for equal shares.</param>
    /// <param name="Reason">Why, in a sentence.</param>
    internal sealed record Request(IReadOnlyList<PartForm> Shares, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Shares).MustBeShares();
            RuleForEach(r => r.Shares).SetValidator(new PartForm.Validator());
            RuleFor(r => r.Reason).MustBeAReason("ATT-6", "client.reason-missing");
        }
    }

    [Rule("ATT-6", "supervisor or manager rules, with a reason")]
    internal static Outcome<DisputeRuled> Decide(DisputeCase state, Request request, Change change)
    {
        if (Refuses(state, change) is { } refusal)
            return refusal;
        return SharesForm.Read(request.Shares).Then<DisputeRuled>(shares =>
        {
            var dispute = state.Dispute;
            var ruling = new DisputeRuled(
                dispute.Id, dispute.Project, change.NewId(), shares.All, change.PostOf(),
                change.Wrote(request.Reason));
            return state.Client.RefusesAsVoid(ruling.FactOf(state, change.Now), change) is { } isVoid
                ? isVoid
                : ruling;
        });
    }

    [Rule("ATT-6", "a party to it does not rule")]
    private static Refused? Refuses(DisputeCase state, Change change)
    {
        var dispute = state.Dispute;
        if (dispute.Parties.Contains(change.Actor.Id))
            return dispute.Refuse("ATT-6", "dispute.party-rules-nothing", RefusalKind.Forbidden);
        if (dispute.State is not (DisputeState.Open or DisputeState.Appealed))
            return dispute.Refuse("ATT-6", "dispute.settled-already");
        return dispute.State == DisputeState.Appealed
            && (change.PostOf() != Post.Manager || change.Actor.Id == dispute.RuledBy)
                ? dispute.Refuse("ATT-6", "dispute.appeal-is-the-manager-s", RefusalKind.Forbidden)
                : null;
    }
}

/// <summary>A supervisor or the manager ruled.</summary>
/// <param name="DisputeId">The dispute.</param>
/// <param name="Project">The project's code.</param>
/// <param name="RulingId">The ruling.</param>
/// <param name="Shares">Who has how much.</param>
/// <param name="Post">As what they ruled.</param>
/// <param name="Reason">Why.</param>
[HappensUnder("ATT-6")]
internal sealed record DisputeRuled(
    Guid DisputeId, string Project, Guid RulingId, IReadOnlyList<Share> Shares, Post Post, FreeText Reason)
    : IEvent<DisputeCase>
{
    public void Apply(DisputeCase state, Occurrence when)
    {
        var dispute = state.Dispute;
        dispute.State = dispute.State == DisputeState.Appealed ? DisputeState.RuledOnAppeal : DisputeState.Ruled;
        (dispute.Ruling, dispute.RuledBy, dispute.RuledAs) = (RulingId, when.By, Post);
        (dispute.RulingReason, dispute.NotAccepting) = (Reason.Words, []);
        state.Client.Add(FactOf(state, when));
    }

    public void React(DisputeCase state, Occurrence when, Reactions follow)
    {
        follow.Record(state.Client, RulingId, FactOf(state, when), Reason, when);
        follow.Tell(state.Dispute, $"ruled/{RulingId}", "dispute.task.ruled", when);
    }

    public Fact.Ruled FactOf(DisputeCase state, Occurrence when) => new(
        $"ruling/{RulingId}", when.At, state.Client.Name, Attribution.Shares.Of(Shares).Value, state.Dispute.Parties,
        when.By, Post);
}
