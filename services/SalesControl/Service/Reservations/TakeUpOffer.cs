using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-4, RES-1: the first in line, to whom the unit is offered, brings form and deposit receipt within the offer's
/// time: a reservation of its own, to be approved, for 72 hours.
/// </summary>
internal static class TakeUpOffer
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<OfferTakenUp, Request, ReservationRegistered>(
                "reservations/{id:guid}/take-up", SalesControlPermissions.RegisterReservation, Decide)
            .OfferedOn<ReservationLine>(Refuses)
            .Answers<ReservationLine, ReservationView>((state, _) => state.Line)
            .WithSummary("offer.take-up.summary");

    /// <summary>What the one in line brings.</summary>
    /// <param name="Form">The form's number.</param>
    /// <param name="DepositReceipt">The deposit's receipt.</param>
    /// <param name="DepositAmount">How much was paid; the project's standard deposit when not given.</param>
    internal sealed record Request(string Form, string DepositReceipt, Money? DepositAmount = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Form).NotEmpty().Refuses("RES-1", "reservation.form-missing").IsOneLine(50);
            RuleFor(r => r.DepositReceipt).NotEmpty().Refuses("RES-1", "reservation.no-receipt").IsOneLine(50);
            RuleFor(r => r.DepositAmount!).SetValidator(new Money.Validator()).When(r => r.DepositAmount is not null);
        }
    }

    internal sealed class Load(ISource<ReservationLine> lines, HoldingBook holding)
        : ILoad<OfferTakenUp, Request>
    {
        public async Task<Outcome<OfferTakenUp>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var found = await lines.FindAsync(named, Access.Change, cancellationToken);
            if (found.Refusal is { } missing)
                return missing;
            var line = found.Value;
            var (form, known) = await holding.OfAsync(
                line.Unit, request.Form, request.DepositReceipt, line.Reservation.Consultant, change.At,
                cancellationToken);
            return new OfferTakenUp(line, form, known);
        }
    }

    internal static Outcome<ReservationRegistered> Decide(OfferTakenUp state, Request request, Change change)
    {
        var (line, reservation, unit) = (state.Line, state.Line.Reservation, state.Line.Unit);
        var (receipt, form) = (request.DepositReceipt.Trim(), request.Form.Trim());
        if ((Refuses(line, change) ?? state.Holding.Refuses(receipt, reservation.Consultant)
            ?? state.Form.Refuses(form, reservation.Id)) is { } refusal)
        {
            return refusal;
        }

        return new ReservationRegistered(
            reservation.Id, unit.Id, unit.Project, unit.Code, reservation.Consultant, receipt,
            line.HeldUntil(change.At))
        {
            Form = form,
            FormKey = state.Form.Key,
            DepositId = change.NewId(),
            Deposit = request.DepositAmount?.ToDecimal() ?? line.StandardDeposit,
        };
    }

    /// <summary>Why there is nothing to take up; null where there is.</summary>
    [Rule("RES-4", "an offer is taken up in its time")]
    private static Refused? Refuses(ReservationLine line, Change change)
    {
        if (line.RefusesAnothersCustomer(change) is { } anothers)
            return anothers;
        return line.Reservation.State switch
        {
            ReservationState.Offered => null,
            ReservationState.Waiting => line.Refuse("RES-4", "reservation.not-its-turn"),
            ReservationState.OfferLapsed => line.Refuse("RES-4", "reservation.offer-was-not-taken-up"),
            _ => line.Refuse("RES-4", "reservation.no-offer"),
        };
    }
}

/// <summary>A reservation's line, with what must be known before it holds the unit.</summary>
internal sealed class OfferTakenUp(ReservationLine line, FormUse form, Holding holding)
    : Line(line.Unit, line.Reservations, line.Terms)
{
    /// <summary>The line.</summary>
    public ReservationLine Line => line;

    /// <summary>Where the form's number stands.</summary>
    public FormUse Form => form;

    /// <summary>What must be known.</summary>
    public Holding Holding => holding;
}
