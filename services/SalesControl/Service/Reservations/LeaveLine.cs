using FluentValidation;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-1, RES-4: who waits leaves the line; who is offered the unit declines it, and the next has it; the others keep
/// their order.
/// </summary>
internal static class LeaveLine
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ReservationLine, Request, Events<Line>>(
                "reservations/{id:guid}/leave", SalesControlPermissions.RegisterReservation, Decide)
            .OfferedOn<IReservationState>(Refuses)
            .Answers<ReservationView>()
            .WithSummary("line.leave.summary");

    /// <summary>Why.</summary>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("RES-4", "reservation.leaving-reason-missing");
    }

    [Rule("RES-4", "the others keep their order")]
    internal static Outcome<Events<Line>> Decide(ReservationLine line, Request request, Change change)
    {
        var (leaving, unit) = (line.Reservation, line.Unit);
        if (Refuses(line, change) is { } refusal)
            return refusal;
        return new Events<Line>(
            [
                new LineLeft(leaving.Id, unit.Id, unit.Project, unit.Code, change.Wrote(request.Reason)),
                .. leaving.State == ReservationState.Offered ? PassingOn.Next(line, change.At) : [],
            ]);
    }

    private static Refused? Refuses(IReservationState line, Change change) =>
        line.RefusesAnothersCustomer(change)
        ?? (line.Reservation.State is ReservationState.Waiting or ReservationState.Offered
            ? null
            : line.RefuseInState("RES-4", "reservation.left-only-by-who-waits"));
}

/// <summary>Somebody left the line, or declined the offer (RES-1, RES-4).</summary>
[HappensUnder("RES-4")]
internal sealed record LineLeft(Guid ReservationId, Guid UnitId, string Project, string Unit, FreeText Reason)
    : IEvent<Line>
{
    public void Apply(Line state, Occurrence when)
    {
        var leaving = state.Find(ReservationId);
        if (leaving.State == ReservationState.Waiting)
            state.Unit.Waiting--;
        leaving.End(ReservationState.Left, when.At);
    }

    public void React(Line state, Occurrence when, Reactions follow)
    {
        var left = state.Find(ReservationId);
        if (left.OfferedAt is not null)
            follow.Deadlines.Cancel(left.OfferKey, when.At);
        follow.CloseAskedAbout(state, left, when);
    }
}
