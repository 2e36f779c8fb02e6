using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Batches;

/// <summary>RES-2, RES-4: release batches, their units and their queue numbers.</summary>
internal static class ReadBatches
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/batches", ListAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("batch.list.summary").AnswersOutcome<BatchPage>();
        api.MapRead<Release, BatchView>("batches/{id:guid}", SalesControlPermissions.ReadBoard)
            .WithSummary("batch.read.summary");
        api.MapGet("batches/{id:guid}/units", UnitsAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("batch-unit.list.summary").AnswersOutcome<UnitPage>();
        api.MapGet("batches/{id:guid}/queue-numbers", NumbersAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("queue-number.list.summary").AnswersOutcome<Page>();
        api.MapRead<NamedNumber, QueueNumberView>("queue-numbers/{id:guid}", SalesControlPermissions.ReadBoard)
            .WithSummary("queue-number.read.summary");
    }

    /// <summary>A unit of a batch.</summary>
    /// <param name="Unit">Its code.</param>
    /// <param name="State">Its state of sale.</param>
    /// <param name="Price">Its price in force; null where it has none, and so cannot be put on sale.</param>
    /// <param name="Version">The unit's, for <c>If-Match</c>.</param>
    internal sealed record InBatch(string Unit, UnitState State, Money? Price, long Version);

    internal sealed record UnitPage(IReadOnlyList<InBatch> Items, string? Next);

    internal sealed record BatchPage(IReadOnlyList<BatchView> Items, Guid? Next);

    internal sealed record Page(IReadOnlyList<QueueNumberView> Items, int? Next);

    /// <summary>Which batches.</summary>
    internal sealed record BatchQuery(string Project, Word<BatchState>? State, Guid? After, PageSize? Limit);

    /// <summary>Which numbers.</summary>
    internal sealed record Query
    {
        public required Guid Id { get; init; }

        public Word<QueueNumberState>? State { get; init; }

        public string? Consultant { get; init; }

        public Guid? CustomerId { get; init; }

        public bool? ToRefund { get; init; }

        public int? After { get; init; }

        public PageSize? Limit { get; init; }
    }

    private static async Task<Outcome<BatchPage>> ListAsync(
        [AsParameters] BatchQuery query, Actor actor, BatchSource source, SalesControlDb db, KnownProjects projects,
        CancellationToken cancellationToken)
    {
        var found = await projects.FindAsync(query.Project, actor, db, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var (state, after, size) = (query.State?.Value, query.After, query.Limit.Rows());
        var batches = await db.Batches.AsNoTracking()
            .Where(b => b.Project == query.Project && (state == null || b.State == state))
            .Where(b => after == null || b.Id.CompareTo(after.Value) > 0).OrderBy(b => b.Id).Take(size)
            .Select(b => new
            {
                Batch = b,
                Units = db.Units.Count(u => u.BatchId == b.Id),
                Numbers = db.QueueNumbers.Count(n => n.BatchId == b.Id && n.EndedAt == null),
            })
            .ToListAsync(cancellationToken);
        var opens = await source.OpensAtAsync([.. batches.Select(one => one.Batch)], cancellationToken);
        return new BatchPage(
            batches.ConvertAll(one => BatchView.Of(
                one.Batch, one.Units, one.Numbers, opens.TryGetValue(one.Batch.Id, out var at) ? at : null,
                found.Value)),
            batches.Count == size ? batches[^1].Batch.Id : null);
    }

    private static async Task<Outcome<UnitPage>> UnitsAsync(
        Guid id, string? after, PageSize? limit, Actor actor, PriceBook prices, SalesControlDb db, IClock clock,
        CancellationToken cancellationToken)
    {
        var batch = await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, cancellationToken);
        if (batch is null || !actor.MaySee(batch.Project))
            return BatchSource.Unknown(id);
        var inForce = await prices.AllAsync(batch.Project, clock.GetCurrentInstant(), cancellationToken);
        var size = limit.Rows();
        var units = await db.Units.AsNoTracking()
            .Where(u => u.BatchId == id && (after == null || u.Code.CompareTo(after) > 0))
            .OrderBy(u => u.Code).Take(size)
            .Select(u => new { u.Id, u.Code, u.State, u.Version }).ToListAsync(cancellationToken);
        return new UnitPage(
            units.ConvertAll(u => new InBatch(
                u.Code, u.State, Money.Of(inForce.GetValueOrDefault(u.Id)?.Price), u.Version)),
            units.Count == size ? units[^1].Code : null);
    }

    private static async Task<Outcome<Page>> NumbersAsync(
        [AsParameters] Query query, Actor actor, SalesControlDb db, KnownProjects projects, IClock clock,
        CancellationToken cancellationToken)
    {
        var batch = await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == query.Id, cancellationToken);
        if (batch is null || !actor.MaySee(batch.Project))
            return BatchSource.Unknown(query.Id);
        var site = await projects.GetAsync(batch.Project, db, cancellationToken);
        var size = query.Limit.Rows();
        var only = query.State?.Value;
        var isOpen = batch.State == BatchState.Open;
        var numbers = db.QueueNumbers.AsNoTracking().Where(n => n.BatchId == query.Id);
        if (query.CustomerId is { } customer)
        {
            var entries = await db.EntriesOfAsync(customer, cancellationToken);
            numbers = numbers.Where(n => entries.Contains(n.CustomerId));
        }

        var found = await numbers
            .Where(n => only == null || n.State == only)
            .Where(n => query.After == null || n.Number > query.After)
            .Where(n => query.Consultant == null || n.Consultant == query.Consultant)
            .Where(n => query.ToRefund != true || (isOpen && n.EndedAt == null))
            .OrderBy(n => n.Number).Take(size)
            .Join(db.Deposits, n => n.DepositId, d => d.Id, (n, d) => new { Number = n, Deposit = d })
            .OrderBy(one => one.Number.Number).ToListAsync(cancellationToken);
        var reader = new CustomerReader(actor, clock.GetCurrentInstant());
        return new Page(
            [.. found.Select(one => QueueNumberView.Of(one.Number, batch, one.Deposit, site, reader))],
            found.Count == size ? found[^1].Number.Number : null);
    }
}
