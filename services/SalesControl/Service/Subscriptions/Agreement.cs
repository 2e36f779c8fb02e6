using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Reservations;

namespace Ops.SalesControl.Subscriptions;

/// <summary>What is signed.</summary>
/// <param name="AgreementNumber">The number on the agreement.</param>
/// <param name="First">The first buyer, as the agreement has it.</param>
/// <param name="Buyers">Who buys, with which shares.</param>
internal sealed record Signing(string AgreementNumber, CustomerOnForm First, IReadOnlyList<BuyerShare> Buyers)
{
    /// <summary>Per cent; null for what was granted, or nothing.</summary>
    public decimal? Discount { get; init; }

    /// <summary>The granted change that the discount is under.</summary>
    public GrantedDiscount? Granted { get; init; }

    /// <summary>What is paid when; null for the default plan.</summary>
    public IReadOnlyList<PlannedPayment>? Instalments { get; init; }

    /// <summary>The reservation that it comes from.</summary>
    public Reservation? Reservation { get; init; }

    /// <summary>The queue number 排号 that it comes from, and its number.</summary>
    public (Guid Id, int Number)? QueueNumber { get; init; }

    /// <summary>What was paid on the reservation or the queue number, and becomes part of the price.</summary>
    public IReadOnlyList<Deposit> Deposits { get; init; } = [];

    /// <summary>Whose sale it is.</summary>
    public required string Consultant { get; init; }
}

/// <summary>
/// RES-4, CS-4: what a signed subscription comes to: at which price, by whom, to be paid when, and what was paid
/// already.
/// </summary>
internal static class Agreement
{
    [Rule("CS-4", "the price list's price, less the discount")]
    [Rule("RES-1", "the deposit becomes part of the price")]
    public static Outcome<SubscriptionSigned> Sign(UnitForSale unit, Signing signing, Change change)
    {
        if (unit.RefusesAgreement(signing.AgreementNumber) is { } number)
            return number;
        if (unit.Facts.Price is not { } list)
            return UnitForSale.NoPrice(unit.Unit);
        var discount = DiscountOf(unit, signing, change);
        if (discount.Refusal is { } above)
            return above;

        var price = DiscountLimits.Less(list.Price, discount.Value);
        var (site, settings) = (unit.Facts.Terms.Site, unit.Facts.Terms.Settings);
        var today = site.At(change.At).Date;
        if (signing.Instalments is { } given && PaymentPlan.Refuses(given, price, today) is { } plan)
            return plan;
        var sale = new Subscription(change.NewId(), unit.Unit, signing, change.At)
        {
            ContractDueAt = settings.ContractDueAt(change.At, site.Site),
        };
        sale.Agree(new(list.Version, list.Price, discount.Value, signing.Granted?.Id, price));
        sale.Fill(signing.Buyers, signing.Instalments ?? PaymentPlan.Default(settings, price, today), change);
        foreach (var deposit in signing.Deposits)
        {
            if (deposit.Amount > sale.Open)
            {
                return new Refused("RES-1", Text.Of("sale.deposits-above-price", ("unit", unit.Unit.Code)))
                {
                    Evidence = [deposit.Evidence],
                };
            }

            if (deposit.RefusesToEnd() is { } gone)
                return gone;
            sale.Receive(deposit.Amount, change.At);
        }

        return SubscriptionSigned.Of(unit, sale, signing);
    }

    /// <summary>
    /// After a swap the sale goes on with another unit: the same buyers, that unit's price, what was paid moved on, the
    /// instalments as they were but for the difference.
    /// </summary>
    [Rule("RES-4", "a swap gives no money back")]
    public static Outcome<SubscriptionSigned> Swap(
        StandingSale from, UnitForSale target, SwapTerms terms, Change change)
    {
        if (target.RefusesAgreement(terms.AgreementNumber) is { } number)
            return number;
        if (target.Facts.Price is not { } list)
            return UnitForSale.NoPrice(target.Unit);
        var price = DiscountLimits.Less(list.Price, terms.Discount);
        if (from.Sale.Paid > price)
        {
            return from.Refuse(
                "RES-4", "swap.paid-more-than-price", ("paid", from.Sale.Paid), ("price", price),
                ("unit", target.Unit.Code));
        }

        var (site, settings) = (target.Facts.Terms.Site, target.Facts.Terms.Settings);
        var signing = new Signing(terms.AgreementNumber, from.Sale.Customer, from.Sale.Shares())
        {
            Consultant = from.Sale.Consultant,
        };
        var sale = new Subscription(change.NewId(), target.Unit, signing, change.At)
        {
            SwappedFrom = from.Sale.Id,
            ContractDueAt = settings.ContractDueAt(change.At, site.Site),
        };
        sale.Agree(new(list.Version, list.Price, terms.Discount, null, price));
        sale.Fill(
            signing.Buyers, PaymentPlan.After(from.Sale.Plan(), price, settings, site.At(change.At).Date), change);
        sale.Receive(from.Sale.Paid, change.At);
        return SubscriptionSigned.Of(target, sale, signing);
    }

    private static Outcome<decimal> DiscountOf(UnitForSale unit, Signing signing, Change change)
    {
        var asked = signing.Discount ?? 0;
        if (signing.Granted is not { } granted)
            return unit.Facts.Terms.Limits.Refuses(asked, change.Actor.Post) is { } above ? above : asked;
        return granted.ReadFor(unit.Unit, signing.Buyers).Then<decimal>(percent => signing.Discount > percent
            ? Refused.Input("CS-4", "discount", Text.Of(
                "discount.more-than-granted", ("granted", percent), ("asked", asked)))
            : signing.Discount ?? percent);
    }
}
