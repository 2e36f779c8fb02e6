using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// A unit that is about to be sold: its line, its leases, its price, and what is asked for on it (RES-4, CS-4).
/// </summary>
internal class UnitForSale(Unit unit, IEnumerable<Reservation> reservations, LineTerms terms, SaleFacts facts)
    : Line(unit, reservations, terms), IHasChanges
{
    /// <summary>What must be known for a sale.</summary>
    public SaleFacts Facts => facts;

    public IReadOnlyList<ChangeRequest> Asked => facts.Asked;

    /// <summary>The lease that runs on it; null where there is none.</summary>
    public Lease? Lease => facts.Leases.SingleOrDefault(lease => lease.State != LeaseState.Ended);

    /// <summary>The sale that was signed; null before it was.</summary>
    public Subscription? Sale { get; set; }

    /// <summary>The sale that was signed, as it stands.</summary>
    public StandingSale Signed => new(new(Unit, Sale!, facts.Terms, Lease, []));

    /// <summary>A unit without a published price cannot be sold at any (CS-4).</summary>
    public static Refused NoPrice(Unit unit) => unit.Refuse("CS-4", "sale.no-price", ("unit", unit.Code));

    /// <summary>
    /// Whatever was asked about a unit for sale, or about who held it, is about nothing once it is sold.
    /// </summary>
    /// <param name="why">How it was sold.</param>
    /// <param name="by">The change that sells it, which ends by itself; null for none.</param>
    public IEnumerable<ChangeNotMade> CloseAsked(Text why, Guid? by = null) =>
        ChangeNotMade.Close(this, subject: null, except: by, why);

    /// <summary>A number stands on one agreement of a project.</summary>
    [Rule("RES-4", "an agreement's number is used once")]
    public Refused? RefusesAgreement(string number) => facts.AgreementOf is { } other
        ? new Refused("RES-4", Text.Of("sale.agreement-used", ("number", number)), Field: "agreementNumber")
        {
            Evidence = [$"subscription/{other}"],
        }
        : null;
}

/// <summary>What must be known of a unit for a sale.</summary>
/// <param name="Terms">What sales go by.</param>
/// <param name="Price">Its price in force; null where it has none.</param>
/// <param name="AgreementOf">The sale that has the agreement's number already.</param>
/// <param name="Leases">The leases that it has and has had: a shop has few.</param>
/// <param name="Asked">What is asked for on it, and not decided.</param>
internal sealed record SaleFacts(
    SaleTerms Terms, PriceInForce? Price, Guid? AgreementOf, IReadOnlyList<Lease> Leases,
    IReadOnlyList<ChangeRequest> Asked);

/// <summary>Loads units that are about to be sold.</summary>
internal sealed class SaleBook(SalesControlDb db, LineBook lines, SaleSource sales, PriceBook prices)
{
    /// <summary>A unit that is locked, or that is only looked at, with what a sale of it needs.</summary>
    public async Task<UnitForSale> OfAsync(
        Unit unit, string agreementNumber, Instant at, Access access, CancellationToken cancellationToken)
    {
        var (open, facts) = await ReadAsync(unit, agreementNumber, at, access, cancellationToken);
        return new(unit, open, await lines.TermsAsync(unit, cancellationToken), facts);
    }

    /// <summary>
    /// What is open on a unit, and what must be known for its sale: one question, since a customer waits for it.
    /// </summary>
    public async Task<(IReadOnlyList<Reservation> Open, SaleFacts Facts)> ReadAsync(
        Unit unit, string agreementNumber, Instant at, Access access, CancellationToken cancellationToken)
    {
        var price = prices.InForce(unit.Id, at);
        var open = lines.Open(unit.Id);
        var asked = db.AskedOn(unit.Id);
        var units = access == Access.Change ? db.Units : db.Units.AsNoTracking();
        if (access == Access.Change)
            db.LockNumber(Paper.Agreement, unit.Project, agreementNumber);
        var found = await units.AsSingleQuery().Where(u => u.Id == unit.Id).Select(u => new
        {
            Price = price.FirstOrDefault(),
            AgreementOf = db.Subscriptions
                .Where(s => s.Project == u.Project
                    && SalesControlDb.PlainText(s.AgreementNumber) == SalesControlDb.PlainText(agreementNumber))
                .Select(s => (Guid?)s.Id).FirstOrDefault(),
            Open = open.ToList(),
            Leases = db.Leases.Where(l => l.UnitId == u.Id).ToList(),
            Asked = asked.ToList(),
        }).SingleAsync(cancellationToken);
        return (found.Open, new SaleFacts(
            await sales.TermsAsync(unit, cancellationToken), found.Price, found.AgreementOf, found.Leases,
            access == Access.Read ? [] : found.Asked));
    }

    /// <summary>The discount that was granted by a change; null where none is named.</summary>
    public async Task<GrantedDiscount?> DiscountAsync(Guid? id, string project, CancellationToken cancellationToken)
    {
        if (id is null)
            return null;
        var request = await db.Changes.AsNoTracking().SingleOrDefaultAsync(
            c => c.Id == id && c.Project == project && c.Kind == ChangeKind.Discount, cancellationToken);
        var usedBy = await db.Subscriptions.AsNoTracking().Where(s => s.DiscountChangeId == id)
            .Select(s => (Guid?)s.Id).FirstOrDefaultAsync(cancellationToken);
        var reserved = request?.Subject is { } reservation
            ? await db.Reservations.AsNoTracking().Where(r => r.Id == reservation)
                // Whoever was merged since buys as the entry that stands.
                .Join(db.Customers, r => r.CustomerId, c => c.Id, (_, c) => c.MergedInto ?? (Guid?)c.Id)
                .SingleAsync(cancellationToken)
            : null;
        return new(id.Value, request, usedBy, reserved);
    }

    /// <summary>
    /// RES-1, RES-4: what a reservation was backed by, and whatever the holder's customer paid first; of a renewal,
    /// what the reservations before it were.
    /// </summary>
    public async Task<IReadOnlyList<Deposit>> DepositsOfAsync(
        Reservation? holder, string project, CancellationToken cancellationToken)
    {
        List<Guid> reservations = [];
        for (var next = holder?.Id; next is { } id;)
        {
            reservations.Add(id);
            next = await db.Reservations.AsNoTracking().Where(r => r.Id == id).Select(r => r.Renews)
                .SingleOrDefaultAsync(cancellationToken);
        }

        return reservations.Count == 0 ? [] : await db.Deposits
            .Where(d => d.Project == project && d.State == DepositState.Held)
            .Where(d => reservations.Contains(d.ReservationId!.Value))
            .OrderBy(d => d.TakenAt).ThenBy(d => d.Id).ToListAsync(cancellationToken);
    }
}

/// <summary>A discount that was granted above a post's limit.</summary>
/// <param name="Id">The change that a subscription names.</param>
/// <param name="Request">The change; null where there is none.</param>
/// <param name="UsedBy">The sale that used it already.</param>
/// <param name="Customer">The customer that it was granted for; null where it was granted to whoever buys.</param>
internal sealed record GrantedDiscount(Guid Id, ChangeRequest? Request, Guid? UsedBy, Guid? Customer)
{
    /// <summary>
    /// How much was granted: it is used once, for the unit, and for the customer, that it was granted for.
    /// </summary>
    [Rule("CS-4", "a granted discount is used once")]
    public Outcome<decimal> ReadFor(Unit unit, IReadOnlyList<BuyerShare> buyers)
    {
        if (Request is null)
            return Refuse(Text.Of("discount.unknown", ("id", Id)));
        if (Request.UnitId != unit.Id)
            return Refuse(Text.Of("discount.for-another-unit"), Request.Evidence);
        if (Request.State != ChangeState.Granted)
            return Refuse(Text.Of("discount.not-granted", ("state", Text.NameOf(Request.State))), Request.Evidence);
        if (UsedBy is { } sale)
            return Refuse(Text.Of("discount.used-already"), Request.Evidence, $"subscription/{sale}");
        if (Customer is { } customer && buyers.All(buyer => buyer.CustomerId != customer))
            return Refuse(Text.Of("discount.for-another-customer"), Request.Evidence);
        return Request.DetailsAs<GrantDiscount.Details>().Percent;
    }

    private static Refused Refuse(Text why, params IReadOnlyList<string> evidence) =>
        new("CS-4", why, Field: "discountChange") { Evidence = evidence };
}
