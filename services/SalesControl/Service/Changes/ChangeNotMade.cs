using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Texts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Changes;

/// <summary>A change was refused, withdrawn, or closed because what it was about ended.</summary>
[HappensUnder("RES-4")]
internal sealed record ChangeNotMade(
    Guid ChangeId, Guid UnitId, string Project, string Unit, string Kind, Guid? Subject, string Outcome)
    : IEvent<IHasChanges>
{
    /// <summary>Why what it was about ended; null where somebody said why in their own words.</summary>
    public Text? Why { get; init; }

    /// <summary>What somebody wrote who refused it or took it back.</summary>
    public FreeText? Reason { get; init; }

    public static ChangeNotMade Of(ChangeRequest request, Unit unit, ChangeState outcome) => new(
        request.Id, unit.Id, unit.Project, unit.ListedAs, request.Kind.ToString(), request.Subject, outcome.ToString());

    /// <summary>What was asked about a thing that has ended is not asked for any more.</summary>
    /// <param name="state">The unit, with what is asked for on it.</param>
    /// <param name="subject">
    /// The reservation or the sale that has ended; null for whatever is asked about the unit.
    /// </param>
    /// <param name="except">The change that is being done at this moment, which ends by itself.</param>
    /// <param name="why">Why it has ended.</param>
    public static IEnumerable<ChangeNotMade> Close(IHasChanges state, Guid? subject, Guid? except, Text why) =>
        Close(state, one => one.Id != except && (subject is null || one.Subject == subject), why);

    /// <summary>What can be done no more is not asked for any more.</summary>
    /// <param name="state">The unit, with what is asked for on it.</param>
    /// <param name="over">Which of it.</param>
    /// <param name="why">Why.</param>
    public static IEnumerable<ChangeNotMade> Close(IHasChanges state, Func<ChangeRequest, bool> over, Text why) =>
        state.Asked.Where(one => one.State == ChangeState.Pending && over(one))
            .Select(one => Of(one, state.Unit, ChangeState.Closed) with { Why = why });

    public void Apply(IHasChanges state, Occurrence when) =>
        Find(state).End(
            Enum.Parse<ChangeState>(Outcome), when, StoredText.Write(Why ?? Text.Plain(Reason!.Words!)));

    public void React(IHasChanges state, Occurrence when, Reactions follow)
    {
        var request = Find(state);
        // Who refused has had a word that ended the approval too.
        if (request.State != ChangeState.Refused)
            follow.Approvals.Close(request.ApprovalKey, Why ?? Text.Plain(Reason!.Words!), when.At, when.By);
        if (state is RequestedChange { Request.State: ChangeState.Refused } refused)
        {
            follow.TellHandler(
                request, "decided", Text.Of("change.task.refused", ("what", refused.What), ("reason", Reason!.Words)),
                refused.Kind.Rule, when.At);
        }
        else if (request.State == ChangeState.Closed)
        {
            follow.TellHandler(
                request, "closed", Text.Of("change.task.closed", ("unit", Unit), ("why", Why)), "CS-7", when.At);
        }
    }

    private ChangeRequest Find(IHasChanges state) => state.Asked.Single(one => one.Id == ChangeId);
}
