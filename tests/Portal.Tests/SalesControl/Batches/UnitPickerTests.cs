using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Clients.SalesControl;
using Ops.Portal.Pages.SalesControl.Batches;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Batches;

/// <summary>What is picked of one building stays while another is looked at.</summary>
public sealed class UnitPickerTests : BunitContext
{
    private static readonly PickableUnit[] Units =
        [new("1-1-201", "1"), new("1-1-202", "1"), new("2-1-201", "2"), new("2-1-202", "2")];

    private readonly PickedUnits _picked = [];

    public UnitPickerTests()
    {
        Services.AddTexts(typeof(Act).Assembly);
        Services.AddSingleton(new SalesControlClient(null!, new HttpClient()));
    }

    [Fact]
    public void All_of_a_building_and_one_of_another_and_none_of_the_first()
    {
        ICollection<string>? told = null;
        _picked.Changed = picked => told = picked;
        var page = Show(Units);
        Assert.Equal(["pick-1-1-201", "pick-1-1-202"], Boxes(page));
        page.FindAll("button")[0].Click();
        page.Find("#pick-building").Change("2");
        page.Find("#pick-2-1-202").Change(true);
        Assert.Equal(["1-1-201", "1-1-202", "2-1-202"], told);
        page.Find("#pick-building").Change("1");
        page.FindAll("button")[1].Click();
        Assert.Equal(["2-1-202"], told);
        page.Find("#pick-building").Change("2");
        page.Find("#pick-2-1-202").Change(false);
        // None of them is nothing: the request asks for it.
        Assert.Null(told);
    }

    [Fact]
    public void What_is_picked_twice_is_picked_once()
    {
        var page = Show(Units);
        page.Find("#pick-1-1-201").Change(true);
        page.FindAll("button")[0].Click();
        Assert.Equal(["1-1-201", "1-1-202"], _picked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void When_a_building_has_none_any_more_another_is_shown_and_where_there_are_none_that_is_said()
    {
        var page = Show(Units);
        page.Render(asked => asked.Add(one => one.Units, Units[2..]));
        Assert.Equal(["pick-2-1-201", "pick-2-1-202"], Boxes(page));
        page.Render(asked => asked.Add(one => one.Units, []));
        Assert.Empty(Boxes(page));
        Assert.Single(page.FindAll("p"));
    }

    private IRenderedComponent<UnitPicker> Show(IReadOnlyList<PickableUnit> units) =>
        Render<UnitPicker>(asked => asked.Add(one => one.Units, units).Add(one => one.Picked, _picked));

    private static string[] Boxes(IRenderedComponent<UnitPicker> page) =>
        [.. page.FindAll("input[type=checkbox]").Select(box => box.Id!)];
}
