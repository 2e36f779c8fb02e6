using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Batches;

/// <summary>Where units are picked for a batch.</summary>
internal interface IPicks
{
    /// <summary>The project's other batches whose day is to come, by id.</summary>
    IReadOnlyDictionary<Guid, string> Others { get; }

    /// <summary>The units, locked; or why they cannot be.</summary>
    Outcome<IReadOnlyCollection<Unit>> Picked { get; }
}

/// <summary>A batch that is new, with the units that were picked for it.</summary>
internal sealed class PlannedRelease(ReleaseParts parts) : Release(parts), IPicks
{
    public required IReadOnlyDictionary<Guid, string> Others { get; init; }

    /// <summary>The units, locked; or why they cannot be.</summary>
    public required Outcome<IReadOnlyCollection<Unit>> Picked { get; init; }

    /// <summary>Whether another batch of the project has the code.</summary>
    public required bool IsCodeUsed { get; init; }
}

/// <summary>A batch, with units that were picked to put into it or to take out of it.</summary>
internal sealed class ChangedRelease(ReleaseParts parts) : Release(parts), IPicks
{
    public required IReadOnlyDictionary<Guid, string> Others { get; init; }

    /// <summary>The units, locked; or why they cannot be.</summary>
    public required Outcome<IReadOnlyCollection<Unit>> Picked { get; init; }
}

/// <summary>Loads batches with units that are picked for them.</summary>
internal sealed class PickingUnits(SalesControlDb db, BatchSource batches, UnitBook units, KnownProjects projects)
    : ILoad<PlannedRelease, PlanBatch.Request>, ILoad<ChangedRelease, PlanBatch.Picked>,
        ILoad<ChangedRelease, PlanBatch.Removed>
{
    public async Task<Outcome<PlannedRelease>> LoadAsync(
        Named named, PlanBatch.Request request, Change change, CancellationToken cancellationToken)
    {
        var project = await projects.FindAsync(named["project"], named.Actor, db, cancellationToken);
        if (project.Refusal is { } unknown)
            return unknown;
        var site = project.Value;
        var isCodeUsed = await db.Batches.AnyAsync(
            b => b.Project == site.Code && b.Code == request.Code, cancellationToken);
        var picked = request.Units is null && request.Building is null
            ? Array.Empty<Unit>()
            : await PickAsync(site.Code, new(request.Units, request.Building), cancellationToken);
        var batch = new Batch(change.NewId(), site.Code, request.Code, request.Name, change.Now);
        return new PlannedRelease(new(batch, site))
        {
            Others = await OthersAsync(batch, cancellationToken),
            Picked = picked,
            IsCodeUsed = isCodeUsed,
        };
    }

    public async Task<Outcome<ChangedRelease>> LoadAsync(
        Named named, PlanBatch.Picked request, Change change, CancellationToken cancellationToken)
    {
        var found = await batches.FindPartsAsync(named.Id, named.Actor, Access.Change, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var batch = found.Value.Batch;
        return new ChangedRelease(found.Value)
        {
            Others = await OthersAsync(batch, cancellationToken),
            // Of a batch whose day has begun nothing else is looked at.
            Picked = batch.State == BatchState.Planned
                ? await PickAsync(batch.Project, request, cancellationToken)
                : Array.Empty<Unit>(),
        };
    }

    public Task<Outcome<ChangedRelease>> LoadAsync(
        Named named, PlanBatch.Removed request, Change change, CancellationToken cancellationToken) =>
        LoadAsync(named, new PlanBatch.Picked(request.Units), change, cancellationToken);

    /// <summary>Locks units of a project by their codes, or those of a building that wait for a batch.</summary>
    private async Task<Outcome<IReadOnlyCollection<Unit>>> PickAsync(
        string project, PlanBatch.Picked picked, CancellationToken cancellationToken)
    {
        var named = picked.Units?.Distinct(StringComparer.Ordinal).ToArray() ?? [];
        var wanted = picked.Building is { } building
            ? db.Units.Where(u => u.Project == project && u.Building == building && u.State == UnitState.Withheld
                && (u.BatchId == null || db.Batches.Any(b => b.Id == u.BatchId && b.State == BatchState.Open)))
            : db.Units.Where(u => u.Project == project && named.Contains(u.Code));
        var found = await units.LockAllAsync(
            await wanted.Select(u => u.Id).ToListAsync(cancellationToken), cancellationToken);
        if (picked.Building is not null && found.Count == 0)
        {
            return Refused.Input("RES-2", "building", Text.Of(
                "batch.building-without-units", ("building", picked.Building)));
        }

        return named.Except(found.Select(u => u.Code), StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? Refused.Input(null, "units", Text.Of("unit.not-in-project", ("unit", unknown), ("project", project)))
            : found.ToArray();
    }

    private async Task<IReadOnlyDictionary<Guid, string>> OthersAsync(
        Batch batch, CancellationToken cancellationToken) =>
        await db.Batches.AsNoTracking()
            .Where(b => b.Project == batch.Project && b.State != BatchState.Open && b.Id != batch.Id)
            .ToDictionaryAsync(b => b.Id, b => b.Code, cancellationToken);
}
