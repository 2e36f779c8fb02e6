using System.Globalization;

namespace Ops.SalesControl.Units.Import;

/// <summary>The columns of a list of units, headed in Chinese or English, and what a line must say.</summary>
internal static class UnitColumns
{
    private static readonly (string Name, string[] Headings, bool Needed)[] Columns =
    [
        ("building", ["building", "楼栋", "栋号"], true),
        ("entrance", ["entrance", "单元", "单元号"], true),
        ("floor", ["floor", "楼层"], true),
        ("room", ["room", "房号", "房间号"], true),
        ("kind", ["kind", "类型"], true),
        ("built area", ["built area", "建筑面积"], true),
        ("inside area", ["inside area", "套内面积"], false),
        ("list price", ["list price", "总价"], false),
        ("state", ["state", "状态"], false),
    ];

    private static readonly Dictionary<string, UnitKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["home"] = UnitKind.Home,
        ["住宅"] = UnitKind.Home,
        ["shop"] = UnitKind.Shop,
        ["商铺"] = UnitKind.Shop,
        ["parking"] = UnitKind.Parking,
        ["车位"] = UnitKind.Parking,
    };

    private static readonly Dictionary<string, bool> Withheld = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = false,
        ["available"] = false,
        ["待售"] = false,
        ["withheld"] = true,
        ["销控"] = true,
    };

    /// <summary>Which column is where, or what is wrong with the headings.</summary>
    public static (IReadOnlyDictionary<string, int> Places, IReadOnlyList<SheetError> Errors) Head(SheetLine head)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var errors = new List<SheetError>();
        for (var i = 0; i < head.Cells.Count; i++)
        {
            var heading = head.Cells[i].Trim();
            var column = Array.Find(Columns, c => c.Headings.Contains(heading, StringComparer.OrdinalIgnoreCase));
            if (heading.Length == 0)
                continue;
            if (column.Name is null)
                errors.Add(new SheetError(head.Number, heading, "No such column is known."));
            else if (!places.TryAdd(column.Name, i))
                errors.Add(new SheetError(head.Number, heading, "The column stands twice."));
        }

        errors.AddRange(Columns.Where(c => c.Needed && !places.ContainsKey(c.Name)).Select(c => new SheetError(head.Number, c.Name, $"The column is missing ({string.Join(", ", c.Headings)}).")));
        return (places, errors);
    }

    /// <summary>The unit that a line describes, or all that is wrong with it.</summary>
    public static (UnitDescription? Unit, IReadOnlyList<SheetError> Errors) Take(SheetLine line, IReadOnlyDictionary<string, int> places)
    {
        var errors = new List<SheetError>();
        var building = Name("building");
        var entrance = Name("entrance");
        var room = Name("room");
        var floor = 0;
        if (!int.TryParse(Cell("floor"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out floor) || floor is < -10 or > 200)
            Wrong("floor", "A floor is a whole number from -10 to 200.");
        if (!Kinds.TryGetValue(Cell("kind"), out var kind))
            Wrong("kind", "The kind is 住宅 home, 商铺 shop or 车位 parking.");
        var builtArea = Number("built area", needed: true, decimals: 2);
        var insideArea = Number("inside area", needed: false, decimals: 2);
        if (insideArea > builtArea)
            Wrong("inside area", "The inside area is larger than the built area.");
        var price = Number("list price", needed: false, decimals: 2);
        if (!Withheld.TryGetValue(Cell("state"), out var withheld))
            Wrong("state", "The state is 待售 available or 销控 withheld.");
        return errors.Count == 0 ? (new UnitDescription(building, entrance, floor, room, kind, builtArea!.Value, insideArea, price, withheld), errors) : (null, errors);

        string Cell(string column) => places.TryGetValue(column, out var place) && place < line.Cells.Count ? line.Cells[place].Trim() : "";

        void Wrong(string column, string reason) => errors.Add(new SheetError(line.Number, column, reason));

        string Name(string column)
        {
            var text = Cell(column);
            // It becomes a part of the unit's code, and so of paths.
            if (text.Length is 0 or > 20 || !text.All(char.IsLetterOrDigit))
                Wrong(column, text.Length == 0 ? "It is missing." : "It holds 1 to 20 letters and digits.");
            return text;
        }

        decimal? Number(string column, bool needed, int decimals)
        {
            var text = Cell(column);
            if (text.Length == 0)
            {
                if (needed)
                    Wrong(column, "It is missing.");
                return null;
            }

            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 10_000_000_000 && decimal.Round(number, decimals) == number)
                return number;
            Wrong(column, $"It is a number above 0 with at most {decimals} decimals.");
            return null;
        }
    }
}
