using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Batches;

/// <summary>
/// RES-4, CS-4: whoever was called chooses a unit of the batch 选房 and signs its subscription at the price in force; the deposit becomes part of the price. Only the order of the call
/// decides who chooses.
/// </summary>
internal static class ChooseUnit
{
    public static void MapChooseUnit(this IEndpointRouteBuilder api) =>
        api.MapPost("queue-numbers/{id:guid}/choose", HandleAsync)
            .AsCommand(SalesControlPermissions.RegisterQueueNumber)
            .WithSummary("The called number chooses a unit and subscribes it")
            .Produces<QueueNumberView>(StatusCodes.Status201Created);

    /// <summary>What is chosen.</summary>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="AgreementNumber">The number on the signed subscription.</param>
    internal sealed record Request(string Unit, string AgreementNumber);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Unit).NotEmpty().WithMessage("Name the unit.");
            RuleFor(r => r.AgreementNumber).NotEmpty().WithMessage("The number of the agreement is missing.").MaximumLength(50);
        }
    }

    [Rule("RES-4")]
    [Rule("CS-4")]
    private static async Task<IResult> HandleAsync(
        Guid id, Request request, IfMatch ifMatch, Actor actor, BatchDesk desk, UnitDesk units, SaleBook sales, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (await desk.LockForAsync(id, actor, cancellationToken) is not var (batch, number, numbers))
            return BatchDesk.UnknownNumber(id).ToProblem();
        if (ifMatch.Check(batch.Version) is { } stale)
            return stale;
        if (batch.RefusesChoiceOf(number, numbers) is { } turn)
            return turn.ToProblem();
        if (await units.LockAsync(batch.Project, request.Unit, actor, cancellationToken, UnitParts.All) is not { } unit)
            return Refused.Input(null, "unit", $"There is no unit {request.Unit} in project {batch.Project}.").ToProblem();

        var now = desk.Now;
        var agreement = request.AgreementNumber.Trim();
        var customer = await db.CustomerOfAsync(number, cancellationToken);
        if (unit.Choose(batch.Id, customer, number.Consultant, now).Refusal is { } refusal)
            return refusal.ToProblem();
        var site = await desk.ProjectOfAsync(batch, cancellationToken);
        var deposit = await db.LockDepositAsync(number.DepositId, cancellationToken);
        var signing = new Signing(agreement, number.Customer, [new BuyerShare(customer, 100m)], Discount: null, DiscountChange: null, Instalments: null, Reservation: null)
        {
            QueueNumber = (number.Id, number.Number),
            Consultant = number.Consultant,
        };
        var signed = await sales.SignAsync(signing, unit, site, now, actor, cancellationToken);
        if (signed.Refusal is { } unsigned)
            return unsigned.ToProblem();
        var sale = signed.Value;
        batch.Chosen(number, sale.Id, now, actor.Id);
        units.Follow(unit);
        return Results.Created(sale.Path, QueueNumberView.Of(number, batch, deposit, site)).WithETag(batch.Version);
    }

    /// <summary>Whose the number is by now: entries of one person may have been merged.</summary>
    private static async Task<Guid> CustomerOfAsync(this SalesControlDb db, QueueNumber number, CancellationToken cancellationToken)
    {
        var customer = number.CustomerId;
        while (await db.Customers.Where(c => c.Id == customer).Select(c => c.MergedInto).SingleAsync(cancellationToken) is { } merged)
            customer = merged;
        return customer;
    }
}
