using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;

namespace Ops.SalesControl.Units;

/// <content>From the subscription 认购 to the delivery 入伙, and back.</content>
internal sealed partial class Unit
{
    /// <summary>The sale that stands; null where there is none, or none was loaded.</summary>
    public Subscription? Sale => _sales.SingleOrDefault(s => s.Stands);

    /// <summary>
    /// The customer signs the subscription 认购书. Of a free unit, or a let shop, anyone's customer may; of one that is held or offered only the holder's, alone or among several
    /// buyers (RES-4). It closes every wait.
    /// </summary>
    /// <returns>The reservation it came from; none for a free unit.</returns>
    [Rule("RES-4")]
    public Outcome<SubscribedFrom> Subscribe(IReadOnlyCollection<Guid> buyers, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        if (Forbids(UnitActs.Subscribe) is { } forbidden)
            return forbidden;

        var holder = Holder;
        if (holder is not null && !buyers.Contains(holder.CustomerId))
            return new Refused("RES-4", $"{Code} is held for another customer: only the holder may subscribe.") { Evidence = [holder.Evidence] };

        EndRenewal("The unit was subscribed.", now, by);
        holder?.End(ReservationState.Subscribed, now);
        Enter(UnitActs.Subscribe, UnitState.Subscribed, now, until: null, holder?.Consultant ?? by, holder?.CustomerId ?? buyers.First());
        List<Reservation> closed = [.. Line];
        foreach (var waiting in closed)
        {
            waiting.End(ReservationState.Closed, now);
            Raise(new WaitClosed(waiting.Id, Id, Project, Code, "The unit was subscribed."), now, by);
        }

        Waiting = 0;
        return new SubscribedFrom(holder, closed);
    }

    /// <summary>
    /// Says that the subscription was signed, with all that its subscribers need; and of a let shop, that all its leases' papers become a group of the buyer's file (DOC-5.6.1, DOC-5.10.2 d).
    /// </summary>
    [Rule("DOC-5.6.1")]
    public void Announce(SubscriptionSigned signed, Subscription sale, Instant now, string by)
    {
        _sales.Add(sale);
        Raise(signed, now, by);
        if (Lease is not null)
            Raise(new LetShopSold(sale.Id, Id, Project, Code, [.. _leases.Select(lease => lease.Id).Order()]), now, by);
    }

    /// <summary>A discount above another's limit is granted to whoever buys it, or to whom it is reserved for (CS-4).</summary>
    [Rule("CS-4")]
    public Refused? GrantDiscount(Guid change, Guid? reservation, decimal percent, string reason, Instant now, string by, ReservationSettings settings)
    {
        if (RefusesDiscount(reservation, now, settings) is { } refusal)
            return refusal;
        Raise(new DiscountGranted(change, Id, Project, Code, percent, reason), now, by);
        return null;
    }

    /// <summary>Whether a discount can be asked for: on a unit that is for sale, for who is in line where it is for one.</summary>
    [Rule("CS-4")]
    public Refused? RefusesDiscount(Guid? reservation, Instant now, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        if (Forbids(UnitActs.Discount) is { } forbidden)
            return forbidden;
        return reservation is { } id && _reservations.SingleOrDefault(r => r.Id == id) is not { IsOpen: true }
            ? new Refused("CS-4", $"That reservation is not open on {Code}: there is nobody to give a discount to.", Field: "reservationId") { Evidence = [$"reservation/{id}"] }
            : null;
    }

    /// <summary>Money towards the price comes in: to the oldest open instalment first, never more than what is owed.</summary>
    [Rule("RES-4")]
    public Refused? Pay(Guid saleId, string receipt, decimal amount, Instant now, string by)
    {
        var sale = FindSale(saleId);
        if (Refuses(UnitActs.Pay, sale) is { } refusal)
            return refusal;
        if (sale.Plan().Count == 0)
            return new Refused("RES-4", "No instalments were agreed for this sale: a late payment plan sets them.") { Evidence = [sale.Evidence] };
        if (amount > sale.Open)
            return new Refused("RES-4", $"{Money.Of(sale.Open).Amount} CNY is owed: more is not taken.", Field: "amount") { Evidence = [sale.Evidence] };
        sale.Receive(amount, now);
        Raise(new PaymentReceived(sale.Id, Id, Project, Code, receipt, amount, Money.Yuan), now, by);
        return null;
    }

    /// <summary>The contract 买卖合同 is signed.</summary>
    [Rule("RES-4")]
    public Refused? SignContract(Guid saleId, string number, Instant now, string by)
    {
        var sale = FindSale(saleId);
        if (Refuses(UnitActs.Contract, sale) is { } refusal)
            return refusal;
        sale.SignContract(number, now);
        Enter(UnitActs.Contract, UnitState.Contracted, now, until: null, Consultant, HolderId);
        Raise(new ContractSigned(sale.Id, Id, Project, Code, number, now), now, by);
        return null;
    }

    /// <summary>The unit is handed to its buyers 入伙: once everything is paid that is owed by then, what is due on the day itself with it.</summary>
    [Rule("DOC-5.3.1")]
    public Refused? Deliver(Guid saleId, LocalDate today, bool inCampaign, Instant now, string by)
    {
        var sale = FindSale(saleId);
        if (Refuses(UnitActs.Deliver, sale) is { } refusal)
            return refusal;
        if (sale.Plan().FirstOrDefault(i => i.PaidAt is null && i.DueOn <= today) is { } unpaid)
        {
            return new Refused("DOC-5.3.1", $"Of instalment {unpaid.Number}, due on {unpaid.DueOn:uuuu-MM-dd}, {Money.Of(unpaid.Amount - unpaid.Paid).Amount} CNY is not paid: a unit is delivered when all is paid that is owed by then.")
            {
                Evidence = [sale.Evidence],
            };
        }

        sale.Deliver(now);
        Enter(UnitActs.Deliver, UnitState.Delivered, now, until: null, Consultant, HolderId);
        Raise(new UnitDelivered(sale.Id, Id, Project, Code, now, inCampaign), now, by);
        return null;
    }

    /// <summary>Whether the days of payment can be changed: what is asked for must be about all that is open, and begin no earlier than today.</summary>
    [Rule("RES-4")]
    public Refused? RefusesReschedule(Guid saleId, IReadOnlyList<PlannedPayment> plan, decimal open, LocalDate today)
    {
        var sale = FindSale(saleId);
        if (Refuses(UnitActs.Reschedule, sale) is { } refusal)
            return refusal;
        if (sale.Open == 0)
            return new Refused("RES-4", "Nothing is owed any more.") { Evidence = [sale.Evidence] };
        return sale.Open > open ? new Refused("RES-4", $"{Money.Of(sale.Open).Amount} CNY is owed, more than the plan is about.") { Evidence = [sale.Evidence] } : PaymentPlan.Refuses(plan, open, today);
    }

    /// <summary>
    /// A late payment plan 延迟付款 takes the place of what is open. An instalment that was paid in part stays with that part; what came in since it was asked for goes to the plan's first.
    /// </summary>
    [Rule("RES-4")]
    public Refused? Reschedule(Guid change, Guid saleId, IReadOnlyList<PlannedPayment> plan, decimal open, string reason, LocalDate today, string timeZone, Instant now, string by, Func<Guid> newId)
    {
        if (RefusesReschedule(saleId, plan, open, today) is { } refusal)
            return refusal;
        var sale = FindSale(saleId);
        // Paid since it was asked for: it paid what stood then, and is counted towards the plan that the others agreed to.
        var since = open - sale.Open;
        var kept = 0;
        var keep = sale.Paid - since;
        foreach (var instalment in sale.Plan())
        {
            var part = Math.Min(keep, instalment.Amount);
            keep -= part;
            if (part == instalment.Amount)
            {
                kept = instalment.Number;
                continue;
            }

            instalment.Replace(now);
            if (part > 0)
                sale.Add(Instalment.PaidInPart(newId(), sale.Id, kept = instalment.Number, instalment.DueOn, part, now));
        }

        foreach (var payment in plan)
            sale.Add(new Instalment(newId(), sale.Id, ++kept, payment.DueOn, payment.Amount));
        sale.Receive(since, now);
        Raise(new PaymentPlanChanged(change, sale.Id, Id, Project, Code, reason) { TimeZone = timeZone }, now, by);
        return null;
    }

    /// <summary>Whether others may buy 更名.</summary>
    [Rule("RES-4")]
    public Refused? RefusesOtherBuyers(Guid saleId, IReadOnlyList<BuyerShare> buyers)
    {
        var sale = FindSale(saleId);
        if (Refuses(UnitActs.ChangeBuyers, sale) is { } refusal)
            return refusal;
        if (buyers.Select(b => b.CustomerId).Distinct().Count() < buyers.Count)
            return BuyerForm.Twice();
        return sale.Shares().ToHashSet().SetEquals(buyers) ? new Refused("RES-4", "They buy already, with these shares.", Field: "buyers") { Evidence = [sale.Evidence] } : null;
    }

    /// <summary>Others buy 更名, or with other shares; who bought before keeps the entry.</summary>
    [Rule("RES-4")]
    public Refused? ChangeBuyers(Guid change, Guid saleId, IReadOnlyList<BuyerShare> buyers, string reason, Instant now, string by, Func<Guid> newId)
    {
        if (RefusesOtherBuyers(saleId, buyers) is { } refusal)
            return refusal;
        var sale = FindSale(saleId);
        var before = sale.Shares();
        foreach (var leaving in sale.Buyers.Where(b => b.Until is null))
            leaving.Leave(now);
        foreach (var (buyer, place) in buyers.Select((buyer, place) => (buyer, place + 1)))
            sale.Add(new Buyer(newId(), sale.Id, place, buyer.CustomerId, buyer.Share, now));
        HolderId = buyers[0].CustomerId;
        Raise(new BuyersChanged(change, sale.Id, Id, Project, Code, before, buyers, reason), now, by);
        return null;
    }

    /// <summary>Whether a sale can be given back 退房: what is refunded and forfeited is what was paid, all of it.</summary>
    [Rule("RES-4")]
    public Refused? RefusesCancelling(Guid saleId, decimal refund, decimal forfeit)
    {
        var sale = FindSale(saleId);
        return Refuses(UnitActs.Cancel, sale) ?? RefusesSettling(sale, refund, forfeit);
    }

    /// <summary>The buyers give the unit back 退房. Waits that its subscription closed stay closed.</summary>
    [Rule("RES-4")]
    public Refused? Cancel(Guid change, Guid saleId, decimal refund, decimal forfeit, string reason, Instant now, string by)
    {
        if (RefusesCancelling(saleId, refund, forfeit) is { } refusal)
            return refusal;
        var sale = FindSale(saleId);
        EndSale(UnitActs.Cancel, sale, SaleState.Cancelled, reason, now);
        Raise(new SaleCancelled(change, sale.Id, Id, Project, Code, sale.AgreementNumber, sale.ContractNumber, refund, Money.Yuan, reason), now, by);
        OpenAgain(now, by);
        return null;
    }

    /// <summary>Whether the company may take the unit back 挞定: only when the payment term is over, an instalment's day or the contract's.</summary>
    [Rule("RES-4")]
    public Refused? RefusesForfeiting(Guid saleId, decimal refund, decimal forfeit, string timeZone, Instant now)
    {
        var sale = FindSale(saleId);
        if (Refuses(UnitActs.Forfeit, sale) is { } refusal)
            return refusal;
        if (!(sale.ContractDueAt <= now) && !sale.Plan().Any(i => i.IsOverdue(now, timeZone)))
            return new Refused("RES-4", "Its payment term is not over: no instalment is overdue, nor is the contract.") { Evidence = [sale.Evidence] };
        return RefusesSettling(sale, refund, forfeit);
    }

    /// <summary>The company takes the unit back after the payment term 挞定 (没收). Waits that its subscription closed stay closed.</summary>
    [Rule("RES-4")]
    public Refused? Forfeit(Guid change, Guid saleId, decimal refund, decimal forfeit, string timeZone, string reason, Instant now, string by)
    {
        if (RefusesForfeiting(saleId, refund, forfeit, timeZone, now) is { } refusal)
            return refusal;
        var sale = FindSale(saleId);
        EndSale(UnitActs.Forfeit, sale, SaleState.Forfeited, reason, now);
        Raise(new SaleForfeited(change, sale.Id, Id, Project, Code, sale.AgreementNumber, forfeit, refund, Money.Yuan, reason), now, by);
        OpenAgain(now, by);
        return null;
    }

    /// <summary>Whether its sale can move to another unit 换房.</summary>
    [Rule("RES-4")]
    public Refused? RefusesSwapAway(Guid saleId) => Refuses(UnitActs.SwapAway, FindSale(saleId));

    /// <summary>Whether another unit's sale can move here 换房: only while it is open to everybody, and so nobody waits.</summary>
    [Rule("RES-4")]
    public Refused? RefusesSwapTo(Instant now, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        return Forbids(UnitActs.SwapTo);
    }

    /// <summary>Its sale moves to another unit 换房.</summary>
    [Rule("RES-4")]
    public void SwapAway(Guid change, Guid saleId, Subscription to, Unit target, string reason, Instant now, string by)
    {
        var sale = FindSale(saleId);
        EndSale(UnitActs.SwapAway, sale, SaleState.Swapped, reason, now);
        Raise(new SaleSwapped(change, sale.Id, Id, Project, Code, sale.AgreementNumber, to.Id, target.Id, target.Code, reason), now, by);
        OpenAgain(now, by);
    }

    /// <summary>Another unit's sale moves here 换房.</summary>
    [Rule("RES-4")]
    public void SwapTo(SubscriptionSigned signed, Subscription sale, Guid holder, Instant now, string by)
    {
        Enter(UnitActs.SwapTo, UnitState.Subscribed, now, until: null, sale.Consultant, holder);
        Announce(signed, sale, now, by);
    }

    /// <summary>The contract was not signed by its time.</summary>
    [Rule("T-7")]
    public void ContractIsOverdue(Subscription sale, Instant dueAt) => Raise(new ContractOverdue(sale.Id, Id, Project, Code, dueAt), dueAt, Clock);

    /// <summary>An instalment was not paid in full by the end of its day.</summary>
    [Rule("T-7")]
    public void InstalmentIsOverdue(Subscription sale, Instalment instalment, Instant dueAt) =>
        Raise(new InstalmentOverdue(sale.Id, Id, Project, Code, instalment.Number, instalment.Amount - instalment.Paid, Money.Yuan, instalment.DueOn), dueAt, Clock);

    private static Refused? RefusesSettling(Subscription sale, decimal refund, decimal forfeit)
    {
        if (refund > sale.Paid)
            return new Refused("RES-4", $"{Money.Of(sale.Paid).Amount} CNY was paid: more cannot go back.", Field: "refund") { Evidence = [sale.Evidence] };
        return refund + forfeit == sale.Paid ? null
            : new Refused("RES-4", $"{Money.Of(sale.Paid).Amount} CNY was paid by now, and what was asked for settles {Money.Of(refund + forfeit).Amount}: it is to be asked for anew.") { Evidence = [sale.Evidence] };
    }

    /// <summary>Null where an act may be done to a sale: it stands, and the unit's state allows it.</summary>
    private Refused? Refuses(UnitAct act, Subscription sale) =>
        sale.Stands ? Forbids(act) : new Refused(act.Rule, $"Subscription {sale.AgreementNumber} of {Code} is {sale.Say()}: it cannot be {act.Done}.") { Evidence = [sale.Evidence] };

    private void EndSale(UnitAct act, Subscription sale, SaleState state, string reason, Instant now)
    {
        sale.End(state, now, reason);
        // A shop whose lease runs still is let, as before it was sold (DOC-5.6.1).
        if (Lease is { } lease)
            Enter(act, UnitState.Let, now, until: null, lease.By, lease.CustomerId);
        else
            Enter(act, UnitState.Available, now);
    }

    private void OpenAgain(Instant now, string by)
    {
        if (State == UnitState.Available)
            Raise(new UnitReleased(Id, Project, Code), now, by);
    }

    private Subscription FindSale(Guid id) => _sales.Single(s => s.Id == id);
}

/// <summary>What a subscription came from.</summary>
/// <param name="Reservation">The holder's reservation; null when the unit was free.</param>
/// <param name="ClosedWaits">Those who waited in vain.</param>
internal sealed record SubscribedFrom(Reservation? Reservation, IReadOnlyList<Reservation> ClosedWaits);
