using CsCheck;
using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Commission;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Commission;

/// <summary>Whatever happens to sales, in whichever order it is told.</summary>
public sealed class AnySalesTests
{
    private static readonly string[] Awards =
    [
        "A", "B", "A less 40 to B", "A 50, B 50", "A 33.34, B 33.33, C 33.33", "A 60 less 40 to C, B 40 for the fund",
        "A for the fund", "nobody", "the company", "B less 40 to A less 60 to C",
    ];

    private static readonly Instant Start = CaseTime.At(1, new LocalTime(9, 0));
    private static readonly CommissionPlans Tiered = CommissionStory.Plans("0.3123 %, from 3000000 0.5 %");
    private static readonly CommissionPlans Flat = CommissionStory.Plans("0.3123 %");

    /// <summary>An event: which kind, which of three sales, an award, an amount, after how many hours.</summary>
    private static readonly Gen<IReadOnlyList<SaleEvent>> Histories = Gen.Select(
        Gen.Int[0, 11], Gen.Int[0, 2], Gen.Int[0, Awards.Length - 1], Gen.Int[1, 300_000_000], Gen.Int[0, 400])
        .Array[1, 40].Select(Tell);

    [Fact, Rule("REC-3.1")]
    public void The_lines_are_the_same_in_whichever_order_events_come_and_however_often() =>
        Histories.Sample(events =>
        {
            var otherwise = events.Reverse().Concat(events.Where((_, place) => place % 3 == 0));
            return Write(CommissionDecision.Lines(events, Tiered, CaseTime.Zone))
                == Write(CommissionDecision.Lines(otherwise, Tiered, CaseTime.Zone));
        });

    [Fact, Rule("REC-3.1"), Rule("REC-3.2"), Rule("ATT-7")]
    public void What_everybody_has_of_a_sale_is_what_its_price_earns_to_the_fen() =>
        Histories.Sample(events =>
        {
            var lines = CommissionDecision.Lines(events, Flat, CaseTime.Zone);
            return lines.GroupBy(line => Root(line.Sale)).All(sale =>
                sale.Sum(line => line.Accrued) == Expected(events, sale.Key));
        });

    [Fact, Rule("REC-3.1")]
    public void Nobody_owes_commission_and_no_more_is_payable_than_is_earned() =>
        Histories.Sample(events => CommissionDecision.Lines(events, Tiered, CaseTime.Zone)
            .GroupBy(line => (Root(line.Sale), line.Recipient)).All(account =>
            {
                var (accrued, payable) = (0m, 0m);
                foreach (var moved in account.GroupBy(line => line.Evidence[0]))
                {
                    accrued += moved.Sum(line => line.Accrued);
                    payable += moved.Sum(line => line.Payable);
                    if (payable < 0 || accrued < payable)
                        return false;
                }

                return true;
            }));

    [Fact, Rule("REC-3.1")]
    public void A_sale_that_is_undone_leaves_nobody_anything() =>
        Histories.Sample(events =>
        {
            var last = events[^1].At + Duration.FromHours(1);
            var undone = events.Concat(Enumerable.Range(0, 3).SelectMany(sale => Enumerable.Range(0, events.Count + 1)
                .Select(swaps => new SaleEvent.Cancelled($"undone/{sale}/{swaps}", last, Called(sale, swaps)))));
            return CommissionDecision.Lines(undone, Tiered, CaseTime.Zone)
                .GroupBy(line => (Root(line.Sale), line.Recipient))
                .All(account => account.Sum(line => line.Accrued) == 0 && account.Sum(line => line.Payable) == 0);
        });

    [Fact, Rule("ATT-6")]
    public void What_is_divided_anew_becomes_neither_more_nor_less() =>
        Histories.Sample(events => CommissionDecision.Lines(events, Tiered, CaseTime.Zone)
            .GroupBy(line => line.Evidence[0])
            .Where(moved => events.Single(one => one.Id == moved.Key) is SaleEvent.Recredited recredited
                && recredited.Award.Holdings.Count > 0 && moved.Any(line => line.Accrued < 0))
            .All(moved => moved.Sum(line => line.Accrued) == 0 && moved.Sum(line => line.Payable) == 0));

    [Fact, Rule("ATT-III.X")]
    public void Who_is_withheld_from_has_nothing_and_the_company_has_it() =>
        Histories.Sample(events =>
        {
            var lines = CommissionDecision.Lines(
                events.Append(new SaleEvent.Withheld("last", events[^1].At + Duration.FromHours(1), "A")), Tiered,
                CaseTime.Zone);
            return lines.Where(line => line.Recipient == Recipient.Of("A")).Sum(line => line.Accrued) == 0
                && lines.Where(line => line.Kind == LineKind.Withheld).Sum(line => line.Accrued) == 0;
        });

    /// <summary>What a sale's last price earns at the one rate; nothing where it is undone, or nobody's.</summary>
    private static decimal Expected(IReadOnlyList<SaleEvent> events, string root)
    {
        var expected = 0m;
        var sale = root;
        Award? award = null;
        decimal price = 0;
        foreach (var happened in events)
        {
            switch (happened)
            {
                case SaleEvent.Subscribed one when one.Sale == root:
                    (award, price) = (one.Award, one.Price);
                    break;
                case SaleEvent.Swapped one when one.Sale == sale && award is not null:
                    (sale, price) = (one.NewSale, one.Price);
                    break;
                case SaleEvent.Recredited one when one.Sale == sale && award is not null:
                    award = one.Award;
                    break;
                case SaleEvent.Cancelled one when one.Sale == sale && award is not null:
                    return 0;
                case SaleEvent.Forfeited one when one.Sale == sale && award is not null:
                    return 0;
            }
        }

        if (award?.Holdings.Count > 0)
            expected = Fen.Round(price * 0.3123m / 100);
        return expected;
    }

    private static string Write(IEnumerable<CommissionLine> lines) => string.Join(
        '\n', lines.Select(line => string.Join(
            ' ', line.Sale, line.Recipient, line.At, line.Kind, line.Accrued, line.Payable, line.Rule, line.Text)));

    private static string Called(int sale, int swaps) => $"sale/{sale}/{swaps}";

    private static string Root(string sale) => $"{sale[..sale.LastIndexOf('/')]}/0";

    private static IReadOnlyList<SaleEvent> Tell((int What, int Sale, int Award, int Fen, int Hours)[] told)
    {
        var events = new List<SaleEvent>();
        var swaps = new int[3];
        var open = new bool[3];
        var now = Start;
        foreach (var (what, sale, whose, fen, hours) in told)
        {
            now += Duration.FromHours(hours) + Duration.FromMinutes(1);
            var (id, name) = ($"event/{events.Count:00}", Called(sale, swaps[sale]));
            var (award, unit) = (AwardInWords.Read(Awards[whose]), new SoldUnit(
                CommissionStory.Site, CommissionStory.Home, $"2-1-{sale}01"));
            if (!open[sale])
            {
                open[sale] = true;
                events.Add(new SaleEvent.Subscribed(id, now, name, unit, fen / 100m, award));
                continue;
            }

            events.Add(what switch
            {
                0 or 1 => new SaleEvent.Contracted(id, now, name),
                2 or 3 or 4 => new SaleEvent.Paid(id, now, name, fen / 100m),
                5 or 6 => new SaleEvent.Swapped(
                    id, now, name, Called(sale, ++swaps[sale]), unit, fen / 100m),
                7 => new SaleEvent.Renamed(id, now, name),
                8 or 9 => new SaleEvent.Recredited(id, now, name, award, "ATT-6"),
                10 => new SaleEvent.Withheld(id, now, "B"),
                _ => whose % 2 == 0
                    ? new SaleEvent.Cancelled(id, now, name)
                    : new SaleEvent.Forfeited(id, now, name),
            });
        }

        return events;
    }
}
