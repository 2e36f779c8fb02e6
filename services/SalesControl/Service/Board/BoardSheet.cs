using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Texts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units;
using Text = Ops.Platform.Texts.Text;

namespace Ops.SalesControl.Board;

/// <summary>
/// The workbook of a board: a sheet a building, floors down, entrances and rooms across, each state in its colour, and
/// below them what the colours mean.
/// </summary>
/// <param name="site">The project.</param>
/// <param name="now">When it is printed, at the site.</param>
/// <param name="texts">Say it in the reader's language.</param>
internal sealed class BoardSheet(Project site, OffsetDateTime now, ITexts texts)
{
    /// <summary>In characters, beside the floors; and how many floors a page takes with its legend.</summary>
    private const int PageWidth = 190, FloorsOnAPage = 18;

    private static readonly LocalDateTimePattern Printed =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary>The workbook with these cells.</summary>
    public byte[] Write(IReadOnlyList<BoardCell> cells)
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = BoardStyle.Sheet();
            var sheets = new Sheets();
            var heads = new DefinedNames();
            uint number = 0;
            foreach (var building in cells.GroupBy(cell => cell.View.Building).DefaultIfEmpty())
            {
                number++;
                var part = book.AddNewPart<WorksheetPart>();
                part.Worksheet = SheetOf(building?.Key, building is null ? [] : [.. building]);
                var name = NameOf(building?.Key ?? Say("board.sheet"), number);
                sheets.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = number, Name = name });
                // A tower goes over several pages: each has the title and the rooms above it.
                heads.Append(new DefinedName($"'{name}'!$1:$4")
                {
                    Name = "_xlnm.Print_Titles",
                    LocalSheetId = number - 1,
                });
            }

            book.Workbook = new Workbook(sheets, heads);
        }

        return file.ToArray();
    }

    private Worksheet SheetOf(string? building, IReadOnlyList<BoardCell> cells)
    {
        var columns = cells.Select(ColumnOf).Distinct().Order().ToList();
        var last = Math.Max(columns.Count, 7);
        var data = new SheetData();
        List<string> merged = [$"A1:{Letters(last)}1", $"A2:{Letters(last)}2", "A3:A4"];
        AddTitle(data, building);
        AddHeads(data, columns, merged);
        var line = AddFloors(data, cells, columns);
        AddLegend(data, cells, line + 1);
        return Arranged(data, merged, last, floors: line - 5);
    }

    private void AddTitle(SheetData data, string? building)
    {
        var title = building is null
            ? Say("board.title", ("project", site.Name))
            : Say("board.title-of-building", ("project", site.Name), ("building", building));
        var printed = Say("board.printed", ("at", Printed.Format(now.LocalDateTime)), ("offset", $"{now.Offset}"));
        data.Append(RowOf(1, 30, TextCell(0, 1, title, BoardStyle.Title)));
        data.Append(RowOf(2, 18, TextCell(0, 2, printed, BoardStyle.Note)));
    }

    /// <summary>Entrances above their rooms.</summary>
    private void AddHeads(SheetData data, List<(string Entrance, string Room)> columns, List<string> merged)
    {
        var entrances = RowOf(3, 20, TextCell(0, 3, Say("board.floor"), BoardStyle.Head));
        var rooms = RowOf(4, 20, TextCell(0, 4, "", BoardStyle.Head));
        for (var i = 0; i < columns.Count; i++)
        {
            var isFirst = i == 0 || columns[i - 1].Entrance != columns[i].Entrance;
            entrances.Append(TextCell(i + 1, 3, isFirst ? columns[i].Entrance : "", BoardStyle.Head));
            rooms.Append(TextCell(i + 1, 4, columns[i].Room, BoardStyle.Head));
        }

        merged.AddRange(columns.Select((column, i) => (column.Entrance, Place: i + 1))
            .GroupBy(column => column.Entrance).Where(group => group.Count() > 1)
            .Select(group => $"{Letters(group.First().Place)}3:{Letters(group.Last().Place)}3"));
        data.Append(entrances, rooms);
    }

    /// <returns>The line below them.</returns>
    private uint AddFloors(
        SheetData data, IReadOnlyList<BoardCell> cells, List<(string Entrance, string Room)> columns)
    {
        uint line = 5;
        foreach (var floor in cells.GroupBy(cell => cell.View.Floor))
        {
            var row = RowOf(line, 48, NumberCell(0, line, floor.Key, BoardStyle.Head));
            // Of two rooms in one place, as a duplex list may have them, both are shown.
            foreach (var place in floor.GroupBy(cell => columns.IndexOf(ColumnOf(cell))).OrderBy(place => place.Key))
            {
                row.Append(TextCell(
                    place.Key + 1, line, string.Join('\n', place.Select(Show)),
                    BoardStyle.Of(place.First().View.State)));
            }

            data.Append(row);
            line++;
        }

        return line;
    }

    /// <summary>What the colours mean, and how many there are of each.</summary>
    private void AddLegend(SheetData data, IReadOnlyList<BoardCell> cells, uint line)
    {
        string[] heads =
            [Say("board.legend"), Say("board.units"), Say("board.built-area"), Say("board.list-price")];
        data.Append(RowOf(line, 20, [.. heads.Select((head, i) => TextCell(i, line, head, BoardStyle.Head))]));
        foreach (var state in UnitStates.Listed)
        {
            line++;
            data.Append(SumRow(
                line, texts.Render(BoardWords.NameOf(state)), BoardStyle.Of(state),
                BoardSum.Of(cells.Where(cell => cell.View.State == state))));
        }

        line++;
        data.Append(SumRow(line, Say("board.total"), BoardStyle.Head, BoardSum.Of(cells)));
    }

    private static Row SumRow(uint line, string name, uint style, BoardSum sum) => RowOf(
        line, 20, TextCell(0, line, name, style), NumberCell(1, line, sum.Units, BoardStyle.Plain),
        NumberCell(2, line, sum.BuiltArea, BoardStyle.Amount), NumberCell(3, line, sum.ListPrice, BoardStyle.Whole));

    private static Worksheet Arranged(SheetData data, List<string> merged, int last, uint floors)
    {
        var frozen = new Pane
        {
            HorizontalSplit = 1,
            VerticalSplit = 4,
            TopLeftCell = "B5",
            ActivePane = PaneValues.BottomRight,
            State = PaneStateValues.Frozen,
        };
        var width = Math.Clamp(PageWidth / last, 16, 24);
        return new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(frozen) { WorkbookViewId = 0 }),
            new Columns(
                new Column { Min = 1, Max = 1, Width = 12, CustomWidth = true },
                new Column { Min = 2, Max = (uint)last + 1, Width = width, CustomWidth = true }),
            data,
            new MergeCells(merged.Select(range => new MergeCell { Reference = range })),
            new PrintOptions { HorizontalCentered = true },
            new PageMargins { Left = 0.4, Right = 0.4, Top = 0.4, Bottom = 0.5, Header = 0.2, Footer = 0.2 },
            // A3, across: one page where that can still be read from a step away, else as many down as it takes.
            new PageSetup
            {
                PaperSize = 8,
                Orientation = OrientationValues.Landscape,
                FitToWidth = 1,
                FitToHeight = floors <= FloorsOnAPage ? 1u : 0u,
            },
            new HeaderFooter(new OddFooter("&C&P / &N")));
    }

    private string Show(BoardCell cell)
    {
        var state = texts.Render(BoardWords.NameOf(cell.View.State));
        var waiting = cell.View.Waiting > 0 ? $" {Say("board.waiting", ("count", cell.View.Waiting))}" : "";
        var price = cell.Price?.ToString("#,##0.##", CultureInfo.InvariantCulture) ?? "—";
        return $"{cell.View.Room}\n{state}{waiting}\n{price}";
    }

    private string Say(string code, params ReadOnlySpan<(string Name, object? Value)> args) =>
        texts.Render(Text.Of(code, args));

    /// <summary>
    /// Rooms stand above each other when what follows the floor in their numbers is the same: 1203 above 1103.
    /// </summary>
    private static (string Entrance, string Room) ColumnOf(BoardCell cell)
    {
        var floor = cell.View.Floor.ToString(CultureInfo.InvariantCulture);
        var room = cell.View.Room;
        var begins = room.Length > floor.Length && room.StartsWith(floor, StringComparison.Ordinal);
        return (cell.View.Entrance, begins ? room[floor.Length..] : room);
    }

    /// <summary>A sheet's name as Excel takes it.</summary>
    private static string NameOf(string building, uint number)
    {
        var name = string.Concat(building.Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal)));
        return name.Length is > 0 and <= 31 ? name : $"{number}";
    }

    private static string Letters(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return letters;
    }

    private static Row RowOf(uint line, double height, params OpenXmlElement[] cells) =>
        new(cells) { RowIndex = line, Height = height, CustomHeight = true };

    private static Cell TextCell(int column, uint line, string text, uint style) => new()
    {
        CellReference = $"{Letters(column)}{line}",
        StyleIndex = style,
        DataType = CellValues.InlineString,
        InlineString = new InlineString(
            new DocumentFormat.OpenXml.Spreadsheet.Text(text) { Space = SpaceProcessingModeValues.Preserve }),
    };

    private static Cell NumberCell(int column, uint line, decimal number, uint style) => new()
    {
        CellReference = $"{Letters(column)}{line}",
        StyleIndex = style,
        CellValue = new CellValue(number),
    };
}
