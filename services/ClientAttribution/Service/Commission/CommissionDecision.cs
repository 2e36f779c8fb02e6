using NodaTime;
using Ops.Platform.Rules;
using static Ops.ClientAttribution.Commission.SaleEvent;

namespace Ops.ClientAttribution.Commission;

/// <summary>
/// Who gets how much for which sale (佣金分配), from the sales' dated events and the plans alone. Events may be handed in
/// in any order, and more than once; each line says why, and what it rests on.
/// </summary>
internal static class CommissionDecision
{
    /// <summary>The lines that follow from the events, in order of time.</summary>
    /// <param name="events">Of every sale in a period, so that the tiers are counted; or of one sale.</param>
    /// <param name="plans">The plans.</param>
    /// <param name="zone">The site's time zone: on which day a subscription is.</param>
    [Rule("REC-3.1", "commission goes to the first receiver")]
    public static IReadOnlyList<CommissionLine> Lines(
        IEnumerable<SaleEvent> events, CommissionPlans plans, DateTimeZone zone)
    {
        var book = new CommissionBook(plans, zone);
        List<SaleEvent> inOrder = [.. events.DistinctBy(one => one.Id, StringComparer.Ordinal)];
        inOrder.Sort(Compare);
        foreach (var happened in inOrder)
            Weigh(book, happened);
        return book.Lines;
    }

    /// <summary>What is about a sale that was never subscribed to, or is over, moves nothing.</summary>
    private static void Weigh(CommissionBook book, SaleEvent happened)
    {
        switch (happened)
        {
            case Subscribed subscribed:
                Accrual.Accrue(book, book.Open(subscribed), subscribed, LineKind.Accrued);
                break;
            case Contracted contracted when book.Find(contracted.Sale) is { } account:
                Payability.Contract(book, account, contracted);
                break;
            case Paid paid when book.Find(paid.Sale) is { } account:
                Payability.Pay(book, account, paid);
                break;
            case Swapped swapped when book.Find(swapped.Sale) is { } account:
                Following.Swap(book, account, swapped);
                break;
            case Renamed renamed when book.Find(renamed.Sale) is { } account:
                Following.Rename(book, account, renamed);
                break;
            case Recredited recredited when book.Find(recredited.Sale) is { } account:
                Recrediting.Recredit(book, account, recredited);
                break;
            case Cancelled cancelled when book.Find(cancelled.Sale) is { } account:
                ClawBack.Take(book, account, cancelled, "commission.clawed-back.cancelled");
                break;
            case Forfeited forfeited when book.Find(forfeited.Sale) is { } account:
                ClawBack.Take(book, account, forfeited, "commission.clawed-back.forfeited");
                break;
            case Withheld withheld:
                Withholding.Withhold(book, withheld);
                break;
        }
    }
}
