using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Clients.SalesControl;
using Ops.Portal.Pages.SalesControl.Subscriptions;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Subscriptions;

/// <summary>Shares of several buyers come to a hundred, and what they come to is told while they are typed.</summary>
public sealed class BuyersFieldsTests : BunitContext
{
    private readonly List<BuyerForm> _buyers = [new() { Customer = new(), Share = 100 }];

    public BuyersFieldsTests()
    {
        Services.AddTexts(typeof(Act).Assembly);
        Services.AddSingleton(new SalesControlClient(null!, new HttpClient()));
    }

    [Fact]
    [Rule("RES-4", "who buys, and with which shares")]
    public void What_does_not_go_up_evenly_is_the_first_one_s()
    {
        var page = Show();
        for (var more = 0; more < 2; more++)
            Button(page, 0).Click();
        Button(page, 1).Click();
        Assert.Equal([33.34m, 33.33m, 33.33m], _buyers.Select(buyer => buyer.Share));
        Assert.Single(page.FindAll("p.ops-right"));
    }

    [Theory]
    [InlineData("60", "ops-wrong", 40)]
    [InlineData("100", "ops-right", 0)]
    [InlineData("120", "ops-wrong", 0)]
    [InlineData("half", "ops-wrong", 100)]
    public void What_is_left_is_told_and_is_the_next_one_s(string typed, string told, int next)
    {
        var page = Show();
        page.Find("input[id$=-share]").Input(typed);
        Assert.Single(page.FindAll($"p.{told}"));
        Button(page, 0).Click();
        Assert.Equal(next, _buyers[1].Share);
    }

    [Fact]
    public void Somebody_whom_the_unit_knows_is_named_and_the_last_one_stays()
    {
        var known = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        _buyers.Add(new() { CustomerId = known });
        var page = Render<BuyersFields>(asked => asked.Add(one => one.Buyers, _buyers).Add(
            one => one.Known,
            [new BuyerView { CustomerId = known, Customer = new() { Name = "陈一", Phone = "+86138****2201" } }]));
        Assert.Equal("陈一 +86138****2201", page.Find("p.ops-known a").TextContent);
        page.FindAll("fieldset.ops-item")[0].QuerySelectorAll("button")[^1].Click();
        Assert.Equal(known, Assert.Single(_buyers).CustomerId);
        Assert.Empty(page.Find("fieldset.ops-item").QuerySelectorAll("button"));
    }

    private IRenderedComponent<BuyersFields> Show() =>
        Render<BuyersFields>(asked => asked.Add(one => one.Buyers, _buyers));

    // Adding is the first of those below all of them, equal shares the second.
    private static AngleSharp.Dom.IElement Button(IRenderedComponent<BuyersFields> page, int at) =>
        page.FindAll("div.ops-buttons button")[at];
}
