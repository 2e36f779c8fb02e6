using FluentValidation;
using Ops.Platform.Approvals;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Changes;

/// <summary>
/// CS-7: changes of a sale 销售变更 are agreed to by others than who asked, and done in the change of the last agreement;
/// refused, or taken back by who asked. What a leaver asked for is their successor's to see through.
/// </summary>
internal static class DecideChange
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Whose word counts is the kind's to say: the route asks for what everybody has who decides on any.
        var words = new FurtherPermissions(
            SalesControlPermissions.ApproveReservation, SalesControlPermissions.ApproveWithholding,
            SalesControlPermissions.ApproveDiscount, SalesControlPermissions.ApproveChange,
            SalesControlPermissions.SettleChange);
        api.MapCommand<RequestedChange, Events<RequestedChange>>(
                "changes/{id:guid}/approve", SalesControlPermissions.ReadApprovals, Approve)
            .IsLastWordOn(change => change.Terms, RefusesAgreement, Agreed)
            .OfferedOn<RequestedChange>((change, by) =>
                RefusesAgreement(change, by) ?? change.Unit.Forbids(ChangeKinds.ActOf(change.Request)))
            .Answers<ChangeView>().WithMetadata(words).WithSummary("change.approve.summary");
        api.MapCommand<RequestedChange, Why, ChangeNotMade>(
                "changes/{id:guid}/refuse", SalesControlPermissions.ReadApprovals, Refuse)
            .IsWordOn(change => change.Terms, agrees: false, request => request.Reason.Trim())
            .OfferedOn<RequestedChange>((change, _) => Over(change.Request))
            .Answers<ChangeView>().WithMetadata(words).WithSummary("change.refuse.summary");
        api.MapCommand<RequestedChange, Why, ChangeNotMade>(
                "changes/{id:guid}/withdraw", SalesControlPermissions.ReadApprovals, Withdraw)
            .OfferedOn<RequestedChange>(RefusesWithdrawal)
            .Answers<ChangeView>().WithSummary("change.withdraw.summary");
    }

    /// <summary>Why.</summary>
    /// <param name="Reason">In a sentence that whoever asked is told.</param>
    internal sealed record Why(string Reason);

    internal sealed class Validator : AbstractValidator<Why>
    {
        public Validator() =>
            RuleFor(r => r.Reason).MustBeAReason("CS-7", "change.reason-missing");
    }

    [Rule("CS-7", "others agree, and it is done")]
    internal static Outcome<Events<RequestedChange>> Approve(RequestedChange state, Change change) =>
        state.Kind.Grant(state, change)
            .Then<Events<RequestedChange>>(done => new Events<RequestedChange>(done, ChangeGranted.Of(state)));

    [Rule("CS-7", "a change is refused")]
    internal static Outcome<ChangeNotMade> Refuse(RequestedChange state, Why request, Change change) =>
        Over(state.Request) is { } over
            ? over
            : ChangeNotMade.Of(state.Request, state.Unit, ChangeState.Refused) with
            {
                Reason = change.Wrote(request.Reason),
            };

    internal static Outcome<ChangeNotMade> Withdraw(RequestedChange state, Why request, Change change)
    {
        if (RefusesWithdrawal(state, change) is { } refusal)
            return refusal;
        return ChangeNotMade.Of(state.Request, state.Unit, ChangeState.Withdrawn) with
        {
            Reason = change.Wrote(request.Reason),
        };
    }

    [Rule("CS-7", "who asked takes it back")]
    private static Refused? RefusesWithdrawal(RequestedChange state, Change change) =>
        Over(state.Request)
        ?? (state.Request.Handler == change.Actor.Id
            ? null
            : new Refused("CS-7", Text.Of("change.only-who-asked"), RefusalKind.Forbidden));

    /// <summary>Why somebody's agreement does not count, whoever else has agreed; null where it does.</summary>
    private static Refused? RefusesAgreement(RequestedChange state, Change change) =>
        Over(state.Request) ?? state.Kind.RefusesDecider(state.Request, change.Actor);

    /// <summary>Somebody has agreed, and others have yet to.</summary>
    private static Events<RequestedChange> Agreed(RequestedChange state, IReadOnlyList<Need> missing) =>
        new(new ChangeAgreed(
            state.Request.Id, state.Unit.Id, state.Unit.Project, state.Unit.Code, state.Request.Kind.ToString(),
            state.Request.Subject)
        {
            Rule = state.Kind.Rule,
            Missing = [.. missing.Select(need => need.Permission)],
        });

    private static Refused? Over(ChangeRequest request) => request.State == ChangeState.Pending
        ? null
        : new Refused("CS-7", Text.Of("change.decided-already", ("state", Text.NameOf(request.State))))
        {
            Evidence = [request.Evidence],
        };
}

/// <summary>One of several who must agree to a change agreed.</summary>
[HappensUnder("RES-4")]
internal sealed record ChangeAgreed(
    Guid ChangeId, Guid UnitId, string Project, string Unit, string Kind, Guid? Subject) : IEvent<RequestedChange>
{
    /// <summary>The rule that asks for the agreement.</summary>
    public required string Rule { get; init; }

    /// <summary>The permissions of those who must still agree.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    public void Apply(RequestedChange state, Occurrence when)
    {
        // The word itself lies with the approval.
    }

    public void React(RequestedChange state, Occurrence when, Reactions follow) =>
        follow.TellDeciders(state, Missing.Select(permission => new Need(permission)), when.At);
}

/// <summary>A change was granted by all who must agree, and was done in the same change.</summary>
[HappensUnder("RES-4")]
internal sealed record ChangeGranted(
    Guid ChangeId, Guid UnitId, string Project, string Unit, string Kind, Guid? Subject) : IEvent<RequestedChange>
{
    /// <summary>The rule that asks for the agreement.</summary>
    public required string Rule { get; init; }

    public static ChangeGranted Of(RequestedChange state) => new(
        state.Request.Id, state.Unit.Id, state.Unit.Project, state.Unit.Code, state.Request.Kind.ToString(),
        state.Request.Subject)
    {
        Rule = state.Kind.Rule,
    };

    public void Apply(RequestedChange state, Occurrence when) =>
        state.Request.End(ChangeState.Granted, when, why: null);

    public void React(RequestedChange state, Occurrence when, Reactions follow) => follow.TellHandler(
        state.Request, "decided", Text.Of("change.task.granted", ("what", state.What)), Rule, when.At);
}
