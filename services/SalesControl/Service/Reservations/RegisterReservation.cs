using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
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
        api.MapCommand("projects/{project}/units/{unit}/reservations", SalesControlPermissions.RegisterReservation, HandleAsync)
            .WithSummary("Register a reservation; on a taken unit it is recorded as waiting").Produces<ReservationView>(StatusCodes.Status201Created);
        api.MapQuery("reservations/{id:guid}", SalesControlPermissions.ReadBoard, GetAsync).WithSummary("A reservation or a wait").Produces<ReservationView>();
    }

    /// <summary>The reservation form 预约单.</summary>
    /// <param name="Customer">Whom it is for.</param>
    /// <param name="Form">The form's number.</param>
    /// <param name="DepositReceipt">The deposit's receipt; needed on a free unit, not recorded on a taken one.</param>
    internal sealed record Request(CustomerForm Customer, string Form, string? DepositReceipt = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Customer).SetValidator(new CustomerForm.Validator());
            RuleFor(r => r.Form).NotEmpty().WithMessage("The number of the reservation form is missing.").WithState(_ => "RES-1").MaximumLength(50);
            RuleFor(r => r.DepositReceipt).MaximumLength(50).Must(receipt => receipt is null || receipt.Trim().Length > 0).WithMessage("A deposit receipt has a number.").WithState(_ => "RES-1");
        }
    }

    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-4")]
    private static async Task<IResult> HandleAsync(
        string project, string unit, Request request, Actor actor, UnitDesk desk, SalesControlDb db, WhatFollows follows, ReservationSettings settings, IClock clock, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(project, unit, actor, cancellationToken) is not { } found)
            return UnitDesk.Unknown(project, unit).ToProblem();

        var outcome = found.Register(
            Guid.CreateVersion7(time.GetUtcNow()), request.Customer.ToCustomer(), request.Form.Trim(), request.DepositReceipt?.Trim(), clock.GetCurrentInstant(), actor.Id, settings);
        if (outcome.Refusal is { } refusal)
            return refusal.ToProblem();
        if (await db.BackedByAsync(outcome.Value, cancellationToken) is { } backed)
            return backed.ToProblem();

        db.Add(outcome.Value);
        follows.Of(found, settings);
        var view = ReservationView.Of(outcome.Value, found, await desk.ProjectOfAsync(found, cancellationToken));
        return Results.Created(WhatFollows.PathOf(outcome.Value), view).WithETag(found.Version);
    }

    /// <summary>One receipt backs one reservation: refused when it backs another that is not over.</summary>
    [Rule("RES-1")]
    public static async Task<Refused?> BackedByAsync(this SalesControlDb db, Reservation reservation, CancellationToken cancellationToken)
    {
        if (reservation.DepositReceipt is not { } receipt)
            return null;
        var other = await db.Reservations.AsNoTracking()
            .Where(r => r.DepositReceipt == receipt && r.Id != reservation.Id && (r.State == ReservationState.Pending || r.State == ReservationState.Reserved))
            .Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancellationToken);
        return other is null ? null : new Refused("RES-1", $"Receipt {receipt} backs another reservation.", Field: "depositReceipt") { Evidence = [$"reservation/{other}"] };
    }

    private static async Task<IResult> GetAsync(Guid id, Actor actor, SalesControlDb db, UnitDesk desk, ReservationSettings settings, IClock clock, CancellationToken cancellationToken)
    {
        var found = await db.Units.AsNoTracking().Include(u => u.Reservations).SingleOrDefaultAsync(u => u.Reservations.Any(r => r.Id == id), cancellationToken);
        if (found is null || !actor.MaySee(found.Project))
            return UnitDesk.UnknownReservation(id).ToProblem();

        // Shown as it is at this moment: what is due has taken effect, whether or not it was written down yet.
        var version = found.Version;
        found.ApplyDue(clock.GetCurrentInstant(), settings);
        return Results.Ok(ReservationView.Of(found.Reservations.Single(r => r.Id == id), found, await desk.ProjectOfAsync(found, cancellationToken))).WithETag(version);
    }
}
