using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A buyer 共有人 as a form has one.</summary>
/// <param name="Customer">Who buys.</param>
/// <param name="Share">Per cent, two decimals; those of all buyers sum to 100.</param>
internal sealed record BuyerForm(CustomerForm Customer, decimal Share)
{
    public const int Most = 10;

    /// <summary>
    /// Null where the shares sum to 100 and nobody stands there twice: by the document, else by phone and name (RES-4).
    /// </summary>
    [Rule("RES-4", "who buys, and with which shares")]
    public static Refused? Refuses(IReadOnlyList<BuyerForm> buyers)
    {
        if (buyers.Sum(b => b.Share) != 100)
            return Refused.Input("RES-4", "buyers", Text.Of("buyers.shares"));
        for (var one = 0; one < buyers.Count; one++)
        {
            for (var other = one + 1; other < buyers.Count; other++)
            {
                if (IsSame(buyers[one].Customer, buyers[other].Customer))
                    return Twice();
            }
        }

        return null;
    }

    public static Refused Twice() => Refused.Input("RES-4", "buyers", Text.Of("buyers.twice"));

    private static bool IsSame(CustomerForm one, CustomerForm other)
    {
        if (one.IdDocument is { } document && other.IdDocument is { } another)
            return document.Key == another.Key;
        var (form, name) = (one.OnForm(), other.OnForm().Name);
        return form.Phone == other.OnForm().Phone
            && (form.IsNamed(name) || (one.SameCustomer ?? true) && (other.SameCustomer ?? true));
    }

    internal sealed class Validator : AbstractValidator<BuyerForm>
    {
        public Validator()
        {
            RuleFor(b => b.Customer).SetValidator(new CustomerForm.Validator());
            RuleFor(b => b.Share).Must(share => share is > 0 and <= 100 && decimal.Round(share, 2) == share)
                .Refuses("RES-4", "buyers.share");
        }
    }
}

/// <summary>Reads who buys.</summary>
internal static class Buyers
{
    /// <summary>There are some, and not too many.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<BuyerForm>> MustBeSomeBuyers<T>(
        this IRuleBuilder<T, IReadOnlyList<BuyerForm>> rule) =>
        rule.Must(buyers => buyers.Count is > 0 and <= BuyerForm.Most)
            .Refuses("RES-4", "buyers.count", ("most", BuyerForm.Most));

    /// <summary>The customers' entries, with their shares.</summary>
    public static async Task<Outcome<List<BuyerShare>>> ReadBuyersAsync(
        this CustomerBook customers, IReadOnlyList<BuyerForm> buyers, string project, Change change,
        CancellationToken cancellationToken)
    {
        if (BuyerForm.Refuses(buyers) is { } refusal)
            return refusal;
        var found = await customers.OfAllAsync(
            project, [.. buyers.Select(b => b.Customer)], change, cancellationToken);
        // Two forms may lead to one entry: a phone on one, the document of the same person on the other.
        return found.Then<List<BuyerShare>>(all => all.Distinct().Count() < all.Count
            ? BuyerForm.Twice()
            : all.Zip(buyers, (customer, buyer) => new BuyerShare(customer.Id, buyer.Share)).ToList());
    }
}
