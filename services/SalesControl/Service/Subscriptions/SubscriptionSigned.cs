using System.Text.Json.Serialization;
using NodaTime;
using Ops.Platform.Departments;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// The customer signed the subscription 认购书 (RES-4): who held the unit has it for good, and the days of the contract
/// and of the instalments run. The archive is told (DOC-5.1.2, DOC-5.2.2).
/// </summary>
[HappensUnder("RES-4")]
internal sealed record SubscriptionSigned(
    Guid SubscriptionId, Guid UnitId, string Project, string Unit, string AgreementNumber, Guid? ReservationId,
    string Consultant, Instant SignedAt) : IEvent<UnitForSale>, ITold<UnitForSale>
{
    /// <summary>Who buys, and with which shares.</summary>
    public IReadOnlyList<BuyerShare> Buyers { get; init; } = [];

    /// <summary>The price agreed, after discounts.</summary>
    public decimal? Price { get; init; }

    /// <summary>Per cent off the list price (CS-4).</summary>
    public decimal Discount { get; init; }

    /// <summary>The change under which the discount was granted; null within the signer's own limit.</summary>
    public Guid? DiscountChange { get; init; }

    /// <summary>The currency of the price.</summary>
    public string Currency { get; init; } = Money.Yuan;

    /// <summary>The version of the price list that the price comes from.</summary>
    public int? PriceListVersion { get; init; }

    /// <summary>The queue number 排号 it came from; null without one.</summary>
    public int? QueueNumber { get; init; }

    /// <summary>The sale that it replaces by a swap 换房; null without one.</summary>
    public Guid? SwappedFrom { get; init; }

    /// <summary>CNY that was paid before, and is part of the price.</summary>
    public decimal Paid { get; init; }

    /// <summary>The sale, as it was agreed. It lies in the sales' own tables.</summary>
    [JsonIgnore]
    public Subscription? Sale { get; init; }

    /// <summary>What was paid before, and becomes part of the price.</summary>
    [JsonIgnore]
    public IReadOnlyList<Deposit> Deposits { get; init; } = [];

    public static SubscriptionSigned Of(UnitForSale state, Subscription sale, Signing signing) => new(
        sale.Id, state.Unit.Id, state.Unit.Project, state.Unit.Code, sale.AgreementNumber, sale.ReservationId,
        sale.Consultant, sale.SignedAt)
    {
        Buyers = sale.Shares(),
        Price = sale.Price,
        Discount = sale.Discount,
        DiscountChange = sale.DiscountChangeId,
        PriceListVersion = sale.PriceListVersion,
        QueueNumber = signing.QueueNumber?.Number,
        SwappedFrom = sale.SwappedFrom,
        Paid = sale.Paid,
        Sale = sale,
        Deposits = signing.Deposits,
    };

    public void Apply(UnitForSale state, Occurrence when)
    {
        state.Sale = Sale;
        var holder = state.Holder;
        holder?.End(ReservationState.Subscribed, when.At);
        foreach (var deposit in Deposits)
            deposit.End(DepositState.CarriedOver, when.At, SubscriptionId);
        state.Unit.Enter(
            UnitState.Subscribed, when.At, new Held(Consultant, holder?.CustomerId ?? Buyers[0].CustomerId));
    }

    public void React(UnitForSale state, Occurrence when, Reactions follow)
    {
        follow.Add(Sale!);
        foreach (var deposit in Deposits)
            follow.CarryOver(deposit, SubscriptionId, when);
        if (ReservationId is { } id)
        {
            var reservation = state.Find(id);
            follow.Over(state, reservation, when, cancelled: false);
            follow.Deadlines.Meet(reservation.OfferKey, when.At);
        }

        follow.SetContractDue(state.Unit, Sale!, when.At);
        foreach (var instalment in Sale!.Plan().Where(i => i.PaidAt is null))
            follow.SetDue(state.Unit, instalment, state.Terms.Site.TimeZone, when.At);
    }

    public object ToContract(UnitForSale state, Occurrence when)
    {
        var (unit, site) = (state.Unit, state.Terms.Site);
        return new Contracts.SubscriptionSigned(
            SubscriptionId, UnitId, Project, site.Name, site.TimeZone, site.CloseOfBusiness, Unit, unit.Building,
            unit.Entrance, unit.Room, AgreementNumber, ReservationId, Consultant, SignedAt)
        {
            Buyers = Buyers,
            Price = Price,
            Discount = Discount,
            DiscountChange = DiscountChange,
            Currency = Currency,
            PriceListVersion = PriceListVersion,
            QueueNumber = QueueNumber,
            SwappedFrom = SwappedFrom,
            Kind = unit.Kind,
            Paid = Paid,
        };
    }
}

/// <summary>A subscription closed a wait (RES-4).</summary>
[HappensUnder("RES-4")]
internal sealed record WaitClosed(Guid ReservationId, Guid UnitId, string Project, string Unit) : IEvent<Line>
{
    public void Apply(Line state, Occurrence when)
    {
        state.Find(ReservationId).End(ReservationState.Closed, when.At);
        state.Unit.Waiting--;
    }

    public void React(Line state, Occurrence when, Reactions follow) => follow.Tell(
        state, state.Find(ReservationId), "closed", Platform.Texts.Text.Of("sale.task.wait-closed", ("unit", Unit)),
        "RES-4", when.At);
}
