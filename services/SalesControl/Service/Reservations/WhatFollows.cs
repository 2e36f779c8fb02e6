using Ops.Platform.Approvals;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// What follows from what happened to a unit, whoever caused it: the deadlines that run, and who is told (RES-2: the manager
/// of what waits for approval, the assistant at once when it is approved; the consultants of what becomes of their customers).
/// </summary>
internal sealed class WhatFollows(IDeadlineBook deadlines, ITaskList tasks, IApprovals approvals)
{
    private const string Manager = "marketing-manager", Assistant = "sales-assistant", Sales = "project-sales-group";

    public const string LapseKind = "reservation-lapse", OfferKind = "offer-lapse";

    /// <summary>Called once in a change, after the unit's methods.</summary>
    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-4")]
    public void Of(Unit unit, ReservationSettings settings)
    {
        foreach (var raised in unit.Raised)
        {
            switch (raised.Event)
            {
                case ReservationRegistered e:
                    var held = Find(unit, e.ReservationId);
                    if (held.OfferedAt is not null)
                        deadlines.Meet(held.OfferKey, raised.At);
                    deadlines.Set(new DeadlineTerms(LapseKind, held.LapseKey, "RES-1", unit.Id, raised.At, new Term.Elapsed(settings.Held), Sales, Manager) { EndsWhenDue = true });
                    approvals.Ask(ApprovalOf(held, unit, raised.By));
                    tasks.Add(new NewTask(ApprovalKey(held), Addressee.ForPost(Manager), unit.Project, $"Approve or refuse the reservation of {unit.Code}", "RES-2", PathOf(held), raised.At)
                    {
                        MustBeDone = true,
                        DueAt = e.ExpiresAt,
                    });
                    break;
                case ReservationApproved e:
                    tasks.Done(ApprovalKey(Find(unit, e.ReservationId)), raised.At, raised.By);
                    tasks.Add(new NewTask($"approved/{e.ReservationId}", Addressee.ForPost(Assistant), unit.Project, $"{unit.Code} is reserved: note it on the board 销控表", "RES-2", PathOf(Find(unit, e.ReservationId)), raised.At));
                    Tell(unit, e.ReservationId, "approved", $"The reservation of {unit.Code} is approved", "RES-2", raised.At);
                    break;
                case ReservationRefused e:
                    Over(unit, e.ReservationId, raised.At, raised.By, cancelled: true);
                    Tell(unit, e.ReservationId, "refused", $"The reservation of {unit.Code} is refused: {e.Reason}", "RES-2", raised.At);
                    break;
                case ReservationLapsed e:
                    Over(unit, e.ReservationId, raised.At, raised.By, cancelled: false);
                    Tell(unit, e.ReservationId, "lapsed", $"The reservation of {unit.Code} has lapsed", "RES-3", raised.At);
                    break;
                case UnitOffered e:
                    deadlines.Set(new DeadlineTerms(OfferKind, Find(unit, e.ReservationId).OfferKey, "RES-4", unit.Id, raised.At, new Term.Elapsed(settings.Offer), Sales, Manager) { EndsWhenDue = true });
                    Tell(unit, e.ReservationId, "offered", $"{unit.Code} is offered to your customer: bring the deposit receipt", "RES-4", raised.At);
                    break;
                case OfferLapsed e:
                    deadlines.Meet(Find(unit, e.ReservationId).OfferKey, raised.At);
                    Tell(unit, e.ReservationId, "offer-lapsed", $"The offer of {unit.Code} was not taken up in time", "RES-4", raised.At);
                    break;
                case WaitClosed e:
                    Tell(unit, e.ReservationId, "closed", $"The wait for {unit.Code} is closed: {e.Reason}", "RES-4", raised.At);
                    break;
                case SubscriptionSigned { ReservationId: { } reservation }:
                    Over(unit, reservation, raised.At, raised.By, cancelled: false);
                    deadlines.Meet(Find(unit, reservation).OfferKey, raised.At);
                    break;
            }
        }
    }

    /// <summary>RES-2: the marketing manager's agreement, within the reservation's own time.</summary>
    [Rule("RES-2")]
    public static ApprovalTerms ApprovalOf(Reservation reservation, Unit unit, string askedBy) => new(
        reservation.Evidence, "reservation", "RES-2", unit.Project, PathOf(reservation), $"Reservation of {unit.Code} with receipt {reservation.DepositReceipt}", askedBy, reservation.Consultant,
        reservation.HeldAt ?? reservation.RegisteredAt, reservation.ExpiresAt, [new Need(SalesControlPermissions.ApproveReservation)]);

    /// <summary>Where a reservation is read.</summary>
    public static string PathOf(Reservation reservation) => $"/api/sales/reservations/{reservation.Id}";

    private void Over(Unit unit, Guid reservationId, NodaTime.Instant at, string by, bool cancelled)
    {
        var reservation = Find(unit, reservationId);
        if (cancelled)
            deadlines.Cancel(reservation.LapseKey, at);
        else
            deadlines.Meet(reservation.LapseKey, at);
        tasks.Done(ApprovalKey(reservation), at, by);
        // One that nobody decided on is not asked for any more.
        if (reservation.DecidedAt is null)
            approvals.Close(reservation.Evidence, $"The reservation is {reservation.State}.", at);
    }

    private void Tell(Unit unit, Guid reservationId, string what, string title, string rule, NodaTime.Instant at)
    {
        var reservation = Find(unit, reservationId);
        tasks.Add(new NewTask($"{what}/{reservationId}", Addressee.ForPerson(reservation.Consultant), unit.Project, title, rule, PathOf(reservation), at));
    }

    private static string ApprovalKey(Reservation reservation) => $"approve/{reservation.Id}";

    private static Reservation Find(Unit unit, Guid id) => unit.Reservations.Single(r => r.Id == id);
}
