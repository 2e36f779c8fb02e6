using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Units;

/// <summary>A unit as the project's list describes it.</summary>
internal sealed record UnitDescription(
    string Building, string Entrance, int Floor, string Room, string Kind, decimal BuiltArea, decimal? InsideArea,
    decimal? ListPrice, bool Withheld)
{
    /// <summary>朝向.</summary>
    public string? Orientation { get; init; }

    /// <summary>户型.</summary>
    public string? Layout { get; init; }

    /// <summary>Where it is.</summary>
    public UnitPlace Place => new(Building, Entrance, Room);

    public string Code => Place.Code;
}

/// <summary>RES-2, RES-4: a newer list says something else of a unit; what was signed for stays as it was.</summary>
internal static class DescribeUnit
{
    /// <summary>What was signed for: once a unit is sold no list changes it.</summary>
    private static readonly string[] Signed = ["floor", "kind", "built area", "inside area"];

    /// <summary>As a list has it.</summary>
    public static UnitDescription AsListed(this Unit unit, decimal? price) => new(
        unit.Building, unit.Entrance, unit.Floor, unit.Room, unit.Kind, unit.BuiltArea, unit.InsideArea, price,
        unit.State == UnitState.Withheld)
    {
        Orientation = unit.Orientation,
        Layout = unit.Layout,
    };

    /// <summary>
    /// Why a list may not change these columns of it: what was sold stays as it was sold, and a let shop a shop. Null
    /// where it may.
    /// </summary>
    [Rule("RES-4", "what was signed for")]
    public static Refused? RefusesChangeOf(this Unit unit, IEnumerable<string> columns)
    {
        string[] signed = unit.State.IsSold() ? Signed : unit.State == UnitState.Let ? ["kind"] : [];
        return columns.FirstOrDefault(signed.Contains) is { } column
            ? unit.Refuse(
                "RES-4", "unit.signed-for", ("unit", unit.Code), ("state", Text.NameOf(unit.State)),
                ("column", Text.Of($"unit.column.{column}"))) with
            {
                Field = column,
            }
            : null;
    }

    /// <summary>What a list would change of it.</summary>
    public static IReadOnlyList<string> ChangedBy(this Unit unit, UnitDescription description)
    {
        List<string> changed = [];
        Compare("building", unit.Building, description.Building);
        Compare("entrance", unit.Entrance, description.Entrance);
        Compare("room", unit.Room, description.Room);
        Compare("floor", unit.Floor, description.Floor);
        Compare("kind", unit.Kind, description.Kind);
        Compare("built area", unit.BuiltArea, description.BuiltArea);
        Compare("inside area", unit.InsideArea, description.InsideArea);
        Compare("orientation", unit.Orientation, description.Orientation);
        Compare("layout", unit.Layout, description.Layout);
        return changed;

        void Compare<T>(string column, T before, T after)
        {
            if (!EqualityComparer<T>.Default.Equals(before, after))
                changed.Add(column);
        }
    }
}

/// <summary>A unit came into the project's list.</summary>
[HappensUnder("RES-2")]
internal sealed record UnitListed(Guid UnitId, string Project, string Unit, string State) : IEvent<IUnitState>
{
    public static UnitListed Of(Unit unit) => new(unit.Id, unit.Project, unit.Code, unit.State.ToString());

    public void Apply(IUnitState state, Occurrence when)
    {
        // It is listed by being there.
    }
}

/// <summary>A unit's description changed with a new list, or its batch did; prices are the price list's.</summary>
[HappensUnder("RES-2")]
internal sealed record UnitDescribed(Guid UnitId, string Project, string Unit, IReadOnlyList<string> Changed)
    : IEvent<IUnitState>
{
    /// <summary>By a list.</summary>
    public static UnitDescribed By(Unit unit, IReadOnlyList<string> changed, UnitDescription description) =>
        new(unit.Id, unit.Project, unit.Code, changed) { Description = description };

    /// <summary>It comes on sale with a batch, or with none any more.</summary>
    public static UnitDescribed ByBatch(Unit unit, Guid? batch) =>
        new(unit.Id, unit.Project, unit.Code, ["batch"]) { Batch = batch };

    /// <summary>What the list says; null where the batch changed.</summary>
    public UnitDescription? Description { get; init; }

    /// <summary>The batch; null for none, or where a list changed something else.</summary>
    public Guid? Batch { get; init; }

    public void Apply(IUnitState state, Occurrence when)
    {
        if (Description is { } description)
            state.Unit.Describe(description);
        else
            state.Unit.BatchId = Batch;
    }
}

/// <summary>A unit was put on sale, by its batch or by itself 开盘.</summary>
[HappensUnder("RES-2")]
internal sealed record UnitPutOnSale(Guid UnitId, string Project, string Unit, string? Batch) : IEvent<IUnitState>
{
    public void Apply(IUnitState state, Occurrence when) => state.Unit.Enter(UnitState.Available, when.At);
}
