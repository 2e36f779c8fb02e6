using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Client;
using Ops.Platform.Rules;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Batches;

/// <summary>
/// CS-7: the open queue numbers of a consultant who left pass to the named successor, and are listed as nobody's until
/// one is named.
/// </summary>
/// <remarks>Registered before the reservations': in the change that passes all of it on, batches are locked before units, as everywhere.</remarks>
internal sealed class QueueNumbersOfALeaver(SalesControlDb db, BatchDesk desk) : IBelongings
{
    public async Task<ILookup<string, Belonging>> OfAsync(
        IReadOnlyCollection<string> staff, CancellationToken cancellationToken)
    {
        var open = await OpenOf(staff).AsNoTracking()
            .Join(db.Batches, n => n.BatchId, b => b.Id, (n, b) => new { Number = n, b.Code })
            .OrderBy(one => one.Number.GivenAt).ToListAsync(cancellationToken);
        return open.ToLookup(
            one => one.Number.Consultant,
            one => new Belonging(
                $"Queue number {one.Number.Number} of batch {one.Code}", one.Number.Project, one.Number.Path));
    }

    [Rule("CS-7")]
    public async Task PassAsync(string from, string to, Instant at, string by, CancellationToken cancellationToken)
    {
        foreach (var batchId in await OpenOf([from]).Select(n => n.BatchId).Distinct().Order().ToListAsync(cancellationToken))
        {
            var batch = await desk.LockRowAsync(batchId, cancellationToken);
            batch.Pass((await desk.NumbersAsync(batch, cancellationToken)).Where(n => n.Consultant == from), to, desk.Now, by);
        }
    }

    private IQueryable<QueueNumber> OpenOf(IReadOnlyCollection<string> staff) =>
        db.QueueNumbers.Where(n => staff.Contains(n.Consultant) && n.EndedAt == null);
}
