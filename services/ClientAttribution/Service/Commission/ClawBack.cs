using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Commission;

/// <summary>
/// REC-3.1: commission is for a client who has bought. Where the sale is cancelled or forfeited, each gives back
/// exactly what they had of it, and the credit no longer counts.
/// </summary>
internal static class ClawBack
{
    /// <summary>All that the sale earned is taken back.</summary>
    [Rule("REC-3.1", "clawed back when the sale is undone")]
    public static void Take(CommissionBook book, SaleAccount account, SaleEvent because, string code)
    {
        foreach (var (recipient, balance) in account.Balances.Where(one => one.Balance != default).ToList())
        {
            book.Lines.Add(account.Move(
                because, LineKind.ClawedBack, recipient, new(-balance.Accrued, -balance.Payable), "REC-3.1",
                Text.Of(code, ("unit", account.Unit.Code), ("amount", balance.Accrued))));
        }

        book.Uncount(account);
        account.Ended = true;
    }
}
