using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Letting;

/// <summary>DOC-5.6.1: a lease, and the leases of a project's shops.</summary>
internal static class ReadLeases
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/leases", ListAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("lease.list.summary").AnswersOutcome<Page>();
        api.MapRead<NamedLease, LeaseView>("leases/{id:guid}", SalesControlPermissions.ReadBoard)
            .WithSummary("lease.read.summary");
    }

    internal sealed record Page(IReadOnlyList<LeaseView> Items, Guid? Next);

    /// <summary>Which of them.</summary>
    internal sealed record Query
    {
        public required string Project { get; init; }

        public Word<LeaseState>? State { get; init; }

        public string? Unit { get; init; }

        public Guid? CustomerId { get; init; }

        /// <summary>Those that are not over, and whose last day is before this one.</summary>
        public Day? EndingBefore { get; init; }

        public Guid? After { get; init; }

        public PageSize? Limit { get; init; }
    }

    /// <summary>Those in a state, of a unit, and that end before a day and are not over; null for any.</summary>
    public static IQueryable<Lease> Wanted(
        this IQueryable<Lease> leases, SalesControlDb db, LeaseState? state, LocalDate? before, string? unit) => leases
        .Where(l => state == null || l.State == state)
        .Where(l => before == null || (l.State != LeaseState.Ended && l.To < before))
        .Where(l => unit == null
            || db.Units.Any(u => u.Id == l.UnitId && u.Project == l.Project && u.Code == unit));

    private static async Task<Outcome<Page>> ListAsync(
        [AsParameters] Query query, Actor actor, SalesControlDb db, KnownProjects projects, IClock clock,
        CancellationToken cancellationToken)
    {
        var project = await projects.FindAsync(query.Project, actor, db, cancellationToken);
        if (project.Refusal is { } unknown)
            return unknown;
        var (site, after, state) = (project.Value, query.After, query.State?.Value);
        var before = query.EndingBefore?.Date;
        var size = query.Limit.Rows();
        var leases = db.Leases.AsNoTracking().Where(l => l.Project == site.Code);
        if (query.CustomerId is { } customer)
        {
            var entries = await db.EntriesOfAsync(customer, cancellationToken);
            leases = leases.Where(l => entries.Contains(l.CustomerId));
        }

        var found = await leases.Wanted(db, state, before, query.Unit)
            .Where(l => after == null || l.Id.CompareTo(after.Value) < 0)
            .OrderByDescending(l => l.Id).Take(size)
            .Join(db.Units, l => l.UnitId, u => u.Id, (l, u) => new { Lease = l, u.Code, u.Version })
            .OrderByDescending(one => one.Lease.Id).ToListAsync(cancellationToken);
        var reader = new CustomerReader(actor, clock.GetCurrentInstant());
        return new Page(
            [.. found.Select(one => LeaseView.Of(one.Lease, (one.Code, one.Version), site, reader))],
            found.Count == size ? found[^1].Lease.Id : null);
    }
}
