using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// CS-4: a discount above one's own limit needs somebody whose limit covers it. What was granted is used once, for that
/// unit, by naming it in the subscription; where it is for a reservation, by that customer.
/// </summary>
internal sealed class GrantDiscount(UnitBook units, LineBook lines, DiscountLimits limits)
    : ChangeKind<DiscountedUnit, GrantDiscount.Details>(
        ChangeKind.Discount, "CS-4", SalesControlPermissions.ApproveDiscount)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapAsk<DiscountedUnit, Request, Details>(
                "projects/{project}/units/{unit}/discounts", SalesControlPermissions.AskForChange,
                (ChangeKind.Discount, state => state.For), Ask)
            .WithoutIfMatch()
            .OfferedOn<IUnitOnShow>((shown, _) => shown.Unit.Forbids(UnitActs.Discount))
            .WithSummary("discount.ask-for.summary");

    /// <summary>How much, and why.</summary>
    /// <param name="Percent">Per cent off the list price, two decimals.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="ReservationId">For whom, where the unit is held or waited for: nobody else can use it.</param>
    internal sealed record Request(decimal Percent, string Reason, Guid? ReservationId = null) : IAsks;

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Percent).Must(percent => percent > 0 && DiscountLimits.IsDiscount(percent))
                .Refuses("CS-4", "discount.no-percent-above-nothing");
            RuleFor(r => r.Reason).MustBeAReason("CS-4", "discount.reason-missing");
        }
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Percent">Off the list price.</param>
    internal sealed record Details(decimal Percent);

    internal sealed class Load(UnitBook units, LineBook lines, DiscountLimits limits) : ILoad<DiscountedUnit, Request>
    {
        public async Task<Outcome<DiscountedUnit>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var unit = await units.FindAsync(named, Access.Change, cancellationToken);
            return unit.Refusal is { } missing
                ? missing
                : await OfAsync(lines, unit.Value, request.ReservationId, limits, cancellationToken);
        }
    }

    internal static Outcome<Details> Ask(DiscountedUnit state, Request request, Change change)
    {
        var (percent, post) = (request.Percent, change.Actor.Post);
        if (request.ReservationId is { } id && state.Reservations.All(r => r.Id != id))
        {
            return Refused.Input("CS-4", "reservationId", Text.Of(
                "discount.no-such-reservation", ("id", id), ("unit", state.Unit.Code)));
        }

        if (Refuses(state) is { } refusal)
            return refusal;
        return state.Limits.Refuses(percent, post) is null
            ? Refused.Input("CS-4", "percent", Text.Of(
                "discount.within-own-limit", ("percent", percent), ("limit", state.Limits.Of(post))))
            : new Details(percent);
    }

    /// <summary>
    /// Why no discount can be given; null where one can: on a unit that is for sale, for who is in line where it is for
    /// one.
    /// </summary>
    [Rule("CS-4", "a discount above the limit")]
    internal static Refused? Refuses(DiscountedUnit state)
    {
        if (state.Unit.Forbids(UnitActs.Discount) is { } forbidden)
            return forbidden;
        return state.For is { } id && !state.Reservations.Any(r => r.Id == id && r.IsOpen)
            ? new Refused(
                "CS-4", Text.Of("discount.reservation-over", ("unit", state.Unit.Code)), Field: "reservationId")
            {
                Evidence = [$"reservation/{id}"],
            }
            : null;
    }

    protected override Refused? RefusesDecider(Details details, Actor actor) =>
        limits.RefusesToAgree(details.Percent, actor.Post);

    protected override Text What(Details details, Unit unit) =>
        Text.Of("discount.what", ("unit", unit.Code), ("percent", details.Percent));

    protected override async Task<DiscountedUnit> LockAsync(
        ChangeRequest request, Details details, CancellationToken cancellationToken) => await OfAsync(
        lines, await units.GetAsync(request.UnitId, Access.Change, cancellationToken), request.Subject, limits,
        cancellationToken);

    protected override Outcome<Events<DiscountedUnit>> Grant(
        DiscountedUnit state, Granted<Details> granted, Change by)
    {
        var (unit, percent) = (state.Unit, granted.Details.Percent);
        if (Refuses(state) is { } refusal)
            return refusal;
        return new Events<DiscountedUnit>(new DiscountGranted(
            granted.Id, unit.Id, unit.Project, unit.Code, percent, by.Wrote(granted.Request.Reason)));
    }

    private static async Task<DiscountedUnit> OfAsync(
        LineBook lines, Unit unit, Guid? reservation, DiscountLimits limits, CancellationToken cancellationToken)
    {
        var open = await lines.OpenAsync(unit, Access.Change, cancellationToken, also: reservation);
        return new(unit, open, await lines.TermsAsync(unit, cancellationToken)) { For = reservation, Limits = limits };
    }
}

/// <summary>
/// A discount above a post's limit was granted to a unit's buyer; one within the limit stands in the subscription alone
/// (CS-4, DOC-5.2.1).
/// </summary>
[HappensUnder("CS-4")]
internal sealed record DiscountGranted(
    Guid ChangeId, Guid UnitId, string Project, string Unit, decimal Percent, FreeText Reason) : IEvent<IUnitState>
{
    public void Apply(IUnitState state, Occurrence when)
    {
        // It lies with the change that was granted, until a subscription names it.
    }
}
