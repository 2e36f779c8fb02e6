using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Batches;

/// <summary>RES-2: units that come on sale together are planned as a release batch 开盘批次; until it opens they are withheld.</summary>
internal static class PlanBatch
{
    private const int MostUnits = 5000;

    public static void MapPlanBatch(this IEndpointRouteBuilder api)
    {
        api.MapPost("projects/{project}/batches", HandleAsync).AsCommand(SalesControlPermissions.ManageBatches)
            .WithSummary("Plan a release batch").Produces<BatchView>(StatusCodes.Status201Created);
        api.MapPost("batches/{id:guid}/units", AddAsync).AsCommand(SalesControlPermissions.ManageBatches)
            .WithSummary("Put units into a planned batch").Produces<BatchView>();
        api.MapPost("batches/{id:guid}/units/remove", RemoveAsync).AsCommand(SalesControlPermissions.ManageBatches)
            .WithSummary("Take units out of a planned batch").Produces<BatchView>();
        api.MapGet("projects/{project}/batches", ListAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A project's release batches").Produces<IReadOnlyList<BatchView>>();
        api.MapGet("batches/{id:guid}", GetAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A release batch").Produces<BatchView>();
        api.MapGet("batches/{id:guid}/units", UnitsAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("The units of a batch, with their prices in force").Produces<IReadOnlyList<InBatch>>();
    }

    /// <summary>A batch: its units by code, or all of a building that are withheld; none for one that a list's column names.</summary>
    internal sealed record Request(string Code, string Name, IReadOnlyList<string>? Units = null, string? Building = null);

    /// <summary>Units by code, or all of a building that are withheld and in no batch.</summary>
    internal sealed record Picked(IReadOnlyList<string>? Units = null, string? Building = null);

    /// <summary>Units by code.</summary>
    internal sealed record Removed(IReadOnlyList<string> Units);

    /// <summary>A unit of a batch.</summary>
    /// <param name="Unit">Its code.</param>
    /// <param name="State">Its state of sale.</param>
    /// <param name="Price">Its price in force; null where it has none, and so cannot be put on sale.</param>
    internal sealed record InBatch(string Unit, UnitState State, Money? Price);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Code).Matches("^[a-z0-9][a-z0-9-]{0,39}$").WithMessage("A code is 1 to 40 lower-case letters, digits and hyphens.");
            RuleFor(r => r.Name).NotEmpty().MaximumLength(100);
            RuleFor(r => r.Units).Must(units => units is null || units.Count is > 0 and <= MostUnits).WithMessage($"Name 1 to {MostUnits} units.");
            RuleFor(r => r.Building).Must((request, building) => building is null || request.Units is null).WithMessage("Name units, or a building, not both.").NotEmpty().When(r => r.Building is not null);
        }
    }

    internal sealed class PickedValidator : AbstractValidator<Picked>
    {
        public PickedValidator()
        {
            RuleFor(r => r.Units).Must((request, units) => (units is null) != (request.Building is null)).WithMessage("Name units, or a building.");
            RuleFor(r => r.Units).Must(units => units is null || units.Count is > 0 and <= MostUnits).WithMessage($"Name 1 to {MostUnits} units.");
        }
    }

    internal sealed class RemovedValidator : AbstractValidator<Removed>
    {
        public RemovedValidator() => RuleFor(r => r.Units).Must(units => units.Count is > 0 and <= MostUnits).WithMessage($"Name 1 to {MostUnits} units.");
    }

    [Rule("RES-2")]
    private static async Task<IResult> HandleAsync(string project, Request request, Actor actor, BatchDesk desk, SalesControlDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();
        if (await db.Batches.AnyAsync(b => b.Project == project && b.Code == request.Code, cancellationToken))
            return new Refused(null, $"There is a batch {request.Code} in this project already.", Field: "code").ToProblem();

        var now = desk.Now;
        var batch = new Batch(Guid.CreateVersion7(time.GetUtcNow()), project, request.Code, request.Name.Trim(), now, actor.Id);
        var picked = request.Units is null && request.Building is null ? Array.Empty<Unit>() : await desk.PickAsync(project, request.Units, request.Building, cancellationToken);
        if (picked.Refusal is { } unknown)
            return unknown.ToProblem();
        db.Batches.Add(batch);
        if (await desk.PutAsync(batch, picked.Value, now, actor.Id, cancellationToken) is { } refusal)
            return refusal.ToProblem();
        batch.Plan(picked.Value.Count, now, actor.Id);
        return Results.Created(batch.Path, BatchView.Of(batch, picked.Value.Count, 0, null, site)).WithETag(batch.Version);
    }

    [Rule("RES-2")]
    private static Task<IResult> AddAsync(Guid id, Picked request, IfMatch ifMatch, Actor actor, BatchDesk desk, SalesControlDb db, CancellationToken cancellationToken) => ChangeAsync(
        id, ifMatch, actor, desk, db,
        async (batch, now) =>
        {
            var picked = await desk.PickAsync(batch.Project, request.Units, request.Building, cancellationToken);
            return picked.Refusal ?? await desk.PutAsync(batch, picked.Value, now, actor.Id, cancellationToken);
        },
        cancellationToken);

    private static Task<IResult> RemoveAsync(Guid id, Removed request, IfMatch ifMatch, Actor actor, BatchDesk desk, UnitDesk units, SalesControlDb db, CancellationToken cancellationToken) => ChangeAsync(
        id, ifMatch, actor, desk, db,
        async (batch, now) =>
        {
            var picked = await desk.PickAsync(batch.Project, request.Units, null, cancellationToken);
            if (picked.Refusal is { } unknown)
                return unknown;
            foreach (var unit in picked.Value)
            {
                if (unit.BatchId != batch.Id)
                    return Refused.Input("RES-2", "units", $"{unit.Code} is not in batch {batch.Code}.");
                if (unit.PlanFor(null, now, actor.Id).Refusal is { } refusal)
                    return refusal;
                units.Follow(unit);
            }

            return null;
        },
        cancellationToken);

    private static async Task<IResult> ChangeAsync(Guid id, IfMatch ifMatch, Actor actor, BatchDesk desk, SalesControlDb db, Func<Batch, Instant, Task<Refused?>> change, CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(id, actor, cancellationToken) is not { } batch)
            return BatchDesk.Unknown(id).ToProblem();
        if (ifMatch.Check(batch.Version) is { } stale)
            return stale;
        var now = desk.Now;
        // Of a batch whose day has begun nothing else is looked at.
        if (batch.State != BatchState.Planned)
            return batch.Plan(0, now, actor.Id).Refusal!.ToProblem();
        if (await change(batch, now) is { } refusal)
            return refusal.ToProblem();
        batch.Plan(await desk.CountAsync(batch, cancellationToken), now, actor.Id);
        return await desk.ShowAsync(batch, db, cancellationToken);
    }

    private static async Task<IResult> ListAsync(string project, Actor actor, BatchDesk desk, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();
        var batches = await db.Batches.AsNoTracking().Where(b => b.Project == project).OrderBy(b => b.Id)
            .Select(b => new { Batch = b, Units = db.Units.Count(u => u.BatchId == b.Id), Numbers = db.QueueNumbers.Count(n => n.BatchId == b.Id && n.EndedAt == null) }).ToListAsync(cancellationToken);
        var opens = await desk.OpensAtAsync([.. batches.Select(one => one.Batch)], cancellationToken);
        return Results.Ok(batches.Select(one => BatchView.Of(one.Batch, one.Units, one.Numbers, opens.TryGetValue(one.Batch.Id, out var at) ? at : null, site)));
    }

    private static async Task<IResult> GetAsync(Guid id, Actor actor, BatchDesk desk, SalesControlDb db, CancellationToken cancellationToken) =>
        await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, cancellationToken) is { } batch && actor.MaySee(batch.Project)
            ? await desk.ShowAsync(batch, db, cancellationToken)
            : BatchDesk.Unknown(id).ToProblem();

    private static async Task<IResult> UnitsAsync(Guid id, Actor actor, PriceBook prices, BatchDesk desk, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, cancellationToken) is not { } batch || !actor.MaySee(batch.Project))
            return BatchDesk.Unknown(id).ToProblem();
        var inForce = await prices.AllAsync(batch.Project, desk.Now, cancellationToken);
        var units = await db.Units.AsNoTracking().Where(u => u.BatchId == id).Select(u => new { u.Id, u.Code, u.State }).ToListAsync(cancellationToken);
        return Results.Ok(units.OrderBy(u => u.Code, StringComparer.Ordinal).Select(u => new InBatch(u.Code, u.State, Money.Of(inForce.GetValueOrDefault(u.Id)?.Price))));
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
internal sealed record BatchView(
    Guid Id, string Project, string Code, string Name, BatchState State, int Units, int QueueNumbers, OffsetDateTime PlannedAt, string PlannedBy, OffsetDateTime? ChoosingAt, OffsetDateTime? OpensAt, OffsetDateTime? OpenedAt)
{
    public static BatchView Of(Batch b, int units, int numbers, Instant? opensAt, Project site) =>
        new(b.Id, b.Project, b.Code, b.Name, b.State, units, numbers, site.At(b.PlannedAt), b.PlannedBy, site.At(b.ChoosingAt), site.At(opensAt), site.At(b.OpenedAt));
}

/// <summary>Answers with a batch.</summary>
internal static class BatchAnswers
{
    public static async Task<IResult> ShowAsync(this BatchDesk desk, Batch batch, SalesControlDb db, CancellationToken cancellationToken, Instant? opensAt = null) => Results.Ok(BatchView.Of(
        batch, await desk.CountAsync(batch, cancellationToken), await db.QueueNumbers.CountAsync(n => n.BatchId == batch.Id && n.EndedAt == null, cancellationToken),
        opensAt ?? await desk.OpensAtAsync(batch, cancellationToken), await desk.ProjectOfAsync(batch, cancellationToken))).WithETag(batch.Version);
}
