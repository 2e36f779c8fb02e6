using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
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

/// <summary>What was signed, beside the unit.</summary>
/// <param name="AgreementNumber">The number on the agreement.</param>
/// <param name="First">The first buyer, as the agreement has it.</param>
/// <param name="Buyers">Who buys, with which shares.</param>
/// <param name="Discount">Per cent; null for what was granted, or nothing.</param>
/// <param name="DiscountChange">The granted change that the discount is under.</param>
/// <param name="Instalments">What is paid when; null for the default plan.</param>
/// <param name="Reservation">The reservation that it comes from.</param>
internal sealed record Signing(
    string AgreementNumber, CustomerOnForm First, IReadOnlyList<BuyerShare> Buyers, decimal? Discount, Guid? DiscountChange, IReadOnlyList<PlannedPayment>? Instalments, Reservation? Reservation)
{
    /// <summary>The queue number 排号 that it comes from, and its number.</summary>
    public (Guid Id, int Number)? QueueNumber { get; init; }

    /// <summary>Whose sale it is, where it comes from no reservation; the actor's when null.</summary>
    public string? Consultant { get; init; }
}

/// <summary>Writes sales down: at which price, by whom, to be paid when, and what was paid already.</summary>
internal sealed class SaleBook(SalesControlDb db, PriceBook prices, DepositBook deposits, PaymentBook payments, DiscountLimits limits, SaleSettings settings, TimeProvider time)
{
    /// <summary>A number stands on one agreement of a project.</summary>
    public async Task<Refused?> RefusesAgreementAsync(string project, string number, CancellationToken cancellationToken) =>
        await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.Project == project && s.AgreementNumber == number, cancellationToken) is { } other
            ? new Refused("RES-4", $"There is a subscription {number} in this project already.", Field: "agreementNumber") { Evidence = [other.Evidence] }
            : null;

    /// <summary>Writes a subscription down on a unit that has been subscribed in this change: the price is the price list's less the discount, and what was paid on the reservation belongs to it.</summary>
    [Rule("RES-4")]
    [Rule("CS-4")]
    public async Task<Outcome<Subscription>> SignAsync(Signing signing, Unit unit, Project site, Instant now, Actor actor, CancellationToken cancellationToken)
    {
        if (await RefusesAgreementAsync(unit.Project, signing.AgreementNumber, cancellationToken) is { } number)
            return number;
        var agreed = await PriceAsync(signing, unit, now, actor, cancellationToken);
        if (agreed.Refusal is { } refusal)
            return refusal;

        var (version, listPrice, discount, price) = agreed.Value;
        var today = site.At(now).Date;
        if (signing.Instalments is { } given && PaymentPlan.Refuses(given, price, today) is { } plan)
            return plan;
        var sale = new Subscription(NewId(), unit.Id, unit.Project, signing.AgreementNumber, signing.First, signing.Reservation?.Id, signing.Reservation?.Consultant ?? signing.Consultant ?? actor.Id, now)
        {
            QueueNumberId = signing.QueueNumber?.Id,
            ContractDueAt = settings.ContractDueAt(now, site.Site),
        };
        sale.Agree(version, listPrice, discount, signing.DiscountChange, price);
        Fill(sale, signing.Buyers, signing.Instalments ?? PaymentPlan.Default(settings, price, today), now);

        foreach (var deposit in await DepositsOfAsync(signing, unit.Project, cancellationToken))
        {
            if (deposit.Amount > sale.Open)
                return new Refused("RES-1", $"More was paid in deposits than {unit.Code} costs: one of them is refunded first.") { Evidence = [deposit.Evidence] };
            if (deposits.CarryOver(deposit, sale.Id, now, actor.Id).Refusal is { } gone)
                return gone;
            sale.Receive(deposit.Amount, now);
        }

        unit.Announce(SignedOf(sale, unit, site, signing.QueueNumber?.Number, now), sale, now, actor.Id);
        db.Subscriptions.Add(sale);
        return sale;
    }

    /// <summary>Writes down that a sale goes on with another unit 换房: the same buyers, the other unit's price, what was paid moved on, the instalments as they were but for the difference.</summary>
    /// <param name="from">The sale, which stands still.</param>
    /// <param name="target">The unit, which is available.</param>
    /// <param name="terms">The new agreement's number and discount.</param>
    /// <param name="voucher">What the movement in the ledger rests on.</param>
    /// <param name="site">The project.</param>
    /// <param name="now">Business time.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Abandons the change.</param>
    [Rule("RES-4")]
    [Rule("CS-4")]
    public async Task<Outcome<Subscription>> SwapAsync(Subscription from, Unit target, SwapTerms terms, string voucher, Project site, Instant now, Actor actor, CancellationToken cancellationToken)
    {
        if (await RefusesAgreementAsync(target.Project, terms.AgreementNumber, cancellationToken) is { } number)
            return number;
        if (await prices.GetAsync(target.Id, now, cancellationToken) is not { } list)
            return NoPrice(target);
        var price = DiscountLimits.Less(list.Price, terms.Discount);
        if (from.Paid > price)
            return new Refused("RES-4", $"{Money.Of(from.Paid).Amount} CNY was paid, more than the {Money.Of(price).Amount} that {target.Code} costs: a swap gives no money back, a cancellation does.") { Evidence = [from.Evidence] };

        var sale = new Subscription(NewId(), target.Id, target.Project, terms.AgreementNumber, from.Customer, reservationId: null, from.Consultant, now)
        {
            SwappedFrom = from.Id,
            ContractDueAt = settings.ContractDueAt(now, site.Site),
        };
        sale.Agree(list.Version, list.Price, terms.Discount, discountChange: null, price);
        Fill(sale, from.Shares(), PaymentPlan.After(from.Plan(), price, settings, site.At(now).Date), now);
        sale.Receive(from.Paid, now);
        payments.MoveOn(target.Project, from.Id, sale.Id, from.Paid, voucher, now, actor.Id);
        target.SwapTo(SignedOf(sale, target, site, null, now), sale, sale.Shares()[0].CustomerId, now, actor.Id);
        db.Subscriptions.Add(sale);
        return sale;
    }

    public static Refused NoPrice(Unit unit) => new("CS-4", $"{unit.Code} has no published price: it cannot be sold at any.") { Evidence = [unit.Stream] };

    private async Task<Outcome<AgreedPrice>> PriceAsync(Signing signing, Unit unit, Instant now, Actor actor, CancellationToken cancellationToken)
    {
        if (await prices.GetAsync(unit.Id, now, cancellationToken) is not { } list)
            return NoPrice(unit);
        var discount = signing.Discount ?? 0;
        if (signing.DiscountChange is { } change)
        {
            var granted = await GrantedAsync(change, unit, signing, cancellationToken);
            if (granted.Refusal is { } refusal)
                return refusal;
            discount = signing.Discount ?? granted.Value;
            if (discount > granted.Value)
                return Refused.Input("CS-4", "discount", $"{granted.Value:0.##} % was granted, not {discount:0.##} %.");
        }
        else if (limits.Refuses(discount, actor.Post) is { } above)
        {
            return above;
        }

        return new AgreedPrice(list.Version, list.Price, discount, DiscountLimits.Less(list.Price, discount));
    }

    /// <summary>CS-4: a granted discount is used once, for the unit, and for the customer, that it was granted for.</summary>
    [Rule("CS-4")]
    private async Task<Outcome<decimal>> GrantedAsync(Guid id, Unit unit, Signing signing, CancellationToken cancellationToken)
    {
        Refused No(string why, params string[] evidence) => new("CS-4", why, Field: "discountChange") { Evidence = evidence };
        if (await db.Changes.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.Project == unit.Project && c.Kind == ChangeKind.Discount, cancellationToken) is not { } change)
            return No($"There is no discount {id} in this project.");
        if (change.UnitId != unit.Id)
            return No("That discount was granted for another unit.", $"change/{id}");
        if (change.State != ChangeState.Granted)
            return No($"That discount is {change.State.ToString().ToLowerInvariant()}, not granted.", $"change/{id}");
        if (await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.DiscountChangeId == id, cancellationToken) is { } used)
            return No("That discount was used already.", $"change/{id}", used.Evidence);
        if (change.Subject is { } reservation && await db.Reservations.AsNoTracking().Where(r => r.Id == reservation).Select(r => r.CustomerId).SingleAsync(cancellationToken) is var customer
            && signing.Buyers.All(b => b.CustomerId != customer))
        {
            return No("That discount was granted for another customer.", $"change/{id}");
        }

        return ChangeDesk.DetailsOf<GrantDiscount.Details>(change).Percent;
    }

    /// <summary>RES-1, RES-4: what its reservation was backed by, and whatever the holder's customer paid first; of a renewal, what the reservations before it were.</summary>
    private async Task<List<Deposit>> DepositsOfAsync(Signing signing, string project, CancellationToken cancellationToken)
    {
        List<Guid> reservations = [];
        for (var next = signing.Reservation?.Id; next is { } id; next = await db.Reservations.AsNoTracking().Where(r => r.Id == id).Select(r => r.Renews).SingleOrDefaultAsync(cancellationToken))
            reservations.Add(id);
        var queue = signing.QueueNumber?.Id;
        return reservations.Count == 0 && queue is null ? [] : await db.Deposits
            .Where(d => d.Project == project && d.State == DepositState.Held && (reservations.Contains(d.ReservationId!.Value) || (queue != null && d.QueueNumberId == queue))).OrderBy(d => d.TakenAt).ThenBy(d => d.Id).ToListAsync(cancellationToken);
    }

    private void Fill(Subscription sale, IReadOnlyList<BuyerShare> buyers, IReadOnlyList<PlannedPayment> plan, Instant now)
    {
        foreach (var (buyer, place) in buyers.Select((buyer, place) => (buyer, place + 1)))
            sale.Add(new Buyer(NewId(), sale.Id, place, buyer.CustomerId, buyer.Share, now));
        foreach (var (payment, number) in plan.Select((payment, place) => (payment, place + 1)))
            sale.Add(new Instalment(NewId(), sale.Id, number, payment.DueOn, payment.Amount));
    }

    private static SubscriptionSigned SignedOf(Subscription sale, Unit unit, Project site, int? queueNumber, Instant now) => new(
        sale.Id, unit.Id, unit.Project, site.Name, site.TimeZone, site.CloseOfBusiness, unit.Code, unit.Building, unit.Entrance, unit.Room, sale.AgreementNumber, sale.ReservationId, sale.Consultant, now)
    {
        Buyers = sale.Shares(),
        Price = sale.Price,
        Discount = sale.Discount,
        DiscountChange = sale.DiscountChangeId,
        PriceListVersion = sale.PriceListVersion,
        QueueNumber = queueNumber,
        SwappedFrom = sale.SwappedFrom,
    };

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    private sealed record AgreedPrice(int Version, decimal ListPrice, decimal Discount, decimal Price);
}

/// <summary>What a swap is agreed with.</summary>
/// <param name="UnitId">The other unit.</param>
/// <param name="Unit">Its code.</param>
/// <param name="AgreementNumber">The number on the new agreement.</param>
/// <param name="Discount">Per cent off the other unit's price; within the limit of who agrees to the swap.</param>
internal sealed record SwapTerms(Guid UnitId, string Unit, string AgreementNumber, decimal Discount);
