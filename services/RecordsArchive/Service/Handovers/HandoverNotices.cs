using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Tasks;

namespace Ops.RecordsArchive.Handovers;

/// <summary>What departments are told about a handover.</summary>
internal static class HandoverNotices
{
    /// <summary>What the owing department has to do.</summary>
    public static void Ask(this ITaskList tasks, Handover handover, Deadline deadline, Instant now) => tasks.Add(new NewTask(
        OwedKey(handover, handover.Round), Addressee.ForDepartment(handover.OwedBy), handover.Project,
        $"Hand the papers of {handover.Unit} over to {handover.OwedTo}", handover.Rule, HandoverView.PathOf(handover.Id), now)
    {
        MustBeDone = true,
        DueAt = deadline.DueAt,
    });

    /// <summary>What the receiving department has to do.</summary>
    public static void AskForAnswer(this ITaskList tasks, Handover handover, Instant now) => tasks.Add(new NewTask(
        AnswerKey(handover), Addressee.ForDepartment(handover.OwedTo), handover.Project,
        $"Accept or reject the papers of {handover.Unit} from {handover.OwedBy}", handover.Rule, HandoverView.PathOf(handover.Id), now)
    {
        MustBeDone = true,
    });

    /// <summary>Both the department that owes and the one that owns the archive (DOC-4) are told.</summary>
    public static void TellOverdue(this ITaskList tasks, Handover handover, Deadline deadline, string archiveOwner)
    {
        tasks.Tell(handover, "overdue", handover.OwedBy, $"Overdue: the papers of {handover.Unit} for {handover.OwedTo}", deadline, deadline.DueAt);
        tasks.Tell(handover, "overdue", archiveOwner, $"{handover.OwedBy} has not handed over the papers of {handover.Unit}", deadline, deadline.DueAt);
    }

    /// <summary>A notice to a department, once a round.</summary>
    public static void Tell(this ITaskList tasks, Handover handover, string what, string department, string title, Deadline deadline, Instant at) => tasks.Add(new NewTask(
        $"handover/{handover.Id}/{what}/{handover.Round}", Addressee.ForDepartment(department), handover.Project, title, handover.Rule, HandoverView.PathOf(handover.Id), at)
    {
        DueAt = deadline.DueAt,
    });

    /// <summary>The task of the owing department before it hands over for the round after this.</summary>
    public static string OwedKey(Handover handover, int round) => $"handover/{handover.Id}/owed/{round}";

    /// <summary>The task of the receiving department for the present round.</summary>
    public static string AnswerKey(Handover handover) => $"handover/{handover.Id}/answer/{handover.Round}";
}
