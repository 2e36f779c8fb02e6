using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Commission;

/// <summary>
/// ATT-6: where the credit for a sale is decided otherwise, what was earned is divided anew, and so is what may be paid
/// out: neither becomes more or less. Where the sale is nobody's any more, all is taken back; where it was nobody's, it
/// earns now.
/// </summary>
internal static class Recrediting
{
    /// <summary>The credit is others'.</summary>
    [Rule("ATT-6", "after a ruling the commission is divided anew")]
    public static void Recredit(CommissionBook book, SaleAccount account, SaleEvent.Recredited recredited)
    {
        var (accrued, payable) = (
            account.Balances.Sum(one => one.Balance.Accrued), account.Balances.Sum(one => one.Balance.Payable));
        book.Uncount(account);
        account.Award = recredited.Award;
        if (accrued == 0)
        {
            Accrual.Accrue(book, account, recredited, LineKind.Recredited);
            Payability.Raise(book, account, recredited, (by, unit) => Text.Of(
                "commission.payable.contract", ("unit", unit), ("amount", by)));
            return;
        }

        var earned = new Dictionary<Recipient, Balance>();
        if (Accrual.Nothing(account) is null)
        {
            // Counted for whom it is now, and divided by the shares: at which rate it was earned does not change.
            Accrual.Earn(book, account);
            var parts = Accrual.PartsOf(
                book, account, [.. account.Award.Holdings.Select(holding => holding.Percent)]);
            var amounts = Fen.Divide(accrued, [.. parts.Select(part => part.Exact)]);
            var payables = Fen.Divide(payable, amounts);
            for (var i = 0; i < parts.Count; i++)
            {
                var so = earned.GetValueOrDefault(parts[i].Recipient);
                earned[parts[i].Recipient] = new(so.Accrued + amounts[i], so.Payable + payables[i]);
            }
        }

        foreach (var recipient in account.Balances.Select(one => one.Recipient).Union(earned.Keys).ToList())
        {
            var before = account.BalanceOf(recipient);
            var after = earned.GetValueOrDefault(recipient);
            if (after == before)
                continue;
            var by = new Balance(after.Accrued - before.Accrued, after.Payable - before.Payable);
            book.Lines.Add(account.Move(
                recredited, LineKind.Recredited, recipient, by, recredited.Rule, Text.Of(
                    "commission.recredited", ("unit", account.Unit.Code), ("amount", by.Accrued))));
        }
    }
}
