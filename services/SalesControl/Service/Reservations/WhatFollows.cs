using Ops.Identity.Client;
using Ops.Platform.Approvals;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// What follows from what happened to a unit, whoever caused it: the deadlines that run, and who is told (RES-2: the
/// manager of what waits for approval, the assistant at once when it is approved; the consultants of what becomes of
/// their customers).
/// </summary>
internal sealed class WhatFollows(IDeadlineBook deadlines, ITaskList tasks, IApprovals approvals, ReservationSettings settings, IStaffStanding staff) : IFollow
{
    private const string Manager = "marketing-manager";

    private const string Assistant = "sales-assistant", Sales = "project-sales-group", Finance = "finance-officer";

    private static readonly NodaTime.Duration[] Reminders = [NodaTime.Duration.FromHours(24), NodaTime.Duration.FromHours(2)];

    public const string LapseKind = "reservation-lapse", OfferKind = "offer-lapse";

    /// <summary>Called once in a change, after the unit's methods.</summary>
    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-4")]
    [Rule("RES-3")]
    public void Of(Unit unit)
    {
        foreach (var raised in unit.Raised.ToList())
        {
            switch (raised.Event)
            {
                case ReservationRegistered e:
                    var held = Find(unit, e.ReservationId);
                    if (held.OfferedAt is not null)
                        deadlines.Meet(held.OfferKey, raised.At);
                    Lapse(unit, held, raised.At, settings.Held);
                    approvals.Ask(ApprovalOf(held, unit, raised.By));
                    tasks.Add(new NewTask(ApprovalKey(held), Addressee.ForPermission(SalesControlPermissions.ApproveReservation), unit.Project, $"Approve or refuse the reservation of {unit.Code}", "RES-2", PathOf(held), raised.At)
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
                case RenewalApproved e:
                    tasks.Done(ApprovalKey(Find(unit, e.ReservationId)), raised.At, raised.By);
                    Tell(unit, e.ReservationId, "approved", $"The reservation of {unit.Code} may go on", "RES-3", raised.At);
                    break;
                case RenewalEnded e:
                    var over = Find(unit, e.ReservationId);
                    tasks.Done(ApprovalKey(over), raised.At, raised.By);
                    if (over.DecidedAt is null)
                        approvals.Close(over.Evidence, Text.Plain(e.Why), raised.At, raised.By);
                    Tell(unit, e.ReservationId, "renewal-ended", $"The renewal of {unit.Code} did not come about: {e.Why}", "RES-3", raised.At);
                    break;
                case ReservationRenewed e:
                    deadlines.Meet(Find(unit, e.Renews).LapseKey, raised.At);
                    Lapse(unit, Find(unit, e.ReservationId), raised.At, settings.Held);
                    Tell(unit, e.ReservationId, "renewed", $"The reservation of {unit.Code} goes on", "RES-3", raised.At);
                    tasks.Add(new NewTask($"renewed/{e.ReservationId}", Addressee.ForPost(Assistant), unit.Project, $"The reservation of {unit.Code} goes on: note it on the board 销控表", "RES-3", PathOf(Find(unit, e.ReservationId)), raised.At));
                    break;
                case ReservationExtended e:
                    var extended = Find(unit, e.ReservationId);
                    deadlines.Cancel(extended.LapseKey, raised.At);
                    Lapse(unit, extended, extended.HeldAt!.Value, e.ExpiresAt - extended.HeldAt.Value);
                    Tell(unit, e.ReservationId, "extended", $"The reservation of {unit.Code} is extended", "RES-1", raised.At);
                    break;
                case ReservationReleased e:
                    Over(unit, e.ReservationId, raised.At, raised.By, cancelled: true);
                    break;
                case LineLeft e when Find(unit, e.ReservationId).OfferedAt is not null:
                    deadlines.Cancel(Find(unit, e.ReservationId).OfferKey, raised.At);
                    break;
                case ReservationPassed e when Find(unit, e.ReservationId) is { State: ReservationState.Offered } offered:
                    Deliver(unit, offered, raised.At, $"offered/{e.To}");
                    break;
                case UnitOffered e:
                    deadlines.Set(new DeadlineTerms(OfferKind, Find(unit, e.ReservationId).OfferKey, "RES-4", unit.Id, raised.At, new Term.Elapsed(settings.Offer), Sales, Manager) { EndsWhenDue = true });
                    Deliver(unit, Find(unit, e.ReservationId), raised.At, "offered");
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

    /// <summary>
    /// RES-1, RES-3: it ends by itself; a day and two hours before, its consultant is reminded to report.
    /// </summary>
    [Rule("RES-3")]
    private void Lapse(Unit unit, Reservation reservation, NodaTime.Instant since, NodaTime.Duration length) =>
        deadlines.Set(new DeadlineTerms(LapseKind, reservation.LapseKey, "RES-1", unit.Id, since, new Term.Elapsed(length), Sales, Manager)
        {
            EndsWhenDue = true,
            Warnings = [.. Reminders.Where(before => before < length).Select(before => new Warning.Before(before))],
        });

    /// <summary>
    /// RES-4: an offer goes to its consultant; one whose consultant may not act goes to the marketing manager, and is
    /// marked as not delivered.
    /// </summary>
    [Rule("RES-4")]
    private void Deliver(Unit unit, Reservation offered, NodaTime.Instant at, string key)
    {
        Tell(unit, offered.Id, key, $"{unit.Code} is offered to your customer: bring the deposit receipt", "RES-4", at);
        if (staff.BarredBecause(offered.Consultant) is not { } why)
            return;
        unit.NotDelivered(offered.Id, why, at);
        tasks.Add(new NewTask($"undelivered/{offered.Id}", Addressee.ForPermission(SalesControlPermissions.ApproveReservation), unit.Project, $"The offer of {unit.Code} reached nobody: {why}", "RES-4", PathOf(offered), at)
        {
            MustBeDone = true,
            DueAt = offered.ExpiresAt,
        });
    }

    /// <summary>RES-2: the marketing manager's agreement, within the reservation's own time.</summary>
    [Rule("RES-2")]
    public static ApprovalTerms ApprovalOf(Reservation reservation, Unit unit, string askedBy) => new(
        reservation.Evidence, "reservation", reservation.Renews is null ? "RES-2" : "RES-3", unit.Project, PathOf(reservation), Text.Plain(reservation.Renews is null ? $"Reservation of {unit.Code} with receipt {reservation.DepositReceipt}" : $"That the reservation of {unit.Code} goes on"), askedBy, reservation.Consultant,
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
        if (reservation.PaidAt is not null && reservation.State != ReservationState.Subscribed)
            GiveBack(unit, reservation, at);
        // One that nobody decided on is not asked for any more.
        if (reservation.DecidedAt is null)
            approvals.Close(reservation.Evidence, Text.Plain($"The reservation is {reservation.State}."), at, by);
    }

    /// <summary>
    /// RES-4: what was paid first for a reservation that ended without a sale goes back to the customer; finance is
    /// told, until it has.
    /// </summary>
    [Rule("RES-4")]
    private void GiveBack(Unit unit, Reservation reservation, NodaTime.Instant at) =>
        tasks.Add(new NewTask(GiveBackKey(reservation.Id), Addressee.ForPost(Finance), unit.Project, $"The reservation of {unit.Code} ended: refund what its customer had paid first", "RES-4", PathOf(reservation), at) { MustBeDone = true });

    /// <summary>The key of finance's task to refund what was paid for a reservation.</summary>
    public static string GiveBackKey(Guid reservation) => $"give-back/{reservation}";

    private void Tell(Unit unit, Guid reservationId, string what, string title, string rule, NodaTime.Instant at)
    {
        var reservation = Find(unit, reservationId);
        tasks.Add(new NewTask($"{what}/{reservationId}", Addressee.ForPerson(reservation.Consultant), unit.Project, title, rule, PathOf(reservation), at));
    }

    public static string ApprovalKey(Reservation reservation) => $"approve/{reservation.Id}";

    private static Reservation Find(Unit unit, Guid id) => unit.Reservations.Single(r => r.Id == id);
}
