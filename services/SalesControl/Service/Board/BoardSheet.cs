using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Board;

/// <summary>RES-2: the board as people hang it on the wall: a sheet a building, floors down, entrances and rooms across, each state in its colour; no customer is named on it.</summary>
internal static class BoardSheet
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>In characters, beside the floors; and how many floors a page takes with its legend.</summary>
    private const int PageWidth = 190, FloorsOnAPage = 18;

    private static readonly LocalDateTimePattern Printed = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    public static void MapBoardSheet(this IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/board.xlsx", HandleAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("The board 销控表 as a workbook for the wall")
            .Produces<byte[]>(StatusCodes.Status200OK, Workbook);

    [Rule("RES-2")]
    private static async Task<IResult> HandleAsync(string project, [AsParameters] BoardQuery query, Actor actor, LiveBoards boards, SalesControlDb db, IClock clock, CancellationToken cancellationToken)
    {
        if (await boards.FindAsync(project, actor, db, cancellationToken) is not { } board)
            return LiveBoards.Unknown(project).ToProblem();
        var filter = query.For(actor);
        if (filter.Refusal is { } refusal)
            return refusal.ToProblem();

        var (content, _) = await board.CurrentAsync(cancellationToken);
        var now = board.Site.At(clock.GetCurrentInstant());
        return Results.Bytes(Write(board.Site, [.. content.Cells.Where(filter.Value.Shows)], now), Workbook, $"board-{project}-{now:uuuuMMdd-HHmm}.xlsx");
    }

    /// <summary>A state as the department calls it.</summary>
    internal static string Word(UnitState state) => state switch
    {
        UnitState.Withheld => "销控",
        UnitState.Available => "待售",
        UnitState.Pending => "预留待批",
        UnitState.Reserved => "预留",
        UnitState.Offered => "候补",
        UnitState.Subscribed => "认购",
        UnitState.Contracted => "签约",
        UnitState.Delivered => "入伙",
        _ => "出租",
    };

    /// <summary>The further a unit is sold the darker, so that a print in black and white tells it too; the word stands in each place besides.</summary>
    private static string ColourOf(UnitState state) => state switch
    {
        UnitState.Withheld => "FFBFBFBF",
        UnitState.Available => "FFF3FAEF",
        UnitState.Pending => "FFFFF2CC",
        UnitState.Reserved => "FFFFD966",
        UnitState.Offered => "FFF8CBAD",
        UnitState.Subscribed => "FFF4B183",
        UnitState.Contracted => "FFF08080",
        UnitState.Delivered => "FF6FA8DC",
        _ => "FFD9C3EC",
    };

    /// <summary>The workbook.</summary>
    internal static byte[] Write(Project site, IReadOnlyList<BoardCell> cells, OffsetDateTime now)
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var sheets = new Sheets();
            var heads = new DefinedNames();
            uint number = 0;
            foreach (var building in cells.GroupBy(cell => cell.View.Building).DefaultIfEmpty())
            {
                number++;
                var part = book.AddNewPart<WorksheetPart>();
                part.Worksheet = SheetOf(site, building?.Key, building is null ? [] : [.. building], now);
                var name = NameOf(building?.Key ?? "销控表", number);
                sheets.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = number, Name = name });
                // A tower goes over several pages: each has the title and the rooms above it.
                heads.Append(new DefinedName($"'{name}'!$1:$4") { Name = "_xlnm.Print_Titles", LocalSheetId = number - 1 });
            }

            book.Workbook = new Workbook(sheets, heads);
        }

        return file.ToArray();
    }

    private static Worksheet SheetOf(Project site, string? building, IReadOnlyList<BoardCell> cells, OffsetDateTime now)
    {
        var columns = cells.Select(ColumnOf).Distinct().Order().ToList();
        var data = new SheetData();
        var last = Math.Max(columns.Count, 7);
        List<string> merged = [$"A1:{Letters(last)}1", $"A2:{Letters(last)}2"];
        data.Append(RowOf(1, 30, Text(0, 1, building is null ? $"{site.Name} 销控表" : $"{site.Name} {building} 销控表", Style.Title)));
        data.Append(RowOf(2, 18, Text(0, 2, $"打印时间 {Printed.Format(now.LocalDateTime)} ({now.Offset})", Style.Note)));

        // Entrances above their rooms.
        var entrances = RowOf(3, 20, Text(0, 3, "楼层", Style.Head));
        merged.Add("A3:A4");
        var rooms = RowOf(4, 20, Text(0, 4, "", Style.Head));
        for (var i = 0; i < columns.Count; i++)
        {
            entrances.Append(Text(i + 1, 3, i == 0 || columns[i - 1].Entrance != columns[i].Entrance ? columns[i].Entrance : "", Style.Head));
            rooms.Append(Text(i + 1, 4, columns[i].Room, Style.Head));
        }

        merged.AddRange(columns.Select((column, i) => (column.Entrance, Place: i + 1)).GroupBy(column => column.Entrance).Where(group => group.Count() > 1)
            .Select(group => $"{Letters(group.First().Place)}3:{Letters(group.Last().Place)}3"));
        data.Append(entrances, rooms);

        uint line = 5;
        foreach (var floor in cells.GroupBy(cell => cell.View.Floor))
        {
            var row = RowOf(line, 48, Number(0, line, floor.Key, Style.Head));
            // Of two rooms in one place, as a duplex list may have them, both are shown.
            foreach (var place in floor.GroupBy(cell => columns.IndexOf(ColumnOf(cell))).OrderBy(place => place.Key))
                row.Append(Text(place.Key + 1, line, string.Join('\n', place.Select(Say)), Style.State + (uint)place.First().View.State));
            data.Append(row);
            line++;
        }

        Legend(data, cells, line + 1);
        var head = new SheetView(new Pane { HorizontalSplit = 1, VerticalSplit = 4, TopLeftCell = "B5", ActivePane = PaneValues.BottomRight, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 };
        var merges = new MergeCells(merged.Select(range => new MergeCell { Reference = range }));
        return new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(head),
            new Columns(new Column { Min = 1, Max = 1, Width = 12, CustomWidth = true }, new Column { Min = 2, Max = (uint)last + 1, Width = Math.Clamp(PageWidth / last, 16, 24), CustomWidth = true }),
            data,
            merges,
            new PrintOptions { HorizontalCentered = true },
            new PageMargins { Left = 0.4, Right = 0.4, Top = 0.4, Bottom = 0.5, Header = 0.2, Footer = 0.2 },
            // A3, across: one page where that can still be read from a step away, else as many down as it takes.
            new PageSetup { PaperSize = 8, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = line - 5 <= FloorsOnAPage ? 1u : 0u },
            new HeaderFooter(new OddFooter("&C&P / &N")));
    }

    /// <summary>What the colours mean, and how many there are of each.</summary>
    private static void Legend(SheetData data, IReadOnlyList<BoardCell> cells, uint line)
    {
        data.Append(RowOf(line, 20, Text(0, line, "图例", Style.Head), Text(1, line, "套数", Style.Head), Text(2, line, "建筑面积", Style.Head), Text(3, line, "总价（元）", Style.Head)));
        foreach (var state in Enum.GetValues<UnitState>())
        {
            line++;
            data.Append(SumRow(line, Word(state), Style.State + (uint)state, BoardSum.Of(cells.Where(cell => cell.View.State == state))));
        }

        line++;
        data.Append(SumRow(line, "合计", Style.Head, BoardSum.Of(cells)));
    }

    private static Row SumRow(uint line, string name, uint style, BoardSum sum) =>
        RowOf(line, 20, Text(0, line, name, style), Number(1, line, sum.Units, Style.Plain), Number(2, line, sum.BuiltArea, Style.Amount), Number(3, line, sum.ListPrice, Style.Whole));

    private static string Say(BoardCell cell) =>
        $"{cell.View.Room}\n{Word(cell.View.State)}{(cell.View.Waiting > 0 ? $" 候{cell.View.Waiting}" : "")}\n{(cell.Price is { } price ? price.ToString("#,##0.##", CultureInfo.InvariantCulture) : "—")}";

    /// <summary>Rooms stand above each other when what follows the floor in their numbers is the same: 1203 above 1103.</summary>
    private static (string Entrance, string Room) ColumnOf(BoardCell cell)
    {
        var floor = cell.View.Floor.ToString(CultureInfo.InvariantCulture);
        var room = cell.View.Room;
        return (cell.View.Entrance, room.Length > floor.Length && room.StartsWith(floor, StringComparison.Ordinal) ? room[floor.Length..] : room);
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

    private static Row RowOf(uint line, double height, params OpenXmlElement[] cells) => new(cells) { RowIndex = line, Height = height, CustomHeight = true };

    private static Cell Text(int column, uint line, string text, uint style) => new()
    {
        CellReference = $"{Letters(column)}{line}",
        StyleIndex = style,
        DataType = CellValues.InlineString,
        InlineString = new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }),
    };

    private static Cell Number(int column, uint line, decimal number, uint style) => new()
    {
        CellReference = $"{Letters(column)}{line}",
        StyleIndex = style,
        CellValue = new CellValue(number),
    };

    private static Stylesheet Styles()
    {
        var fills = new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }), FillOf("FFD9E1F2"));
        foreach (var state in Enum.GetValues<UnitState>())
            fills.Append(FillOf(ColourOf(state)));
        var borders = new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()), new Border(
            new LeftBorder(new Color { Indexed = 64 }) { Style = BorderStyleValues.Thin }, new RightBorder(new Color { Indexed = 64 }) { Style = BorderStyleValues.Thin },
            new TopBorder(new Color { Indexed = 64 }) { Style = BorderStyleValues.Thin }, new BottomBorder(new Color { Indexed = 64 }) { Style = BorderStyleValues.Thin }, new DiagonalBorder()));
        var fonts = new Fonts(FontOf(11, bold: false), FontOf(18, bold: true), FontOf(11, bold: true));
        // In the order of the numbers in Style.
        var formats = new CellFormats(
            new CellFormat { FontId = 0, FillId = 0, BorderId = 0 },
            FormatOf(font: 1, fill: 0, border: 0), FormatOf(font: 0, fill: 0, border: 0), FormatOf(font: 2, fill: 2, border: 1), FormatOf(font: 0, fill: 0, border: 1),
            FormatOf(font: 0, fill: 0, border: 1, number: 4), FormatOf(font: 0, fill: 0, border: 1, number: 3));
        for (var i = 0; i < Enum.GetValues<UnitState>().Length; i++)
            formats.Append(FormatOf(font: 0, fill: (uint)(3 + i), border: 1));
        return new Stylesheet(fonts, fills, borders, new CellStyleFormats(new CellFormat()), formats, new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }));
    }

    private static Font FontOf(double size, bool bold)
    {
        // In the order of the format's own schema.
        var font = new Font();
        if (bold)
            font.Append(new Bold());
        font.Append(new FontSize { Val = size }, new FontName { Val = "Microsoft YaHei" });
        return font;
    }

    private static Fill FillOf(string colour) => new(new PatternFill(new ForegroundColor { Rgb = colour }, new BackgroundColor { Indexed = 64 }) { PatternType = PatternValues.Solid });

    private static CellFormat FormatOf(uint font, uint fill, uint border, uint number = 0) => new(new Alignment { Horizontal = HorizontalAlignmentValues.Center, Vertical = VerticalAlignmentValues.Center, WrapText = true })
    {
        FontId = font,
        FillId = fill,
        BorderId = border,
        NumberFormatId = number,
        ApplyFont = true,
        ApplyFill = true,
        ApplyBorder = true,
        ApplyAlignment = true,
        ApplyNumberFormat = number > 0,
        FormatId = 0,
    };

    /// <summary>The numbers of the cells' formats.</summary>
    private static class Style
    {
        public const uint Title = 1, Note = 2, Head = 3, Plain = 4, Amount = 5, Whole = 6;

        /// <summary>The first of the states'.</summary>
        public const uint State = 7;
    }
}
