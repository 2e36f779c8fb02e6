using Microsoft.EntityFrameworkCore;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Ledger;

/// <summary>What a receipt was used for before.</summary>
/// <param name="DepositId">The deposit; null where it was a payment towards a price.</param>
/// <param name="ReservationId">The reservation that the deposit backs; null for a queue number's, or a payment.</param>
/// <param name="SubscriptionId">The sale that was paid for; null for a deposit.</param>
internal sealed record ReceiptUse(Guid? DepositId, Guid? ReservationId, Guid? SubscriptionId);

/// <summary>
/// RES-1: a receipt is used once in a project, for a deposit or for a payment, however its number is written: one
/// receipt never backs two reservations.
/// </summary>
internal static class Receipts
{
    /// <summary>
    /// What it was used for; null for nothing. Whoever brings the same receipt at the same moment waits until this
    /// change is over. Asked after every other lock is taken.
    /// </summary>
    public static Task<ReceiptUse?> UseOfReceiptAsync(
        this SalesControlDb db, string project, string receipt, CancellationToken cancellationToken) =>
        db.UseOfReceipt(project, receipt).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The question for it, for whoever asks for more at once; the first answer counts.</summary>
    public static IQueryable<ReceiptUse> UseOfReceipt(this SalesControlDb db, string project, string receipt)
    {
        // One question for both, and the lock ahead of it: on the day of a release each registration asks it.
        db.LockNumber(Paper.Receipt, project, receipt);
        return db.Deposits
            .Where(d => d.Project == project
                && SalesControlDb.PlainText(d.Receipt) == SalesControlDb.PlainText(receipt))
            .Select(d => new { DepositId = (Guid?)d.Id, d.ReservationId, SubscriptionId = (Guid?)null })
            .Concat(db.Ledger
                .Where(l => l.Project == project
                    && SalesControlDb.PlainText(l.Receipt) == SalesControlDb.PlainText(receipt)
                    && l.Account == Account.Cash && l.Kind == MovementKind.PaymentReceived)
                .Select(l => new { l.DepositId, ReservationId = (Guid?)null, l.SubscriptionId }))
            .OrderBy(one => one.ReservationId == null).ThenBy(one => one.DepositId == null)
            .Select(one => new ReceiptUse(one.DepositId, one.ReservationId, one.SubscriptionId));
    }

    /// <summary>Null where a receipt can back a deposit.</summary>
    [Rule("RES-1", "one receipt backs one reservation")]
    public static Refused? RefusesDeposit(this ReceiptUse? use, string receipt) =>
        use switch
        {
            null => null,
            { ReservationId: { } backed } => Refuse(
                "depositReceipt", "receipt.backs-reservation", receipt, $"reservation/{backed}",
                $"deposit/{use.DepositId}"),
            { DepositId: { } deposit } => Refuse(
                "depositReceipt", "receipt.backs-queue-number", receipt, $"deposit/{deposit}"),
            _ => Refuse("depositReceipt", "receipt.given-for-other-money", receipt),
        };

    /// <summary>Null where a receipt can be a payment's.</summary>
    [Rule("RES-1", "one receipt, one payment")]
    public static Refused? RefusesPayment(this ReceiptUse? use, string receipt) => use switch
    {
        null => null,
        { DepositId: { } deposit } => Refuse("receipt", "receipt.is-a-deposits", receipt, $"deposit/{deposit}"),
        { SubscriptionId: { } sale } =>
            Refuse("receipt", "receipt.is-another-payments", receipt, $"subscription/{sale}"),
        _ => Refuse("receipt", "receipt.is-another-payments", receipt),
    };

    private static Refused Refuse(string field, string code, string receipt, params IReadOnlyList<string> evidence) =>
        new("RES-1", Text.Of(code, ("receipt", receipt)), Field: field) { Evidence = evidence };
}
