using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-1: the customer gives the unit up before the time is over, and the next in line has it at once.</summary>
internal static class ReleaseReservation
{
    public static void MapReleaseReservation(this IEndpointRouteBuilder api) =>
        api.MapPost("reservations/{id:guid}/release", HandleAsync)
            .AsCommand(SalesControlPermissions.RegisterReservation)
            .WithSummary("Give a reservation up early").Produces<ReservationView>();

    /// <summary>Why.</summary>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("RES-1", "A release needs its reason.");
    }

    [Rule("RES-1")]
    private static Task<IResult> HandleAsync(Guid id, Request request, IfMatch ifMatch, Actor actor, ReservationDesk desk, ReservationSettings settings, CancellationToken cancellationToken) =>
        desk.ChangeTheirsAsync(id, ifMatch, actor, (unit, now) => unit.GiveUp(id, request.Reason.Trim(), now, actor.Id, settings), cancellationToken);
}
