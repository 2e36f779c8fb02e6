using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Listing;

/// <summary>
/// RES-2: a unit that was listed by mistake is taken off the list 撤出, under the agreement of another, before anything
/// happened to it. Its code is free again; what was done stays in its history.
/// </summary>
internal sealed class TakeUnitOff(ListedUnits units)
    : ChangeKind<ListedUnit, TakeUnitOff.Details>(
        ChangeKind.TakingOff, "RES-2", SalesControlPermissions.ApproveWithholding)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapAsk<ListedUnit, Request, Details>(
                "projects/{project}/units/{unit}/take-off", SalesControlPermissions.WithholdUnit,
                (ChangeKind.TakingOff, _ => null), (state, _, _) => Ask(state))
            .OfferedUnlessAsked<ListedUnit, Request, IListedUnit>(
                (ChangeKind.TakingOff, _ => null), (shown, _) => Refuses(shown))
            .WithSummary("taking-off.ask-for.summary");

    /// <summary>Why.</summary>
    /// <param name="Reason">In a sentence.</param>
    internal sealed record Request(string Reason) : IAsks;

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.Reason).MustBeAReason("RES-2", "taking-off.reason-missing");
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Unit">The code under which it was listed.</param>
    internal sealed record Details(string Unit);

    internal static Outcome<Details> Ask(ListedUnit state) =>
        Refuses(state) is { } refusal ? refusal : new Details(state.Unit.Code);

    /// <summary>Why it stays on the list: somebody has it, or had it once. Null where it may go.</summary>
    [Rule("RES-2", "taken off before anything happened to it")]
    internal static Refused? Refuses(IListedUnit state) =>
        state.Unit.Forbids(UnitActs.TakeOff)
        ?? (state.IsUsed ? state.Unit.Refuse("RES-2", "taking-off.used", ("unit", state.Unit.Code)) : null);

    protected override Text What(Details details, Unit unit) => Text.Of("taking-off.what", ("unit", details.Unit));

    protected override Task<ListedUnit> LockAsync(
        ChangeRequest request, Details details, CancellationToken cancellationToken) =>
        units.LockAsync(request.UnitId, cancellationToken);

    protected override Outcome<Events<ListedUnit>> Grant(ListedUnit state, Granted<Details> granted, Change by)
    {
        var unit = state.Unit;
        return Refuses(state) is { } refusal
            ? refusal
            : new Events<ListedUnit>(new UnitTakenOff(
                unit.Id, unit.Project, unit.Code, granted.Id, by.Wrote(granted.Request.Reason)));
    }
}

/// <summary>A unit of the list, and whether anything has happened to it.</summary>
internal interface IListedUnit : IUnitState
{
    /// <summary>Whether anybody has reserved, bought or rented it at any time.</summary>
    bool IsUsed { get; }
}

/// <summary>A unit that is to be taken off the list.</summary>
internal sealed class ListedUnit(Unit unit, bool isUsed) : IListedUnit
{
    public Unit Unit => unit;

    public Aggregate Root => unit;

    public bool IsUsed => isUsed;
}

/// <summary>Finds units that are to be taken off the list.</summary>
internal sealed class ListedUnits(UnitBook units, SalesControlDb db) : ISource<ListedUnit>
{
    public async Task<Outcome<ListedUnit>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var unit = await units.FindAsync(named, access, cancellationToken);
        return unit.Refusal is { } missing ? missing : await OfAsync(unit.Value, cancellationToken);
    }

    public async Task<ListedUnit> LockAsync(Guid id, CancellationToken cancellationToken) =>
        await OfAsync(await units.GetAsync(id, Access.Change, cancellationToken), cancellationToken);

    private async Task<ListedUnit> OfAsync(Unit unit, CancellationToken cancellationToken) => new(
        unit,
        unit.Registrations > 0
        || await db.Subscriptions.AnyAsync(s => s.UnitId == unit.Id, cancellationToken)
        || await db.Leases.AnyAsync(l => l.UnitId == unit.Id, cancellationToken));
}

/// <summary>A unit that was listed by mistake was taken off the list 撤出, under an approval (RES-2).</summary>
[HappensUnder("RES-2")]
internal sealed record UnitTakenOff(Guid UnitId, string Project, string Unit, Guid ChangeId, FreeText Reason)
    : IEvent<ListedUnit>
{
    public void Apply(ListedUnit state, Occurrence when) => state.Unit.TakeOff(when.At);

    /// <summary>
    /// What else was asked for on it can be done no more, and it is to be priced no more. Where two spellings of one
    /// place were listed before there was one form of names, the other has that form's key from now on.
    /// </summary>
    public void React(ListedUnit state, Occurrence when, Reactions follow)
    {
        follow.Look<ChangeBook>((changes, cancellationToken) => changes.CloseAsync(
            [state.Unit], one => one.Id != ChangeId, Text.Of("change.closed.taken-off", ("unit", Unit)),
            (follow, when), cancellationToken));
        follow.Look<UnpricedUnits>((unpriced, cancellationToken) => unpriced.LeftAsync(
            [UnitId], (follow, when), cancellationToken));
        follow.Defer(
            """
            WITH named AS (
                SELECT one.id, one.name_key, one.state, unit_key(one.building, one.entrance, one.room,
                    array_to_string(p.building_suffixes, '|'), array_to_string(p.entrance_suffixes, '|'),
                    array_to_string(p.room_suffixes, '|')) AS key
                FROM units one JOIN projects p ON p.code = one.project
                WHERE one.project = (SELECT project FROM units WHERE id = $1))
            UPDATE units SET name_key = named.key FROM named WHERE units.id = named.id AND named.id = (
                SELECT other.id FROM named other JOIN named off ON off.id = $1 AND off.key = other.key
                WHERE other.name_key IS NULL AND other.state <> 'TakenOff'
                    AND NOT EXISTS (SELECT FROM named known WHERE known.name_key = off.key)
                ORDER BY other.id LIMIT 1)
            """,
            new NpgsqlParameter { Value = UnitId });
    }
}
