using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Ops.Portal.Clients.SalesControl;
using Ops.Portal.Pages.SalesControl.Subscriptions;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Subscriptions;

/// <summary>A plan of payment is made to the fen, and says whether it comes to what is owed.</summary>
public sealed class PlanFieldsTests : BunitContext
{
    private readonly List<InstalmentForm> _plan = [];

    public PlanFieldsTests()
    {
        Services.AddTexts(typeof(Act).Assembly);
        Services.AddSingleton<TimeProvider>(
            new FakeTimeProvider(new(2030, 5, 16, 12, 0, 0, TimeSpan.FromHours(8))));
        Services.AddScoped<BusinessNow>();
        Services.AddSingleton(new SalesControlClient(null!, new HttpClient()));
    }

    [Theory]
    [Rule("RES-4", "the instalments sum to what is owed")]
    [InlineData("400000", 3, "400000.00 200000.03 200000.03 200000.04")]
    // Nothing down: the rest begins on the first day.
    [InlineData("", 3, "333333.36 333333.36 333333.38")]
    [InlineData("1000000.10", 3, "1000000.10")]
    // No more than all of it, and not less than nothing.
    [InlineData("2000000", 2, "1000000.10")]
    [InlineData("-5", 1, "1000000.10")]
    public void What_does_not_go_up_evenly_is_the_last_one_s(string down, int count, string amounts)
    {
        var page = Show(1_000_000.10m);
        Make(page, down, count);
        Assert.Equal(amounts.Split(' '), _plan.Select(one => one.Amount.Amount));
        Assert.Single(page.FindAll("p.ops-right"));
        // A week from today, and then month by month.
        Assert.Equal(
            _plan.Select((_, at) => new DateOnly(2030, 5, 23).AddMonths(at)), _plan.Select(one => one.DueOn));
    }

    [Fact]
    public void What_is_added_is_what_is_missing_and_what_is_taken_away_is_told()
    {
        var page = Show(900m);
        Make(page, "300", 2);
        page.FindAll("button[aria-label]")[0].Click();
        Assert.Single(page.FindAll("p.ops-wrong"));
        Button(page, last: true).Click();
        Assert.Equal(["300.00", "300.00", "300.00"], _plan.Select(one => one.Amount.Amount));
        Assert.Single(page.FindAll("p.ops-right"));
    }

    [Fact]
    public void An_amount_is_read_as_people_write_it_and_what_is_none_counts_as_nothing()
    {
        var page = Show(1_200m);
        Button(page, last: true).Click();
        var amount = page.Find("input[inputmode=decimal][required]");
        amount.Input(" 1,200 ");
        Assert.Equal("1200", Assert.Single(_plan).Amount.Amount);
        Assert.Single(page.FindAll("p.ops-right"));
        page.Find("input[inputmode=decimal][required]").Input("viel");
        Assert.Single(page.FindAll("p.ops-wrong"));
    }

    private IRenderedComponent<PlanFields> Show(decimal owed) =>
        Render<PlanFields>(asked => asked.Add(one => one.Plan, _plan).Add(one => one.Owed, owed));

    private static void Make(IRenderedComponent<PlanFields> page, string down, int count)
    {
        page.Find("#plan-down").Change(down);
        page.Find("#plan-count").Change(count);
        Button(page, last: false).Click();
    }

    // That which makes the plan is the first, that which adds to it the last.
    private static IElement Button(IRenderedComponent<PlanFields> page, bool last) =>
        last ? page.FindAll("button")[^1] : page.FindAll("button")[0];
}
