using Microsoft.EntityFrameworkCore;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.RecordsArchive.Storage;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// DOC-5.2.2, T-7: a working day before a handover is due its department is reminded; when it falls due it is overdue,
/// and stands on the department's list and on the general manager's office's.
/// </summary>
internal sealed class HandoverFallsDue(RecordsArchiveDb db, Departments departments, ITaskList tasks) : IDeadlineHandler
{
    public const string KindName = "handover";

    public string Kind => KindName;

    public Task LockAsync(Deadline deadline, CancellationToken cancellationToken) =>
        db.LockHandoverAsync(deadline.Subject, cancellationToken);

    [Rule("DOC-5.2.2")]
    [Rule("T-2")]
    public async Task FireAsync(Firing firing, CancellationToken cancellationToken)
    {
        var (deadline, mark, at) = firing;
        var handover = await db.Handovers.SingleAsync(h => h.Id == deadline.Subject, cancellationToken);
        switch (mark)
        {
            case Mark.Warning:
                tasks.Tell(handover, "reminder", handover.OwedBy, $"The papers of {handover.Unit} are due with {handover.OwedTo} in a working day", deadline, at);
                break;
            case Mark.DueUncertain:
                tasks.Tell(handover, "uncertain", handover.OwedBy, $"The papers of {handover.Unit} may be due: the year's calendar is not published", deadline, at);
                break;
            case Mark.Due when handover.ApplyDue(at, deadline.DueAt, deadline.CalendarCertain):
                tasks.TellOverdue(handover, deadline, await departments.WithAsync(Duty.ArchiveOwner, cancellationToken));
                break;
        }
    }
}
