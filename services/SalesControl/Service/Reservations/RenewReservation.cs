using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-3: in the last 24 hours the consultant reports that the customer goes on 续留: a new registration, approved again, from the old expiry. RES-4: not past others who wait.</summary>
internal static class RenewReservation
{
    public static void MapRenewReservation(this IEndpointRouteBuilder api) =>
        api.MapPost("reservations/{id:guid}/renewal", HandleAsync)
            .AsCommand(SalesControlPermissions.RegisterReservation)
            .WithSummary("Register that a reservation goes on; answers the renewal").Produces<ReservationView>();

    /// <summary>The new form.</summary>
    /// <param name="Form">Its number.</param>
    internal sealed record Request(string Form);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Form).NotEmpty().WithMessage("The number of the new reservation form is missing.").WithState(_ => "RES-3").MaximumLength(50);
    }

    [Rule("RES-3")]
    [Rule("RES-4")]
    private static Task<IResult> HandleAsync(
        Guid id, Request request, IfMatch ifMatch, Actor actor, ReservationDesk desk, SalesControlDb db, ReservationSettings settings, TimeProvider time, CancellationToken cancellationToken) =>
        desk.ChangeAsync(
            id, ifMatch, actor,
            async (unit, now) => unit.Renew(Guid.CreateVersion7(time.GetUtcNow()), id, request.Form.Trim(), await db.YieldsToAsync(id, cancellationToken), now, actor.Id, settings)
                .Then<Reservation>(renewal => db.Reservations.Add(renewal).Entity),
            cancellationToken);
}
