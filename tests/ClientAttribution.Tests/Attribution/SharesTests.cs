using CsCheck;
using Ops.ClientAttribution.Attribution;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Attribution;

public sealed class SharesTests
{
    [Theory, Rule("ATT-7")]
    [InlineData("attribution.shares.sum", 60, 39.99)]
    [InlineData("attribution.shares.sum", 60, 40.01)]
    [InlineData("attribution.shares.percent", 100, 0)]
    [InlineData("attribution.shares.percent", 110, -10)]
    [InlineData("attribution.shares.percent", 99.999, 0.001)]
    public void Shares_that_do_not_sum_to_100_percent_are_refused(string code, double first, double second)
    {
        var refusal = Shares.Of([new("A", (decimal)first), new("B", (decimal)second)]).Refusal;
        Assert.Equal(("ATT-7", code, "shares"), (refusal!.Rule, refusal.Text.Code, refusal.Field));
        InBothLanguages.AssertReads(refusal.Text);
    }

    [Fact, Rule("ATT-7")]
    public void Nobody_has_two_shares_and_nobody_has_none()
    {
        Assert.Equal("attribution.shares.twice", Shares.Of([new("A", 50), new("A", 50)]).Refusal!.Text.Code);
        Assert.Equal("attribution.shares.sum", Shares.Of([]).Refusal!.Text.Code);
    }

    [Fact, Rule("ATT-7")]
    public void Equal_shares_sum_to_100_percent_and_differ_by_a_hundredth_at_most() =>
        Gen.Int[1, 300].Sample(count =>
        {
            var shares = Shares.Equal(Enumerable.Range(1, count).Select(one => $"consultant-{one}")).All;
            return shares.Sum(share => share.Percent) == 100
                && shares.Max(share => share.Percent) - shares.Min(share => share.Percent) <= 0.01m
                && Shares.Of(shares).Refusal is null;
        });

    [Fact, Rule("ATT-III.9")]
    public void A_share_passes_to_who_has_one_already()
    {
        var shares = Shares.Of([new("A", 30), new("B", 70)]).Value.Pass("A", "B");
        Assert.Equal([new Share("B", 100)], shares.All);
    }
}
