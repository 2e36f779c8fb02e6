using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// DOC-5.2.2, T-7: a working day before a handover is due its department is reminded; when it falls due it is overdue,
/// and stands on the department's list and on the general manager's office's.
/// </summary>
internal sealed class HandoverFallsDue(ISource<OwedHandover> source, Pipeline pipeline, IClock clock)
    : DeadlineOf<OwedHandover>(source, pipeline, clock)
{
    public const string KindName = "handover";

    public override string Kind => KindName;

    /// <summary>
    /// Whether it is overdue by now and was not noticed yet. A date that may still move is no breach (T-2).
    /// </summary>
    [Rule("DOC-5.2.2", "when a handover is overdue")]
    [Rule("T-2", "an uncertain calendar breaches nothing")]
    internal static bool IsOverdue(Handover handover, Deadline deadline, Instant now) =>
        handover.State == HandoverState.Owed && deadline.CalendarCertain && now >= deadline.DueAt;

    protected override OwedHandover With(OwedHandover state, Deadline deadline)
    {
        state.Deadline = deadline;
        return state;
    }

    protected override void Fire(OwedHandover state, Firing firing, Reactions follow)
    {
        if (firing.Mark == Mark.Warning)
            follow.Tasks.Remind(state, "reminder", "handover.task.due-soon", firing.At);
        else if (firing.Mark == Mark.DueUncertain)
            follow.Tasks.Remind(state, "uncertain", "handover.task.may-be-due", firing.At);
    }
}

/// <summary>The handover fell due and was not handed over.</summary>
[HappensUnder("DOC-5.2.2")]
internal sealed record HandoverOverdue(
    Guid HandoverId, Guid FileId, string Project, string Unit, string OwedBy, string OwedTo, Instant DueAt)
    : IEvent<OwedHandover>
{
    public static HandoverOverdue Of(Handover h, Instant dueAt) =>
        new(h.Id, h.FileId, h.Project, h.Unit, h.OwedBy, h.OwedTo, dueAt);

    public void Apply(OwedHandover state, Occurrence when) =>
        (state.Handover.State, state.Handover.OverdueSince) = (HandoverState.Overdue, DueAt);

    public void React(OwedHandover state, Occurrence when, Reactions follow) => follow.Tasks.TellOverdue(state);
}
