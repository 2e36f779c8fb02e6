using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>RES-4: the customer signs the subscription 认购书; of a held unit only the holder's may. It closes every wait, and the archive hears of it (DOC-5.2.2).</summary>
internal static class SignSubscription
{
    public static void MapSignSubscription(this IEndpointRouteBuilder api)
    {
        api.MapCommand("projects/{project}/units/{unit}/subscription", SalesControlPermissions.SignSubscription, HandleAsync)
            .WithSummary("Record a signed subscription").Produces<View>(StatusCodes.Status201Created);
        api.MapQuery("subscriptions/{id:guid}", SalesControlPermissions.ReadBoard, GetAsync).WithSummary("A subscription").Produces<View>();
    }

    /// <summary>The signed agreement. Its time is the server's.</summary>
    /// <param name="AgreementNumber">The number on it.</param>
    /// <param name="Customer">Who signed.</param>
    internal sealed record Request(string AgreementNumber, CustomerForm Customer);

    /// <summary>A subscription as a caller sees it.</summary>
    internal sealed record View(
        Guid Id, string Project, string Unit, string AgreementNumber, CustomerView Customer, Guid? ReservationId, string Consultant, OffsetDateTime SignedAt, int ClosedWaits,
        SaleState State, Money? ListPrice, decimal Discount, Money? Price, int? PriceListVersion);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.AgreementNumber).NotEmpty().WithMessage("The number of the agreement is missing.").MaximumLength(50);
            RuleFor(r => r.Customer).SetValidator(new CustomerForm.Validator());
        }
    }

    [Rule("RES-4")]
    [Rule("CS-4")]
    private static async Task<IResult> HandleAsync(
        string project, string unit, Request request, Actor actor, UnitDesk desk, CustomerBook customers, DepositBook deposits, PriceBook prices, SalesControlDb db, ReservationSettings settings, IClock clock, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(project, unit, actor, cancellationToken) is not { } found)
            return UnitDesk.Unknown(project, unit).ToProblem();

        var now = clock.GetCurrentInstant();
        var number = request.AgreementNumber.Trim();
        var customer = await customers.OfAsync(project, request.Customer, now, actor.Id, cancellationToken);
        var outcome = found.Subscribe([customer.Id], now, actor.Id, settings);
        if (outcome.Refusal is { } refusal)
            return refusal.ToProblem();
        if (await db.Subscriptions.AnyAsync(s => s.Project == project && s.AgreementNumber == number, cancellationToken))
            return new Refused(null, $"There is a subscription {number} in this project already.", Field: "agreementNumber").ToProblem();
        if (await prices.GetAsync(found.Id, now, cancellationToken) is not { } price)
            return new Refused("CS-4", $"{found.Code} has no published price: it cannot be sold at any.") { Evidence = [found.Stream] }.ToProblem();

        var site = await desk.ProjectOfAsync(found, cancellationToken);
        var from = outcome.Value;
        var sale = db.Subscriptions.Add(new Subscription(
            Guid.CreateVersion7(time.GetUtcNow()), found.Id, project, number, request.Customer.OnForm(), from.Reservation?.Id, from.Reservation?.Consultant ?? actor.Id, now)).Entity;
        sale.Agree(price.Version, price.Price, discount: 0, discountChange: null, price.Price);
        sale.Add(new Buyer(Guid.CreateVersion7(time.GetUtcNow()), sale.Id, customer.Id, 100m, now));
        if (from.Reservation is { } reservation && await deposits.CarryOverAsync(reservation, sale.Id, now, actor.Id, cancellationToken) is { } gone)
            return gone.ToProblem();
        found.Announce(
            new SubscriptionSigned(
                sale.Id, found.Id, project, site.Name, site.TimeZone, site.CloseOfBusiness, found.Code, found.Building, found.Entrance, found.Room,
                number, sale.ReservationId, sale.Consultant, now)
            {
                Buyers = [new BuyerShare(customer.Id, 100m)],
                Price = price.Price,
                PriceListVersion = price.Version,
            },
            sale, now, actor.Id);
        desk.Follow(found);
        return Results.Created(sale.Path, Show(sale, found.Code, site, from.ClosedWaits.Count)).WithETag(found.Version);
    }

    private static async Task<IResult> GetAsync(Guid id, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        var found = await db.Subscriptions.AsNoTracking().Where(s => s.Id == id)
            .Join(db.Units, s => s.UnitId, u => u.Id, (s, u) => new { Subscription = s, u.Code })
            .Join(db.Projects, s => s.Subscription.Project, p => p.Code, (s, p) => new { s.Subscription, s.Code, Project = p }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !actor.MaySee(found.Project.Code))
            return Refused.NotFound($"There is no subscription {id} among those that you may see.").ToProblem();

        var closed = await db.Reservations.CountAsync(r => r.UnitId == found.Subscription.UnitId && r.State == ReservationState.Closed, cancellationToken);
        return Results.Ok(Show(found.Subscription, found.Code, found.Project, closed));
    }

    private static View Show(Subscription s, string unit, Project project, int closedWaits) =>
        new(s.Id, s.Project, unit, s.AgreementNumber, CustomerView.Of(s.Customer), s.ReservationId, s.Consultant, project.At(s.SignedAt), closedWaits,
            s.State, Money.Of(s.ListPrice), s.Discount, Money.Of(s.Price), s.PriceListVersion);
}
