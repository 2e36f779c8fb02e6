using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// RES-4: the customer signs the subscription 认购书. Of a free unit, or a let shop, anyone's customer may; of one that is
/// held or offered only the holder's, alone or among several buyers. It closes every wait, and the archive hears of it
/// (DOC-5.2.2).
/// </summary>
internal static class SignSubscription
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Signer, Request, Events<UnitForSale>>(
                "projects/{project}/units/{unit}/subscription", SalesControlPermissions.SignSubscription, Decide)
            .Makes<StandingSale, SaleView>((state, _) => state.Signed, signed => signed.Sale.Path)
            .LinesUpBy("project", "unit")
            .OfferedOn<IUnitOnShow>((shown, _) => Refuses(shown.Unit)
                ?? (shown.HasPrice ? null : UnitForSale.NoPrice(shown.Unit)))
            .WithSummary("subscription.sign.summary");

    /// <summary>The signed agreement. Its time is the server's.</summary>
    /// <param name="AgreementNumber">The number on it.</param>
    /// <param name="Customer">Who signed, where one person buys all of it.</param>
    /// <param name="Buyers">Who signed, where several buy 买受人; the first stands for all.</param>
    /// <param name="Discount">
    /// Per cent off the list price; within one's own limit, or under a granted change. What was granted when not given.
    /// </param>
    /// <param name="DiscountChange">The granted change that the discount is under.</param>
    /// <param name="Instalments">
    /// What is paid when, in the order of the days; the default plan when not given.
    /// </param>
    /// <param name="CustomerId">
    /// The customer's entry, where the one who holds the unit buys all of it: nothing is typed again.
    /// </param>
    internal sealed record Request(
        string AgreementNumber, CustomerForm? Customer = null, IReadOnlyList<BuyerForm>? Buyers = null,
        decimal? Discount = null, Guid? DiscountChange = null, IReadOnlyList<InstalmentForm>? Instalments = null,
        Guid? CustomerId = null)
    {
        /// <summary>Who buys, where forms say it.</summary>
        public IReadOnlyList<BuyerForm> WhoBuys() => Buyers ?? [new BuyerForm(100m, Customer)];
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.AgreementNumber).NotEmpty().Refuses("RES-4", "sale.agreement-missing").IsOneLine(50);
            RuleFor(r => r.Customer)
                .Must((r, _) => new object?[] { r.Customer, r.Buyers, r.CustomerId }.Count(who => who is not null) == 1)
                .Refuses("RES-4", "sale.customer-or-buyers");
            RuleFor(r => r.Customer!).SetValidator(new CustomerForm.Validator()).When(r => r.Customer is not null);
            RuleFor(r => r.Buyers!).MustBeSomeBuyers().When(r => r.Buyers is not null);
            RuleForEach(r => r.Buyers).NotNull().SetValidator(new BuyerForm.Validator());
            RuleFor(r => r.Discount).Must(discount => discount is null || DiscountLimits.IsDiscount(discount.Value))
                .Refuses("CS-4", "discount.no-percent");
            RuleFor(r => r.Instalments!).MustBeSomeInstalments().When(r => r.Instalments is not null);
            RuleForEach(r => r.Instalments).NotNull().SetValidator(new InstalmentForm.Validator());
        }
    }

    private static Refused? Refuses(Unit unit) => unit.Forbids(UnitActs.Subscribe);

    [Rule("RES-4", "of a held unit only the holder's customer")]
    [Rule("DOC-5.6.1", "a let shop is sold")]
    internal static Outcome<Events<UnitForSale>> Decide(Signer state, Request request, Change change)
    {
        var (unit, holder) = (state.Unit, state.Holder);
        if (Refuses(unit) is { } forbidden)
            return forbidden;
        if (holder is not null && state.Buyers.All(buyer => buyer.CustomerId != holder.CustomerId))
        {
            return new Refused("RES-4", Text.Of("sale.held-for-another", ("unit", unit.Code)))
            {
                Evidence = [holder.Evidence],
            };
        }

        var signing = new Signing(
            request.AgreementNumber.Trim(), state.First, state.Buyers)
        {
            Discount = request.Discount,
            Granted = state.Granted,
            Instalments = request.Instalments?.Select(i => i.Read()).ToList(),
            Reservation = holder,
            Deposits = state.DepositsOf(holder),
            Consultant = holder?.Consultant ?? change.Actor.Id,
        };
        return Agreement.Sign(state, signing, change).Then<Events<UnitForSale>>(signed => new Events<UnitForSale>(
            [
                .. RenewalEnded.OfLine(state, "renewal.ended.subscribed"),
                .. state.Waiting.Select(one => new WaitClosed(one.Id, unit.Id, unit.Project, unit.Code)),
                signed,
                .. LetShopSold.Of(unit, signed.SubscriptionId, state.Facts.Leases),
                .. state.CloseAsked(Text.Of("change.closed.subscribed")),
            ]));
    }
}
