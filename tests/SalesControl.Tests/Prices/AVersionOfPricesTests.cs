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

/// <summary>A version of the price list on its way: who drafted, approved, published or dropped it, and when.</summary>
public sealed class AVersionOfPricesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 2, 0);
    private static readonly Guid Id = new(8, 0, 0, new byte[8]), Unit = new(2, 0, 0, new byte[8]);

    private static readonly Project Site =
        new(
            "harbour-court", "Harbour Court", new("Asia/Shanghai", SiteTime.CustomaryClose),
            Now - Duration.FromDays(9), "head-1");

    private readonly PriceList _list = new(Id);

    [Fact, Rule("CS-4")]
    public void A_version_keeps_who_did_what_with_it_and_when()
    {
        var version = Drafted();
        Assert.Equal((Site.Code, 4, "Spring", PriceListState.Drafted, Now, "assistant-1"), (
            _list.Project, _list.Number, _list.Note, _list.State, _list.DraftedAt, _list.DraftedBy));
        Assert.Equal(
            (Unit, 2.50m, Id), _list.Lines.Select(line => (line.UnitId, line.Price, line.PriceListId)).Single());
        Assert.Equal(1, version.Units);

        Happen(version, ApprovePriceList.Decide(version, By("manager-1")).Value, 1, "manager-1");
        Assert.Equal((PriceListState.Approved, Now + Hours(1), "manager-1"), (
            _list.State, _list.ApprovedAt, _list.ApprovedBy));

        var published = PublishPriceList.Decide(
            new PricesToPublish(version, new Dictionary<Guid, decimal> { [Unit] = 2.50m }, []),
            new((Now + Hours(5)).WithOffset(Offset.Zero)), By("manager-2")).Value;
        Assert.Equal((4, 1), (published.Version, published.Units));
        Happen(version, published, 2, "manager-2");
        Assert.Equal((PriceListState.Published, Now + Hours(2), "manager-2", Now + Hours(5)), (
            _list.State, _list.PublishedAt, _list.PublishedBy, _list.EffectiveAt));
    }

    [Fact, Rule("CS-4")]
    public void A_version_that_is_dropped_says_why_and_others_agree_to_one_than_who_drafted_it()
    {
        var version = Drafted();
        var terms = version.Approval;
        Assert.Equal(("assistant-1", "assistant-1", "CS-4", Now), (
            terms.AskedBy, terms.AskedFor, terms.Rule, terms.AskedAt));

        var dropped = DropPriceList.DecideWithdrawal(version, new(" Too dear. "), By("assistant-1")).Value;
        Happen(version, dropped, 1, "assistant-1");

        Assert.Equal((PriceListState.Dropped, "Too dear."), (_list.State, _list.DroppedWhy));
        var again = DropPriceList.DecideWithdrawal(version, new("Too dear."), By("assistant-1")).Refusal!;
        Assert.Equal(("CS-4", "prices.cannot-be-withdrawn"), (again.Rule, again.Text.Code));
        Assert.Equal([_list.Stream], again.Evidence);
    }

    [Fact, Rule("CS-4")]
    public void What_was_sold_since_it_was_drafted_is_looked_at_again_when_it_is_published()
    {
        var version = Drafted();
        Happen(version, ApprovePriceList.Decide(version, By("manager-1")).Value, 1, "manager-1");

        Assert.Equal("prices.sold-keeps", Publish(3m)?.Text.Code);
        Assert.Null(Publish(2.50m));

        Refused? Publish(decimal soldAt) => PublishPriceList.Decide(
            new PricesToPublish(
                version, new Dictionary<Guid, decimal> { [Unit] = 2.50m },
                [new SoldUnit(Unit, "here", "2-1-1201", soldAt)]),
            new(), By("manager-1")).Refusal;
    }

    private static Duration Hours(int hours) => Duration.FromHours(hours);

    private static void Happen(ProjectPriceList version, IEvent<ProjectPriceList> happened, int hours, string by) =>
        version.Happen(happened, new(Now + Hours(hours), by));

    private static Change By(string id) => new(
        new Actor(id, "assistant", "project-sales-group", new HashSet<string>(["*"])), new FakeClock(Now),
        () => new Guid(9, 0, 0, new byte[8]));

    private ProjectPriceList Drafted()
    {
        var next = new NextPriceList(_list, Site, number: 4, []);
        var drafted = DraftPriceList.Draft(next, " Spring ", new Dictionary<Guid, decimal> { [Unit] = 2.50m }).Value;
        next.Happen((IEvent<NextPriceList>)drafted, new(Now, "assistant-1"));
        return next.As(drafted);
    }
}
