using FluentValidation;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-2: the marketing manager approves a reservation, and the board shows it; or refuses it, and the next in line has the unit at once.</summary>
internal static class DecideReservation
{
    public static void MapDecideReservation(this IEndpointRouteBuilder api)
    {
        api.MapCommand("reservations/{id:guid}/approve", SalesControlPermissions.ApproveReservation, ApproveAsync).WithSummary("Approve a reservation").Produces<ReservationView>();
        api.MapCommand("reservations/{id:guid}/refuse", SalesControlPermissions.ApproveReservation, RefuseAsync).WithSummary("Refuse a reservation with a reason").Produces<ReservationView>();
    }

    /// <summary>Why a reservation is refused.</summary>
    /// <param name="Reason">In a sentence that the consultant is told.</param>
    internal sealed record Refusal(string Reason);

    internal sealed class Validator : AbstractValidator<Refusal>
    {
        public Validator() => RuleFor(r => r.Reason).NotEmpty().WithMessage("A refusal needs its reason.").WithState(_ => "RES-2").MaximumLength(500);
    }

    private static Task<IResult> ApproveAsync(Guid id, IfMatch ifMatch, Actor actor, ReservationDesk desk, CancellationToken cancellationToken) =>
        desk.DecideAsync(id, ifMatch, actor, null, (unit, now, settings) => unit.Approve(id, now, actor.Id, settings), cancellationToken);

    private static Task<IResult> RefuseAsync(Guid id, Refusal request, IfMatch ifMatch, Actor actor, ReservationDesk desk, CancellationToken cancellationToken) =>
        desk.DecideAsync(id, ifMatch, actor, request.Reason.Trim(), (unit, now, settings) => unit.Refuse(id, request.Reason.Trim(), now, actor.Id, settings), cancellationToken);
}

/// <summary>What every change of an existing reservation has in common: the unit's lock, the version that was seen, what follows, the answer.</summary>
internal sealed class ReservationDesk(UnitDesk desk, Storage.SalesControlDb db, WhatFollows follows, ReservationSettings settings, IApprovals approvals, IClock clock)
{
    /// <summary>RES-2, CS-7: the manager's word, which is nobody's on their own reservation; a reason makes it a refusal.</summary>
    [Rule("RES-2")]
    [Rule("CS-7")]
    public Task<IResult> DecideAsync(
        Guid id, IfMatch ifMatch, Actor actor, string? reason, Func<Unit, Instant, ReservationSettings, Outcome<Reservation>> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            id, ifMatch, actor, change, cancellationToken,
            async (reservation, unit) => (await approvals.DecideAsync(WhatFollows.ApprovalOf(reservation, unit, reservation.Consultant), actor, reason is null, reason, cancellationToken)).Refusal);

    public async Task<IResult> ChangeAsync(
        Guid id, IfMatch ifMatch, Actor actor, Func<Unit, Instant, ReservationSettings, Outcome<Reservation>> change, CancellationToken cancellationToken,
        Func<Reservation, Unit, Task<Refused?>>? decide = null)
    {
        if (await desk.LockForAsync(id, actor, cancellationToken) is not var (unit, _))
            return UnitDesk.UnknownReservation(id).ToProblem();
        if (ifMatch.Check(unit.Version) is { } stale)
            return stale;

        var outcome = change(unit, clock.GetCurrentInstant(), settings);
        if (outcome.Refusal is { } refusal)
            return refusal.ToProblem();
        if (decide is not null && await decide(outcome.Value, unit) is { } undecided)
            return undecided.ToProblem();
        if (await db.BackedByAsync(outcome.Value, cancellationToken) is { } backed)
            return backed.ToProblem();

        follows.Of(unit, settings);
        return Results.Ok(ReservationView.Of(outcome.Value, unit, await desk.ProjectOfAsync(unit, cancellationToken))).WithETag(unit.Version);
    }
}
