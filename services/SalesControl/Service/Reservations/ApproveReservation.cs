using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-2: the marketing manager approves a reservation, and the board shows it; RES-3: a renewal that is approved takes
/// over at the old expiry. Nobody approves their own (CS-7).
/// </summary>
internal static class ApproveReservation
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ReservationLine, Events<Line>>(
                "reservations/{id:guid}/approve", SalesControlPermissions.ApproveReservation, Decide)
            .IsWordOn(line => Following.ApprovalOf(line, line.Reservation, line.Reservation.Consultant), agrees: true)
            .OfferedOn<ReservationLine>(
                (line, _) => RefusesDecision(line, "reservation.approved-only-when-pending"))
            .Answers<ReservationView>()
            .WithSummary("reservation.approve.summary");

    [Rule("RES-2", "the marketing manager approves")]
    [Rule("RES-3", "a renewal is approved again")]
    internal static Outcome<Events<Line>> Decide(ReservationLine line, Change change)
    {
        var (reservation, unit) = (line.Reservation, line.Unit);
        if (RefusesDecision(line, "reservation.approved-only-when-pending") is { } refusal)
            return refusal;
        return reservation.IsRenewal
            ? new Events<Line>(new RenewalApproved(
                reservation.Id, reservation.Renews!.Value, unit.Id, unit.Project, unit.Code))
            : new Events<Line>(new ReservationApproved(
                reservation.Id, unit.Id, unit.Project, unit.Code, reservation.ExpiresAt!.Value));
    }

    /// <summary>Null where a reservation, or a registration to go on, waits for the manager's word.</summary>
    /// <param name="line">The reservation.</param>
    /// <param name="otherwise">The text of what cannot be done in another state, with a place for {state}.</param>
    public static Refused? RefusesDecision(ReservationLine line, string otherwise) => line.Reservation.State switch
    {
        ReservationState.Pending or ReservationState.RenewalPending => null,
        ReservationState.Lapsed => line.Refuse("RES-3", "reservation.decided-too-late"),
        ReservationState.Closed when line.Reservation.Renews is not null =>
            line.Refuse("RES-3", "reservation.decided-too-late"),
        _ => line.RefuseInState("RES-2", otherwise),
    };
}

/// <summary>The marketing manager approved a reservation (RES-2). The 72 hours run from the registration.</summary>
[HappensUnder("RES-2")]
internal sealed record ReservationApproved(
    Guid ReservationId, Guid UnitId, string Project, string Unit, Instant ExpiresAt) : IEvent<Line>
{
    public void Apply(Line state, Occurrence when)
    {
        var reservation = state.Find(ReservationId);
        reservation.Approve(ReservationState.Reserved, when);
        state.Unit.Enter(UnitState.Reserved, when.At, reservation.AsHeld());
    }

    public void React(Line state, Occurrence when, Reactions follow)
    {
        var reservation = state.Find(ReservationId);
        // The assistant is told at once: whoever keeps the board 销控表, and may have units withheld.
        follow.Tasks.Add(new NewTask(
            $"approved/{ReservationId}", Addressee.ForPermission(SalesControlPermissions.WithholdUnit), Project,
            Text.Of("reservation.task.note-reserved", ("unit", Unit)), "RES-2", reservation.Path, when.At));
        follow.Tell(
            state, reservation, "approved", Text.Of("reservation.task.approved", ("unit", Unit)), "RES-2", when.At);
    }
}

/// <summary>The marketing manager approved a renewal; it takes over at the old expiry (RES-3).</summary>
[HappensUnder("RES-3")]
internal sealed record RenewalApproved(Guid ReservationId, Guid Renews, Guid UnitId, string Project, string Unit)
    : IEvent<Line>
{
    public void Apply(Line state, Occurrence when) =>
        state.Find(ReservationId).Approve(ReservationState.RenewalApproved, when);

    public void React(Line state, Occurrence when, Reactions follow)
    {
        var renewal = state.Find(ReservationId);
        follow.Tell(
            state, renewal, "approved", Text.Of("reservation.task.may-go-on", ("unit", Unit)), "RES-3", when.At);
    }
}
