using System.Globalization;
using Ops.Platform.Spreadsheets;

namespace Ops.SalesControl.Units.Import;

/// <summary>The columns of a list of units, headed in Chinese or English, and what a line must say.</summary>
internal static class UnitColumns
{
    /// <summary>The columns.</summary>
    public static readonly IReadOnlyList<SheetColumn> All =
    [
        new("building", ["building", "楼栋", "栋号"], true),
        new("entrance", ["entrance", "单元", "单元号"], true),
        new("floor", ["floor", "楼层"], true),
        new("room", ["room", "房号", "房间号"], true),
        new("kind", ["kind", "类型"], true),
        new("built area", ["built area", "建筑面积"], true),
        new("inside area", ["inside area", "套内面积"], false),
        new("orientation", ["orientation", "朝向"], false),
        new("layout", ["layout", "户型"], false),
        new("list price", ["list price", "总价"], false),
        new("state", ["state", "状态"], false),
        new("batch", ["batch", "批次"], false),
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

    /// <summary>A state's word, as people write it on the board; the English one is its name.</summary>
    private static readonly Dictionary<UnitState, string> States = new()
    {
        [UnitState.Withheld] = "销控",
        [UnitState.Available] = "待售",
        [UnitState.Pending] = "待批",
        [UnitState.Reserved] = "预留",
        [UnitState.Offered] = "轮候",
        [UnitState.Subscribed] = "认购",
        [UnitState.Contracted] = "签约",
        [UnitState.Delivered] = "入伙",
        [UnitState.Let] = "出租",
    };

    /// <summary>A cell as it is written: in the Chinese of the headings.</summary>
    public static object? Cell(UnitDescription unit, UnitState state, string? batch, string column) => column switch
    {
        "building" => unit.Building,
        "entrance" => unit.Entrance,
        "floor" => unit.Floor,
        "room" => unit.Room,
        "kind" => Kinds.First(word => word.Value == unit.Kind && !char.IsAscii(word.Key[0])).Key,
        "built area" => unit.BuiltArea,
        "inside area" => unit.InsideArea,
        "orientation" => unit.Orientation,
        "layout" => unit.Layout,
        "list price" => unit.ListPrice,
        "state" => States[state],
        "batch" => batch,
        _ => throw new ArgumentOutOfRangeException(nameof(column)),
    };

    /// <summary>A cell as an answer shows it; null for an empty one.</summary>
    public static string? Say(UnitDescription unit, string column) =>
        Cell(unit, UnitState.Withheld, null, column) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    /// <summary>The unit that a line describes, or all that is wrong with it.</summary>
    public static (UnitLine? Unit, IReadOnlyList<SheetError> Errors) Take(SheetLine line, IReadOnlyDictionary<string, int> places)
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
        var state = State(Cell("state"));
        if (state is null && Cell("state").Length > 0)
            Wrong("state", "The state is 待售 available or 销控 withheld.");
        var (orientation, layout) = (Words("orientation"), Words("layout"));
        var batch = Cell("batch") is { Length: > 0 } code ? code : null;
        if (errors.Count > 0)
            return (null, errors);
        // With a batch it is withheld, until the batch opens.
        var described = new UnitDescription(building, entrance, floor, room, kind, builtArea!.Value, insideArea, price, batch is not null || state == UnitState.Withheld) { Orientation = orientation, Layout = layout };
        return (new UnitLine(line.Number, described, state, batch), errors);

        static UnitState? State(string word) => States.Where(one => one.Value == word || one.Key.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)).Select(one => (UnitState?)one.Key).FirstOrDefault();

        string Cell(string column) => line.Text(places, column);

        void Wrong(string column, string reason) => errors.Add(new SheetError(line.Number, column, reason));

        string Name(string column)
        {
            var text = Cell(column);
            // It becomes a part of the unit's code, and so of paths.
            if (text.Length is 0 or > 20 || !text.All(char.IsLetterOrDigit))
                Wrong(column, text.Length == 0 ? "It is missing." : "It holds 1 to 20 letters and digits.");
            return text;
        }

        string? Words(string column)
        {
            var text = Cell(column);
            if (text.Length > 50)
                Wrong(column, "It holds at most 50 characters.");
            return text.Length == 0 ? null : text;
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

/// <summary>A line of a list of units.</summary>
/// <param name="Line">Its number as people count.</param>
/// <param name="Unit">The unit that it describes.</param>
/// <param name="State">The state that it names; null for none.</param>
/// <param name="Batch">The code of the batch that it names; null for none.</param>
internal sealed record UnitLine(int Line, UnitDescription Unit, UnitState? State, string? Batch);
