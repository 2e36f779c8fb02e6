using FluentValidation;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-2: the marketing manager refuses a reservation, and the next in line has the unit at once; RES-3: a refused
/// renewal leaves the holder its time. Nobody decides on their own (CS-7).
/// </summary>
internal static class RefuseReservation
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ReservationLine, Request, Events<Line>>(
                "reservations/{id:guid}/refuse", SalesControlPermissions.ApproveReservation, Decide)
            .IsWordOn(
                line => Following.ApprovalOf(line, line.Reservation, line.Reservation.Consultant), agrees: false,
                request => request.Reason.Trim())
            .OfferedOn<ReservationLine>((line, _) => Refuses(line))
            .Answers<ReservationView>()
            .WithSummary("reservation.refuse.summary");

    /// <summary>Why a reservation is refused.</summary>
    /// <param name="Reason">In a sentence that the consultant is told.</param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.Reason).MustBeAReason("RES-2", "reservation.refusal-reason-missing");
    }

    [Rule("RES-2", "a refusal frees the unit at once")]
    internal static Outcome<Events<Line>> Decide(ReservationLine line, Request request, Change change)
    {
        var (reservation, unit) = (line.Reservation, line.Unit);
        if (Refuses(line) is { } refusal)
            return refusal;
        var reason = change.Wrote(request.Reason);
        return reservation.IsRenewal
            ? new Events<Line>(RenewalEnded.Refused(line, reservation, reason))
            : new Events<Line>(
                [
                    new ReservationRefused(reservation.Id, unit.Id, unit.Project, unit.Code, reason),
                    .. PassingOn.Next(line, change.At),
                ]);
    }

    private static Refused? Refuses(ReservationLine line) =>
        ApproveReservation.RefusesDecision(line, "reservation.refused-only-when-pending");
}

/// <summary>
/// The marketing manager refused a reservation; the unit is free for the next in line at once (RES-2).
/// </summary>
[HappensUnder("RES-2")]
internal sealed record ReservationRefused(
    Guid ReservationId, Guid UnitId, string Project, string Unit, FreeText Reason) : IEvent<Line>
{
    public void Apply(Line state, Occurrence when) => state.Find(ReservationId).Refuse(Reason.Words!, when);

    public void React(Line state, Occurrence when, Reactions follow)
    {
        var refused = state.Find(ReservationId);
        follow.Over(state, refused, when, cancelled: true);
        follow.Tell(
            state, refused, "refused",
            Text.Of("reservation.task.refused", ("unit", Unit), ("reason", Reason.Words)), "RES-2", when.At);
    }
}
