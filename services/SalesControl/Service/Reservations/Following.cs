using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;

namespace Ops.SalesControl.Reservations;

/// <summary>What the events of reservations have in common in what follows from them.</summary>
internal static class Following
{
    public const string LapseKind = "reservation-lapse", OfferKind = "offer-lapse";

    /// <summary>RES-1: the deposit that backs it is taken.</summary>
    public static void TakeDeposit(
        this Reactions follow, HeadOfLine line, Reservation held, (Guid Id, decimal Amount) paid, Occurrence when) =>
        follow.Take(new Deposit(
            paid.Id, line.Unit.Project, held.DepositReceipt!, paid.Amount, held.CustomerId, when)
        {
            ReservationId = held.Id,
        });

    /// <summary>RES-1, RES-3: it ends by itself; before, its consultant is reminded to report.</summary>
    public static void SetLapse(
        this Reactions follow, HeadOfLine line, Reservation reservation, Instant since, Duration length) =>
        follow.Deadlines.Set(new DeadlineTerms(
            LapseKind, reservation.LapseKey, "RES-1", line.Unit.Id, since, new Term.Elapsed(length),
            SalesControlPermissions.RegisterReservation, SalesControlPermissions.ApproveReservation)
        {
            EndsWhenDue = true,
            Warnings =
            [
                .. line.Terms.Settings.Reminders.Where(before => before < length)
                    .Select(before => new Warning.Before(before)),
            ],
        });

    /// <summary>RES-2: whoever approves is asked to, within the reservation's own time.</summary>
    public static void AskToApprove(
        this Reactions follow, HeadOfLine line, Reservation reservation, Text title, Occurrence when)
    {
        var terms = ApprovalOf(line, reservation, when.By);
        follow.Approvals.Ask(terms);
        follow.Tasks.Add(new NewTask(
            $"approve/{reservation.Id}", Addressee.ForPermission(SalesControlPermissions.ApproveReservation),
            line.Unit.Project, title, terms.Rule, reservation.Path, when.At)
        {
            Matter = reservation.DecisionMatter,
            MustBeDone = true,
            DueAt = reservation.ExpiresAt,
        });
    }

    /// <summary>RES-2: the agreement that a reservation needs.</summary>
    [Rule("RES-2", "approval within the reservation's own time")]
    public static ApprovalTerms ApprovalOf(HeadOfLine line, Reservation reservation, string askedBy)
    {
        var unit = line.Unit;
        var (rule, what) = reservation.Renews is null
            ? ("RES-2", Text.Of(
                "reservation.approval", ("unit", unit.Code), ("receipt", reservation.DepositReceipt)))
            : ("RES-3", Text.Of("reservation.approval-of-renewal", ("unit", unit.Code)));
        return new(
            reservation.Evidence, "reservation", rule, unit.Project, reservation.Path, what, askedBy,
            reservation.Consultant, reservation.HeldAt ?? reservation.RegisteredAt, reservation.ExpiresAt,
            [new Need(SalesControlPermissions.ApproveReservation)]);
    }

    /// <summary>
    /// It is over: its deadline runs no more, nobody decides on it, and what its customer had paid goes back, unless it
    /// became a sale.
    /// </summary>
    public static void Over(
        this Reactions follow, HeadOfLine line, Reservation reservation, Occurrence when, bool cancelled)
    {
        if (cancelled)
            follow.Deadlines.Cancel(reservation.LapseKey, when.At);
        else
            follow.Deadlines.Meet(reservation.LapseKey, when.At);
        if (reservation.State != ReservationState.Subscribed)
            follow.AskToGiveBack(line, reservation, when.At);
        follow.CloseAskedAbout(line, reservation, when);
        // One that nobody decided on is not asked for any more.
        if (reservation.DecidedAt is null)
        {
            follow.Approvals.Close(
                reservation.Evidence,
                Text.Of("reservation.approval-closed", ("state", Text.NameOf(reservation.State))), when.At, when.By);
        }
    }

    /// <summary>RES-1, CS-4: an extension or a discount of what is over is asked for no more.</summary>
    public static void CloseAskedAbout(
        this Reactions follow, HeadOfLine line, Reservation reservation, Occurrence when) =>
        follow.Look<ChangeBook>((changes, cancellationToken) => changes.CloseAsync(
            [line.Unit], one => one.Subject == reservation.Id, Text.Of("change.closed.reservation-over"),
            (follow, when), cancellationToken));

    /// <summary>Its consultant is told what became of it.</summary>
    public static void Tell(
        this Reactions follow, HeadOfLine line, Reservation reservation, string what, Text title, string rule,
        Instant at) =>
        follow.Tasks.Add(Notice(line, reservation, what, title, rule, at));

    /// <summary>What its consultant is told.</summary>
    public static NewTask Notice(
        HeadOfLine line, Reservation reservation, string what, Text title, string rule, Instant at) => new(
        $"{what}/{reservation.Id}", Addressee.ForPerson(reservation.Consultant), line.Unit.Project, title, rule,
        reservation.Path, at);

    /// <summary>The key of the task to refund what was paid for a reservation.</summary>
    public static string GiveBackKey(Guid reservation) => $"give-back/{reservation}";

    /// <summary>
    /// RES-1, RES-4: the deposit of a reservation that ended without a sale goes back to the customer, with what was
    /// paid first; whoever refunds has it to do until it has. It is about the money, which is there still.
    /// </summary>
    [Rule("RES-1", "what is to be refunded")]
    private static void AskToGiveBack(this Reactions follow, HeadOfLine line, Reservation reservation, Instant at) =>
        follow.Tasks.Add(new NewTask(
            GiveBackKey(reservation.Id), Addressee.ForPermission(SalesControlPermissions.RefundDeposit),
            line.Unit.Project, Text.Of("reservation.task.give-back", ("unit", line.Unit.Code)), "RES-1",
            $"/api/sales/projects/{line.Unit.Project}/deposits?reservationId={reservation.Id}", at)
        {
            MustBeDone = true,
        });
}
