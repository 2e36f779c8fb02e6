using System.Text.Json.Serialization;
using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-1, RES-2, RES-4: a consultant registers a customer's reservation with name, form and deposit receipt; the first
/// registered has the unit, for 72 hours; the others are recorded as waiting.
/// </summary>
internal static class RegisterReservation
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Registering, Request, Events<HeadOfLine>>(
                "projects/{project}/units/{unit}/reservations", SalesControlPermissions.RegisterReservation, Decide)
            .Makes<NewReservation, ReservationView>((line, _) => line.Registered, made => made.Reservation.Path)
            .LinesUpBy("project", "unit")
            .OfferedOn<IUnitOnShow>((shown, _) => shown.Unit.Forbids(UnitActs.Reserve))
            .WithSummary("reservation.register.summary");

    /// <summary>The reservation form 预约单.</summary>
    /// <param name="Customer">Whom it is for.</param>
    /// <param name="Form">The form's number.</param>
    /// <param name="DepositReceipt">The deposit's receipt; needed on a free unit, not recorded on a taken one.</param>
    /// <param name="DepositAmount">How much was paid; the project's standard deposit when not given.</param>
    internal sealed record Request(
        CustomerForm Customer, string Form, string? DepositReceipt = null, Money? DepositAmount = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Customer).SetValidator(new CustomerForm.Validator());
            RuleFor(r => r.Form).NotEmpty().Refuses("RES-1", "reservation.form-missing").IsOneLine(50);
            RuleFor(r => r.DepositReceipt).IsOneLine(50)
                .Must(receipt => receipt is null || receipt.Trim().Length > 0)
                .Refuses("RES-1", "reservation.receipt-without-number");
            RuleFor(r => r.DepositAmount!).SetValidator(new Money.Validator()).When(r => r.DepositAmount is not null);
        }
    }

    [Rule("RES-1", "a deposit receipt with the form")]
    [Rule("RES-2", "registered, and the unit is taken")]
    [Rule("RES-4", "first registered, first served")]
    internal static Outcome<Events<HeadOfLine>> Decide(Registering line, Request request, Change change)
    {
        var unit = line.Unit;
        if ((unit.Forbids(UnitActs.Reserve) ?? line.RefusesAgain()) is { } forbidden)
            return forbidden;
        var form = request.Form.Trim();
        var registration = new Registration(line.Applicant, form, change.Actor.Id) { FormKey = line.Form.Key };
        if (unit.State != UnitState.Available)
        {
            if (line.Form.Refuses(form) is { } waits)
                return waits;
            return new Events<HeadOfLine>(new WaitRecorded(
                change.NewId(), unit.Id, unit.Project, unit.Code, registration.Consultant, unit.Waiting + 1)
            {
                Registration = registration,
            });
        }

        if (request.DepositReceipt?.Trim() is not { } receipt)
            return Refused.Input("RES-1", "depositReceipt", Text.Of("reservation.no-receipt"));
        if ((line.RefusesHolding(receipt, registration.Consultant) ?? line.Form.Refuses(form)) is { } refusal)
            return refusal;
        return new Events<HeadOfLine>(new ReservationRegistered(
            change.NewId(), unit.Id, unit.Project, unit.Code, registration.Consultant, receipt,
            line.HeldUntil(change.At))
        {
            Registration = registration,
            DepositId = change.NewId(),
            Deposit = request.DepositAmount?.ToDecimal() ?? line.StandardDeposit,
        });
    }
}

/// <summary>A reservation 预留 was registered: the unit is taken from this moment (RES-1, RES-2).</summary>
[HappensUnder("RES-1")]
internal sealed record ReservationRegistered(
    Guid ReservationId, Guid UnitId, string Project, string Unit, string Consultant, string DepositReceipt,
    Instant ExpiresAt) : IEvent<HeadOfLine>
{
    /// <summary>What is registered; null where who waited takes an offer up. Personal data: not in the log.</summary>
    [JsonIgnore]
    public Registration? Registration { get; init; }

    /// <summary>The form that an offer is taken up with.</summary>
    [JsonIgnore]
    public string? Form { get; init; }

    /// <summary>What that form's number is known by.</summary>
    [JsonIgnore]
    public string? FormKey { get; init; }

    /// <summary>The id of the deposit that backs it.</summary>
    public Guid DepositId { get; init; }

    /// <summary>CNY: how much was paid.</summary>
    public decimal Deposit { get; init; }

    public void Apply(HeadOfLine state, Occurrence when)
    {
        if (Registration is not null)
            state.Add(Reservation.Of(ReservationId, state.Unit, Registration, when.At));
        var held = state.Find(ReservationId);
        if (Form is not null)
            held.Bring(Form, FormKey);
        held.Hold(DepositReceipt, DepositId, when.At, ExpiresAt);
        state.Unit.Enter(UnitState.Pending, when.At, held.AsHeld());
    }

    public void React(HeadOfLine state, Occurrence when, Reactions follow)
    {
        var held = state.Find(ReservationId);
        if (Registration is not null)
            follow.Add(held);
        if (held.OfferedAt is not null)
            follow.Deadlines.Meet(held.OfferKey, when.At);
        follow.TakeDeposit(state, held, (DepositId, Deposit), when);
        follow.SetLapse(state, held, when.At, ExpiresAt - when.At);
        follow.AskToApprove(state, held, Text.Of("reservation.task.decide", ("unit", Unit)), when);
    }
}

/// <summary>Another customer was recorded as waiting for a taken unit (RES-4).</summary>
[HappensUnder("RES-4")]
internal sealed record WaitRecorded(
    Guid ReservationId, Guid UnitId, string Project, string Unit, string Consultant, int Place) : IEvent<HeadOfLine>
{
    /// <summary>What is registered. Personal data: not in the log.</summary>
    [JsonIgnore]
    public Registration? Registration { get; init; }

    public void Apply(HeadOfLine state, Occurrence when)
    {
        state.Add(Reservation.Of(ReservationId, state.Unit, Registration!, when.At));
        state.Unit.Waiting++;
    }

    public void React(HeadOfLine state, Occurrence when, Reactions follow) => follow.Add(state.Find(ReservationId));
}
