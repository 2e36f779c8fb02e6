using CsCheck;
using NodaTime;
using Ops.ClientAttribution.Commission;
using Ops.ClientAttribution.Sales;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Commission;

/// <summary>An account's sums are the decision's, whatever was decided before and however often it is asked.</summary>
public sealed class BookingTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 1, 0);

    [Fact, Rule("REC-3.1")]
    public void After_any_decisions_the_account_sums_to_the_last_and_nothing_is_booked_twice() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[-500, 500]).Array[0, 6].Array[1, 6].Sample(decisions =>
        {
            var sale = (Sale)Activator.CreateInstance(typeof(Sale), nonPublic: true)!;
            List<BookedLine> account = [];
            foreach (var decision in decisions)
            {
                var decided = decision.Select(one => Line(one.Item1, one.Item2, one.Item3 / 100m)).ToList();
                account.AddRange(Booking.Due(sale, account, decided, Now));
                foreach (var recipient in decided.Select(line => line.Recipient)
                    .Concat(account.Select(line => new Recipient(line.Recipient, line.Consultant))).Distinct())
                {
                    if (decided.Where(line => line.Recipient == recipient).Sum(line => line.Accrued)
                        != account.Where(line => new Recipient(line.Recipient, line.Consultant) == recipient)
                            .Sum(line => line.Accrued))
                    {
                        return false;
                    }
                }

                if (Booking.Due(sale, account, decided, Now).Count > 0)
                    return false;
            }

            return account.Select(line => line.Number).SequenceEqual(Enumerable.Range(1, account.Count));
        });

    [Fact, Rule("REC-3.1")]
    public void Ten_thousand_sales_of_a_month_have_one_answer_in_whatever_order_they_come()
    {
        List<SaleEvent> events = [];
        for (var i = 0; i < 10_000; i++)
        {
            var (id, at) = ($"{i:00000}", Now + Duration.FromMinutes(i));
            events.Add(new SaleEvent.Subscribed(
                $"{id}/signed", at, id, new(CommissionStory.Site, CommissionStory.Home, "2-1-1203"),
                1_000_000.01m + i, AwardInWords.Read($"{(char)('A' + (i % 20))}")));
            events.Add(new SaleEvent.Contracted($"{id}/contract", at + Duration.FromDays(1), id));
            events.Add(new SaleEvent.Paid($"{id}/paid", at + Duration.FromDays(2), id, 300_000.33m));
        }

        var sale = (Sale)Activator.CreateInstance(typeof(Sale), nonPublic: true)!;
        var plans = CommissionStory.Plans("0.3 %, from 3000000 0.5 %");
        var first = CommissionDecision.Lines(events, plans, CaseTime.Zone);
        foreach (var lines in first.GroupBy(line => line.Sale))
            Assert.Equal(lines.Count(), Booking.Due(sale, [], lines, Now).Count);

        events.Reverse();
        var second = CommissionDecision.Lines(events, plans, CaseTime.Zone);
        Assert.Equal(
            first.Select(line => (line.Sale, line.Recipient, line.Accrued, line.Payable)),
            second.Select(line => (line.Sale, line.Recipient, line.Accrued, line.Payable)));
    }

    private static CommissionLine Line(int whose, int which, decimal amount) => new(
        "sale/1", whose == 0 ? Recipient.Fund : Recipient.Of($"consultant-{whose}"), Now, LineKind.Accrued, amount,
        amount / 2)
    {
        Rule = "REC-3.1",
        Text = Platform.Texts.Text.Of("commission.renamed", ("unit", "2-1-1203")),
        Evidence = [$"event/{which}"],
    };
}
