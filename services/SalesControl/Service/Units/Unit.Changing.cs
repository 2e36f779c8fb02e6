using NodaTime;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Units;

/// <content>Changes of a sale 销售变更: asked, agreed to, settled.</content>
internal sealed partial class Unit
{
    public void Ask(ChangeRequest change, Instant now, string by) => Raise(new ChangeAsked(change.Id, Id, Project, Code, change.Kind.ToString(), change.Subject, change.Reason), now, by);

    public void Agree(ChangeRequest change, Instant now, string by) => Raise(new ChangeAgreed(change.Id, Id, Project, Code, change.Kind.ToString(), change.Subject), now, by);

    public void Settle(ChangeRequest change, ChangeState state, Instant now, string by, string? why)
    {
        change.End(state, now, by, why);
        Raise(
            state == ChangeState.Granted
                ? new ChangeGranted(change.Id, Id, Project, Code, change.Kind.ToString(), change.Subject)
                : new ChangeNotMade(change.Id, Id, Project, Code, change.Kind.ToString(), change.Subject, state.ToString(), why ?? ""),
            now, by);
    }
}
