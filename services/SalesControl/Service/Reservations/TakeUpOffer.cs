using FluentValidation;
using Ops.Platform.Commands;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-4: the first in line, to whom the unit is offered, brings form and deposit receipt within the offer's time.</summary>
internal static class TakeUpOffer
{
    public static void MapTakeUpOffer(this IEndpointRouteBuilder api) =>
        api.MapPost("reservations/{id:guid}/take-up", HandleAsync)
            .AsCommand(SalesControlPermissions.RegisterReservation)
            .WithSummary("Take up the offer of a unit: a reservation, to be approved").Produces<ReservationView>();

    /// <summary>What the one in line brings.</summary>
    /// <param name="Form">The form's number.</param>
    /// <param name="DepositReceipt">The deposit's receipt.</param>
    /// <param name="DepositAmount">How much was paid; the project's standard deposit when not given.</param>
    internal sealed record Request(string Form, string DepositReceipt, Money? DepositAmount = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Form).NotEmpty().WithMessage("The number of the reservation form is missing.").WithState(_ => "RES-1").MaximumLength(50);
            RuleFor(r => r.DepositReceipt).NotEmpty().WithMessage("No deposit receipt, no reservation: the customer pays the reservation deposit first.").WithState(_ => "RES-1").MaximumLength(50);
            RuleFor(r => r.DepositAmount!).SetValidator(new Money.Validator()).When(r => r.DepositAmount is not null);
        }
    }

    private static Task<IResult> HandleAsync(Guid id, Request request, IfMatch ifMatch, Actor actor, ReservationDesk desk, DepositBook deposits, SalesControlDb db, ReservationSettings settings, CancellationToken cancellationToken) =>
        desk.ChangeTheirsAsync(
            id, ifMatch, actor, (unit, now) => unit.TakeUp(id, request.Form.Trim(), request.DepositReceipt.Trim(), now, actor.Id, settings), cancellationToken,
            async (reservation, unit, site, now) => await db.RefusesLimitAsync(reservation, unit.Project, settings, cancellationToken)
                ?? (await deposits.TakeAsync(reservation, site, request.DepositAmount, now, actor.Id, cancellationToken)).Refusal);
}
