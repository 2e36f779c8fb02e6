using Microsoft.EntityFrameworkCore;
using Ops.Identity.Storage;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>T-7: the day on which somebody joins, moves or has left begins, and the departments are told.</summary>
internal sealed class StaffDays(IdentityDb db, CompanyTime company) : IDeadlineHandler
{
    public const string KindName = "staff-day";

    public string Kind => KindName;

    public Task LockAsync(Deadline deadline, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync($"SELECT 1 FROM staff WHERE id = {deadline.Subject} FOR UPDATE", cancellationToken);

    [Rule("T-7")]
    public async Task FireAsync(Firing firing, CancellationToken cancellationToken)
    {
        if (firing.Mark != Mark.Due)
            return;

        var staff = await db.Staff.SingleAsync(s => s.Id == firing.Deadline.Subject, cancellationToken);
        staff.ApplyDue(firing.At, "system:deadlines", company);
    }
}
