using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A buyer 买受人 as a form has one.</summary>
/// <param name="Share">Per cent, two decimals; those of all buyers sum to 100.</param>
/// <param name="Customer">Who buys, where a form says it.</param>
/// <param name="CustomerId">
/// The customer's entry instead, of who holds the unit or buys it already: nothing is typed again.
/// </param>
internal sealed record BuyerForm(decimal Share, CustomerForm? Customer = null, Guid? CustomerId = null)
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
                if (IsSame(buyers[one], buyers[other]))
                    return Twice();
            }
        }

        return null;
    }

    public static Refused Twice() => Refused.Input("RES-4", "buyers", Text.Of("buyers.twice"));

    private static bool IsSame(BuyerForm one, BuyerForm other) =>
        one.Customer is { } form && other.Customer is { } another
            ? IsSame(form, another)
            : one.CustomerId is { } entry && entry == other.CustomerId;

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
            RuleFor(b => b.Customer).Must((b, _) => b.Customer is null != b.CustomerId is null)
                .Refuses("RES-4", "buyers.form-or-entry");
            RuleFor(b => b.Customer!).SetValidator(new CustomerForm.Validator()).When(b => b.Customer is not null);
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
    /// <param name="customers">The customers.</param>
    /// <param name="buyers">As the form has them.</param>
    /// <param name="known">Who may be named by their entry.</param>
    /// <param name="project">The project's code.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public static async Task<Outcome<List<BuyerShare>>> ReadBuyersAsync(
        this CustomerBook customers, IReadOnlyList<BuyerForm> buyers, IReadOnlyCollection<Guid> known, string project,
        Change change, CancellationToken cancellationToken)
    {
        if (BuyerForm.Refuses(buyers) is { } refusal)
            return refusal;
        if (buyers.Any(b => b.CustomerId is { } id && !known.Contains(id)))
            return Refused.Input("RES-4", "buyers", Text.Of("buyers.entry-of-another"));
        var found = await customers.OfAllAsync(
            project,
            [
                .. buyers.Index().Where(b => b.Item.Customer is not null)
                    .Select(b => ($"buyers[{b.Index}].customer", b.Item.Customer!)),
            ],
            change, cancellationToken);
        if (found.Refusal is { } who)
            return who;
        var forms = new Queue<Customer>(found.Value);
        List<BuyerShare> shares = [];
        foreach (var buyer in buyers)
        {
            var customer = buyer.CustomerId is { } id
                ? await customers.FindAsync(project, id, cancellationToken)
                : forms.Dequeue();
            shares.Add(new(customer!.Id, buyer.Share));
        }

        // Two forms may lead to one entry: a phone on one, the document of the same person on the other.
        return shares.Select(one => one.CustomerId).Distinct().Count() < shares.Count ? BuyerForm.Twice() : shares;
    }
}
