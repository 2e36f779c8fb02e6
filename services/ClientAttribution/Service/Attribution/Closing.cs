using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// REC-2.2f, REC-3.1: a sale is the first receiver's whose client the buyer is. Of a family whose members came at
/// different times, it is whoever's of their consultants closed it.
/// </summary>
internal static class Closing
{
    /// <summary>The client buys: from now on the confirmation does not lapse.</summary>
    [Rule("REC-2.2f", "of a family, who closes has the credit")]
    [Rule("REC-3.1", "the sale is the first receiver's")]
    public static void Sell(CaseFile file, Sold sold)
    {
        var own = file.Find(sold.Client);
        var closing = own?.Shares.Has(sold.Consultant) == true ? own : OfFamily(file, sold) ?? own;
        if (closing is null)
        {
            NoRecord.Sell(file, sold);
            return;
        }

        if (closing != own)
        {
            if (own is not null)
                file.Remove(own);
            var adopted = closing.For(sold.Client);
            file.Adopt(adopted);
            file.Add(
                "REC-2.2f", Text.Of("attribution.family.closed", ("holders", adopted.Holders)),
                [file.FamilyOf(sold.Client, closing.Client)!.Id, closing.Entry, sold.Id]);
            closing = adopted;
        }
        else
        {
            file.Add(
                "REC-3.1", Text.Of("attribution.sold", ("holders", closing.Holders)),
                [closing.Entry, sold.Id]);
        }

        closing.Sales.Add(sold.Sale);
        closing.RestOn(sold.Id);
    }

    /// <summary>
    /// The sale is undone. Where it was the only one, the client's consultant has the days of a report from then on.
    /// </summary>
    [Rule("ATT-III.3", "after a cancelled sale it can lapse again")]
    public static void End(CaseFile file, SaleEnded ended)
    {
        if (file.Find(ended.Client) is not { } confirmed || !confirmed.Sales.Remove(ended.Sale)
            || confirmed.Sales.Count > 0)
        {
            return;
        }

        confirmed.Renew(file.ValidFrom(ended.At));
        confirmed.RestOn(ended.Id);
        file.Add(
            "ATT-III.3",
            Text.Of(
                "attribution.sale-ended", ("holders", confirmed.Holders), ("validUntil", confirmed.ValidUntil)),
            [ended.Id]);
    }

    /// <summary>
    /// The confirmation of a member of the buyer's family: the closer's; where the closer has none and the buyer
    /// neither, the earliest. Null for none.
    /// </summary>
    private static Confirmation? OfFamily(CaseFile file, Sold sold)
    {
        Confirmation? earliest = null;
        foreach (var confirmed in file.Confirmed)
        {
            if (confirmed.Client == sold.Client || file.FamilyOf(sold.Client, confirmed.Client) is null
                || Grabbing.DisregardsAny(file, sold.Client, confirmed.Holders, sold))
            {
                continue;
            }

            if (confirmed.Shares.Has(sold.Consultant))
                return confirmed;
            if (earliest is null || confirmed.Since < earliest.Since)
                earliest = confirmed;
        }

        return file.Find(sold.Client) is null ? earliest : null;
    }
}
