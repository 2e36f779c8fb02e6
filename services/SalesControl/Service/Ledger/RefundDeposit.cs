using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Ledger;

/// <summary>RES-1: a deposit, or what was paid first, goes back to the customer, once, when what it backed is over.</summary>
internal static class RefundDeposit
{
    public static void MapRefundDeposit(this IEndpointRouteBuilder api) =>
        api.MapPost("deposits/{id:guid}/refund", HandleAsync).AsCommand(SalesControlPermissions.RefundDeposit)
            .WithSummary("Refund a deposit whose reservation or queue number is over").Produces<ReadDeposits.View>();

    /// <summary>Why.</summary>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("RES-1", "A refund needs its reason.");
    }

    [Rule("RES-1")]
    private static async Task<IResult> HandleAsync(
        Guid id, Request request, IfMatch ifMatch, Actor actor, UnitDesk desk, DepositBook deposits, ITaskList tasks, SalesControlDb db, ReservationSettings settings, IClock clock, CancellationToken cancellationToken)
    {
        var seen = await db.Deposits.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (seen is null || !actor.MaySee(seen.Project))
            return ReadDeposits.Unknown(id).ToProblem();

        // The unit first, then the deposit: who subscribes takes them in this order too.
        var unit = seen.ReservationId is { } backed && await desk.LockForAsync(backed, actor, cancellationToken) is var (locked, _) ? locked : null;
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM deposits WHERE id = {id} FOR UPDATE", cancellationToken);
        var deposit = await db.Deposits.SingleAsync(d => d.Id == id, cancellationToken);
        if (ifMatch.Check(deposit.Version) is { } stale)
            return stale;

        var now = clock.GetCurrentInstant();
        if (deposit.ReservationId is { } reservation && unit?.RefusesRefund(reservation, now, settings) is { } open)
            return open.ToProblem();
        if (deposit.QueueNumberId is { } number && await db.QueueNumbers.AnyAsync(n => n.Id == number && n.EndedAt == null, cancellationToken))
            return new Refused("RES-1", "It backs a queue number that is not over: it goes back with that.") { Evidence = [$"queue-number/{number}"] }.ToProblem();
        if (deposits.Refund(deposit, now, actor.Id).Refusal is { } refused)
            return refused.ToProblem();

        if (unit is not null)
        {
            unit.Refunded(deposit.Id, deposit.ReservationId!.Value, deposit.Receipt, deposit.Amount, Money.Yuan, request.Reason.Trim(), now, actor.Id);
            desk.Follow(unit);
            if (!await db.Deposits.AnyAsync(d => d.ReservationId == deposit.ReservationId && d.Id != id && d.State == DepositState.Held, cancellationToken))
                tasks.Done(WhatFollows.GiveBackKey(deposit.ReservationId!.Value), now, actor.Id);
        }

        var site = await db.Projects.AsNoTracking().SingleAsync(p => p.Code == deposit.Project, cancellationToken);
        return Results.Ok(ReadDeposits.View.Of(deposit, site, null)).WithETag(deposit.Version);
    }
}
