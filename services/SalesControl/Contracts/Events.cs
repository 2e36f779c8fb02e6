using NodaTime;

namespace Ops.SalesControl.Contracts;

/// <summary>A unit came into the project's list. Raised once for each imported unit.</summary>
public sealed record UnitListed(Guid UnitId, string Project, string Unit, string State);

/// <summary>A reservation 预留 was registered: the unit is taken from this moment (RES-1, RES-2).</summary>
public sealed record ReservationRegistered(Guid ReservationId, Guid UnitId, string Project, string Unit, string Consultant, string DepositReceipt, Instant ExpiresAt);

/// <summary>Another customer was recorded as waiting for a taken unit (RES-4).</summary>
public sealed record WaitRecorded(Guid ReservationId, Guid UnitId, string Project, string Unit, string Consultant, int Place);

/// <summary>The marketing manager approved a reservation (RES-2).</summary>
public sealed record ReservationApproved(Guid ReservationId, Guid UnitId, string Project, string Unit, Instant ExpiresAt);

/// <summary>The marketing manager refused a reservation; the unit is free for the next in line at once (RES-2).</summary>
public sealed record ReservationRefused(Guid ReservationId, Guid UnitId, string Project, string Unit, string Reason);

/// <summary>A reservation lapsed by itself at its 72 hours (RES-1, RES-3). Its time is the expiry, whenever it was noticed.</summary>
public sealed record ReservationLapsed(Guid ReservationId, Guid UnitId, string Project, string Unit);

/// <summary>The unit was offered to the first in line, who may bring form and deposit until then (RES-4).</summary>
public sealed record UnitOffered(Guid ReservationId, Guid UnitId, string Project, string Unit, Instant Until);

/// <summary>The one in line did not take the offer up in time; the next has it (RES-4).</summary>
public sealed record OfferLapsed(Guid ReservationId, Guid UnitId, string Project, string Unit);

/// <summary>The unit is open to every consultant again: nobody holds it and nobody waits.</summary>
public sealed record UnitReleased(Guid UnitId, string Project, string Unit);

/// <summary>The consultant of a reservation or a wait left, and another has taken it over.</summary>
public sealed record ReservationPassed(Guid ReservationId, Guid UnitId, string Project, string Unit, string From, string To);

/// <summary>A subscription closed a wait (RES-4).</summary>
public sealed record WaitClosed(Guid ReservationId, Guid UnitId, string Project, string Unit, string Reason);

/// <summary>The marketing manager approved a renewal; it takes over at the old expiry (RES-3).</summary>
public sealed record RenewalApproved(Guid ReservationId, Guid Renews, Guid UnitId, string Project, string Unit);

/// <summary>An approved renewal took over at the old expiry, for 72 hours from then (RES-3).</summary>
public sealed record ReservationRenewed(Guid ReservationId, Guid Renews, Guid UnitId, string Project, string Unit, Instant ExpiresAt);

/// <summary>A renewal did not come about: refused, not approved in time, or its reservation ended before (RES-3).</summary>
public sealed record RenewalEnded(Guid ReservationId, Guid Renews, Guid UnitId, string Project, string Unit, string Why);

/// <summary>The marketing manager granted a special extension (RES-1).</summary>
public sealed record ReservationExtended(Guid ReservationId, Guid UnitId, string Project, string Unit, Instant From, Instant ExpiresAt);

/// <summary>The customer gave the unit up before the time was over (RES-1).</summary>
public sealed record ReservationReleased(Guid ReservationId, Guid UnitId, string Project, string Unit, string Reason);

/// <summary>Somebody left the line, or declined the offer (RES-1, RES-4).</summary>
public sealed record LineLeft(Guid ReservationId, Guid UnitId, string Project, string Unit, string Reason);

/// <summary>Somebody who waits agreed to let the holder renew; the place in the line is kept (RES-4).</summary>
public sealed record WaitYielded(Guid ReservationId, Guid To, Guid UnitId, string Project, string Unit);

/// <summary>The holder's customer paid the subscription money before signing: the holder may renew although others wait (RES-4).</summary>
public sealed record SubscriptionMoneyPaid(Guid ReservationId, Guid UnitId, string Project, string Unit, string Receipt, decimal Amount, string Currency);

/// <summary>What a customer had paid for a reservation that is over went back: the deposit, or what was paid first (RES-1).</summary>
public sealed record DepositRefunded(Guid DepositId, Guid ReservationId, Guid UnitId, string Project, string Unit, string Receipt, decimal Amount, string Currency, string Reason);

/// <summary>An offer could not be delivered to its consultant; it is shown to the marketing manager, not lost (RES-4).</summary>
public sealed record OfferUndelivered(Guid ReservationId, Guid UnitId, string Project, string Unit, string Why);

/// <summary>What was entered wrongly was corrected by an added entry. The values are personal data, and stay in the service.</summary>
public sealed record EntryCorrected(Guid CorrectionId, Guid ReservationId, Guid UnitId, string Project, string Unit, string Field, string Reason);

/// <summary>A unit's description changed with a new list; prices are the price list's.</summary>
public sealed record UnitDescribed(Guid UnitId, string Project, string Unit, IReadOnlyList<string> Changed);

/// <summary>A unit was put on sale, by its batch or by itself 开盘.</summary>
public sealed record UnitPutOnSale(Guid UnitId, string Project, string Unit, string? Batch);

/// <summary>A unit was withheld from sale 销控, under an approval (RES-2).</summary>
public sealed record UnitWithheld(Guid UnitId, string Project, string Unit, Guid ChangeId, string Reason);

/// <summary>A change of a sale 销售变更 was asked for.</summary>
public sealed record ChangeAsked(Guid ChangeId, Guid UnitId, string Project, string Unit, string Kind, Guid? Subject, string Reason);

/// <summary>One of several who must agree to a change agreed.</summary>
public sealed record ChangeAgreed(Guid ChangeId, Guid UnitId, string Project, string Unit, string Kind, Guid? Subject);

/// <summary>A change was granted by all who must agree, and was done in the same change.</summary>
public sealed record ChangeGranted(Guid ChangeId, Guid UnitId, string Project, string Unit, string Kind, Guid? Subject);

/// <summary>A change was refused, withdrawn, or closed because what it was about ended.</summary>
public sealed record ChangeNotMade(Guid ChangeId, Guid UnitId, string Project, string Unit, string Kind, Guid? Subject, string Outcome, string Why);

/// <summary>A discount above a post's limit was granted to a unit's buyer; one within the limit stands in the subscription alone (CS-4, DOC-5.2.1).</summary>
public sealed record DiscountGranted(Guid ChangeId, Guid UnitId, string Project, string Unit, decimal Percent, string Reason);

/// <summary>A buyer 共有人 and the share.</summary>
/// <param name="CustomerId">The customer in SalesControl.</param>
/// <param name="Share">Per cent; the shares of a sale sum to 100.</param>
public sealed record BuyerShare(Guid CustomerId, decimal Share);

/// <summary>
/// The customer signed the subscription 认购书. RecordsArchive opens the unit's file (DOC-5.1.2) and the project sales
/// team's handover to the customer affairs group (DOC-5.2.2), counted from <paramref name="SignedAt"/>.
/// </summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="UnitId">The unit.</param>
/// <param name="Project">The project's code.</param>
/// <param name="ProjectName">The project's (estate's) name, for the file.</param>
/// <param name="TimeZone">The site's time zone (T-1).</param>
/// <param name="CloseOfBusiness">The site's close of business (T-3).</param>
/// <param name="Unit">The unit's code within the project, building-entrance-room.</param>
/// <param name="Building">The building, for the file's number (DOC-5.10.1).</param>
/// <param name="Entrance">The entrance.</param>
/// <param name="Room">The room.</param>
/// <param name="AgreementNumber">The number on the subscription agreement.</param>
/// <param name="ReservationId">The reservation it came from; null when the unit was available.</param>
/// <param name="Consultant">The consultant's id.</param>
/// <param name="SignedAt">Business time of the signing.</param>
public sealed record SubscriptionSigned(
    Guid SubscriptionId, Guid UnitId, string Project, string ProjectName, string TimeZone, LocalTime CloseOfBusiness,
    string Unit, string Building, string Entrance, string Room,
    string AgreementNumber, Guid? ReservationId, string Consultant, Instant SignedAt)
{
    /// <summary>Who buys, and with which shares.</summary>
    public IReadOnlyList<BuyerShare> Buyers { get; init; } = [];

    /// <summary>The price agreed, after discounts, in <see cref="Currency"/>; null before prices were kept.</summary>
    public decimal? Price { get; init; }

    /// <summary>Per cent off the list price (CS-4).</summary>
    public decimal Discount { get; init; }

    /// <summary>The change under which the discount was granted; null within the signer's own limit.</summary>
    public Guid? DiscountChange { get; init; }

    /// <summary>The currency of the price.</summary>
    public string Currency { get; init; } = "CNY";

    /// <summary>The version of the price list that the price comes from; null before prices were kept.</summary>
    public int? PriceListVersion { get; init; }

    /// <summary>The queue number 排号 it came from; null without one.</summary>
    public int? QueueNumber { get; init; }

    /// <summary>The sale that it replaces by a swap 换房; null without one.</summary>
    public Guid? SwappedFrom { get; init; }
}

/// <summary>The contract 买卖合同 was signed (DOC-5.3.1).</summary>
public sealed record ContractSigned(Guid SubscriptionId, Guid UnitId, string Project, string Unit, string ContractNumber, Instant SignedAt);

/// <summary>The contract was not signed within its days of the subscription.</summary>
public sealed record ContractOverdue(Guid SubscriptionId, Guid UnitId, string Project, string Unit, Instant DueAt);

/// <summary>The unit was delivered to its buyers 入伙 (DOC-5.3.1).</summary>
public sealed record UnitDelivered(Guid SubscriptionId, Guid UnitId, string Project, string Unit, Instant DeliveredAt, bool InCampaign);

/// <summary>Money towards the price came in.</summary>
public sealed record PaymentReceived(Guid SubscriptionId, Guid UnitId, string Project, string Unit, string Receipt, decimal Amount, string Currency);

/// <summary>An instalment was not paid in full by its day.</summary>
public sealed record InstalmentOverdue(Guid SubscriptionId, Guid UnitId, string Project, string Unit, int Number, decimal Open, string Currency, LocalDate DueOn);

/// <summary>A late payment plan 延迟付款 was granted: instalments have other days (DOC-5.2.1).</summary>
public sealed record PaymentPlanChanged(Guid ChangeId, Guid SubscriptionId, Guid UnitId, string Project, string Unit, string Reason)
{
    /// <summary>The site's time zone, in which the days end (T-1).</summary>
    public string TimeZone { get; init; } = "Asia/Shanghai";
}

/// <summary>The consultant of a sale left, and another has taken it over (CS-7).</summary>
public sealed record SalePassed(Guid SubscriptionId, Guid UnitId, string Project, string Unit, string From, string To);

/// <summary>Other people buy 更名: a change of name was granted (DOC-5.2.1).</summary>
public sealed record BuyersChanged(Guid ChangeId, Guid SubscriptionId, Guid UnitId, string Project, string Unit, IReadOnlyList<BuyerShare> From, IReadOnlyList<BuyerShare> To, string Reason);

/// <summary>A sale was cancelled 退房: what followed from it is undone, and its papers become the unit's sales history (DOC-5.10.2 e).</summary>
public sealed record SaleCancelled(Guid ChangeId, Guid SubscriptionId, Guid UnitId, string Project, string Unit, string AgreementNumber, string? ContractNumber, decimal Refunded, string Currency, string Reason);

/// <summary>A sale was forfeited 挞定 (没收) after its payment term; its papers become the unit's sales history (DOC-5.10.2 e).</summary>
public sealed record SaleForfeited(Guid ChangeId, Guid SubscriptionId, Guid UnitId, string Project, string Unit, string AgreementNumber, decimal Forfeited, decimal Refunded, string Currency, string Reason);

/// <summary>A sale moved to another unit 换房; its approval is sales material of the new unit (DOC-5.2.1), the superseded sale is the old one's history (DOC-5.10.2 e).</summary>
public sealed record SaleSwapped(
    Guid ChangeId, Guid SubscriptionId, Guid UnitId, string Project, string Unit, string AgreementNumber, Guid NewSubscriptionId, Guid NewUnitId, string NewUnit, string Reason);

/// <summary>A lease 租赁预订 of a shop was booked (DOC-5.6.1).</summary>
public sealed record LeaseBooked(Guid LeaseId, Guid UnitId, string Project, string Unit, string BookingNumber, LocalDate From, LocalDate To);

/// <summary>A lease was signed: the letting is done, its papers are handed over (DOC-5.6.1).</summary>
/// <param name="LeaseId">The lease.</param>
/// <param name="UnitId">The shop.</param>
/// <param name="Project">The project's code.</param>
/// <param name="ProjectName">The project's name, for the file.</param>
/// <param name="TimeZone">The site's time zone (T-1).</param>
/// <param name="CloseOfBusiness">The site's close of business (T-3).</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="Building">The building, for the file's number (DOC-5.10.1).</param>
/// <param name="Entrance">The entrance.</param>
/// <param name="Room">The room.</param>
/// <param name="LeaseNumber">The number on the lease.</param>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="SignedAt">Business time of the signing.</param>
public sealed record LeaseSigned(
    Guid LeaseId, Guid UnitId, string Project, string ProjectName, string TimeZone, LocalTime CloseOfBusiness,
    string Unit, string Building, string Entrance, string Room, string LeaseNumber, LocalDate From, LocalDate To, Instant SignedAt);

/// <summary>A lease was renewed until another day, in the site's time zone (DOC-5.6.1: later material).</summary>
public sealed record LeaseRenewed(Guid LeaseId, Guid UnitId, string Project, string Unit, LocalDate To, string TimeZone);

/// <summary>The member of the commercial group whose letting it was left, and another has taken it over.</summary>
public sealed record LeasePassed(Guid LeaseId, Guid UnitId, string Project, string Unit, string From, string To);

/// <summary>A lease ended, or its booking was given up.</summary>
public sealed record LeaseEnded(Guid LeaseId, Guid UnitId, string Project, string Unit, string Reason);

/// <summary>
/// A let shop was sold: all that was collected while it was let becomes one group of the buyer's file, and the lease
/// catalogue notes that file's number (DOC-5.6.1, DOC-5.10.2 d).
/// </summary>
public sealed record LetShopSold(Guid SubscriptionId, Guid UnitId, string Project, string Unit, IReadOnlyList<Guid> Leases);

/// <summary>A release batch 开盘批次 was planned, opened for the choice of queue numbers, or opened to all.</summary>
public sealed record BatchChanged(Guid BatchId, string Project, string Batch, string State, int Units)
{
    /// <summary>When it is to open by itself; null where no time is set.</summary>
    public Instant? OpensAt { get; init; }
}

/// <summary>A queue number 排号 was given (DOC-5.2.1: its agreement is sales material).</summary>
public sealed record QueueNumberGiven(Guid QueueNumberId, string Project, string Batch, int Number, string AgreementNumber, string Consultant);

/// <summary>What became of a queue number: called, passed over, chosen, given back.</summary>
public sealed record QueueNumberMoved(Guid QueueNumberId, string Project, string Batch, int Number, string State, Guid? SubscriptionId);

/// <summary>The consultant of a queue number left, and another has taken it over.</summary>
public sealed record QueueNumberPassed(Guid QueueNumberId, string Project, string Batch, int Number, string From, string To);

/// <summary>Two entries of customers are one person: a merge is an entry.</summary>
public sealed record CustomersMerged(Guid CustomerId, Guid Into, string Project, string Reason);

/// <summary>Who subscribes to what SalesControl says.</summary>
public static class SalesControlEvents
{
    /// <summary>The service's name as producer and subscriber.</summary>
    public const string Service = "SalesControl";

    /// <summary>Each event and the services that subscribe to it. An event without one is kept in the event log and marked unrouted.</summary>
    public static IReadOnlyDictionary<Type, IReadOnlyList<string>> Subscribers { get; } = new Dictionary<Type, IReadOnlyList<string>>
    {
        [typeof(UnitListed)] = [],
        [typeof(ReservationRegistered)] = [],
        [typeof(WaitRecorded)] = [],
        [typeof(ReservationApproved)] = [],
        [typeof(ReservationRefused)] = [],
        [typeof(ReservationLapsed)] = [],
        [typeof(UnitOffered)] = [],
        [typeof(OfferLapsed)] = [],
        [typeof(UnitReleased)] = [],
        [typeof(ReservationPassed)] = [],
        [typeof(WaitClosed)] = [],
        [typeof(RenewalApproved)] = [],
        [typeof(ReservationRenewed)] = [],
        [typeof(RenewalEnded)] = [],
        [typeof(ReservationExtended)] = [],
        [typeof(ReservationReleased)] = [],
        [typeof(LineLeft)] = [],
        [typeof(WaitYielded)] = [],
        [typeof(SubscriptionMoneyPaid)] = [],
        [typeof(DepositRefunded)] = [],
        [typeof(OfferUndelivered)] = [],
        [typeof(EntryCorrected)] = [],
        [typeof(UnitDescribed)] = [],
        [typeof(UnitPutOnSale)] = [],
        [typeof(UnitWithheld)] = [],
        [typeof(ChangeAsked)] = [],
        [typeof(ChangeAgreed)] = [],
        [typeof(ChangeGranted)] = [],
        [typeof(ChangeNotMade)] = [],
        [typeof(DiscountGranted)] = [],
        [typeof(SubscriptionSigned)] = ["RecordsArchive"],
        [typeof(ContractSigned)] = [],
        [typeof(ContractOverdue)] = [],
        [typeof(UnitDelivered)] = [],
        [typeof(PaymentReceived)] = [],
        [typeof(InstalmentOverdue)] = [],
        [typeof(PaymentPlanChanged)] = [],
        [typeof(SalePassed)] = [],
        [typeof(BuyersChanged)] = [],
        [typeof(SaleCancelled)] = [],
        [typeof(SaleForfeited)] = [],
        [typeof(SaleSwapped)] = [],
        [typeof(LeaseBooked)] = [],
        [typeof(LeaseSigned)] = [],
        [typeof(LeaseRenewed)] = [],
        [typeof(LeasePassed)] = [],
        [typeof(LeaseEnded)] = [],
        [typeof(LetShopSold)] = [],
        [typeof(BatchChanged)] = [],
        [typeof(QueueNumberGiven)] = [],
        [typeof(QueueNumberMoved)] = [],
        [typeof(QueueNumberPassed)] = [],
        [typeof(CustomersMerged)] = [],
    };
}
