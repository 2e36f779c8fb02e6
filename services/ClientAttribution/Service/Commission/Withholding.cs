using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Commission;

/// <summary>
/// ATT-III.X: who grabs, cuts, ruins or maliciously collides with another's deal loses all commission; the company
/// keeps it.
/// </summary>
internal static class Withholding
{
    /// <summary>All of a consultant's commission, of every sale that stands, is the company's.</summary>
    [Rule("ATT-III.X", "all commission is withheld")]
    public static void Withhold(CommissionBook book, SaleEvent.Withheld withheld)
    {
        book.Withheld.Add(withheld.Consultant);
        var theirs = Recipient.Of(withheld.Consultant);
        foreach (var account in book.Accounts)
        {
            var balance = account.BalanceOf(theirs);
            if (balance == default)
                continue;
            book.Lines.Add(account.Move(
                withheld, LineKind.Withheld, theirs, new(-balance.Accrued, -balance.Payable), "ATT-III.X", Text.Of(
                    "commission.withheld", ("consultant", withheld.Consultant), ("unit", account.Unit.Code),
                    ("amount", balance.Accrued))));
            book.Lines.Add(account.Move(
                withheld, LineKind.Withheld, Recipient.Company, balance, "ATT-III.X", Text.Of(
                    "commission.withheld.kept", ("consultant", withheld.Consultant), ("unit", account.Unit.Code),
                    ("amount", balance.Accrued))));
        }
    }
}
