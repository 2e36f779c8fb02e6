using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Storage;

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

/// <summary>
/// RES-2: a wrong entry of a reservation is corrected by an added entry, with its reason; what was first recorded
/// stays.
/// </summary>
internal static class CorrectReservation
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<CorrectedReservation, Request, EntryCorrected>(
                "reservations/{id:guid}/corrections", SalesControlPermissions.RegisterReservation, Decide)
            .OfferedOn<IReservationState>((line, change) => line.RefusesAnothersCustomer(change))
            .Answers<ReservationLine, ReservationView>((state, _) => state.Line)
            .WithSummary("reservation.correct.summary");

    /// <summary>What is right.</summary>
    /// <param name="Field">form, customerName or customerPhone.</param>
    /// <param name="Value">What is right.</param>
    /// <param name="Reason">How it came to be wrong.</param>
    internal sealed record Request(ReservationField Field, string Value, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Reason).MustBeAReason("RES-2", "correction.reason-missing");
            RuleFor(r => r.Value).NotEmpty().Refuses("RES-2", "correction.value-missing");
            RuleFor(r => r.Value).IsOneLine(50).When(r => r.Field == ReservationField.Form);
            RuleFor(r => r.Value).IsOneLine(100).When(r => r.Field == ReservationField.CustomerName);
            RuleFor(r => r.Value).MustBeAPhone("RES-2", "customer.no-phone-number")
                .When(r => r.Field == ReservationField.CustomerPhone);
        }
    }

    internal sealed class Load(
        ISource<ReservationLine> lines, CorrectionBook corrections, IPersonalVault vault, SalesControlDb db)
        : ILoad<CorrectedReservation, Request>
    {
        public async Task<Outcome<CorrectedReservation>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var found = await lines.FindAsync(named, Access.Change, cancellationToken);
            return found.Refusal is { } missing
                ? missing
                : new CorrectedReservation(
                    found.Value, await corrections.OfAsync([named.Id], cancellationToken), vault)
                {
                    Form = request.Field != ReservationField.Form ? null : await db
                        .UseOfForm(found.Value.Unit, request.Value.Trim()).SingleAsync(cancellationToken),
                };
        }
    }

    /// <summary>A field as JSON and the events name it.</summary>
    public static string NameOf(ReservationField field) => field switch
    {
        ReservationField.Form => "form",
        ReservationField.CustomerName => "customerName",
        _ => "customerPhone",
    };

    [Rule("RES-2", "a correction is an added entry")]
    internal static Outcome<EntryCorrected> Decide(CorrectedReservation state, Request request, Change change)
    {
        var (reservation, unit) = (state.Line.Reservation, state.Unit);
        if (state.Line.RefusesAnothersCustomer(change) is { } anothers)
            return anothers;
        var right = request.Field == ReservationField.CustomerPhone
            ? Phone.Of(request.Value)
            : request.Value.Trim();
        var field = NameOf(request.Field);
        var was = state.Known.Right(reservation.Id, field, request.Field switch
        {
            ReservationField.Form => reservation.Form,
            ReservationField.CustomerName => reservation.Customer.Name,
            _ => reservation.Customer.Phone,
        });
        if (was == right)
            return Refused.Input("RES-2", "value", Text.Of("correction.stands-there-already"));
        if (state.Form?.Refuses(right, reservation.Id, "value") is { } used)
            return used;
        return new EntryCorrected(
            change.NewId(), reservation.Id, unit.Id, unit.Project, unit.Code, field, change.Wrote(request.Reason))
        {
            Was = was,
            Becomes = right,
        };
    }
}

/// <summary>
/// What was entered wrongly was corrected by an added entry. The values are personal data, and stay in the vault.
/// </summary>
[HappensUnder("RES-2")]
internal sealed record EntryCorrected(
    Guid CorrectionId, Guid ReservationId, Guid UnitId, string Project, string Unit, string Field, FreeText Reason)
    : IEvent<CorrectedReservation>
{
    /// <summary>What stood there. Not in the log.</summary>
    [JsonIgnore]
    public string? Was { get; init; }

    /// <summary>What is right. Not in the log.</summary>
    [JsonIgnore]
    public string? Becomes { get; init; }

    public void Apply(CorrectedReservation state, Occurrence when)
    {
        // What was first recorded stays: the correction lies beside it. The wrong number is free for its own form.
        if (state.Form is { } form)
            state.Line.Reservation.FormKey = form.Key;
    }

    public void React(CorrectedReservation state, Occurrence when, Reactions follow) => follow.Add(new Correction(
        CorrectionId, Project, null, ReservationId, Field, state.Vault.Seal(Was!), state.Vault.Seal(Becomes!),
        Reason.Words!, when.At, when.By));
}
