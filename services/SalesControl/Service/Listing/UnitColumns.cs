using System.Globalization;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Listing;

/// <summary>The columns of a list of units, headed in Chinese or English, and what a line must say.</summary>
internal static class UnitColumns
{
    private const int Decimals = 2, LongestWords = 50;

    /// <summary>The columns.</summary>
    public static readonly IReadOnlyList<SheetColumn> All =
    [
        new("building", ["building", "楼栋", "栋号"], true),
        new("entrance", ["entrance", "单元", "单元号"], true),
        new("floor", ["floor", "楼层"], true) { Measure = SheetMeasure.Floor },
        new("room", ["room", "房号", "房间号"], true),
        new("kind", ["kind", "类型"], true),
        new("built area", ["built area", "建筑面积"], true) { Measure = SheetMeasure.SquareMetres },
        new("inside area", ["inside area", "套内面积"], false) { Measure = SheetMeasure.SquareMetres },
        new("orientation", ["orientation", "朝向"], false),
        new("layout", ["layout", "户型"], false),
        new("list price", ["list price", "总价"], false) { Measure = SheetMeasure.Yuan },
        new("state", ["state", "状态"], false),
        new("batch", ["batch", "批次"], false),
    ];

    /// <summary>What a state is called in a list, in English and in Chinese.</summary>
    private static readonly Dictionary<UnitState, string[]> States = new()
    {
        [UnitState.Withheld] = ["withheld", "销控"],
        [UnitState.Available] = ["available", "待售"],
        [UnitState.Pending] = ["pending", "预留待批", "待批"],
        [UnitState.Reserved] = ["reserved", "预留"],
        [UnitState.Offered] = ["offered", "候补", "轮候"],
        [UnitState.Subscribed] = ["subscribed", "认购"],
        [UnitState.Contracted] = ["contracted", "签约"],
        [UnitState.Delivered] = ["delivered", "入伙"],
        [UnitState.Let] = ["let", "出租"],
    };

    /// <summary>A cell as it is written, in the reader's language.</summary>
    public static object? Cell(
        UnitDescription unit, UnitState state, string? batch, string column, KnownKinds kinds) =>
        column switch
        {
            "building" => unit.Building,
            "entrance" => unit.Entrance,
            "floor" => unit.Floor,
            "room" => unit.Room,
            "kind" => SheetWords.Read(kinds[unit.Kind].Words),
            "built area" => unit.BuiltArea,
            "inside area" => unit.InsideArea,
            "orientation" => unit.Orientation,
            "layout" => unit.Layout,
            "list price" => unit.ListPrice,
            "state" => SheetWords.Read(States[state]),
            "batch" => batch,
            _ => throw new ArgumentOutOfRangeException(nameof(column)),
        };

    /// <summary>A cell as an answer shows it; null for an empty one.</summary>
    public static string? CellText(UnitDescription unit, string column, KnownKinds kinds) =>
        Cell(unit, UnitState.Withheld, null, column, kinds) is { } value
            ? Convert.ToString(value, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The unit that a line describes, or all that is wrong with it.</summary>
    public static (UnitLine? Unit, IReadOnlyList<SheetError> Errors) Take(
        SentList list, SheetLine line, KnownKinds kinds)
    {
        var cells = new Cells(list, line);
        var (building, entrance, room) = (cells.Name("building"), cells.Name("entrance"), cells.Name("room"));
        var floor = cells.Floor("floor");
        var kind = kinds.Called(cells["kind"]);
        if (kind is null)
            cells.Wrong("kind", Text.Of("units.kind", ("kinds", kinds.Names)));
        var builtArea = cells.Number("built area", needed: true);
        var insideArea = cells.Number("inside area", needed: false);
        if (insideArea > builtArea)
            cells.Wrong("inside area", Text.Of("units.inside-larger"));
        var price = cells.Number("list price", needed: false);
        var state = cells.Word("state", States);
        if (state is null && cells["state"].Length > 0)
            cells.Wrong("state", Text.Of("units.state"));
        var (orientation, layout) = (cells.Words("orientation"), cells.Words("layout"));
        var batch = list.Code(line, "batch") is { Length: > 0 } code ? code : null;
        if (cells.Errors.Count > 0)
            return (null, cells.Errors);
        // With a batch it is withheld, until the batch opens.
        var withheld = batch is not null || state == UnitState.Withheld;
        var described = new UnitDescription(
            building, entrance, floor, room, kind!.Code, builtArea!.Value, insideArea, price, withheld)
        {
            Orientation = orientation,
            Layout = layout,
        };
        return (new UnitLine(line.Number, described, state, batch), []);
    }

    /// <summary>The cells of a line, read one after the other, and what is wrong with them.</summary>
    private sealed class Cells(SentList list, SheetLine line)
    {
        public List<SheetError> Errors { get; } = [];

        public string this[string column] => list.Cell(line, column);

        public void Wrong(string column, Text reason) => Errors.Add(new SheetError(line.Number, column, reason));

        /// <summary>It becomes a part of the unit's code, and so of paths.</summary>
        public string Name(string column)
        {
            var text = this[column];
            if (text.Length == 0)
                Wrong(column, Text.Of("import.missing"));
            else if (!UnitNames.IsName(text))
                Wrong(column, Text.Of("units.name", ("most", UnitNames.Longest)));
            return text;
        }

        public int Floor(string column)
        {
            var (number, wrong) = list.Number(line, column);
            if (number is { } floor and >= -10 and <= 200 && decimal.IsInteger(floor))
                return (int)floor;
            Wrong(column, wrong ?? Text.Of("units.floor"));
            return 0;
        }

        public T? Word<T>(string column, Dictionary<T, string[]> words)
            where T : struct => words
            .Where(one => one.Value.Contains(this[column], HalfWidth.Comparer))
            .Select(one => (T?)one.Key).FirstOrDefault();

        public string? Words(string column)
        {
            var text = this[column];
            if (text.Length > LongestWords)
                Wrong(column, Text.Of("units.words-too-long", ("most", LongestWords)));
            return text.Length == 0 ? null : text;
        }

        public decimal? Number(string column, bool needed)
        {
            var (number, wrong) = list.Number(line, column);
            if (wrong is not null)
                Wrong(column, wrong);
            else if (number is null && needed)
                Wrong(column, Text.Of("import.missing"));
            else if (number is { } told && (told is <= 0 or >= 10_000_000_000 || decimal.Round(told, Decimals) != told))
                Wrong(column, Text.Of("import.number", ("decimals", Decimals)));
            return number;
        }
    }
}

/// <summary>A line of a list of units.</summary>
/// <param name="Line">Its number as people count.</param>
/// <param name="Unit">The unit that it describes.</param>
/// <param name="State">The state that it names; null for none.</param>
/// <param name="Batch">The code of the batch that it names; null for none.</param>
internal sealed record UnitLine(int Line, UnitDescription Unit, UnitState? State, string? Batch);
