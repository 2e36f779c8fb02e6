using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>What of a reservation can be corrected.</summary>
internal enum ReservationField
{
    /// <summary>The number of the form.</summary>
    Form,

    /// <summary>The customer's name on the form.</summary>
    CustomerName,

    /// <summary>The customer's phone number on the form.</summary>
    CustomerPhone,
}

/// <summary>RES-2: a wrong entry of a reservation is corrected by an added entry, with its reason; what was first recorded stays.</summary>
internal static class CorrectReservation
{
    public static void MapCorrectReservation(this IEndpointRouteBuilder api) =>
        api.MapPost("reservations/{id:guid}/corrections", HandleAsync)
            .AsCommand(SalesControlPermissions.RegisterReservation)
            .WithSummary("Correct a wrong entry of a reservation by an added one").Produces<ReservationView>();

    /// <summary>What is right.</summary>
    /// <param name="Field">form, customerName or customerPhone.</param>
    /// <param name="Value">What is right.</param>
    /// <param name="Reason">How it came to be wrong.</param>
    internal sealed record Request(ReservationField Field, string Value, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Reason).MustBeAReason("RES-2", "A correction needs its reason.");
            RuleFor(r => r.Value).NotEmpty().WithMessage("What is right is missing.").WithState(_ => "RES-2");
            RuleFor(r => r.Value).MaximumLength(50).When(r => r.Field == ReservationField.Form);
            RuleFor(r => r.Value).MaximumLength(100).When(r => r.Field == ReservationField.CustomerName);
            RuleFor(r => r.Value).Must(CustomerForm.IsPhone).WithMessage("That is no phone number: +86 138 0000 0000 is one.").WithState(_ => "RES-2").When(r => r.Field == ReservationField.CustomerPhone);
        }
    }

    /// <summary>A field as JSON and the events name it.</summary>
    public static string NameOf(ReservationField field) => field switch
    {
        ReservationField.Form => "form",
        ReservationField.CustomerName => "customerName",
        _ => "customerPhone",
    };

    [Rule("RES-2")]
    private static async Task<IResult> HandleAsync(
        Guid id, Request request, IfMatch ifMatch, Actor actor, ReservationDesk desk, CorrectionBook corrections, SalesControlDb db, IPersonalVault vault, ReservationSettings settings, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var field = NameOf(request.Field);
        var known = await corrections.OfAsync([id], cancellationToken);
        return await desk.ChangeTheirsAsync(id, ifMatch, actor, Correct, cancellationToken);

        Outcome<Reservation> Correct(Unit unit, Instant now)
        {
            unit.ApplyDue(now, settings);
            var reservation = unit.Reservations.Single(r => r.Id == id);
            var right = request.Field == ReservationField.CustomerPhone ? CustomerForm.E164(request.Value) : request.Value.Trim();
            var was = known.Right(id, request.Field, request.Field switch
            {
                ReservationField.Form => reservation.Form,
                ReservationField.CustomerName => reservation.Customer.Name,
                _ => reservation.Customer.Phone,
            });
            if (was == right)
                return Refused.Input("RES-2", "value", "That is what stands there.");

            var correction = db.Corrections.Add(new Correction(Guid.CreateVersion7(time.GetUtcNow()), unit.Project, null, id, field, vault.Seal(was), vault.Seal(right), request.Reason.Trim(), now, actor.Id)).Entity;
            unit.Correct(id, correction.Id, field, correction.Reason, now, actor.Id);
            return reservation;
        }
    }
}
