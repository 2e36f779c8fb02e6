using System.Text.Json;
using Ops.Platform.Messaging;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Reservations;

namespace Ops.SalesControl.Units;

/// <summary>What an event of a unit's stream says to people: a sentence, and the rule under which it happened. A new event has one, or the tests fail.</summary>
internal static class Telling
{
    /// <summary>The rule and the sentence.</summary>
    public static (string Rule, string Text) Of(LoggedEvent e) => Reserving(e) ?? Changing(e) ?? Selling(e) ?? Letting(e) ?? throw new InvalidOperationException($"{e.Type} has no sentence.");

    /// <summary>The reservations that an event is about: its own, and the one that it renews or yields to.</summary>
    public static IEnumerable<Guid> ReservationsOf(LoggedEvent e) =>
        ((string[])["reservationId", "renews", "to"]).Select(member => e.Body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : (Guid?)null).OfType<Guid>();

    /// <summary>Under which approval it happened: a change that was asked for, or a reservation's own; null where it needed none.</summary>
    public static string? ApprovalOf(LoggedEvent e) => e.Type is nameof(ReservationApproved) or nameof(ReservationRefused) or nameof(RenewalApproved)
        ? $"reservation/{Text(e, "reservationId")}"
        : (Text(e, "changeId") ?? Text(e, "discountChange")) is { } change ? $"change/{change}" : null;

    private static (string, string)? Reserving(LoggedEvent e) => e.Type switch
    {
        nameof(UnitListed) => ("RES-2", "The unit came into the project's list."),
        nameof(UnitDescribed) => ("RES-2", $"{e.By} changed its description with a new list."),
        nameof(UnitPutOnSale) => ("RES-2", Text(e, "batch") is { } batch ? $"{e.By} put it on sale with batch {batch}." : $"{e.By} put it on sale."),
        nameof(UnitWithheld) => ("RES-2", $"It was withheld from sale under an approval: {Text(e, "reason")}"),
        nameof(ReservationRegistered) => ("RES-1", $"{Text(e, "consultant")} registered a reservation with receipt {Text(e, "depositReceipt")}; from then on the unit is held."),
        nameof(WaitRecorded) => ("RES-4", $"{Text(e, "consultant")} came later and is recorded as waiting, in place {Text(e, "place")}."),
        nameof(ReservationApproved) => ("RES-2", $"{e.By} approved it: reserved."),
        nameof(ReservationRefused) => ("RES-2", $"{e.By} refused it: {Text(e, "reason")}"),
        nameof(ReservationLapsed) => ("RES-3", "It lapsed by itself at the end of its time."),
        nameof(UnitOffered) => ("RES-4", "The unit was offered to the first in line."),
        nameof(OfferLapsed) => ("RES-4", "The offer was not taken up in time."),
        nameof(OfferUndelivered) => ("RES-4", $"The offer reached nobody: {Text(e, "why")}; the marketing manager was told."),
        nameof(UnitReleased) => ("RES-3", "Nobody waited: the unit was open to every consultant."),
        nameof(ReservationPassed) or nameof(SalePassed) or nameof(LeasePassed) => ("CS-7", $"{Text(e, "from")} had left; {Text(e, "to")} took over."),
        nameof(WaitClosed) => ("RES-4", "A wait was closed, because the unit was subscribed."),
        nameof(RenewalRegistered) => ("RES-3", $"{Text(e, "consultant")} reported that the customer goes on: a renewal was registered, to take over at the old expiry once it is approved."),
        nameof(RenewalApproved) => ("RES-3", $"{e.By} approved the renewal."),
        nameof(ReservationRenewed) => ("RES-3", "The approved renewal took over at the old expiry."),
        nameof(RenewalEnded) => ("RES-3", $"The renewal did not come about: {Text(e, "why")}"),
        nameof(ReservationExtended) => ("RES-1", $"{e.By} granted a special extension."),
        nameof(ReservationReleased) => ("RES-1", $"{e.By} gave it up early: {Text(e, "reason")}"),
        nameof(LineLeft) => ("RES-4", $"{e.By} left the line, or declined the offer: {Text(e, "reason")}"),
        nameof(WaitYielded) => ("RES-4", $"{e.By} agreed that the holder may go on, and kept the place in the line."),
        nameof(SubscriptionMoneyPaid) => ("RES-4", $"The holder's customer paid the subscription money first, with receipt {Text(e, "receipt")}: the holder may go on although others wait."),
        nameof(DepositRefunded) => ("RES-1", $"{e.By} refunded what was paid with receipt {Text(e, "receipt")}: {Text(e, "reason")}"),
        nameof(EntryCorrected) => ("RES-2", $"{e.By} corrected {Text(e, "field")} by an added entry: {Text(e, "reason")}"),
        nameof(CustomersMerged) => ("RES-4", $"{e.By} found that two customers are one person; what was open of one is the other's."),
        _ => null,
    };

    private static (string, string)? Changing(LoggedEvent e) => e.Type switch
    {
        nameof(ChangeAsked) => (RuleOf(e), $"{e.By} asked for {Kind(e)}: {Text(e, "reason")}"),
        nameof(ChangeAgreed) => (RuleOf(e), $"{e.By} agreed to {Kind(e)}; others have yet to."),
        nameof(ChangeGranted) => (RuleOf(e), $"{e.By} gave the last agreement to {Kind(e)}: it was done."),
        nameof(ChangeNotMade) => (RuleOf(e), $"{Capital(Kind(e))} was not made ({Text(e, "outcome")?.ToLowerInvariant()}): {Text(e, "why")}"),
        nameof(DiscountGranted) => ("CS-4", $"A discount of {Text(e, "percent")} % was granted: {Text(e, "reason")}"),
        _ => null,
    };

    private static (string, string)? Selling(LoggedEvent e) => e.Type switch
    {
        nameof(SubscriptionSigned) => ("RES-4", $"The customer of {Text(e, "consultant")} signed subscription {Text(e, "agreementNumber")}."),
        nameof(ContractSigned) => ("DOC-5.3.1", $"{e.By} recorded the signed contract {Text(e, "contractNumber")}."),
        nameof(ContractOverdue) => ("RES-4", "The contract was not signed within its days of the subscription."),
        nameof(UnitDelivered) => ("DOC-5.3.1", $"{e.By} recorded that it was delivered to its buyers."),
        nameof(PaymentReceived) => ("RES-4", $"{Text(e, "amount")} {Text(e, "currency")} towards the price came in with receipt {Text(e, "receipt")}."),
        nameof(InstalmentOverdue) => ("RES-4", $"Instalment {Text(e, "number")}, due on {Text(e, "dueOn")}, was not paid in full."),
        nameof(PaymentPlanChanged) => ("DOC-5.2.1", $"A late payment plan was granted: {Text(e, "reason")}"),
        nameof(BuyersChanged) => ("DOC-5.2.1", $"Other people buy, by a change of name: {Text(e, "reason")}"),
        nameof(SaleCancelled) => ("DOC-5.10.2", $"The sale {Text(e, "agreementNumber")} was cancelled: {Text(e, "reason")}"),
        nameof(SaleForfeited) => ("DOC-5.10.2", $"The sale {Text(e, "agreementNumber")} was forfeited: {Text(e, "reason")}"),
        nameof(SaleSwapped) => ("DOC-5.10.2", $"The sale {Text(e, "agreementNumber")} moved to {Text(e, "newUnit")} by a swap: {Text(e, "reason")}"),
        _ => null,
    };

    private static (string, string)? Letting(LoggedEvent e) => e.Type switch
    {
        nameof(LeaseBooked) => ("DOC-5.6.1", $"{e.By} booked its lease {Text(e, "bookingNumber")}, from {Text(e, "from")} to {Text(e, "to")}."),
        nameof(LeaseSigned) => ("DOC-5.6.1", $"{e.By} recorded the signed lease {Text(e, "leaseNumber")}."),
        nameof(LeaseRenewed) => ("DOC-5.6.1", $"{e.By} renewed its lease until {Text(e, "to")}."),
        nameof(LeaseEnded) => ("DOC-5.6.1", $"Its lease ended: {Text(e, "reason")}"),
        nameof(LetShopSold) => ("DOC-5.6.1", "It was sold while it was let: what was collected of the lease goes to the buyer's file."),
        _ => null,
    };

    private static string RuleOf(LoggedEvent e) => Text(e, "kind") switch
    {
        "Extension" => "RES-1",
        "Withholding" => "RES-2",
        "Discount" => "CS-4",
        _ => "RES-4",
    };

    private static string Kind(LoggedEvent e) => Text(e, "kind") switch
    {
        "Extension" => "a special extension",
        "Withholding" => "the withholding from sale",
        "Discount" => "a discount",
        "LatePayment" => "a late payment plan",
        "Swap" => "a swap",
        "ChangeOfName" => "a change of name",
        "Cancellation" => "the cancellation",
        "Forfeiture" => "the forfeiture",
        var other => $"a change ({other})",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string? Text(LoggedEvent e, string member) => e.Body.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
}
