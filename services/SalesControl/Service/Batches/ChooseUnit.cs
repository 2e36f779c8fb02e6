using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Prices;
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
        api.MapCommand("queue-numbers/{id:guid}/choose", SalesControlPermissions.RegisterQueueNumber, HandleAsync).WithSummary("The called number chooses a unit and subscribes it").Produces<QueueNumberView>(StatusCodes.Status201Created);

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
        Guid id, Request request, IfMatch ifMatch, Actor actor, BatchDesk desk, UnitDesk units, DepositBook deposits, PriceBook prices, SalesControlDb db, TimeProvider time, CancellationToken cancellationToken)
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
        if (await db.Subscriptions.AnyAsync(s => s.Project == batch.Project && s.AgreementNumber == agreement, cancellationToken))
            return new Refused(null, $"There is a subscription {agreement} in this project already.", Field: "agreementNumber").ToProblem();
        if (await prices.GetAsync(unit.Id, now, cancellationToken) is not { } price)
            return new Refused("CS-4", $"{unit.Code} has no published price: it cannot be sold at any.") { Evidence = [unit.Stream] }.ToProblem();

        var site = await desk.ProjectOfAsync(batch, cancellationToken);
        var sale = db.Subscriptions.Add(new Subscription(Guid.CreateVersion7(time.GetUtcNow()), unit.Id, batch.Project, agreement, number.Customer, null, number.Consultant, now) { QueueNumberId = number.Id }).Entity;
        sale.Agree(price.Version, price.Price, discount: 0, discountChange: null, price.Price);
        sale.Add(new Buyer(Guid.CreateVersion7(time.GetUtcNow()), sale.Id, customer, 100m, now));
        var deposit = deposits.CarryOver(await db.LockDepositAsync(number.DepositId, cancellationToken), sale.Id, now, actor.Id);
        if (deposit.Refusal is { } gone)
            return gone.ToProblem();
        batch.Chosen(number, sale.Id, now, actor.Id);
        unit.Announce(
            new SubscriptionSigned(
                sale.Id, unit.Id, batch.Project, site.Name, site.TimeZone, site.CloseOfBusiness, unit.Code, unit.Building, unit.Entrance, unit.Room, agreement, ReservationId: null, sale.Consultant, now)
            {
                Buyers = [new BuyerShare(customer, 100m)],
                Price = price.Price,
                PriceListVersion = price.Version,
                QueueNumber = number.Number,
            },
            sale, now, actor.Id);
        units.Follow(unit);
        return Results.Created(sale.Path, QueueNumberView.Of(number, batch, deposit.Value, site)).WithETag(batch.Version);
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
