using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-1, RES-4: who waits leaves the line, who is offered the unit declines it; the others keep their order.</summary>
internal static class LeaveLine
{
    public static void MapLeaveLine(this IEndpointRouteBuilder api) =>
        api.MapPost("reservations/{id:guid}/leave", HandleAsync).AsCommand(SalesControlPermissions.RegisterReservation)
            .WithSummary("Leave the line, or decline the offer").Produces<ReservationView>();

    /// <summary>Why.</summary>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("RES-4", "Whoever leaves the line says why.");
    }

    [Rule("RES-1")]
    [Rule("RES-4")]
    private static Task<IResult> HandleAsync(Guid id, Request request, IfMatch ifMatch, Actor actor, ReservationDesk desk, ReservationSettings settings, CancellationToken cancellationToken) =>
        desk.ChangeTheirsAsync(id, ifMatch, actor, (unit, now) => unit.LeaveLine(id, request.Reason.Trim(), now, actor.Id, settings), cancellationToken);
}
