using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Batches;

/// <summary>A release batch with its queue numbers that are open, and with its units where it opens (RES-2).</summary>
internal class Release(ReleaseParts parts) : IState
{
    private readonly List<QueueNumber> _numbers = [.. parts.Numbers];

    protected ReleaseParts Parts => parts;

    public Batch Batch => parts.Batch;

    /// <summary>The project.</summary>
    public Project Site => parts.Site;

    /// <summary>The numbers that are given, called or passed over, in their order.</summary>
    public IReadOnlyList<QueueNumber> Numbers => _numbers;

    /// <summary>How many units it has.</summary>
    public int Units { get; internal set; } = parts.Units;

    /// <summary>When it is to open by itself; null where no time is set.</summary>
    public Instant? OpensAt { get; internal set; } = parts.OpensAt;

    /// <summary>Its units, where it opens now or has its time set.</summary>
    public Opening? Opening => parts.Opening;

    public Aggregate Root => parts.Batch;

    public void ApplyDue(Instant now, IHappenings happenings) => OpenBatch.ApplyDue(this, now, happenings);

    /// <summary>One of its numbers.</summary>
    public QueueNumber Find(Guid id) => _numbers.Single(one => one.Id == id);

    internal void Add(QueueNumber number) => _numbers.Add(number);
}

/// <summary>What is loaded of a batch.</summary>
internal sealed record ReleaseParts(Batch Batch, Project Site)
{
    public IReadOnlyList<QueueNumber> Numbers { get; init; } = [];

    public int Units { get; init; }

    public Instant? OpensAt { get; init; }

    public Opening? Opening { get; init; }
}

/// <summary>The units of a batch that opens.</summary>
/// <param name="Units">All of them, in the order of their codes.</param>
/// <param name="Priced">Those that have a published price then (CS-4).</param>
internal sealed record Opening(IReadOnlyList<Unit> Units, IReadOnlySet<Guid> Priced)
{
    /// <summary>What is withheld and has no price: it does not come on sale.</summary>
    public IReadOnlyList<Unit> WithoutPrice =>
        [.. Units.Where(u => u.State == UnitState.Withheld && !Priced.Contains(u.Id))];
}

/// <summary>
/// Finds batches: the batch's row first, then the units' in the order of their ids, then the customers'.
/// </summary>
internal sealed class BatchSource(
    SalesControlDb db, UnitBook units, KnownProjects projects, PriceBook prices, IDeadlineBook deadlines, IClock clock)
    : ISource<Release>
{
    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("batch.unknown", ("id", id)));

    public async Task<Outcome<Release>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var parts = await FindPartsAsync(named.Id, named.Actor, access, cancellationToken);
        return parts.Refusal is { } missing ? missing : new Release(parts.Value);
    }

    public async Task<Release> LockAsync(Guid id, CancellationToken cancellationToken) =>
        new(await PartsAsync(id, Access.Change, cancellationToken));

    /// <summary>The parts of a batch that an actor names.</summary>
    public async Task<Outcome<ReleaseParts>> FindPartsAsync(
        Guid id, Actor actor, Access access, CancellationToken cancellationToken)
    {
        var project = await db.Batches.AsNoTracking().Where(b => b.Id == id).Select(b => b.Project)
            .SingleOrDefaultAsync(cancellationToken);
        return project is null || !actor.MaySee(project)
            ? Unknown(id)
            : await PartsAsync(id, access, cancellationToken);
    }

    /// <summary>A batch, with its units where its time to open has come.</summary>
    public async Task<ReleaseParts> PartsAsync(Guid id, Access access, CancellationToken cancellationToken)
    {
        var change = access == Access.Change;
        var batch = change
            ? (await db.Batches.FromSql($"SELECT * FROM batches WHERE id = {id} FOR UPDATE")
                .ToListAsync(cancellationToken)).Single()
            : await db.Batches.AsNoTracking().SingleAsync(b => b.Id == id, cancellationToken);
        var numbers = change ? db.QueueNumbers : db.QueueNumbers.AsNoTracking();
        var opensAt = await OpensAtAsync(batch, cancellationToken);
        return new(batch, await projects.GetAsync(batch.Project, db, cancellationToken))
        {
            Numbers = await numbers.Where(n => n.BatchId == id && n.EndedAt == null).OrderBy(n => n.Number)
                .ToListAsync(cancellationToken),
            Units = await db.Units.CountAsync(u => u.BatchId == id, cancellationToken),
            OpensAt = opensAt,
            Opening = opensAt is { } at && at <= clock.GetCurrentInstant()
                ? await OpeningAsync(batch, at, access, cancellationToken)
                : null,
        };
    }

    /// <summary>A batch's units, with those that have a published price at an instant.</summary>
    public async Task<Opening> OpeningAsync(
        Batch batch, Instant at, Access access, CancellationToken cancellationToken)
    {
        var of = access == Access.Change
            ? await units.LockAllAsync(
                await db.Units.Where(u => u.BatchId == batch.Id).Select(u => u.Id).ToListAsync(cancellationToken),
                cancellationToken)
            : await db.Units.AsNoTracking().Where(u => u.BatchId == batch.Id).ToListAsync(cancellationToken);
        var inForce = await prices.AllAsync(batch.Project, at, cancellationToken);
        return new([.. of.OrderBy(u => u.Code, StringComparer.Ordinal)], inForce.Keys.ToHashSet());
    }

    /// <summary>When batches are to open by themselves; those that are not are not among them.</summary>
    public async Task<IReadOnlyDictionary<Guid, Instant>> OpensAtAsync(
        IReadOnlyCollection<Batch> batches, CancellationToken cancellationToken)
    {
        var set = await deadlines.FindAsync(
            [.. batches.Where(b => b.State != BatchState.Open).Select(b => b.OpensKey)], cancellationToken);
        return set.Values.Where(deadline => deadline.CancelledAt is null && deadline.MetAt is null)
            .ToDictionary(deadline => deadline.Subject, deadline => deadline.DueAt);
    }

    private async Task<Instant?> OpensAtAsync(Batch batch, CancellationToken cancellationToken) =>
        batch.State != BatchState.Open
            && (await OpensAtAsync([batch], cancellationToken)).TryGetValue(batch.Id, out var at)
            ? at
            : null;
}

/// <summary>A release batch was planned, opened for the choice of queue numbers, or opened to all.</summary>
[HappensUnder("RES-2")]
internal sealed record BatchChanged(Guid BatchId, string Project, string Batch, string State, int Units)
    : IEvent<Release>
{
    /// <summary>When it is to open by itself; null where no time is set.</summary>
    public Instant? OpensAt { get; init; }

    public static BatchChanged Of(Release release, BatchState state, int units) =>
        new(release.Batch.Id, release.Batch.Project, release.Batch.Code, state.ToString(), units);

    public void Apply(Release state, Occurrence when)
    {
        state.Units = Units;
        state.OpensAt = OpensAt ?? (State == nameof(BatchState.Open) ? null : state.OpensAt);
        state.Batch.Enter(Enum.Parse<BatchState>(State), when.At);
    }

    public void React(Release state, Occurrence when, Reactions follow)
    {
        if (state is PlannedRelease)
            follow.Add(state.Batch);
        if (state is IPicks { Picked.Value: { Count: > 0 } picked })
        {
            Guid[] units = [.. picked.Select(unit => unit.Id)];
            follow.Look<UnpricedUnits>((unpriced, cancellationToken) =>
                unpriced.LeftAsync(units, (follow, when), cancellationToken));
        }

        if (OpensAt is { } at)
            follow.OpenAt(state.Batch, at, when.At);
        if (State == nameof(BatchState.Open))
            follow.Opened(state, when);
    }
}

/// <summary>A batch as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">planned, choosing or open.</param>
/// <param name="Units">How many units it has.</param>
/// <param name="QueueNumbers">How many queue numbers have neither chosen nor been given back.</param>
/// <param name="PlannedAt">When it was planned.</param>
/// <param name="PlannedBy">Who planned it.</param>
/// <param name="ChoosingAt">When its day began.</param>
/// <param name="OpensAt">When it opens by itself; null where no time is set.</param>
/// <param name="OpenedAt">When it opened to all.</param>
/// <param name="Version">What <c>If-Match</c> names.</param>
internal sealed record BatchView(
    Guid Id, string Project, string Code, string Name, BatchState State, int Units, int QueueNumbers,
    OffsetDateTime PlannedAt, string PlannedBy, OffsetDateTime? ChoosingAt, OffsetDateTime? OpensAt,
    OffsetDateTime? OpenedAt, long Version)
{
    /// <summary>
    /// What the reader may do to it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static BatchView Of(Batch b, int units, int numbers, Instant? opensAt, Project site) => new(
        b.Id, b.Project, b.Code, b.Name, b.State, units, numbers, site.At(b.PlannedAt), b.PlannedBy,
        site.At(b.ChoosingAt), site.At(opensAt), site.At(b.OpenedAt), b.Version);
}

/// <summary>Shows a batch.</summary>
internal sealed class BatchViewer(IActions actions) : IView<Release, BatchView>
{
    public async ValueTask<BatchView> ShowAsync(
        Release state, Actor actor, CancellationToken cancellationToken) => BatchView.Of(
        state.Batch, state.Units, state.Numbers.Count(n => n.EndedAt is null), state.OpensAt, state.Site) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
}
