using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>RES-4: the customer signs the subscription 认购书; of a held unit only the holder's may. It closes every wait, and the archive hears of it (DOC-5.2.2).</summary>
internal static class SignSubscription
{
    public static void MapSignSubscription(this IEndpointRouteBuilder api) =>
        api.MapPost("projects/{project}/units/{unit}/subscription", HandleAsync)
            .AsCommand(SalesControlPermissions.SignSubscription).LinesUpBy("project", "unit")
            .WithSummary("Record a signed subscription").Produces<SaleView>(StatusCodes.Status201Created);

    /// <summary>The signed agreement. Its time is the server's.</summary>
    /// <param name="AgreementNumber">The number on it.</param>
    /// <param name="Customer">Who signed, where one person buys all of it.</param>
    /// <param name="Buyers">Who signed, where several buy 共有人; the first stands for all.</param>
    /// <param name="Discount">Per cent off the list price; within one's own limit, or under a granted change. What was granted when not given.</param>
    /// <param name="DiscountChange">The granted change that the discount is under.</param>
    /// <param name="Instalments">What is paid when, in the order of the days; the default plan when not given.</param>
    internal sealed record Request(
        string AgreementNumber, CustomerForm? Customer = null, IReadOnlyList<BuyerForm>? Buyers = null, decimal? Discount = null, Guid? DiscountChange = null, IReadOnlyList<InstalmentForm>? Instalments = null)
    {
        /// <summary>Who buys, whichever way it was said.</summary>
        public IReadOnlyList<BuyerForm> WhoBuys() => Buyers ?? [new BuyerForm(Customer!, 100m)];
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.AgreementNumber).NotEmpty().WithMessage("The number of the agreement is missing.").WithState(_ => "RES-4").MaximumLength(50);
            RuleFor(r => r.Customer).Must((request, customer) => customer is null != request.Buyers is null).WithMessage("Either a customer who buys alone is named, or the buyers with their shares.").WithState(_ => "RES-4");
            RuleFor(r => r.Customer!).SetValidator(new CustomerForm.Validator()).When(r => r.Customer is not null);
            RuleFor(r => r.Buyers!).Must(buyers => buyers.Count is > 0 and <= BuyerForm.Most).WithMessage($"There are 1 to {BuyerForm.Most} buyers.").WithState(_ => "RES-4").When(r => r.Buyers is not null);
            RuleForEach(r => r.Buyers).NotNull().SetValidator(new BuyerForm.Validator());
            RuleFor(r => r.Discount).Must(discount => discount is null || DiscountLimits.IsDiscount(discount.Value)).WithMessage("A discount is in per cent below 100, with at most two decimals.").WithState(_ => "CS-4");
            RuleFor(r => r.Instalments!).Must(plan => plan.Count is > 0 and <= InstalmentForm.Most).WithMessage($"There are 1 to {InstalmentForm.Most} instalments.").WithState(_ => "RES-4").When(r => r.Instalments is not null);
            RuleForEach(r => r.Instalments).NotNull().SetValidator(new InstalmentForm.Validator());
        }
    }

    [Rule("RES-4")]
    [Rule("CS-4")]
    private static async Task<IResult> HandleAsync(
        string project, string unit, Request request, Actor actor, UnitDesk desk, CustomerBook customers, SaleBook book, SaleViews views, OpenChanges open, ReservationSettings settings, IClock clock, CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(project, unit, actor, cancellationToken, UnitParts.All) is not { } found)
            return UnitDesk.Unknown(project, unit).ToProblem();

        var now = clock.GetCurrentInstant();
        var form = request.WhoBuys();
        var buyers = await BuyerForm.ReadAsync(form, project, customers, now, actor.Id, cancellationToken);
        if (buyers.Refusal is { } who)
            return who.ToProblem();
        var from = found.Subscribe([.. buyers.Value.Select(b => b.CustomerId)], now, actor.Id, settings);
        if (from.Refusal is { } refusal)
            return refusal.ToProblem();
        var site = await desk.ProjectOfAsync(found, cancellationToken);
        var signing = new Signing(
            request.AgreementNumber.Trim(), form[0].Customer.OnForm(), buyers.Value, request.Discount, request.DiscountChange, request.Instalments?.Select(i => i.Read()).ToList(), from.Value.Reservation);
        var signed = await book.SignAsync(signing, found, site, now, actor, cancellationToken);
        if (signed.Refusal is { } refused)
            return refused.ToProblem();
        // Whatever was asked about the unit for sale, or about who held it, is about nothing any more.
        await open.CloseAsync(found, subject: null, except: null, "The unit was subscribed.", now, actor.Id, cancellationToken);
        desk.Follow(found);
        return Results.Created(signed.Value.Path, await views.OfAsync(signed.Value, found, site, now, cancellationToken)).WithETag(found.Version);
    }
}
