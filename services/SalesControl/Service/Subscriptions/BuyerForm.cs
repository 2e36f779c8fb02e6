using FluentValidation;
using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A buyer 共有人 as a form has one.</summary>
/// <param name="Customer">Who buys.</param>
/// <param name="Share">Per cent, two decimals; those of all buyers sum to 100.</param>
internal sealed record BuyerForm(CustomerForm Customer, decimal Share)
{
    public const int Most = 10;

    /// <summary>Null where the shares sum to 100 and nobody stands there twice: by the document, else by the phone (RES-4).</summary>
    [Rule("RES-4")]
    public static Refused? Refuses(IReadOnlyList<BuyerForm> buyers)
    {
        if (buyers.Sum(b => b.Share) != 100)
            return Refused.Input("RES-4", "buyers", "The buyers' shares sum to exactly 100 per cent.");
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

    public static Refused Twice() => Refused.Input("RES-4", "buyers", "A person is one of the buyers once, with all of the share.");

    /// <summary>The customers' entries, with their shares.</summary>
    public static async Task<Outcome<List<BuyerShare>>> ReadAsync(IReadOnlyList<BuyerForm> buyers, string project, CustomerBook customers, Instant now, string by, CancellationToken cancellationToken)
    {
        if (Refuses(buyers) is { } refusal)
            return refusal;
        var found = await customers.OfAllAsync(project, [.. buyers.Select(b => b.Customer)], now, by, cancellationToken);
        // Two forms may lead to one entry: a phone on one, the document of the same person on the other.
        return found.Distinct().Count() < found.Count ? Twice() : found.Zip(buyers, (customer, buyer) => new BuyerShare(customer.Id, buyer.Share)).ToList();
    }

    private static bool IsSame(CustomerForm one, CustomerForm other) => one.IdDocument is { } document && other.IdDocument is { } another
        ? document.Key == another.Key
        : CustomerForm.E164(one.Phone) == CustomerForm.E164(other.Phone);

    internal sealed class Validator : AbstractValidator<BuyerForm>
    {
        public Validator()
        {
            RuleFor(b => b.Customer).SetValidator(new CustomerForm.Validator());
            RuleFor(b => b.Share).Must(share => share is > 0 and <= 100 && decimal.Round(share, 2) == share).WithMessage("A share is above nothing and at most 100, with at most two decimals.").WithState(_ => "RES-4");
        }
    }
}
