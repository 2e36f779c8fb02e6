using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Commission;

/// <summary>
/// REC-3.1: commission follows the sale. After a swap it is what the other unit earns, by the plan of the day of the
/// first subscription; a change of name moves nothing.
/// </summary>
internal static class Following
{
    /// <summary>The sale moved to another unit; what was payable stays so, as far as so much is earned.</summary>
    [Rule("REC-3.1", "commission follows a swap")]
    public static void Swap(CommissionBook book, SaleAccount account, SaleEvent.Swapped swapped)
    {
        var (left, earnedBefore) = (account.Unit.Code, account.Balances.ToList());
        var places = account.Credits.ToDictionary(one => one.Key, one => one.Value.Before, StringComparer.Ordinal);
        var plan = account.Plan;
        book.Uncount(account);
        (account.Unit, account.Price, account.Contracted) = (swapped.Unit, swapped.Price, false);
        book.Rename(account, swapped.NewSale);
        account.Plan = book.PlanOf(account);
        var earned = new Dictionary<Recipient, decimal>();
        if (Accrual.Nothing(account) is null)
        {
            var parts = Accrual.PartsOf(
                book, account, Accrual.Earn(book, account, account.Plan == plan ? places : null));
            var amounts = Accrual.Amounts(parts);
            for (var i = 0; i < parts.Count; i++)
                earned[parts[i].Recipient] = earned.GetValueOrDefault(parts[i].Recipient) + amounts[i];
        }

        foreach (var recipient in earnedBefore.Select(one => one.Recipient).Union(earned.Keys))
        {
            var before = account.BalanceOf(recipient);
            var after = earned.GetValueOrDefault(recipient);
            var by = new Balance(after - before.Accrued, Math.Min(before.Payable, after) - before.Payable);
            book.Lines.Add(account.Move(
                swapped, LineKind.Swapped, recipient, by, "REC-3.1", Text.Of(
                    "commission.swapped", ("unit", left), ("other", swapped.Unit.Code), ("price", swapped.Price),
                    ("amount", by.Accrued))));
        }
    }

    /// <summary>Other people buy: each recipient is told that nothing changes.</summary>
    [Rule("REC-3.1", "a change of name moves nothing")]
    public static void Rename(CommissionBook book, SaleAccount account, SaleEvent.Renamed renamed)
    {
        foreach (var (recipient, _) in account.Balances.ToList())
        {
            book.Lines.Add(account.Move(
                renamed, LineKind.Renamed, recipient, default, "REC-3.1",
                Text.Of("commission.renamed", ("unit", account.Unit.Code))));
        }
    }
}
