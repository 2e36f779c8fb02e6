using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-1, RES-3, RES-4: what is due takes effect at its due time, whether or not a sweeper has been there: a
/// reservation that nobody went on with lapses at its end, approved or not; an approved renewal takes over; an offer
/// that was not taken up lapses, and the next in line has it. The unit is never open while somebody waits.
/// </summary>
internal static class Lapsing
{
    [Rule("RES-1", "72 hours")]
    [Rule("RES-2", "not approved by its end")]
    [Rule("RES-3", "lapses by itself")]
    [Rule("RES-4", "an offer's end")]
    public static void ApplyDue(HeadOfLine line, Instant now, IHappenings happenings)
    {
        var unit = line.Unit;
        while (line.Holder is { ExpiresAt: { } expiry } holder && now >= expiry)
        {
            if (line.Renewal is { State: ReservationState.RenewalApproved } renewal)
            {
                happenings.Happened(line, ReservationRenewed.Of(line, renewal, expiry), expiry);
                continue;
            }

            if (line.Renewal is { } unapproved)
                happenings.Happened(line, RenewalEnded.Of(line, unapproved, "renewal.ended.not-approved"), expiry);
            happenings.Happened(
                line,
                holder.State == ReservationState.Offered
                    ? new OfferLapsed(holder.Id, unit.Id, unit.Project, unit.Code)
                    : (IEvent<HeadOfLine>)new ReservationLapsed(holder.Id, unit.Id, unit.Project, unit.Code),
                expiry);
            // An offer is made new and runs from now; the unit is open from when it was freed, whoever noticed later.
            foreach (var next in PassingOn.Next(line, now))
                happenings.Happened(line, next, next is UnitReleased ? expiry : now);
        }
    }
}

/// <summary>
/// A reservation lapsed by itself at its 72 hours (RES-1, RES-3). Its time is the expiry, whenever it was noticed.
/// </summary>
[HappensUnder("RES-3")]
internal sealed record ReservationLapsed(Guid ReservationId, Guid UnitId, string Project, string Unit)
    : IEvent<HeadOfLine>
{
    public void Apply(HeadOfLine state, Occurrence when) =>
        state.Find(ReservationId).End(ReservationState.Lapsed, when.At);

    public void React(HeadOfLine state, Occurrence when, Reactions follow)
    {
        var lapsed = state.Find(ReservationId);
        follow.Over(state, lapsed, when, cancelled: false);
        follow.Tell(state, lapsed, "lapsed", Text.Of("reservation.task.lapsed", ("unit", Unit)), "RES-3", when.At);
    }
}

/// <summary>The one in line did not take the offer up in time; the next has it (RES-4).</summary>
[HappensUnder("RES-4")]
internal sealed record OfferLapsed(Guid ReservationId, Guid UnitId, string Project, string Unit) : IEvent<HeadOfLine>
{
    public void Apply(HeadOfLine state, Occurrence when) =>
        state.Find(ReservationId).End(ReservationState.OfferLapsed, when.At);

    public void React(HeadOfLine state, Occurrence when, Reactions follow)
    {
        var lapsed = state.Find(ReservationId);
        follow.Deadlines.Meet(lapsed.OfferKey, when.At);
        follow.CloseAskedAbout(state, lapsed, when);
        follow.Tell(
            state, lapsed, "offer-lapsed", Text.Of("reservation.task.offer-lapsed", ("unit", Unit)), "RES-4", when.At);
    }
}

/// <summary>An approved renewal took over at the old expiry, for 72 hours from then (RES-3).</summary>
[HappensUnder("RES-3")]
internal sealed record ReservationRenewed(
    Guid ReservationId, Guid Renews, Guid UnitId, string Project, string Unit, Instant ExpiresAt) : IEvent<HeadOfLine>
{
    public static ReservationRenewed Of(HeadOfLine line, Reservation renewal, Instant expiry) => new(
        renewal.Id, renewal.Renews!.Value, line.Unit.Id, line.Unit.Project, line.Unit.Code,
        expiry + line.Terms.Settings.Held);

    public void Apply(HeadOfLine state, Occurrence when)
    {
        var (old, renewal) = (state.Find(Renews), state.Find(ReservationId));
        old.End(ReservationState.Renewed, when.At);
        renewal.TakeOver(old, when.At, ExpiresAt);
        state.Unit.Enter(UnitState.Reserved, when.At, renewal.AsHeld());
    }

    public void React(HeadOfLine state, Occurrence when, Reactions follow)
    {
        var renewal = state.Find(ReservationId);
        follow.CloseAskedAbout(state, state.Find(Renews), when);
        follow.Deadlines.Meet(state.Find(Renews).LapseKey, when.At);
        follow.SetLapse(state, renewal, when.At, state.Terms.Settings.Held);
        follow.GoOnWithDeposits(Renews, ReservationId);
        follow.Tell(
            state, renewal, "renewed", Text.Of("reservation.task.renewed", ("unit", Unit)), "RES-3", when.At);
        follow.Tasks.Add(new NewTask(
            $"renewed/{ReservationId}", Addressee.ForPermission(SalesControlPermissions.WithholdUnit), Project,
            Text.Of("reservation.task.note-renewed", ("unit", Unit)), "RES-3", renewal.Path, when.At));
    }
}

/// <summary>
/// RES-1, RES-3: at its 72 hours; when a renewal may be registered, and again soon before the end, its consultant is
/// reminded to report (<see cref="ReservationSettings.Reminders"/>).
/// </summary>
internal class ReservationLapses(LineBook source, Pipeline pipeline, IClock clock)
    : DeadlineOf<Line>(source, pipeline, clock)
{
    public override string Kind => Following.LapseKind;

    [Rule("RES-3", "the consultant is reminded to report")]
    protected override void Fire(Line state, Firing firing, Reactions follow)
    {
        if (firing.Mark != Mark.Warning || state.Renewal is not null
            || state.Holder is not { } holder || holder.LapseKey != firing.Deadline.Key)
        {
            return;
        }

        follow.Tasks.Add(new NewTask(
            $"report/{holder.Id}/{firing.At}", Addressee.ForPerson(holder.Consultant), state.Unit.Project,
            Text.Of(
                "reservation.task.report", ("unit", state.Unit.Code),
                ("hours", decimal.Round((decimal)(firing.Deadline.DueAt - firing.At).TotalHours, 1))),
            "RES-3", holder.Path, firing.At)
        {
            Matter = holder.EndMatter,
            DueAt = firing.Deadline.DueAt,
        });
    }
}

/// <summary>RES-4: at the end of an offer's time.</summary>
internal sealed class OfferLapses(LineBook source, Pipeline pipeline, IClock clock)
    : ReservationLapses(source, pipeline, clock)
{
    public override string Kind => Following.OfferKind;
}
