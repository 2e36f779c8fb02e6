using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Commission;

/// <summary>
/// REC-3.1: of what is accrued a part is payable when the contract is signed, the rest as the price is paid; all of it
/// when all is paid. Before the contract nothing is.
/// </summary>
internal static class Payability
{
    /// <summary>The contract is signed.</summary>
    [Rule("REC-3.1", "payable with the contract")]
    public static void Contract(CommissionBook book, SaleAccount account, SaleEvent.Contracted contracted)
    {
        account.Contracted = true;
        Raise(book, account, contracted, (by, unit) => Text.Of(
            "commission.payable.contract", ("unit", unit), ("amount", by)));
    }

    /// <summary>The buyers paid.</summary>
    [Rule("REC-3.1", "payable as the price is paid")]
    public static void Pay(CommissionBook book, SaleAccount account, SaleEvent.Paid paid)
    {
        account.Paid += paid.Amount;
        Raise(book, account, paid, (by, unit) => Text.Of(
            "commission.payable.payment", ("unit", unit), ("paid", paid.Amount), ("amount", by)));
    }

    /// <summary>What may be paid out grows to what contract and payments allow; it never shrinks here.</summary>
    public static void Raise(
        CommissionBook book, SaleAccount account, SaleEvent because, Func<decimal, string, Text> explain)
    {
        if (!account.Contracted || account.Plan is not { } plan)
            return;
        var paid = Math.Clamp(account.Paid, 0, account.Price);
        var reached = (plan.AtContract * account.Price) + ((100 - plan.AtContract) * paid);
        foreach (var (recipient, balance) in account.Balances.ToList())
        {
            var by = Fen.Down(balance.Accrued * reached / (100 * account.Price)) - balance.Payable;
            if (by > 0)
            {
                book.Lines.Add(account.Move(
                    because, LineKind.Payable, recipient, new(0, by), "REC-3.1", explain(by, account.Unit.Code)));
            }
        }
    }
}
