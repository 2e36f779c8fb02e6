using CsCheck;
using NodaTime;
using Ops.ClientAttribution.Commission;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Commission;

public sealed class CommissionPlanTests
{
    private static readonly LocalDate January = new(2026, 1, 1), June = new(2026, 6, 30), July = new(2026, 7, 1);

    private static readonly CommissionPlan Plan = new(
        "plan-1", "harbour-court", "home", January, June, CountingPeriod.Month,
        [new(0, 0.3m), new(3_000_000, 0.5m)], 50);

    public static TheoryData<string, string> Faults => new()
    {
        { "no tier", "commission.plan.tiers" },
        { "a first tier above nothing", "commission.plan.tiers" },
        { "tiers that fall", "commission.plan.tiers" },
        { "a rate above all", "commission.plan.rate" },
        { "a rate below nothing", "commission.plan.rate" },
        { "a rate of five decimals", "commission.plan.rate" },
        { "more than all at the contract", "commission.plan.at-contract" },
        { "an end before the beginning", "commission.plan.dates" },
    };

    [Theory, MemberData(nameof(Faults)), Rule("REC-3.1")]
    public void What_is_no_plan_is_refused(string fault, string code)
    {
        var plan = fault switch
        {
            "no tier" => Plan with { Tiers = [] },
            "a first tier above nothing" => Plan with { Tiers = [new(1, 0.3m)] },
            "tiers that fall" => Plan with { Tiers = [new(0, 0.3m), new(5, 0.4m), new(5, 0.5m)] },
            "a rate above all" => Plan with { Tiers = [new(0, 100.1m)] },
            "a rate below nothing" => Plan with { Tiers = [new(0, -0.1m)] },
            "a rate of five decimals" => Plan with { Tiers = [new(0, 0.00001m)] },
            "more than all at the contract" => Plan with { AtContract = 101 },
            _ => Plan with { Until = January.PlusDays(-1) },
        };
        var refusal = CommissionPlans.Of([plan]).Refusal;
        Assert.Equal(code, refusal!.Text.Code);
        Assert.NotNull(refusal.Field);
        InBothLanguages.AssertReads(refusal.Text);
    }

    [Fact, Rule("REC-3.1")]
    public void Two_plans_of_a_project_and_product_do_not_overlap()
    {
        Assert.Equal(
            "commission.plan.overlap",
            CommissionPlans.Of([Plan, Plan with { Id = "plan-2", From = June, Until = null }]).Refusal!.Text.Code);
        Assert.Equal(
            "commission.plan.overlap",
            CommissionPlans.Of([Plan with { Until = null }, Plan with { Id = "plan-2", From = July, Until = null }])
                .Refusal!.Text.Code);
    }

    [Fact, Rule("REC-3.1")]
    public void The_plan_of_the_day_of_the_project_and_of_the_product_counts()
    {
        var (next, shops) = (
            Plan with { Id = "plan-2", From = July, Until = null }, Plan with { Id = "plan-3", Product = "shop" });
        var plans = CommissionPlans.Of([next, shops, Plan]).Value;
        Assert.Equal("plan-1", plans.Find("harbour-court", "home", June)?.Id);
        Assert.Equal("plan-2", plans.Find("harbour-court", "home", July)?.Id);
        Assert.Equal("plan-3", plans.Find("harbour-court", "shop", June)?.Id);
        Assert.Null(plans.Find("harbour-court", "home", January.PlusDays(-1)));
        Assert.Null(plans.Find("harbour-court", "shop", July));
        Assert.Null(plans.Find("garden-court", "home", June));
    }

    [Theory]
    [InlineData("Month", 5)]
    [InlineData("Quarter", 4)]
    [InlineData("Year", 1)]
    public void A_period_begins_with_its_month_quarter_or_year(string period, int month) => Assert.Equal(
        new LocalDate(2026, month, 1),
        (Plan with { Period = Enum.Parse<CountingPeriod>(period) }).PeriodOf(new LocalDate(2026, 5, 31)));

    [Fact, Rule("REC-3.1")]
    public void Credit_earns_the_same_in_one_piece_or_in_two() =>
        Gen.Select(Gen.Int[0, 9_000_000], Gen.Int[0, 9_000_000], Gen.Int[0, 9_000_000]).Sample((before, one, two) =>
            Plan.Earns(before, one + two) == Plan.Earns(before, one) + Plan.Earns(before + one, two));

    [Fact]
    public void What_is_divided_sums_to_what_there_was_and_each_part_is_within_a_fen() =>
        Gen.Select(Gen.Int[0, 100_000_00], Gen.Int[1, 10_000].Array[1, 9]).Sample((fen, weights) =>
        {
            var total = fen / 100m;
            var parts = Fen.Divide(total, [.. weights.Select(weight => (decimal)weight)]);
            return parts.Sum() == total && parts.Zip(weights).All(pair =>
                Math.Abs(pair.First - (total * pair.Second / weights.Sum())) < 0.01m && pair.First >= 0);
        });
}
