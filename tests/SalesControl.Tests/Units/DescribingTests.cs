using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>What a newer list says of a unit, and what of a unit is found under which name.</summary>
public sealed class DescribingTests
{
    private static readonly UnitDescription Listed = new("2", "1", 12, "1203", "home", 89.5m, 71.2m, null, false)
    {
        Orientation = "S",
        Layout = "3+2",
    };

    private readonly AUnit _a = new();

    [Fact, Rule("RES-2")]
    public void A_list_changes_what_it_says_otherwise()
    {
        Assert.Equal(
            Listed with { Orientation = null, Layout = null, ListPrice = 5m }, _a.Unit.AsListed(price: 5m));
        _a.Unit.Describe(Listed);
        Assert.Equal(Listed, _a.Unit.AsListed(price: null));
        Assert.Empty(_a.Unit.ChangedBy(Listed with { ListPrice = 1m, Withheld = true }));
        Assert.Equal(["building"], _a.Unit.ChangedBy(Listed with { Building = "3" }));
        Assert.Equal(["entrance"], _a.Unit.ChangedBy(Listed with { Entrance = "2" }));
        Assert.Equal(["room"], _a.Unit.ChangedBy(Listed with { Room = "1204" }));
        Assert.Equal(["floor"], _a.Unit.ChangedBy(Listed with { Floor = 11 }));
        Assert.Equal(["kind"], _a.Unit.ChangedBy(Listed with { Kind = "shop" }));
        Assert.Equal(["built area"], _a.Unit.ChangedBy(Listed with { BuiltArea = 89.4m }));
        Assert.Equal(["inside area"], _a.Unit.ChangedBy(Listed with { InsideArea = null }));
        Assert.Equal(["orientation", "layout"], _a.Unit.ChangedBy(Listed with { Orientation = "N", Layout = null }));
    }

    [Fact, Rule("RES-4")]
    public void What_was_signed_for_stays_and_what_was_not_may_change()
    {
        string[] signed = ["floor", "kind", "built area", "inside area"];
        Assert.Null(_a.Unit.RefusesChangeOf(signed));
        _a.Subscribe(1);

        Assert.All(signed, column =>
        {
            var refusal = _a.Unit.RefusesChangeOf(["layout", column])!;
            Assert.Equal(("RES-4", "unit.signed-for", column), (refusal.Rule, refusal.Text.Code, refusal.Field));
            Assert.Equal([_a.Unit.Path], refusal.Evidence);
        });
        Assert.Null(_a.Unit.RefusesChangeOf(["layout", "orientation", "room", "entrance", "building"]));
        Assert.Null(_a.Unit.RefusesChangeOf([]));
    }

    [Fact, Rule("DOC-5.6.1")]
    public void A_let_shop_stays_a_shop()
    {
        _a.Unit.Enter(UnitState.Let, Start);

        Assert.Equal("kind", _a.Unit.RefusesChangeOf(["floor", "kind"])!.Field);
        Assert.Null(_a.Unit.RefusesChangeOf(["floor", "built area"]));
    }

    [Fact, Rule("RES-2")]
    public void A_newer_list_describes_the_unit_and_a_batch_takes_it_or_leaves_it()
    {
        var batch = CustomerId(9);
        var state = new UnitAlone(_a.Unit);
        state.Happen((IEvent<IUnitState>)UnitDescribed.ByBatch(_a.Unit, batch), new(Start, Manager));
        Assert.Equal(batch, _a.Unit.BatchId);

        var described = UnitDescribed.By(_a.Unit, ["layout"], Listed with { Layout = "4+2" });
        state.Happen((IEvent<IUnitState>)described, new(Start, Manager));
        Assert.Equal(("4+2", batch), (_a.Unit.Layout, _a.Unit.BatchId!.Value));

        state.Happen((IEvent<IUnitState>)UnitDescribed.ByBatch(_a.Unit, null), new(Start, Manager));
        Assert.Null(_a.Unit.BatchId);
        Assert.Equal("4+2", _a.Unit.Layout);
    }

    [Fact, Rule("RES-2")]
    public void What_is_taken_off_the_list_leaves_its_name_to_another_and_is_found_still()
    {
        _a.Unit.NameKey = "2/1/1203";
        _a.Unit.BatchId = CustomerId(9);

        _a.Unit.TakeOff(Start + Tick);

        Assert.Equal((UnitState.TakenOff, Start + Tick, null, null), (
            _a.Unit.State, _a.Unit.Since, _a.Unit.NameKey, _a.Unit.BatchId));
        Assert.StartsWith("2-1-1203~", _a.Unit.Code, StringComparison.Ordinal);
        Assert.EndsWith($"{_a.Unit.Id:N}"[^8..], _a.Unit.Code, StringComparison.Ordinal);
        Assert.Equal("2-1-1203", _a.Unit.ListedAs);
    }

    [Fact]
    public void A_way_that_the_state_diagram_does_not_know_is_a_mistake_of_ours()
    {
        Assert.Throws<InvalidOperationException>(() => _a.Unit.Enter(UnitState.Delivered, Start + Tick));
        Assert.Equal((UnitState.Available, Start), (_a.Unit.State, _a.Unit.Since));
    }

    [Theory, Rule("RES-2")]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void A_name_has_at_most_twenty_characters(int characters, bool isName) =>
        Assert.Equal(isName, UnitNames.IsName(new string('1', characters)));
}
