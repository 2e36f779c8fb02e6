using System.Globalization;
using Ops.Platform.Spreadsheets;

namespace Ops.SalesControl.Prices;

/// <summary>The columns of a version of the price list 一房一价: the unit, by its code or by building, entrance and room, and its price.</summary>
internal static class PriceColumns
{
    /// <summary>The columns.</summary>
    public static readonly IReadOnlyList<SheetColumn> All =
    [
        new("unit", ["unit", "房源"], false),
        new("building", ["building", "楼栋", "栋号"], false),
        new("entrance", ["entrance", "单元", "单元号"], false),
        new("room", ["room", "房号", "房间号"], false),
        new("price", ["price", "总价", "list price"], true),
    ];

    /// <summary>The prices that a list names, by unit; or all that is wrong with it.</summary>
    /// <param name="lines">The file's lines, the headings first.</param>
    /// <param name="places">Which column is where.</param>
    /// <param name="units">The project's units, by code.</param>
    public static (IReadOnlyDictionary<Guid, decimal> Prices, IReadOnlyList<SheetError> Errors) Take(
        IReadOnlyList<SheetLine> lines, IReadOnlyDictionary<string, int> places, IReadOnlyDictionary<string, Guid> units)
    {
        var prices = new Dictionary<Guid, decimal>();
        var errors = new List<SheetError>();
        foreach (var line in lines.Skip(1))
        {
            var (unit, placed) = (line.Text(places, "unit"), $"{line.Text(places, "building")}-{line.Text(places, "entrance")}-{line.Text(places, "room")}");
            var code = unit.Length > 0 ? unit : placed;
            var text = line.Text(places, "price");
            var wrong = errors.Count;
            if (code == "--")
                errors.Add(new SheetError(line.Number, "unit", "It is missing: name the unit, or its building, entrance and room."));
            else if (unit.Length > 0 && placed != "--" && !placed.Equals(unit, StringComparison.OrdinalIgnoreCase))
                errors.Add(new SheetError(line.Number, "unit", $"The line names {unit} and {placed}."));
            else if (!units.ContainsKey(code))
                errors.Add(new SheetError(line.Number, "unit", $"There is no unit {code} in the project."));
            if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) || price is <= 0 or >= 10_000_000_000 || decimal.Round(price, 2) != price)
                errors.Add(new SheetError(line.Number, "price", text.Length == 0 ? "It is missing." : "It is a number above 0 with at most 2 decimals."));
            if (errors.Count == wrong && !prices.TryAdd(units[code], price))
                errors.Add(new SheetError(line.Number, "unit", $"Unit {code} stands in an earlier line already."));
        }

        return (prices, errors);
    }
}
