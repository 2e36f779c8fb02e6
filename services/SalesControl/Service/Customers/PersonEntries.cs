using Microsoft.EntityFrameworkCore;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Customers;

/// <summary>
/// RES-4: after a merge, queue numbers, sales, leases and deposits keep the entry that they were made for; they are the
/// person's, and found through the entry that stands.
/// </summary>
internal static class PersonEntries
{
    /// <summary>All entries of the person whose entry this is; none where there is no such entry.</summary>
    public static Task<Guid[]> EntriesOfAsync(
        this SalesControlDb db, Guid customer, CancellationToken cancellationToken) =>
        db.Customers.Where(one => one.Id == customer).SelectMany(
            one => db.Customers.Where(
                c => c.Id == (one.MergedInto ?? one.Id) || c.MergedInto == (one.MergedInto ?? one.Id)),
            (_, c) => c.Id).ToArrayAsync(cancellationToken);

    /// <summary>All entries of the people whose entries stand, each with the one that stands.</summary>
    public static Task<Dictionary<Guid, Guid>> EntriesOfAsync(
        this SalesControlDb db, IReadOnlyCollection<Guid> standing, CancellationToken cancellationToken) =>
        db.Customers.Where(c => standing.Contains(c.Id) || standing.Contains(c.MergedInto!.Value))
            .ToDictionaryAsync(c => c.Id, c => c.MergedInto ?? c.Id, cancellationToken);
}
