using FluentValidation;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-1: the customer gives the unit up before the time is over, and the next in line has it at once, or it is open.
/// </summary>
internal static class ReleaseReservation
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ReservationLine, Request, Events<Line>>(
                "reservations/{id:guid}/release", SalesControlPermissions.RegisterReservation, Decide)
            .OfferedOn<IReservationState>(Refuses)
            .Answers<ReservationView>()
            .WithSummary("reservation.release.summary");

    /// <summary>Why.</summary>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("RES-1", "reservation.release-reason-missing");
    }

    [Rule("RES-1", "given up early")]
    internal static Outcome<Events<Line>> Decide(ReservationLine line, Request request, Change change)
    {
        var (holder, unit) = (line.Reservation, line.Unit);
        if (Refuses(line, change) is { } refusal)
            return refusal;
        return new Events<Line>(
            [
                .. RenewalEnded.OfLine(line, "renewal.ended.released"),
                new ReservationReleased(holder.Id, unit.Id, unit.Project, unit.Code, change.Wrote(request.Reason)),
                .. PassingOn.Next(line, change.At),
            ]);
    }

    private static Refused? Refuses(IReservationState line, Change change) =>
        line.RefusesAnothersCustomer(change)
        ?? (line.Reservation.IsHeld
            ? null
            : line.RefuseInState("RES-1", "reservation.released-only-by-holder"));
}

/// <summary>The customer gave the unit up before the time was over (RES-1).</summary>
[HappensUnder("RES-1")]
internal sealed record ReservationReleased(
    Guid ReservationId, Guid UnitId, string Project, string Unit, FreeText Reason) : IEvent<Line>
{
    public void Apply(Line state, Occurrence when) =>
        state.Find(ReservationId).End(ReservationState.Released, when.At);

    public void React(Line state, Occurrence when, Reactions follow) =>
        follow.Over(state, state.Find(ReservationId), when, cancelled: true);
}
