using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Changes;

/// <summary>What is asked for and not decided: it ends when what it was about does.</summary>
internal sealed class OpenChanges(SalesControlDb db, IApprovals approvals, ITaskList tasks)
{
    /// <summary>The name of the task of those who must agree.</summary>
    public static string TaskKey(ChangeRequest change) => $"decide/{change.ApprovalKey}";

    /// <summary>What was asked about a thing that has ended is not asked for any more.</summary>
    /// <param name="unit">The unit, locked.</param>
    /// <param name="subject">The reservation or the sale that has ended; null for whatever is asked about the unit.</param>
    /// <param name="except">The change that is being done at this moment, which ends by itself.</param>
    /// <param name="why">Why it has ended.</param>
    /// <param name="now">Business time.</param>
    /// <param name="by">Whose doing it is.</param>
    /// <param name="cancellationToken">Abandons the change.</param>
    public async Task CloseAsync(Unit unit, Guid? subject, Guid? except, string why, Instant now, string by, CancellationToken cancellationToken)
    {
        foreach (var change in await db.Changes.Where(c => c.UnitId == unit.Id && (subject == null || c.Subject == subject) && c.Id != except && c.State == ChangeState.Asked).OrderBy(c => c.Id).ToListAsync(cancellationToken))
        {
            Close(change, unit, ChangeState.Closed, why, now, by);
            tasks.Add(new NewTask($"{change.ApprovalKey}/closed", Addressee.ForPerson(change.AskedBy), change.Project, $"What you asked for on {unit.Code} is not asked for any more: {why}", "CS-7", change.Path, now));
        }
    }

    /// <summary>Ends one that nobody has decided on.</summary>
    public void Close(ChangeRequest change, Unit unit, ChangeState state, string why, Instant now, string by)
    {
        unit.Settle(change, state, now, by, why);
        approvals.Close(change.ApprovalKey, Text.Plain(why), now, by);
        tasks.Done(TaskKey(change), now, by);
    }
}
