using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>What every change of an existing reservation has in common: the unit's lock, the version that was seen, what follows, the answer.</summary>
internal sealed class ReservationDesk(UnitDesk desk, IApprovals approvals, IClock clock)
{
    /// <summary>RES-2, CS-7: the manager's word, which is nobody's on their own reservation; a reason makes it a refusal.</summary>
    [Rule("RES-2")]
    [Rule("CS-7")]
    public Task<IResult> DecideAsync(Guid id, IfMatch ifMatch, Actor actor, string? reason, Func<Unit, Instant, Outcome<Reservation>> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            id, ifMatch, actor, change, cancellationToken,
            async (reservation, unit, _, _) => (await approvals.DecideAsync(WhatFollows.ApprovalOf(reservation, unit, reservation.Consultant), actor, reason is null, reason, cancellationToken)).Refusal);

    /// <summary>A change of a reservation.</summary>
    /// <param name="id">The reservation.</param>
    /// <param name="ifMatch">The version that was seen.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="change">What the unit makes of it.</param>
    /// <param name="cancellationToken">Abandons the change.</param>
    /// <param name="also">What else is looked at, or done with it, when the unit does not refuse.</param>
    public async Task<IResult> ChangeAsync(
        Guid id, IfMatch ifMatch, Actor actor, Func<Unit, Instant, Outcome<Reservation>> change, CancellationToken cancellationToken, Func<Reservation, Unit, Project, Instant, Task<Refused?>>? also = null)
    {
        if (await desk.LockForAsync(id, actor, cancellationToken) is not var (unit, _))
            return UnitDesk.UnknownReservation(id).ToProblem();
        if (ifMatch.Check(unit.Version) is { } stale)
            return stale;

        var now = clock.GetCurrentInstant();
        var site = await desk.ProjectOfAsync(unit, cancellationToken);
        var outcome = change(unit, now);
        if (outcome.Refusal is { } refusal)
            return refusal.ToProblem();
        if (also is not null && await also(outcome.Value, unit, site, now) is { } refused)
            return refused.ToProblem();

        desk.Follow(unit);
        return Results.Ok(ReservationView.Of(outcome.Value, unit, site)).WithETag(unit.Version);
    }
}
