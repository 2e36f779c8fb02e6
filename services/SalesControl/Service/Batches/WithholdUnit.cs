using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Batches;

/// <summary>
/// RES-2: a unit is withheld from sale 销控, or a single one put on sale again, under the agreement of another.
/// </summary>
internal sealed class WithholdUnit(WithholdingSource source)
    : ChangeKind<UnitOnSale, WithholdUnit.Details>(
        ChangeKind.Withholding, "RES-2", SalesControlPermissions.ApproveWithholding)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapAsk<UnitOnSale, Request, Details>(
                "projects/{project}/units/{unit}/withhold", SalesControlPermissions.WithholdUnit,
                (ChangeKind.Withholding, _ => null), (state, _, _) => Ask(state, putOnSale: false))
            .OfferedUnlessAsked<UnitOnSale, Request, IOnSale>(
                (ChangeKind.Withholding, _ => null), (shown, _) => Refuses(shown, putOnSale: false))
            .WithSummary("withholding.ask-for.summary");
        api.MapAsk<UnitOnSale, Request, Details>(
                "projects/{project}/units/{unit}/put-on-sale", SalesControlPermissions.WithholdUnit,
                (ChangeKind.Withholding, _ => null), (state, _, _) => Ask(state, putOnSale: true))
            .OfferedUnlessAsked<UnitOnSale, Request, IOnSale>(
                (ChangeKind.Withholding, _ => null), (shown, _) => Refuses(shown, putOnSale: true))
            .WithSummary("withholding.end.summary");
    }

    /// <summary>Why.</summary>
    /// <param name="Reason">In a sentence.</param>
    internal sealed record Request(string Reason) : IAsks;

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.Reason).MustBeAReason("RES-2", "withholding.reason-missing");
    }

    /// <summary>What is asked for.</summary>
    /// <param name="PutOnSale">That it is put on sale; that it is withheld otherwise.</param>
    internal sealed record Details(bool PutOnSale);

    internal static Outcome<Details> Ask(UnitOnSale state, bool putOnSale) =>
        Refuses(state, putOnSale) is { } refusal ? refusal : new Details(putOnSale);

    /// <summary>
    /// Why a single unit cannot be withheld, or put on sale: its state, its batch (which puts it on sale with the
    /// others), no published price (CS-4). Null where it can.
    /// </summary>
    [Rule("RES-2", "withheld and put on sale under an approval")]
    internal static Refused? Refuses(IOnSale state, bool putOnSale)
    {
        var unit = state.Unit;
        if (unit.Forbids(putOnSale ? UnitActs.PutOnSale : UnitActs.Withhold) is { } refusal)
            return refusal;
        if (!putOnSale)
            return null;
        if (state.Batch is { State: not BatchState.Open } batch)
        {
            return new Refused("RES-2", Text.Of(
                "withholding.comes-with-batch", ("unit", unit.Code), ("batch", batch.Code)))
            {
                Evidence = [unit.Path, batch.Stream],
            };
        }

        return state.HasPrice ? null : unit.Refuse("CS-4", "withholding.no-price", ("unit", unit.Code));
    }

    protected override Text What(Details details, Unit unit) => Text.Of(
        details.PutOnSale ? "withholding.what-put-on-sale" : "withholding.what-withhold", ("unit", unit.Code));

    protected override async Task<UnitOnSale> LockAsync(
        ChangeRequest request, Details details, CancellationToken cancellationToken) =>
        await source.LockAsync(request.UnitId, cancellationToken);

    protected override Outcome<Events<UnitOnSale>> Grant(UnitOnSale state, Granted<Details> granted, Change by)
    {
        var unit = state.Unit;
        if (Refuses(state, granted.Details.PutOnSale) is { } refusal)
            return refusal;
        return granted.Details.PutOnSale
            ? new Events<UnitOnSale>(new UnitPutOnSale(unit.Id, unit.Project, unit.Code, Batch: null))
            : new Events<UnitOnSale>(new UnitWithheld(
                unit.Id, unit.Project, unit.Code, granted.Id, by.Wrote(granted.Request.Reason)));
    }
}

/// <summary>A unit that may be withheld or put on sale.</summary>
internal interface IOnSale : IUnitState
{
    /// <summary>The batch that it comes on sale with; null for none.</summary>
    Batch? Batch { get; }

    /// <summary>Whether a published price is in force (CS-4).</summary>
    bool HasPrice { get; }
}

/// <summary>A unit with its line, its batch, and whether it has a price.</summary>
internal sealed class UnitOnSale(Unit unit, IEnumerable<Reservation> reservations, LineTerms terms)
    : Line(unit, reservations, terms), IOnSale
{
    public required Batch? Batch { get; init; }

    public required bool HasPrice { get; init; }
}

/// <summary>Finds units that are to be withheld or put on sale.</summary>
internal sealed class WithholdingSource(
    SalesControlDb db, UnitBook units, LineBook lines, PriceBook prices, IClock clock) : ISource<UnitOnSale>
{
    public async Task<Outcome<UnitOnSale>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var unit = await units.FindAsync(named, access, cancellationToken);
        return unit.Refusal is { } missing ? missing : await OfAsync(unit.Value, access, cancellationToken);
    }

    public async Task<UnitOnSale> LockAsync(Guid id, CancellationToken cancellationToken) =>
        await OfAsync(await units.GetAsync(id, Access.Change, cancellationToken), Access.Change, cancellationToken);

    private async Task<UnitOnSale> OfAsync(Unit unit, Access access, CancellationToken cancellationToken) => new(
        unit, await lines.OpenAsync(unit, access, cancellationToken), await lines.TermsAsync(unit, cancellationToken))
    {
        Batch = await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == unit.BatchId, cancellationToken),
        HasPrice = await prices.GetAsync(unit.Id, clock.GetCurrentInstant(), cancellationToken) is not null,
    };
}

/// <summary>A unit was withheld from sale 销控, under an approval (RES-2).</summary>
[HappensUnder("RES-2")]
internal sealed record UnitWithheld(Guid UnitId, string Project, string Unit, Guid ChangeId, FreeText Reason)
    : IEvent<IUnitState>
{
    public void Apply(IUnitState state, Occurrence when) => state.Unit.Enter(UnitState.Withheld, when.At);
}
