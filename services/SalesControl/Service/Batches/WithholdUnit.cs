using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Batches;

/// <summary>RES-2: a unit is withheld from sale 销控, or a single one put on sale again, under the agreement of another.</summary>
internal sealed class WithholdUnit(SalesControlDb db, PriceBook prices, ReservationSettings settings) : IChangeKind
{
    public ChangeKind Kind => ChangeKind.Withholding;

    public string Rule => "RES-2";

    public IReadOnlyList<Need> Needs { get; } = [new(SalesControlPermissions.ApproveWithholding)];

    public UnitParts Parts => UnitParts.Line;

    public string What(ChangeRequest change, Unit unit) => ChangeDesk.DetailsOf<Details>(change).PutOnSale ? $"That {unit.Code} is put on sale" : $"That {unit.Code} is withheld from sale";

    [Rule("RES-2")]
    public async Task<Refused?> DoAsync(ChangeRequest change, Unit unit, Instant now, Actor by, CancellationToken cancellationToken)
    {
        unit.ApplyDue(now, settings);
        if (!ChangeDesk.DetailsOf<Details>(change).PutOnSale)
            return unit.Withhold(change.Id, change.Reason, now, by.Id).Refusal;
        return await RefusesSaleAsync(unit, now, cancellationToken) ?? unit.PutOnSale(null, now, by.Id).Refusal;
    }

    /// <summary>Why a single unit cannot be put on sale: its state, its batch (which puts it on sale with the others), no published price (CS-4). Null where it can.</summary>
    [Rule("RES-2")]
    [Rule("CS-4")]
    public async Task<Refused?> RefusesSaleAsync(Unit unit, Instant now, CancellationToken cancellationToken)
    {
        if (unit.Forbids(UnitActs.PutOnSale) is { } refusal)
            return refusal;
        if (unit.BatchId is { } id && await db.Batches.AsNoTracking().SingleAsync(b => b.Id == id, cancellationToken) is { State: not BatchState.Open } batch)
            return new Refused("RES-2", $"{unit.Code} comes on sale with batch {batch.Code}, not before it.") { Evidence = [unit.Stream, batch.Stream] };
        return await prices.GetAsync(unit.Id, now, cancellationToken) is null ? new Refused("CS-4", $"{unit.Code} has no published price: it cannot be put on sale.") { Evidence = [unit.Stream] } : null;
    }

    /// <summary>What is asked for.</summary>
    /// <param name="PutOnSale">That it is put on sale; that it is withheld otherwise.</param>
    internal sealed record Details(bool PutOnSale);
}

/// <summary>RES-2: somebody asks that a unit be withheld, or put on sale.</summary>
internal static class AskForWithholding
{
    public static void MapAskForWithholding(this IEndpointRouteBuilder api)
    {
        api.MapPost("projects/{project}/units/{unit}/withhold", WithholdAsync)
            .AsCommand(SalesControlPermissions.WithholdUnit)
            .WithSummary("Ask that a unit be withheld from sale").Produces<ChangeView>(StatusCodes.Status201Created);
        api.MapPost("projects/{project}/units/{unit}/put-on-sale", PutOnSaleAsync)
            .AsCommand(SalesControlPermissions.WithholdUnit)
            .WithSummary("Ask that a single withheld unit be put on sale").Produces<ChangeView>(StatusCodes.Status201Created);
    }

    /// <summary>Why.</summary>
    /// <param name="Reason">In a sentence.</param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).NotEmpty().WithMessage("It needs its reason.").WithState(_ => "RES-2").MaximumLength(500);
    }

    [Rule("RES-2")]
    private static Task<IResult> WithholdAsync(
        string project, string unit, Request request, IfMatch ifMatch, Actor actor, UnitDesk desk, ChangeDesk changes, ReservationSettings settings, IClock clock, CancellationToken cancellationToken) => AskAsync(
        project, unit, request, ifMatch, actor, desk, changes, settings, clock, new WithholdUnit.Details(PutOnSale: false), (found, _) => Task.FromResult(found.Forbids(UnitActs.Withhold)), cancellationToken);

    [Rule("RES-2")]
    private static Task<IResult> PutOnSaleAsync(
        string project, string unit, Request request, IfMatch ifMatch, Actor actor, UnitDesk desk, ChangeDesk changes, SalesControlDb db, PriceBook prices, ReservationSettings settings, IClock clock,
        CancellationToken cancellationToken) => AskAsync(
        project, unit, request, ifMatch, actor, desk, changes, settings, clock, new WithholdUnit.Details(PutOnSale: true),
        (found, now) => new WithholdUnit(db, prices, settings).RefusesSaleAsync(found, now, cancellationToken), cancellationToken);

    private static async Task<IResult> AskAsync(
        string project, string unit, Request request, IfMatch ifMatch, Actor actor, UnitDesk desk, ChangeDesk changes, ReservationSettings settings, IClock clock, WithholdUnit.Details details,
        Func<Unit, Instant, Task<Refused?>> refuses, CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(project, unit, actor, cancellationToken) is not { } found)
            return UnitDesk.Unknown(project, unit).ToProblem();
        if (ifMatch.Check(found.Version) is { } stale)
            return stale;

        var now = clock.GetCurrentInstant();
        found.ApplyDue(now, settings);
        if (await refuses(found, now) is { } refusal)
            return refusal.ToProblem();
        var asked = await changes.AskAsync(found, ChangeKind.Withholding, null, details, request.Reason, now, actor, cancellationToken);
        if (asked.Refusal is { } already)
            return already.ToProblem();
        return Results.Created(asked.Value.Path, ChangeView.Of(asked.Value, found, await desk.ProjectOfAsync(found, cancellationToken))).WithETag(found.Version);
    }
}
