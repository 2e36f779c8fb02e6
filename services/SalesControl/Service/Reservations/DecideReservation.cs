using FluentValidation;
using Ops.Platform.Commands;
using Ops.SalesControl.Contracts;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-2: the marketing manager approves a reservation, and the board shows it; or refuses it, and the next in line has the unit at once.</summary>
internal static class DecideReservation
{
    public static void MapDecideReservation(this IEndpointRouteBuilder api)
    {
        api.MapPost("reservations/{id:guid}/approve", ApproveAsync)
            .AsCommand(SalesControlPermissions.ApproveReservation)
            .WithSummary("Approve a reservation").Produces<ReservationView>();
        api.MapPost("reservations/{id:guid}/refuse", RefuseAsync).AsCommand(SalesControlPermissions.ApproveReservation)
            .WithSummary("Refuse a reservation with a reason").Produces<ReservationView>();
    }

    /// <summary>Why a reservation is refused.</summary>
    /// <param name="Reason">In a sentence that the consultant is told.</param>
    internal sealed record Refusal(string Reason);

    internal sealed class Validator : AbstractValidator<Refusal>
    {
        public Validator() => RuleFor(r => r.Reason).NotEmpty().WithMessage("A refusal needs its reason.").WithState(_ => "RES-2").MaximumLength(500);
    }

    private static Task<IResult> ApproveAsync(Guid id, IfMatch ifMatch, Actor actor, ReservationDesk desk, ReservationSettings settings, CancellationToken cancellationToken) =>
        desk.DecideAsync(id, ifMatch, actor, null, (unit, now) => unit.Approve(id, now, actor.Id, settings), cancellationToken);

    private static Task<IResult> RefuseAsync(Guid id, Refusal request, IfMatch ifMatch, Actor actor, ReservationDesk desk, ReservationSettings settings, CancellationToken cancellationToken) =>
        desk.DecideAsync(id, ifMatch, actor, request.Reason.Trim(), (unit, now) => unit.Refuse(id, request.Reason.Trim(), now, actor.Id, settings), cancellationToken);
}
