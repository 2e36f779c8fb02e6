using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-4: a unit that is free goes to the first in line, as an offer for 24 hours; to everyone when nobody waits.
/// </summary>
internal static class PassingOn
{
    /// <summary>
    /// What happens to a unit that its holder no longer has. An offer stands for 24 hours from now, or as many as the
    /// setting <c>Reservations:OfferHours</c> says.
    /// </summary>
    [Rule("RES-4", "the 24 h offer to the first in line")]
    public static IEnumerable<IEvent<HeadOfLine>> Next(HeadOfLine line, Instant now)
    {
        var unit = line.Unit;
        if (line.NextInLine is not { } next)
        {
            yield return new UnitReleased(unit.Id, unit.Project, unit.Code);
            yield break;
        }

        yield return new UnitOffered(next.Id, unit.Id, unit.Project, unit.Code, now + line.Terms.Settings.Offer);
        if (Undelivered(line, next.Id, next.Consultant) is { } undelivered)
            yield return undelivered;
    }

    /// <summary>An offer whose consultant may not act reaches nobody: it is shown, not lost (RES-4).</summary>
    public static OfferUndelivered? Undelivered(HeadOfLine line, Guid reservation, string consultant) =>
        line.Terms.Staff.BarredBecause(consultant) is { } why
            ? new(reservation, line.Unit.Id, line.Unit.Project, line.Unit.Code, why)
            : null;

    internal static void TellOffered(
        this Reactions follow, HeadOfLine line, Reservation offered, string key, Instant at) =>
        follow.Tasks.Add(Following.Notice(
            line, offered, key, Text.Of("reservation.task.offered", ("unit", line.Unit.Code)), "RES-4", at) with
        {
            Matter = offered.OfferMatter,
        });
}

/// <summary>The unit was offered to the first in line, who may bring form and deposit until then (RES-4).</summary>
[HappensUnder("RES-4")]
internal sealed record UnitOffered(Guid ReservationId, Guid UnitId, string Project, string Unit, Instant Until)
    : IEvent<HeadOfLine>
{
    public void Apply(HeadOfLine state, Occurrence when)
    {
        var next = state.Find(ReservationId);
        next.Offer(when.At, Until);
        state.Unit.Waiting--;
        state.Unit.Enter(UnitState.Offered, when.At, next.AsHeld());
    }

    public void React(HeadOfLine state, Occurrence when, Reactions follow)
    {
        var offered = state.Find(ReservationId);
        follow.Deadlines.Set(new DeadlineTerms(
            Following.OfferKind, offered.OfferKey, "RES-4", UnitId, when.At, new Term.Elapsed(Until - when.At),
            SalesControlPermissions.RegisterReservation, SalesControlPermissions.ApproveReservation)
        {
            EndsWhenDue = true,
        });
        follow.TellOffered(state, offered, "offered", when.At);
    }
}

/// <summary>
/// An offer could not be delivered to its consultant; it is shown to whoever approves, not lost (RES-4).
/// </summary>
[HappensUnder("RES-4")]
internal sealed record OfferUndelivered(Guid ReservationId, Guid UnitId, string Project, string Unit, Text Why)
    : IEvent<HeadOfLine>
{
    public void Apply(HeadOfLine state, Occurrence when) =>
        state.Find(ReservationId).Undelivered = StoredText.Write(Why);

    public void React(HeadOfLine state, Occurrence when, Reactions follow)
    {
        var offered = state.Find(ReservationId);
        follow.Tasks.Add(new NewTask(
            $"undelivered/{ReservationId}/{offered.Consultant}",
            Addressee.ForPermission(SalesControlPermissions.ApproveReservation), Project,
            Text.Of("reservation.task.undelivered", ("unit", Unit), ("why", Why)), "RES-4", offered.Path, when.At)
        {
            Matter = offered.OfferMatter,
            MustBeDone = true,
            DueAt = offered.ExpiresAt,
        });
    }
}

/// <summary>The unit is open to every consultant again: nobody holds it and nobody waits.</summary>
[HappensUnder("RES-3")]
internal sealed record UnitReleased(Guid UnitId, string Project, string Unit) : IEvent<IUnitState>
{
    public void Apply(IUnitState state, Occurrence when) => state.Unit.Enter(UnitState.Available, when.At);
}
