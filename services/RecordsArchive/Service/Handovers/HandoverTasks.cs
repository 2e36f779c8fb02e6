using NodaTime;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.RecordsArchive.Handovers;

/// <summary>What departments are told about a handover, and have to do.</summary>
internal static class HandoverTasks
{
    /// <summary>The owing department hands the papers over.</summary>
    public static void AskForPapers(this ITaskList tasks, OwedHandover state, Instant now)
    {
        var h = state.Handover;
        tasks.Add(new NewTask(
            OwedKey(h, h.Round), Addressee.ForDepartment(h.OwedBy), h.Project, About("handover.task.hand-over", h),
            h.Rule, HandoverView.PathOf(h.Id), now)
        {
            MustBeDone = true,
            DueAt = state.Deadline.DueAt,
        });
    }

    /// <summary>The receiving department answers.</summary>
    public static void AskForAnswer(this ITaskList tasks, Handover h, Instant now) => tasks.Add(new NewTask(
        AnswerKey(h), Addressee.ForDepartment(h.OwedTo), h.Project, About("handover.task.answer", h), h.Rule,
        HandoverView.PathOf(h.Id), now)
    {
        MustBeDone = true,
    });

    /// <summary>
    /// The department that owes and the one that owns the archive (DOC-4) are told that it is overdue.
    /// </summary>
    public static void TellOverdue(this ITaskList tasks, OwedHandover state)
    {
        var due = state.Deadline.DueAt;
        tasks.Tell(state, "overdue", state.Handover.OwedBy, "handover.task.overdue", due);
        tasks.Tell(state, "overdue", state.ArchiveOwner, "handover.task.overdue-elsewhere", due);
    }

    /// <summary>The department that owes is reminded, once a round.</summary>
    public static void Remind(this ITaskList tasks, OwedHandover state, string what, string code, Instant at) =>
        tasks.Tell(state, what, state.Handover.OwedBy, code, at);

    /// <summary>The task of the owing department before it hands over for the round after this.</summary>
    public static string OwedKey(Handover handover, int round) => $"handover/{handover.Id}/owed/{round}";

    /// <summary>The task of the receiving department for the present round.</summary>
    public static string AnswerKey(Handover handover) => $"handover/{handover.Id}/answer/{handover.Round}";

    private static void Tell(
        this ITaskList tasks, OwedHandover state, string what, string department, string code, Instant at)
    {
        var h = state.Handover;
        tasks.Add(new NewTask(
            $"handover/{h.Id}/{what}/{h.Round}", Addressee.ForDepartment(department), h.Project, About(code, h), h.Rule,
            HandoverView.PathOf(h.Id), at)
        {
            DueAt = state.Deadline.DueAt,
        });
    }

    private static Text About(string code, Handover h) => Text.Of(
        code, ("unit", h.Unit), ("owedBy", Text.NameOf("department", h.OwedBy)),
        ("owedTo", Text.NameOf("department", h.OwedTo)));
}
