using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.SalesControl.Changes;

/// <summary>Whoever asked for a change left, and another sees it through (CS-7).</summary>
[HappensUnder("CS-7")]
internal sealed record ChangePassed(
    Guid ChangeId, Guid UnitId, string Project, string Unit, string Kind, string From, string To) : IEvent<IHasChanges>
{
    /// <summary>What happens on a unit where one who leaves has asked for something.</summary>
    [Rule("CS-7", "what a leaver asked for")]
    public static IEnumerable<ChangePassed> Pass(IHasChanges state, string from, string to) =>
        state.Asked.Where(one => one.State == ChangeState.Pending && one.Handler == from)
            .Select(one => new ChangePassed(
                one.Id, one.UnitId, one.Project, state.Unit.ListedAs, one.Kind.ToString(), from, to));

    public void Apply(IHasChanges state, Occurrence when) =>
        state.Asked.Single(one => one.Id == ChangeId).PassTo(To);
}
