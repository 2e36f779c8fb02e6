using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A sale as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="AgreementNumber">The number on the subscription agreement.</param>
/// <param name="Customer">The first buyer, as the agreement had it when it was signed.</param>
/// <param name="ReservationId">The reservation it came from.</param>
/// <param name="Consultant">The member of staff whose sale it is.</param>
/// <param name="SignedAt">When the subscription was signed.</param>
/// <param name="ClosedWaits">How many waited for the unit in vain.</param>
/// <param name="State">subscribed, contracted, delivered, cancelled, forfeited or swapped.</param>
/// <param name="ListPrice">The price of the list in force at the signing.</param>
/// <param name="Discount">Per cent off it.</param>
/// <param name="DiscountChange">The change under which the discount was granted.</param>
/// <param name="Price">What the buyers owe in all.</param>
/// <param name="PriceListVersion">The version of the price list.</param>
/// <param name="Paid">What was paid of it; nothing once it has ended.</param>
/// <param name="Open">What is owed still.</param>
/// <param name="Buyers">Who buys, and who bought before a change of name.</param>
/// <param name="Instalments">What is paid when; and what was to be, before a late payment plan or the end.</param>
/// <param name="Payments">The money that moved for it, in order.</param>
/// <param name="Contract">The contract; null while there is none.</param>
/// <param name="ContractDueAt">By when it is, or was, to be signed.</param>
/// <param name="DeliveredAt">When the unit was delivered.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="EndReason">Why.</param>
/// <param name="QueueNumberId">The queue number it came from.</param>
/// <param name="SwappedFrom">The sale that it took the place of.</param>
/// <param name="SwappedTo">The sale that took its place.</param>
/// <param name="Changes">The changes that were asked for on it, in order.</param>
/// <param name="Actions">What the reader may do to it now, by the names of the operations.</param>
internal sealed record SaleView(
    Guid Id, string Project, string Unit, string AgreementNumber, ShownCustomer Customer, Guid? ReservationId,
    string Consultant, OffsetDateTime SignedAt, int ClosedWaits, SaleState State, Money? ListPrice, decimal Discount,
    Guid? DiscountChange, Money? Price, int? PriceListVersion, Money Paid, Money Open, IReadOnlyList<BuyerView> Buyers,
    IReadOnlyList<InstalmentView> Instalments, IReadOnlyList<PaymentView> Payments, ContractView? Contract,
    OffsetDateTime? ContractDueAt, OffsetDateTime? DeliveredAt, OffsetDateTime? EndedAt, string? EndReason,
    Guid? QueueNumberId, Guid? SwappedFrom, Guid? SwappedTo, IReadOnlyList<ChangeView> Changes,
    IReadOnlyList<string> Actions);

/// <summary>A buyer.</summary>
/// <param name="CustomerId">The customer's entry.</param>
/// <param name="Customer">The customer by now, the phone masked.</param>
/// <param name="Share">Per cent.</param>
/// <param name="Since">Since when they buy.</param>
/// <param name="Until">Until which change of name; null while they buy.</param>
internal sealed record BuyerView(
    Guid CustomerId, ShownCustomer Customer, decimal Share, OffsetDateTime Since, OffsetDateTime? Until);

/// <summary>An instalment.</summary>
/// <param name="Number">1, 2, 3 … in the order of their days.</param>
/// <param name="DueOn">The day by whose end it is paid.</param>
/// <param name="Amount">How much.</param>
/// <param name="Paid">What of it was paid.</param>
/// <param name="PaidAt">When it was paid in full.</param>
/// <param name="Overdue">Whether its day is over and it is not paid in full.</param>
/// <param name="ReplacedAt">When a late payment plan took its place, or its sale ended.</param>
internal sealed record InstalmentView(
    int Number, LocalDate DueOn, Money Amount, Money Paid, OffsetDateTime? PaidAt, bool Overdue,
    OffsetDateTime? ReplacedAt);

/// <summary>A movement of money.</summary>
/// <param name="Kind">carriedOver, paymentReceived, paymentRefunded, paymentForfeited or paymentMoved.</param>
/// <param name="Receipt">The receipt or voucher.</param>
/// <param name="Amount">How much.</param>
/// <param name="Towards">Whether it came towards the price, or left it again.</param>
/// <param name="At">When.</param>
/// <param name="By">Who wrote it down.</param>
internal sealed record PaymentView(
    MovementKind Kind, string Receipt, Money Amount, bool Towards, OffsetDateTime At, string By);

/// <summary>A contract.</summary>
/// <param name="Number">The number on it.</param>
/// <param name="SignedAt">When it was signed.</param>
internal sealed record ContractView(string Number, OffsetDateTime SignedAt);

/// <summary>Puts together what is shown of a sale, with what a change is about to write.</summary>
internal sealed class SaleViewer(
    SalesControlDb db, IActions actions, AskedAlready asked, IClock clock, ITexts texts)
    : IView<StandingSale, SaleView>
{
    public async ValueTask<SaleView> ShowAsync(StandingSale state, Actor actor, CancellationToken cancellationToken)
    {
        var (s, unit, site) = (state.Sale, state.Unit, state.Terms.Site);
        var now = clock.GetCurrentInstant();
        // Of one that is signed in this change nothing is there yet but what it is made of.
        var isNew = db.Entry(s).State == EntityState.Added;
        if (isNew)
            asked.None(unit.Id);
        var customers = await CustomersOfAsync(s, cancellationToken);
        var movements = await MovementsOfAsync(s, isNew, cancellationToken);
        var changes = isNew ? [] : await db.Changes.AsNoTracking().Where(c => c.Subject == s.Id).OrderBy(c => c.Id)
            .ToListAsync(cancellationToken);
        var swappedTo = isNew ? null : await db.Subscriptions.AsNoTracking().Where(other => other.SwappedFrom == s.Id)
            .Select(other => (Guid?)other.Id).FirstOrDefaultAsync(cancellationToken);
        return new(
            s.Id, s.Project, unit.Code, s.AgreementNumber, Show(s.Customer), s.ReservationId, s.Consultant,
            site.At(s.SignedAt), await ClosedWaitsAsync(s, isNew, cancellationToken), s.State, Money.Of(s.ListPrice),
            s.Discount, s.DiscountChangeId, Money.Of(s.Price), s.PriceListVersion, Money.Of(s.Paid), Money.Of(s.Open),
            [
                .. s.Buyers.OrderBy(b => b.Until is not null).ThenByDescending(b => b.Since).ThenBy(b => b.Place)
                    .Select(b => new BuyerView(
                        b.CustomerId, Show(customers[b.CustomerId]), b.Share, site.At(b.Since), site.At(b.Until))),
            ],
            [
                .. s.Instalments.OrderBy(i => i.ReplacedAt is not null).ThenBy(i => i.Number).ThenBy(i => i.Id)
                    .Select(i => new InstalmentView(
                        i.Number, i.DueOn, Money.Of(i.Amount), Money.Of(i.Paid), site.At(i.PaidAt),
                        i.IsOverdue(now, site.TimeZone), site.At(i.ReplacedAt))),
            ],
            [
                .. movements.Select(l => new PaymentView(
                    l.Kind, l.Receipt, Money.Of(Math.Abs(l.Amount)), l.Amount < 0, site.At(l.At), l.By)),
            ],
            s.ContractNumber is { } number ? new ContractView(number, site.At(s.ContractSignedAt!.Value)) : null,
            site.At(s.ContractDueAt), site.At(s.DeliveredAt), site.At(s.EndedAt), s.EndReason, s.QueueNumberId,
            s.SwappedFrom, swappedTo,
            [.. changes.Select(c => ChangeView.Of(c, (unit.Code, unit.Version), site, texts))],
            await actions.OfAsync(state, actor, cancellationToken));

        ShownCustomer Show(CustomerOnForm customer) => ShownCustomer.Of(customer, new(actor, now), s.Consultant);
    }

    /// <summary>How many waited for the unit in vain, until this sale of it.</summary>
    private async Task<int> ClosedWaitsAsync(Subscription s, bool isNew, CancellationToken cancellationToken) => isNew
        ? db.Reservations.Local.Count(
            r => r.UnitId == s.UnitId && r.State == ReservationState.Closed && r.Renews is null
                && r.EndedAt == s.SignedAt)
        : await db.Reservations.CountAsync(
            r => r.UnitId == s.UnitId && r.State == ReservationState.Closed && r.Renews == null
                && r.EndedAt == s.SignedAt,
            cancellationToken);

    private async Task<Dictionary<Guid, CustomerOnForm>> CustomersOfAsync(
        Subscription s, CancellationToken cancellationToken)
    {
        var ids = s.Buyers.Select(b => b.CustomerId).Distinct().ToList();
        var customers = db.Customers.Local.Where(c => ids.Contains(c.Id)).ToDictionary(c => c.Id);
        if (customers.Count < ids.Count)
        {
            foreach (var customer in await db.Customers.AsNoTracking().Where(c => ids.Contains(c.Id))
                .ToListAsync(cancellationToken))
            {
                customers.TryAdd(customer.Id, customer);
            }
        }

        return customers.ToDictionary(c => c.Key, c => new CustomerOnForm(c.Value.Name, c.Value.Phone));
    }

    private async Task<IEnumerable<LedgerLeg>> MovementsOfAsync(
        Subscription s, bool isNew, CancellationToken cancellationToken)
    {
        var stored = isNew ? [] : await db.Ledger.AsNoTracking().Where(l => l.SubscriptionId == s.Id)
            .OrderBy(l => l.Id).ToListAsync(cancellationToken);
        var added = db.ChangeTracker.Entries<LedgerLeg>().Where(e => e.State == EntityState.Added)
            .Select(e => e.Entity).Where(l => l.SubscriptionId == s.Id);
        return stored.Concat(added).Where(l => l.Account == Account.CustomerPayments);
    }
}
