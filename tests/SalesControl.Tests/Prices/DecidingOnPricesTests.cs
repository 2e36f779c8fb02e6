using NodaTime;
using NodaTime.Testing;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.ServiceDefaults;
using Xunit;

namespace Ops.SalesControl.Tests.Prices;

/// <summary>What may be done with a version of the price list, decided on what is loaded alone.</summary>
public sealed class DecidingOnPricesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 2, 0);
    private static readonly Guid Sold = new(1, 0, 0, new byte[8]), Free = new(2, 0, 0, new byte[8]);

    private static readonly Project Site =
        new(
            "harbour-court", "Harbour Court", new("Asia/Shanghai", SiteTime.CustomaryClose),
            Now - Duration.FromDays(9), "head-1");

    private int _ids;

    [Fact]
    [Rule("CS-4")]
    public void A_draft_that_names_a_sold_unit_with_another_price_or_a_unit_that_is_not_there_is_refused()
    {
        var dearer = Decide(("2-1-1203", "3200000.00")).Refusal!;
        Assert.Equal(("CS-4", "prices.sold-keeps"), (dearer.Rule, dearer.Text.Code));
        Assert.Equal(["/api/sales/projects/harbour-court/units/2-1-1203"], dearer.Evidence);
        Assert.Equal("prices.9-9-9999", Decide(("9-9-9999", "1.00")).Refusal!.Field);

        var drafted = Decide(("2-1-1203", "3000000.00"), ("2-1-1201", "2.50")).Value;
        Assert.Equal((4, 2), (drafted.Version, drafted.Units));
        Assert.Equal((3_000_000m, 2.50m), (drafted.Prices[Sold], drafted.Prices[Free]));
    }

    [Fact]
    [Rule("CS-4")]
    public void A_version_is_approved_refused_withdrawn_and_published_only_in_its_state()
    {
        var reason = new DropPriceList.Request("Too dear.");
        foreach (var state in Enum.GetValues<PriceListState>())
        {
            var (drafted, approved) = (state == PriceListState.Drafted, state == PriceListState.Approved);
            Assert.Equal(drafted, ApprovePriceList.Decide(Version(state), By("manager-1")).Refusal is null);
            Assert.Equal(drafted, DropPriceList.DecideRefusal(Version(state), reason, By("manager-1")).Refusal is null);
            Assert.Equal(
                drafted || approved,
                DropPriceList.DecideWithdrawal(Version(state), reason, By("assistant-1")).Refusal is null);
            Assert.Equal(approved, Publish(state, Now).Refusal is null);
        }

        var another = DropPriceList.DecideWithdrawal(Version(PriceListState.Drafted), reason, By("manager-1"));
        Assert.Equal(("CS-7", RefusalKind.Forbidden), (another.Refusal!.Rule, another.Refusal.Kind));
    }

    [Fact]
    [Rule("CS-4")]
    [Rule("T-6")]
    public void A_version_comes_into_force_at_its_publication_at_the_earliest()
    {
        Assert.Equal("effectiveAt", Publish(PriceListState.Approved, Now - Duration.Epsilon).Refusal!.Field);
        Assert.Equal(Now, Publish(PriceListState.Approved, at: null).Value.EffectiveAt);
        var tomorrow = Now + Duration.FromDays(1);
        Assert.Equal(tomorrow, Publish(PriceListState.Approved, tomorrow).Value.EffectiveAt);
    }

    private static ProjectPriceList Version(PriceListState state) => new(
        new PriceList(new Guid(7, 0, 0, new byte[8]))
        {
            Project = Site.Code,
            Number = 3,
            State = state,
            DraftedBy = "assistant-1",
        },
        Site, units: 2);

    private Outcome<PriceListDrafted> Decide(params (string Unit, string Amount)[] prices)
    {
        var next = new NextPriceList(
            new PriceList(new Guid(8, 0, 0, new byte[8])), Site, number: 4,
            [new SoldUnit(Sold, Site.Code, "2-1-1203", 3_000_000m)])
        {
            Units = new Dictionary<string, Guid>(StringComparer.Ordinal)
            {
                ["2-1-1203"] = Sold,
                ["2-1-1201"] = Free,
            },
        };
        var named = prices.ToDictionary(
            one => one.Unit, one => new Money(one.Amount, Money.Yuan), StringComparer.Ordinal);
        return DraftPriceList.Decide(next, new("Spring", named), By("assistant-1"));
    }

    private Outcome<PriceListPublished> Publish(PriceListState state, Instant? at) => PublishPriceList.Decide(
        new PricesToPublish(Version(state), new Dictionary<Guid, decimal> { [Free] = 1 }, sold: []),
        new(at?.WithOffset(Offset.Zero)), By("manager-1"));

    private Change By(string id) => new(
        new Actor(id, "assistant", "project-sales-group", new HashSet<string>(["*"])), new FakeClock(Now),
        () => new Guid(++_ids, 0, 0, new byte[8]));
}
