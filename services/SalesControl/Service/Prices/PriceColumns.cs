using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Prices;

/// <summary>
/// The columns of a version of the price list 一房一价: the unit, by its code or by building, entrance and room, and its
/// price.
/// </summary>
internal static class PriceColumns
{
    private const int Decimals = 2;

    /// <summary>The columns.</summary>
    public static readonly IReadOnlyList<SheetColumn> All =
    [
        new("unit", ["unit", "房源"], false),
        new("building", ["building", "楼栋", "栋号"], false),
        new("entrance", ["entrance", "单元", "单元号"], false),
        new("room", ["room", "房号", "房间号"], false),
        new("price", ["price", "总价", "list price"], true) { Measure = SheetMeasure.Yuan },
    ];

    /// <summary>The prices that a list names, by unit; or all that is wrong with it.</summary>
    /// <param name="list">The list.</param>
    /// <param name="units">The project's units, by code.</param>
    /// <param name="codes">The codes of the units at the places that the list names.</param>
    public static (IReadOnlyDictionary<Guid, PricedLine> Prices, IReadOnlyList<SheetError> Errors) Take(
        SentList list, IReadOnlyDictionary<string, Guid> units, IReadOnlyDictionary<UnitPlace, string> codes)
    {
        var prices = new Dictionary<Guid, PricedLine>();
        var errors = new List<SheetError>();
        // Where the unit is named: by its code, or else by its place.
        var named = list.Places.ContainsKey("unit") ? "unit" : "room";
        foreach (var line in list.Lines)
        {
            var (unit, wrongUnit) = UnitOf(list, line, units, codes);
            if (wrongUnit is not null)
                errors.Add(new SheetError(line.Number, named, wrongUnit));
            var (price, wrongPrice) = PriceOf(list, line);
            if (wrongPrice is not null)
                errors.Add(new SheetError(line.Number, "price", wrongPrice));
            if (wrongUnit is null && wrongPrice is null
                && !prices.TryAdd(units[unit], new PricedLine(line.Number, unit, price)))
                errors.Add(new SheetError(line.Number, named, Text.Of("prices.line-unit-twice", ("unit", unit))));
        }

        return (prices, errors);
    }

    /// <summary>Where the unit of a line is; null where the line does not say it by names of units.</summary>
    public static UnitPlace? PlaceOf(SentList list, SheetLine line) =>
        Written(list, line) is var (building, entrance, room)
            && UnitNames.IsName(building) && UnitNames.IsName(entrance) && UnitNames.IsName(room)
            ? new UnitPlace(building, entrance, room)
            : null;

    private static UnitPlace Written(SentList list, SheetLine line) =>
        new(list.Cell(line, "building"), list.Cell(line, "entrance"), list.Cell(line, "room"));

    private static (string Code, Text? Wrong) UnitOf(
        SentList list, SheetLine line, IReadOnlyDictionary<string, Guid> units,
        IReadOnlyDictionary<UnitPlace, string> codes)
    {
        var unit = list.Code(line, "unit");
        var place = Written(list, line);
        var placed = $"{place.Building}{place.Entrance}{place.Room}".Length == 0
            ? ""
            : codes.GetValueOrDefault(place, place.Code);
        var code = unit.Length > 0 ? unit : placed;
        if (code.Length == 0)
            return (code, Text.Of("prices.line-unit-missing"));
        if (unit.Length > 0 && placed.Length > 0 && !HalfWidth.Comparer.Equals(placed, unit))
            return (code, Text.Of("prices.line-units-differ", ("unit", unit), ("placed", placed)));
        return (code, units.ContainsKey(code) ? null : Text.Of("prices.line-unit-unknown", ("unit", code)));
    }

    private static (decimal Price, Text? Wrong) PriceOf(SentList list, SheetLine line) =>
        list.Number(line, "price") switch
        {
            (_, { } wrong) => (0, wrong),
            (null, _) => (0, Text.Of("import.missing")),
            ({ } price and > 0 and < 10_000_000_000, _) when decimal.Round(price, Decimals) == price => (price, null),
            _ => (0, Text.Of("import.number", ("decimals", Decimals))),
        };
}

/// <summary>A line of a file of prices.</summary>
/// <param name="Line">Its number as people count.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="Price">CNY.</param>
internal sealed record PricedLine(int Line, string Unit, decimal Price);
