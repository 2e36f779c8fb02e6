using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.Board;

public sealed class BoardSheetTests(TestServers servers)
{
    [Fact]
    [Rule("RES-2")]
    public async Task The_board_for_the_wall_has_a_sheet_a_building_each_state_in_its_colour_and_a_legend_with_counts()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.ImportAndPublishAsync(
            $"{SalesHost.Header}2,2,12,1201,住宅,70,60,1800000,待售\n2,1,11,1103,住宅,120,,2900000,待售\n"
                + "S,1,1,S01,商铺,55,50,5000000,待售\n");
        await sales.RegisterAsync(1);
        await sales.RegisterAsync(2, who: sales.Second);
        await sales.ApproveAsync((await sales.RegisterAsync(3, "2-1-1201"))["id"]!);

        var file = await PrintAsync(sales, "zh-CN");

        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Empty(
            new OpenXmlValidator().Validate(document).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        var book = document.WorkbookPart!;
        Assert.Equal(["2", "S"], book.Workbook!.Descendants<Sheet>().Select(sheet => sheet.Name!.Value));
        var cells = CellsOf(book, "2");
        Assert.Equal("Harbour Court 2 销控表", cells["A1"].Text);
        Assert.Matches(@"^打印时间 \d{4}-\d{2}-\d{2} \d{2}:\d{2} \(\+08\)$", cells["A2"].Text);
        // Entrance 1 has rooms 01 to 04, entrance 2 room 01; the twelfth floor stands above the eleventh.
        Assert.Equal(
            ("1", "01", "03", "2", "01"),
            (cells["B3"].Text, cells["B4"].Text, cells["D4"].Text, cells["F3"].Text, cells["F4"].Text));
        Assert.Equal(("12", "11"), (cells["A5"].Text, cells["A6"].Text));
        Assert.Equal("1201\n预留\n2,150,000", cells["B5"].Text);
        Assert.Equal("1203\n预留待批 候1\n3,000,000", cells["D5"].Text);
        Assert.Equal("1204\n销控\n3,000,000", cells["E5"].Text);
        Assert.Equal("1103\n待售\n2,900,000", cells["D6"].Text);
        var colours = new[] { "B5", "D5", "E5", "D6" }.Select(at => cells[at].Colour).ToList();
        Assert.Equal(4, colours.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(cells["C5"].Colour, cells["D6"].Colour);
        // The legend: each state in its colour with its count, and all.
        Assert.Equal("图例", cells["A8"].Text);
        var legend = Enumerable.Range(9, 10).ToDictionary(
            line => cells[$"A{line}"].Text,
            line => (Units: cells[$"B{line}"].Text, cells[$"A{line}"].Colour, Value: cells[$"D{line}"].Text),
            StringComparer.Ordinal);
        Assert.Equal(
            ("1", cells["B5"].Colour, "2150000.00"), (legend["预留"].Units, legend["预留"].Colour, legend["预留"].Value));
        Assert.Equal(
            ("3", "1", "1", "6"), (legend["待售"].Units, legend["销控"].Units, legend["预留待批"].Units, legend["合计"].Units));
        // A3 across, and on each page the title and the rooms.
        var setup = ((WorksheetPart)book.GetPartById(
            book.Workbook!.Descendants<Sheet>().First().Id!.Value!)).Worksheet!.Descendants<PageSetup>().Single();
        Assert.Equal(
            (8u, OrientationValues.Landscape, 1u, 1u),
            (setup.PaperSize!.Value, setup.Orientation!.Value, setup.FitToWidth!.Value, setup.FitToHeight!.Value));
        Assert.Equal(["'2'!$1:$4", "'S'!$1:$4"], book.Workbook!.Descendants<DefinedName>().Select(name => name.Text));
        Assert.DoesNotContain(cells.Values, cell => cell.Text.Contains("Customer", StringComparison.Ordinal));
        Assert.Equal("S01\n待售\n5,000,000", CellsOf(book, "S")["B5"].Text);
    }

    [Fact]
    public async Task Who_reads_English_hangs_an_English_board_on_the_wall()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.RegisterAsync(1);
        await sales.RegisterAsync(2, who: sales.Second);

        using var document = SpreadsheetDocument.Open(
            new MemoryStream(await PrintAsync(sales, "en-GB")), isEditable: false);

        var cells = CellsOf(document.WorkbookPart!, "2");
        Assert.Equal("Harbour Court 2 board", cells["A1"].Text);
        Assert.StartsWith("Printed ", cells["A2"].Text, StringComparison.Ordinal);
        Assert.Equal("1203\nto be approved 1 waiting\n3,000,000", cells["D5"].Text);
        Assert.Equal(("Floor", "Legend", "List price (CNY)"), (cells["A3"].Text, cells["A7"].Text, cells["D7"].Text));
    }

    private static async Task<byte[]> PrintAsync(SalesHost sales, string language)
    {
        using var reader = sales.Staff("consultant-1", "consultant");
        reader.DefaultRequestHeaders.AcceptLanguage.Clear();
        reader.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        return await reader.GetByteArrayAsync(
            new Uri($"{BoardScreen.Path}.xlsx", UriKind.Relative), TestContext.Current.CancellationToken);
    }

    private static Dictionary<string, (string Text, string? Colour)> CellsOf(WorkbookPart book, string sheet)
    {
        var formats = book.WorkbookStylesPart!.Stylesheet!;
        var part = (WorksheetPart)book.GetPartById(
            book.Workbook!.Descendants<Sheet>().Single(one => one.Name == sheet).Id!.Value!);
        return part.Worksheet!.Descendants<Cell>().ToDictionary(
            cell => cell.CellReference!.Value!,
            cell => (cell.InlineString?.InnerText ?? cell.CellValue?.Text ?? "", ColourOf(cell)),
            StringComparer.Ordinal);

        string? ColourOf(Cell cell)
        {
            var format = formats.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value);
            var fill = formats.Fills!.Elements<Fill>().ElementAt((int)format.FillId!.Value);
            return fill.PatternFill?.ForegroundColor?.Rgb?.Value;
        }
    }
}
