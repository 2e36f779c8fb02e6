using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-1, RES-2, RES-4: a consultant registers a customer's reservation with name, form and deposit receipt; the first
/// registered has the unit, for 72 hours; the others are recorded as waiting.
/// </summary>
internal static class RegisterReservation
{
    public static void MapRegisterReservation(this IEndpointRouteBuilder api)
    {
        api.MapPost("projects/{project}/units/{unit}/reservations", HandleAsync)
            .AsCommand(SalesControlPermissions.RegisterReservation).LinesUpBy("project", "unit")
            .WithSummary("Register a reservation; on a taken unit it is recorded as waiting").Produces<ReservationView>(StatusCodes.Status201Created);
        api.MapGet("reservations/{id:guid}", GetAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A reservation or a wait").Produces<ReservationView>();
    }

    /// <summary>The reservation form 预约单.</summary>
    /// <param name="Customer">Whom it is for.</param>
    /// <param name="Form">The form's number.</param>
    /// <param name="DepositReceipt">The deposit's receipt; needed on a free unit, not recorded on a taken one.</param>
    /// <param name="DepositAmount">How much was paid; the project's standard deposit when not given.</param>
    internal sealed record Request(CustomerForm Customer, string Form, string? DepositReceipt = null, Money? DepositAmount = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Customer).SetValidator(new CustomerForm.Validator());
            RuleFor(r => r.Form).NotEmpty().WithMessage("The number of the reservation form is missing.").WithState(_ => "RES-1").MaximumLength(50);
            RuleFor(r => r.DepositReceipt).MaximumLength(50).Must(receipt => receipt is null || receipt.Trim().Length > 0).WithMessage("A deposit receipt has a number.").WithState(_ => "RES-1");
            RuleFor(r => r.DepositAmount!).SetValidator(new Money.Validator()).When(r => r.DepositAmount is not null);
        }
    }

    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-4")]
    private static async Task<IResult> HandleAsync(
        string project, string unit, Request request, Actor actor, UnitDesk desk, CustomerBook customers, DepositBook deposits, SalesControlDb db, ReservationSettings settings, IClock clock, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await desk.LockRowAsync(project, unit, actor, cancellationToken) is not { } unitId)
            return UnitDesk.Unknown(project, unit).ToProblem();

        var now = clock.GetCurrentInstant();
        var customer = await customers.OfAsync(project, request.Customer, now, actor.Id, cancellationToken);
        var found = await desk.LoadForRegisteringAsync(unitId, customer.Id, cancellationToken);
        var outcome = found.Register(
            Guid.CreateVersion7(time.GetUtcNow()), new Applicant(customer.Id, request.Customer.OnForm()), request.Form.Trim(), request.DepositReceipt?.Trim(), now, actor.Id, settings);
        if (outcome.Refusal is { } refusal)
            return refusal.ToProblem();
        var site = await desk.ProjectOfAsync(found, cancellationToken);
        if (await db.RefusesLimitAsync(outcome.Value, project, settings, cancellationToken) is { } limit)
            return limit.ToProblem();
        if (outcome.Value.DepositReceipt is not null && (await deposits.TakeAsync(outcome.Value, site, request.DepositAmount, now, actor.Id, cancellationToken)).Refusal is { } backed)
            return backed.ToProblem();

        db.Add(outcome.Value);
        desk.Follow(found);
        return Results.Created(WhatFollows.PathOf(outcome.Value), ReservationView.Of(outcome.Value, found, site)).WithETag(found.Version);
    }

    /// <summary>A consultant's customers hold no more units at once than the setting says; who waits holds none.</summary>
    public static async Task<Refused?> RefusesLimitAsync(this SalesControlDb db, Reservation reservation, string project, ReservationSettings settings, CancellationToken cancellationToken)
    {
        if (settings.LimitPerConsultant == 0 || reservation.State == ReservationState.Waiting)
            return null;
        // Of two registrations of one consultant on two units the second counts when the first is over.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"{project} {reservation.Consultant}"}, 11))", cancellationToken);
        var held = await db.Reservations.CountAsync(
            r => r.Consultant == reservation.Consultant && r.Id != reservation.Id && (r.State == ReservationState.Pending || r.State == ReservationState.Reserved) && db.Units.Any(u => u.Id == r.UnitId && u.Project == project),
            cancellationToken);
        return held < settings.LimitPerConsultant ? null : new Refused("RES-1", $"Customers of {reservation.Consultant} hold {held} units already, as many as one consultant's may.");
    }

    private static async Task<IResult> GetAsync(Guid id, Actor actor, SalesControlDb db, UnitDesk desk, CorrectionBook corrections, ReservationSettings settings, IClock clock, CancellationToken cancellationToken)
    {
        var found = await db.Units.AsNoTracking().Include(u => u.Reservations.Where(r => r.EndedAt == null || r.Id == id)).SingleOrDefaultAsync(u => u.Reservations.Any(r => r.Id == id), cancellationToken);
        if (found is null || !actor.MaySee(found.Project))
            return UnitDesk.UnknownReservation(id).ToProblem();

        // Shown as it is at this moment: what is due has taken effect, whether or not it was written down yet.
        var version = found.Version;
        found.ApplyDue(clock.GetCurrentInstant(), settings);
        return Results.Ok(ReservationView.Of(found.Reservations.Single(r => r.Id == id), found, await desk.ProjectOfAsync(found, cancellationToken), await corrections.OfAsync([id], cancellationToken))).WithETag(version);
    }
}
