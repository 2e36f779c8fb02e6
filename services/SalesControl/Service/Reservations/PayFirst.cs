using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-4: the holder's customer pays the subscription money before the subscription is signed, and so may go on although others wait. The money is theirs until there is a sale.</summary>
internal static class PayFirst
{
    public static void MapPayFirst(this IEndpointRouteBuilder api) =>
        api.MapPost("reservations/{id:guid}/payment", HandleAsync).AsCommand(SalesControlPermissions.RecordPayment)
            .WithSummary("Record that the holder's customer paid the subscription money first").Produces<ReservationView>();

    /// <summary>What was paid.</summary>
    /// <param name="Receipt">The receipt's number.</param>
    /// <param name="Amount">How much.</param>
    internal sealed record Request(string Receipt, Money Amount);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Receipt).NotEmpty().WithMessage("The receipt's number is missing.").WithState(_ => "RES-4").MaximumLength(50);
            RuleFor(r => r.Amount).SetValidator(new Money.Validator());
        }
    }

    [Rule("RES-4")]
    private static Task<IResult> HandleAsync(Guid id, Request request, IfMatch ifMatch, Actor actor, ReservationDesk desk, DepositBook deposits, ReservationSettings settings, CancellationToken cancellationToken)
    {
        var (receipt, amount) = (request.Receipt.Trim(), request.Amount.ToDecimal());
        return desk.ChangeAsync(id, ifMatch, actor, (unit, now) => unit.PayFirst(id, receipt, amount, Money.Yuan, now, actor.Id, settings), cancellationToken, TakeAsync);

        async Task<Refused?> TakeAsync(Reservation reservation, Unit unit, Project site, Instant now) =>
            (await deposits.TakeFirstPaymentAsync(reservation, site.Code, receipt, amount, now, actor.Id, cancellationToken)).Refusal;
    }
}
