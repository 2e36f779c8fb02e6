using NodaTime;

namespace Ops.SalesControl.Contracts;

/// <summary>A buyer 买受人 and the share.</summary>
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

    /// <summary>The code of the unit's kind; null before it was told.</summary>
    public string? Kind { get; init; }

    /// <summary>What was paid before, and is part of the price: deposits, and what a swap moved on.</summary>
    public decimal Paid { get; init; }
}

/// <summary>The contract 买卖合同 was signed 签约.</summary>
/// <param name="SubscriptionId">The subscription that it follows.</param>
/// <param name="UnitId">The unit.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
public sealed record ContractSigned(Guid SubscriptionId, Guid UnitId, string Project, string Unit);

/// <summary>The buyers paid 回款.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="UnitId">The unit.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="Amount">How much, in <paramref name="Currency"/>.</param>
/// <param name="Currency">The currency.</param>
public sealed record PaymentReceived(
    Guid SubscriptionId, Guid UnitId, string Project, string Unit, decimal Amount, string Currency);

/// <summary>The sale moved to another unit 换房: it is over, and another subscription goes on.</summary>
/// <param name="SubscriptionId">The subscription that is over.</param>
/// <param name="UnitId">Its unit.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="NewSubscriptionId">The subscription that goes on.</param>
public sealed record SaleSwapped(
    Guid SubscriptionId, Guid UnitId, string Project, string Unit, Guid NewSubscriptionId);

/// <summary>Other people buy 更名.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="UnitId">The unit.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="Buyers">Who buys now, and with which shares.</param>
public sealed record BuyersChanged(
    Guid SubscriptionId, Guid UnitId, string Project, string Unit, IReadOnlyList<BuyerShare> Buyers);

/// <summary>The sale was cancelled 退房.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="UnitId">The unit.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
public sealed record SaleCancelled(Guid SubscriptionId, Guid UnitId, string Project, string Unit);

/// <summary>The sale was forfeited 挞定.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="UnitId">The unit.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
public sealed record SaleForfeited(Guid SubscriptionId, Guid UnitId, string Project, string Unit);

/// <summary>Who subscribes to what SalesControl says.</summary>
public static class SalesControlEvents
{
    /// <summary>The service's name as producer and subscriber.</summary>
    public const string Service = "SalesControl";

    /// <summary>Each event and the services that subscribe to it.</summary>
    public static IReadOnlyDictionary<Type, IReadOnlyList<string>> Subscribers { get; } =
        new Dictionary<Type, IReadOnlyList<string>>
        {
            [typeof(SubscriptionSigned)] = ["RecordsArchive", "ClientAttribution"],
            [typeof(ContractSigned)] = ["ClientAttribution"],
            [typeof(PaymentReceived)] = ["ClientAttribution"],
            [typeof(SaleSwapped)] = ["ClientAttribution"],
            [typeof(BuyersChanged)] = ["ClientAttribution"],
            [typeof(SaleCancelled)] = ["ClientAttribution"],
            [typeof(SaleForfeited)] = ["ClientAttribution"],
        };
}
