using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Ledger;

/// <summary>Money towards a price in the ledger: received, given back, forfeited, moved to another sale. What a customer has paid for a sale is what its movements leave with it.</summary>
internal sealed class PaymentBook(SalesControlDb db, TimeProvider time)
{
    /// <summary>Money came in.</summary>
    public void Receive(string project, Guid subscription, string receipt, decimal amount, Instant now, string by) =>
        Move(MovementKind.PaymentReceived, project, Account.CustomerPayments, Account.Cash, amount, receipt, now, by, subscription);

    /// <summary>Money goes back to the buyers.</summary>
    public void Refund(string project, Guid subscription, decimal amount, string voucher, Instant now, string by) =>
        Move(MovementKind.PaymentRefunded, project, Account.Cash, Account.CustomerPayments, amount, voucher, now, by, subscription);

    /// <summary>Money stays with the company 没收.</summary>
    public void Forfeit(string project, Guid subscription, decimal amount, string voucher, Instant now, string by) =>
        Move(MovementKind.PaymentForfeited, project, Account.Forfeited, Account.CustomerPayments, amount, voucher, now, by, subscription);

    /// <summary>What was paid for one sale is paid for another, by a swap 换房.</summary>
    public void MoveOn(string project, Guid from, Guid to, decimal amount, string voucher, Instant now, string by) =>
        Move(MovementKind.PaymentMoved, project, Account.CustomerPayments, Account.CustomerPayments, amount, voucher, now, by, from, to);

    private void Move(MovementKind kind, string project, Account from, Account to, decimal amount, string receipt, Instant now, string by, Guid subscription, Guid? fromSubscription = null)
    {
        if (amount != 0)
            db.Ledger.AddRange(LedgerLeg.Move(Guid.CreateVersion7(time.GetUtcNow()), kind, project, from, to, amount, receipt, now, by, subscription: subscription, fromSubscription: fromSubscription));
    }
}

/// <summary>What deposits and payments have in common: the receipt.</summary>
internal static class Receipts
{
    private const long ReceiptLock = 21;

    /// <summary>Whoever brings the same receipt at the same moment waits until this change is over. Taken with the question that comes next, after every other lock.</summary>
    public static void LockReceiptAhead(this SalesControlDb db, string project, string receipt) => db.LockAhead($"{project} {receipt}", ReceiptLock);

    /// <summary>A receipt is used once in a project, for a deposit or for a payment; whoever brings the same at the same moment waits here until this change is over.</summary>
    [Rule("RES-1")]
    public static async Task<Refused?> RefusesReceiptAsync(this SalesControlDb db, string project, string receipt, CancellationToken cancellationToken)
    {
        db.LockReceiptAhead(project, receipt);
        if (await db.Deposits.AsNoTracking().SingleOrDefaultAsync(d => d.Project == project && d.Receipt == receipt, cancellationToken) is { } deposit)
            return new Refused("RES-1", $"Receipt {receipt} is a deposit's.", Field: "receipt") { Evidence = [deposit.Evidence] };
        return await db.Ledger.AsNoTracking().Where(l => l.Project == project && l.Receipt == receipt && l.Account == Account.Cash && l.Kind == MovementKind.PaymentReceived).Select(l => new { l.Movement, l.SubscriptionId }).FirstOrDefaultAsync(cancellationToken) is { } used
            ? new Refused("RES-1", $"Receipt {receipt} is another payment's.", Field: "receipt") { Evidence = used.SubscriptionId is { } sale ? [$"subscription/{sale}", $"movement/{used.Movement}"] : [$"movement/{used.Movement}"] }
            : null;
    }
}
