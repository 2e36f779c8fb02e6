using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Batches;

/// <summary>
/// RES-2: units that come on sale together are planned as a release batch 开盘批次; until it opens they are withheld, and
/// in no other batch whose day is to come.
/// </summary>
internal static class PlanBatch
{
    private const int MostUnits = 5000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<PlannedRelease, Request, Events<Release>>(
                "projects/{project}/batches", SalesControlPermissions.ManageBatches, Plan)
            .Makes<Release, BatchView>((state, _) => state, shown => shown.Batch.Path)
            .WithSummary("batch.plan.summary");
        api.MapCommand<ChangedRelease, Picked, Events<Release>>(
                "batches/{id:guid}/units", SalesControlPermissions.ManageBatches, Add)
            .Answers<Release, BatchView>((state, _) => state)
            .OfferedOn<Release>((release, _) => RefusesChange(release))
            .WithSummary("batch-units.add.summary");
        api.MapCommand<ChangedRelease, Removed, Events<Release>>(
                "batches/{id:guid}/units/remove", SalesControlPermissions.ManageBatches, Remove)
            .Answers<Release, BatchView>((state, _) => state)
            .OfferedOn<Release>((release, _) => RefusesChange(release) ?? (release.Units > 0
                ? null
                : release.Batch.Refuse("RES-2", "batch.without-units")))
            .WithSummary("batch-units.remove.summary");
    }

    /// <summary>
    /// A batch: its units by code, or all of a building that are withheld; none for one that a list's column names.
    /// </summary>
    internal sealed record Request(
        string Code, string Name, IReadOnlyList<string>? Units = null, string? Building = null);

    /// <summary>Units by code, or all of a building that are withheld and in no batch.</summary>
    internal sealed record Picked(IReadOnlyList<string>? Units = null, string? Building = null);

    /// <summary>Units by code.</summary>
    internal sealed record Removed(IReadOnlyList<string> Units);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Code).IsCode("batch.code", shortest: 1);
            RuleFor(r => r.Name).NotEmpty().IsOneLine(100);
            RuleFor(r => r.Units).Must(units => units is null || units.Count is > 0 and <= MostUnits)
                .Refuses(null, "batch.units-count", ("most", MostUnits));
            RuleFor(r => r.Building).Must((request, building) => building is null || request.Units is null)
                .Refuses(null, "batch.units-or-building").NotEmpty().When(r => r.Building is not null);
        }
    }

    internal sealed class PickedValidator : AbstractValidator<Picked>
    {
        public PickedValidator()
        {
            RuleFor(r => r.Units).Must((request, units) => units is null != request.Building is null)
                .Refuses(null, "batch.name-units-or-building");
            RuleFor(r => r.Units).Must(units => units is null || units.Count is > 0 and <= MostUnits)
                .Refuses(null, "batch.units-count", ("most", MostUnits));
        }
    }

    internal sealed class RemovedValidator : AbstractValidator<Removed>
    {
        public RemovedValidator() => RuleFor(r => r.Units).Must(units => units.Count is > 0 and <= MostUnits)
            .Refuses(null, "batch.units-count", ("most", MostUnits));
    }

    [Rule("RES-2", "a release batch is planned")]
    internal static Outcome<Events<Release>> Plan(PlannedRelease state, Request request, Change change)
    {
        var batch = state.Batch;
        if (state.IsCodeUsed)
            return new Refused(null, Text.Of("batch.code-used", ("batch", batch.Code), ("project", batch.Project)));
        return Put(state, state.Picked).Then<Events<Release>>(moved => new Events<Release>(
            [.. moved, BatchChanged.Of(state, BatchState.Planned, state.Picked.Value.Count)]));
    }

    internal static Outcome<Events<Release>> Add(ChangedRelease state, Picked request, Change change) =>
        RefusesChange(state) is { } refusal
            ? refusal
            : Put(state, state.Picked).Then<Events<Release>>(moved => new Events<Release>(
                [.. moved, BatchChanged.Of(state, BatchState.Planned, state.Units + moved.Count)]));

    internal static Outcome<Events<Release>> Remove(ChangedRelease state, Removed request, Change change)
    {
        if ((RefusesChange(state) ?? state.Picked.Refusal) is { } refusal)
            return refusal;
        var picked = state.Picked.Value;
        if (picked.FirstOrDefault(unit => unit.BatchId != state.Batch.Id) is { } other)
        {
            return Refused.Input("RES-2", "units", Text.Of(
                "batch.unit-not-in-it", ("unit", other.Code), ("batch", state.Batch.Code)));
        }

        return picked.Select(unit => unit.Forbids(UnitActs.PutOnSale)).FirstOrDefault(no => no is not null) is { } sold
            ? sold
            : new Events<Release>(
                [
                    .. picked.Select(unit => Moved(unit, null)),
                    BatchChanged.Of(state, BatchState.Planned, state.Units - picked.Count),
                ]);
    }

    /// <summary>Units are put into a batch that is planned.</summary>
    [Rule("RES-2", "units of a batch are withheld, and in one batch")]
    private static Outcome<List<IHappened<Release>>> Put(Release state, Outcome<IReadOnlyCollection<Unit>> picked)
    {
        if (picked.Refusal is { } unknown)
            return unknown;
        var others = ((IPicks)state).Others;
        var moved = new List<IHappened<Release>>();
        foreach (var unit in picked.Value.Where(unit => unit.BatchId != state.Batch.Id))
        {
            if (unit.BatchId is { } other && others.TryGetValue(other, out var code))
            {
                return new Refused("RES-2", Text.Of("batch.unit-in-another", ("unit", unit.Code), ("batch", code)))
                {
                    Evidence = [unit.Path, $"batch/{other}"],
                };
            }

            if (unit.Forbids(UnitActs.PutOnSale) is { } refusal)
                return refusal;
            moved.Add(Moved(unit, state.Batch.Id));
        }

        return moved;
    }

    private static Elsewhere<Release, UnitAlone> Moved(Unit unit, Guid? batch) =>
        new(_ => new UnitAlone(unit), UnitDescribed.ByBatch(unit, batch));

    /// <summary>Its units change before its day only.</summary>
    private static Refused? RefusesChange(Release state) =>
        state.Batch.State == BatchState.Planned ? null : state.Batch.Refuse("RES-2", "batch.changed-before-its-day");
}
