using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A unit that is about to be sold, with who buys.</summary>
internal sealed class Signer(Unit unit, IEnumerable<Reservation> reservations, LineTerms terms, SaleFacts facts)
    : UnitForSale(unit, reservations, terms, facts)
{
    /// <summary>The first of those who buy, as the agreement has them.</summary>
    public required CustomerOnForm First { get; init; }

    /// <summary>Who buys, with which shares.</summary>
    public required IReadOnlyList<BuyerShare> Buyers { get; init; }

    /// <summary>The discount that was granted before; null where none is named.</summary>
    public required GrantedDiscount? Granted { get; init; }

    /// <summary>What was paid on the reservation of who held the unit when it was locked.</summary>
    public required (Guid? Holder, IReadOnlyList<Deposit> Paid) Deposits { get; init; }

    /// <summary>
    /// What was paid on the holder's reservation: a renewal that takes over at this moment goes on with the same
    /// deposits, and who is next in line has paid none.
    /// </summary>
    public IReadOnlyList<Deposit> DepositsOf(Reservation? holder) =>
        holder is not null && (holder.Id == Deposits.Holder || holder.Renews == Deposits.Holder) ? Deposits.Paid : [];
}

/// <summary>Loads a unit that is about to be sold, with who buys.</summary>
internal sealed class SignerLoad(UnitBook units, LineBook lines, SaleBook sales, CustomerBook customers)
    : ILoad<Signer, SignSubscription.Request>
{
    public async Task<Outcome<Signer>> LoadAsync(
        Named named, SignSubscription.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await units.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var unit = found.Value;
        var (open, facts) = await sales.ReadAsync(
            unit, request.AgreementNumber.Trim(), change.At, Access.Change, cancellationToken);
        var holder = open.FirstOrDefault(r => r.HoldsUnit);
        var who = await WhoBuysAsync(request, unit, holder, change, cancellationToken);
        if (who.Refusal is { } refusal)
            return refusal;
        return new Signer(unit, open, await lines.TermsAsync(unit, cancellationToken), facts)
        {
            First = who.Value.First,
            Buyers = who.Value.Buyers,
            Granted = await sales.DiscountAsync(request.DiscountChange, unit.Project, cancellationToken),
            Deposits = (holder?.Id, await sales.DepositsOfAsync(holder, unit.Project, cancellationToken)),
        };
    }

    /// <summary>Who buys: as the forms say, or who holds the unit, as the entry has them.</summary>
    private async Task<Outcome<WhoBuys>> WhoBuysAsync(
        SignSubscription.Request request, Unit unit, Reservation? holder, Change change,
        CancellationToken cancellationToken)
    {
        if (request.CustomerId is not { } id)
        {
            var forms = request.WhoBuys();
            var buyers = await customers.ReadBuyersAsync(
                forms, holder is null ? [] : [holder.CustomerId], unit.Project, change, cancellationToken);
            if (buyers.Refusal is { } refusal)
                return request.Customer is null ? refusal : OfTheOnlyOne(refusal);
            var first = forms[0].Customer?.OnForm() ?? OnForm(
                (await customers.FindAsync(unit.Project, buyers.Value[0].CustomerId, cancellationToken))!);
            return new WhoBuys(first, buyers.Value);
        }

        var customer = await customers.FindAsync(unit.Project, id, cancellationToken);
        return customer is null || customer.Id != holder?.CustomerId
            ? Refused.Input("RES-4", "customerId", Text.Of("sale.customer-holds-not", ("unit", unit.Code)))
            : new WhoBuys(OnForm(customer), [new BuyerShare(customer.Id, 100m)]);
    }

    // Who buys alone stands in the form without a list.
    private static Refused OfTheOnlyOne(Refused refusal) =>
        refusal with { Field = refusal.Field?.Replace("buyers[0].", "", StringComparison.Ordinal) };

    private static CustomerOnForm OnForm(Customer customer) => new(customer.Name, customer.Phone);

    private sealed record WhoBuys(CustomerOnForm First, IReadOnlyList<BuyerShare> Buyers);
}
