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
/// ATT-6: a party appeals a supervisor's ruling to the manager, once; or does not accept a ruling, and loses the
/// commission to the department's fund.
/// </summary>
internal static class AppealRuling
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<DisputeCase, Request, RulingAppealed>(
                "disputes/{id:guid}/appeal", ClientAttributionPermissions.OwnClients, Appeal)
            .OfferedOn<DisputeCase>(RefusesAppeal)
            .Answers<DisputeView>().WithSummary("dispute.appeal.summary");
        api.MapCommand<DisputeCase, RulingNotAccepted>(
                "disputes/{id:guid}/objection", ClientAttributionPermissions.OwnClients, Object)
            .OfferedOn<DisputeCase>(RefusesObjection)
            .Answers<DisputeView>().WithSummary("dispute.object.summary");
    }

    /// <summary>The appeal.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("ATT-6", "client.reason-missing");
    }

    [Rule("ATT-6", "a ruling is appealed once")]
    internal static Outcome<RulingAppealed> Appeal(DisputeCase state, Request request, Change change) =>
        RefusesAppeal(state, change) is { } refusal
            ? refusal
            : new RulingAppealed(state.Dispute.Id, state.Dispute.Project, change.Wrote(request.Reason));

    [Rule("ATT-6", "who does not accept a ruling says so")]
    internal static Outcome<RulingNotAccepted> Object(DisputeCase state, Change change)
    {
        if (RefusesObjection(state, change) is { } refusal)
            return refusal;
        var word = new RulingNotAccepted(
            state.Dispute.Id, state.Dispute.Project, change.NewId(), state.Dispute.Ruling!.Value, change.Actor.Id);
        return state.Client.RefusesAsVoid(word.FactOf(state, change.Now), change) is { } isVoid ? isVoid : word;
    }

    private static Refused? RefusesAppeal(DisputeCase state, Change change)
    {
        if (state.RefusesOthers(change) is { } refusal)
            return refusal;
        return state.Dispute.State switch
        {
            DisputeState.Ruled when state.Dispute.RuledAs == Post.Supervisor => null,
            DisputeState.Ruled => state.Dispute.Refuse("ATT-6", "dispute.manager-is-last"),
            DisputeState.Appealed or DisputeState.RuledOnAppeal =>
                state.Dispute.Refuse("ATT-6", "dispute.appealed-already"),
            _ => state.Dispute.Refuse("ATT-6", "dispute.nothing-ruled"),
        };
    }

    private static Refused? RefusesObjection(DisputeCase state, Change change)
    {
        if (state.RefusesOthers(change) is { } refusal)
            return refusal;
        if (state.Dispute.State is not (DisputeState.Ruled or DisputeState.RuledOnAppeal))
            return state.Dispute.Refuse("ATT-6", "dispute.nothing-ruled");
        return state.Dispute.NotAccepting.Contains(change.Actor.Id)
            ? state.Dispute.Refuse("ATT-6", "dispute.objected-already")
            : null;
    }
}

/// <summary>A party appealed to the manager.</summary>
/// <param name="DisputeId">The dispute.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Reason">Why.</param>
[HappensUnder("ATT-6")]
internal sealed record RulingAppealed(Guid DisputeId, string Project, FreeText Reason) : IEvent<DisputeCase>
{
    public void Apply(DisputeCase state, Occurrence when) =>
        (state.Dispute.State, state.Dispute.AppealedBy, state.Dispute.AppealReason) =
            (DisputeState.Appealed, when.By, Reason.Words);

    public void React(DisputeCase state, Occurrence when, Reactions follow)
    {
        follow.Register(DisputeRegister.Noted(state.Dispute, "appealed", Reason, when.By));
        follow.Tell(state.Dispute, "appealed", "dispute.task.appealed", when);
        follow.Tasks.Add(new NewTask(
            $"{state.Dispute.Evidence}/appealed", Addressee.ForPermission(ClientAttributionPermissions.ManageClients),
            Project, Text.Of("dispute.task.appealed", ("by", when.By)), "ATT-6", state.Dispute.Path, when.At));
    }
}

/// <summary>A party does not accept the ruling: the commission goes to the department's fund.</summary>
/// <param name="DisputeId">The dispute.</param>
/// <param name="Project">The project's code.</param>
/// <param name="ObjectionId">The party's word.</param>
/// <param name="RulingId">The ruling.</param>
/// <param name="Consultant">Who.</param>
[HappensUnder("ATT-6")]
internal sealed record RulingNotAccepted(
    Guid DisputeId, string Project, Guid ObjectionId, Guid RulingId, string Consultant) : IEvent<DisputeCase>
{
    public void Apply(DisputeCase state, Occurrence when)
    {
        state.Dispute.NotAccepting = [.. state.Dispute.NotAccepting, Consultant];
        state.Client.Add(FactOf(state, when));
    }

    public void React(DisputeCase state, Occurrence when, Reactions follow)
    {
        follow.Record(state.Client, ObjectionId, FactOf(state, when), reason: null, when);
        follow.Tell(state.Dispute, $"objected/{Consultant}", "dispute.task.objected", when);
    }

    public Fact.NotAccepted FactOf(DisputeCase state, Occurrence when) => new(
        $"objection/{ObjectionId}", when.At, state.Client.Name, $"ruling/{RulingId}", Consultant);
}
