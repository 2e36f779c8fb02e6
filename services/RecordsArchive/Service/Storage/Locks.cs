using Microsoft.EntityFrameworkCore;

namespace Ops.RecordsArchive.Storage;

/// <summary>Every change of a handover, a command's or a deadline's, locks its row first.</summary>
internal static class Locks
{
    public static Task LockHandoverAsync(this RecordsArchiveDb db, Guid id, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM handovers WHERE id = {id} FOR UPDATE", cancellationToken);
}
