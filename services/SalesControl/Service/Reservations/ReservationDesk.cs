using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>What every change of an existing reservation has in common: the unit's lock, the version that was seen, what follows, the answer.</summary>
internal sealed class ReservationDesk(UnitDesk desk, IApprovals approvals, CorrectionBook corrections, IClock clock)
{
    /// <summary>RES-2, CS-7: the manager's word, which is nobody's on their own reservation; a reason makes it a refusal.</summary>
    [Rule("RES-2")]
    [Rule("CS-7")]
    public Task<IResult> DecideAsync(Guid id, IfMatch ifMatch, Actor actor, string? reason, Func<Unit, Instant, Outcome<Reservation>> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            id, ifMatch, actor, change, cancellationToken,
            async (reservation, unit, _, _) => (await approvals.DecideAsync(WhatFollows.ApprovalOf(reservation, unit, reservation.Consultant), actor, reason is null, reason, cancellationToken)).Refusal);

    /// <summary>A change that is the customer's will, and so their consultant's to enter (<see cref="RefusesOther"/>).</summary>
    [Rule("CS-7")]
    public Task<IResult> ChangeTheirsAsync(
        Guid id, IfMatch ifMatch, Actor actor, Func<Unit, Instant, Outcome<Reservation>> change, CancellationToken cancellationToken, Func<Reservation, Unit, Project, Instant, Task<Refused?>>? also = null) =>
        ChangeAsync(id, ifMatch, actor, (unit, now) => Task.FromResult(change(unit, now)), cancellationToken, also, theirs: true);

    /// <summary>A change of a reservation.</summary>
    /// <param name="id">The reservation.</param>
    /// <param name="ifMatch">The version that was seen.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="change">What the unit makes of it.</param>
    /// <param name="cancellationToken">Abandons the change.</param>
    /// <param name="also">What else is looked at, or done with it, when the unit does not refuse.</param>
    public Task<IResult> ChangeAsync(
        Guid id, IfMatch ifMatch, Actor actor, Func<Unit, Instant, Outcome<Reservation>> change, CancellationToken cancellationToken, Func<Reservation, Unit, Project, Instant, Task<Refused?>>? also = null) =>
        ChangeAsync(id, ifMatch, actor, (unit, now) => Task.FromResult(change(unit, now)), cancellationToken, also, theirs: false);

    /// <summary>A change of a reservation that reads more than the unit, under its lock.</summary>
    public async Task<IResult> ChangeAsync(
        Guid id, IfMatch ifMatch, Actor actor, Func<Unit, Instant, Task<Outcome<Reservation>>> change, CancellationToken cancellationToken, Func<Reservation, Unit, Project, Instant, Task<Refused?>>? also = null,
        bool theirs = true)
    {
        if (await desk.LockForAsync(id, actor, cancellationToken) is not var (unit, found))
            return UnitDesk.UnknownReservation(id).ToProblem();
        if (theirs && RefusesOther(found, actor) is { } other)
            return other.ToProblem();
        if (ifMatch.Check(unit.Version) is { } stale)
            return stale;

        var now = clock.GetCurrentInstant();
        var site = await desk.ProjectOfAsync(unit, cancellationToken);
        var outcome = await change(unit, now);
        if (outcome.Refusal is { } refusal)
            return refusal.ToProblem();
        if (also is not null && await also(outcome.Value, unit, site, now) is { } refused)
            return refused.ToProblem();

        desk.Follow(unit);
        return Results.Ok(ReservationView.Of(outcome.Value, unit, site, await corrections.OfAsync([outcome.Value.Id], cancellationToken))).WithETag(unit.Version);
    }

    /// <summary>
    /// CS-7: what is entered for a customer on a reservation (to go on, to give up, to leave the line, to yield, to take an offer up, to ask for longer, to correct) its own consultant
    /// enters, or whoever answers for the project's customers and may merge them: the sales supervisor.
    /// </summary>
    [Rule("CS-7")]
    public static Refused? RefusesOther(Reservation reservation, Actor actor) =>
        reservation.Consultant == actor.Id || actor.Permissions.Contains(SalesControlPermissions.MergeCustomers) ? null
            : new Refused("CS-7", $"This is a customer of {reservation.Consultant}: only they, or the sales supervisor, act on it.", RefusalKind.Forbidden) { Evidence = [reservation.Evidence] };
}
