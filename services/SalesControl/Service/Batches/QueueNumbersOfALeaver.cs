using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Batches;

/// <summary>
/// CS-7: the open queue numbers of a consultant who left pass to the named successor, and are listed as nobody's until
/// one is named.
/// </summary>
/// <remarks>
/// Registered before the units': in the change that passes all of it on, batches are locked before units, as
/// everywhere.
/// </remarks>
internal sealed class QueueNumbersOfALeaver(
    SalesControlDb db, BatchSource batches, Pipeline pipeline, ITexts texts, IClock clock) : IBelongings
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
                texts.Render(Text.Of("leaver.queue-number", ("number", one.Number.Number), ("batch", one.Code))),
                one.Number.Project, one.Number.Path));
    }

    public async Task PassAsync(string from, string to, Instant at, string by, CancellationToken cancellationToken)
    {
        foreach (var id in await OpenOf([from]).Select(n => n.BatchId).Distinct().Order()
            .ToListAsync(cancellationToken))
        {
            var release = await batches.LockAsync(id, cancellationToken);
            // Asked for when the batch is had: a day that began while it was another's has begun.
            var when = new Occurrence(clock.GetCurrentInstant(), by);
            pipeline.ApplyDue(release, when.At);
            foreach (var number in release.Numbers.Where(n => n.Consultant == from).ToList())
                pipeline.Apply(release, QueueNumberPassed.Of(release, number, to), when);
        }

        await pipeline.ReactAsync(cancellationToken);
    }

    private IQueryable<QueueNumber> OpenOf(IReadOnlyCollection<string> staff) =>
        db.QueueNumbers.Where(n => staff.Contains(n.Consultant) && n.EndedAt == null);
}

/// <summary>The consultant of a queue number left, and another has taken it over (CS-7).</summary>
[HappensUnder("CS-7")]
internal sealed record QueueNumberPassed(
    Guid QueueNumberId, string Project, string Batch, int Number, string From, string To) : IEvent<Release>
{
    public static QueueNumberPassed Of(Release release, QueueNumber number, string to) => new(
        number.Id, release.Batch.Project, release.Batch.Code, number.Number, number.Consultant, to);

    [Rule("CS-7", "a leaver's queue numbers")]
    public void Apply(Release state, Occurrence when) => state.Find(QueueNumberId).PassTo(To);
}
