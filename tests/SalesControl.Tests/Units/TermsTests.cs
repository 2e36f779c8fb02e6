using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Subscriptions;
using Xunit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>The terms of a sale at their edges: discounts, plans of payment, what is settled.</summary>
public sealed class TermsTests
{
    private static readonly LocalDate Today = new(2026, 9, 28);

    private static readonly DiscountLimits Limits = new(new Dictionary<string, decimal> { ["consultant"] = 1m });

    [Theory]
    [Rule("CS-4", "discount limits of posts")]
    [InlineData("1", "consultant", true)]
    [InlineData("1.01", "consultant", false)]
    [InlineData("0", "agent", true)]
    [InlineData("0.01", "agent", false)]
    public void A_post_gives_its_limit_and_not_a_hundredth_more(string percent, string post, bool gives)
    {
        var asked = decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(gives, Limits.Refuses(asked, post) is null);
        Assert.Equal(gives, Limits.RefusesToAgree(asked, post) is null);
        if (!gives)
        {
            Assert.Equal(("CS-4", "discount"), (Limits.Refuses(asked, post)!.Rule, Limits.Refuses(asked, post)!.Field));
            Assert.Equal(RefusalKind.Forbidden, Limits.RefusesToAgree(asked, post)!.Kind);
        }
    }

    [Theory]
    [Rule("CS-4")]
    [InlineData("-0.01", false)]
    [InlineData("0", true)]
    [InlineData("0.01", true)]
    [InlineData("0.001", false)]
    [InlineData("99.99", true)]
    [InlineData("100", false)]
    public void A_discount_has_two_decimals_and_leaves_something_of_the_price(string percent, bool isOne) =>
        Assert.Equal(
            isOne,
            DiscountLimits.IsDiscount(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [Rule("CS-4")]
    [InlineData("100.01", "50", "50.01")]
    [InlineData("100.00", "0", "100.00")]
    [InlineData("0.01", "50", "0.01")]
    [InlineData("1000000.00", "1.5", "985000.00")]
    public void Half_a_cent_is_rounded_up(string price, string percent, string left)
    {
        static decimal Of(string number) => decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Of(left), DiscountLimits.Less(Of(price), Of(percent)));
    }

    [Fact, Rule("RES-4", "the instalments sum to what is owed")]
    public void A_plan_sums_to_what_is_owed_in_the_order_of_its_days_none_of_them_past()
    {
        PlannedPayment On(int days, decimal amount) => new(Today.PlusDays(days), amount);
        Assert.Null(PaymentPlan.Refuses([], 0, Today));
        Assert.Null(PaymentPlan.Refuses([On(0, 40m), On(1, 60m)], 100m, Today));
        Assert.Equal("instalments.sum", Code(PaymentPlan.Refuses([On(0, 40m), On(1, 59.99m)], 100m, Today)));
        Assert.Equal("instalments.sum", Code(PaymentPlan.Refuses([], 0.01m, Today)));
        Assert.Equal("instalments.order", Code(PaymentPlan.Refuses([On(1, 40m), On(1, 60m)], 100m, Today)));
        Assert.Equal("instalments.order", Code(PaymentPlan.Refuses([On(2, 40m), On(1, 60m)], 100m, Today)));
        Assert.Equal("instalments.past", Code(PaymentPlan.Refuses([On(-1, 40m), On(1, 60m)], 100m, Today)));
        Assert.All(
            (IReadOnlyList<PlannedPayment>[])[[On(1, 1m)], [On(1, 1m), On(1, 1m)]],
            plan => Assert.Equal("instalments", PaymentPlan.Refuses(plan, 2m + plan.Count, Today)!.Field));
    }

    [Fact, Rule("RES-4")]
    public void By_default_thirty_per_cent_are_due_in_seven_days_and_the_rest_in_thirty()
    {
        Assert.Equal(
            [new(Today.PlusDays(7), 30.00m), new(Today.PlusDays(30), 70.01m)],
            PaymentPlan.Default(SaleSettings.Default, 100.01m, Today));
        // A share of less than a cent is no instalment.
        Assert.Equal([new(Today.PlusDays(30), 0.01m)], PaymentPlan.Default(SaleSettings.Default, 0.01m, Today));
    }

    [Fact, Rule("RES-4")]
    public void After_a_swap_what_the_other_unit_costs_more_or_less_is_in_the_last_instalments()
    {
        Instalment Of(int number, int days, decimal amount) =>
            new(Guid.Empty, Guid.Empty, number, new(Today.PlusDays(days), amount));
        IReadOnlyList<Instalment> before = [Of(1, -3, 30m), Of(2, 20, 70m)];
        IReadOnlyList<PlannedPayment> After(decimal price) =>
            PaymentPlan.After(before, price, SaleSettings.Default, Today);

        // What is past and unpaid is due today; the same price changes nothing else.
        Assert.Equal([new(Today, 30m), new(Today.PlusDays(20), 70m)], After(100m));
        Assert.Equal([new(Today, 30m), new(Today.PlusDays(20), 75m)], After(105m));
        Assert.Equal([new(Today, 30m), new(Today.PlusDays(20), 0.01m)], After(30.01m));
        Assert.Equal([new(Today, 30m)], After(30m));
        Assert.Equal([new(Today, 29.99m)], After(29.99m));
        // Where there was no plan it is the default one.
        Assert.Equal(
            PaymentPlan.Default(SaleSettings.Default, 100m, Today),
            PaymentPlan.After([], 100m, SaleSettings.Default, Today));
    }

    private static string? Code(Refused? refused) => refused?.Text.Code;
}
