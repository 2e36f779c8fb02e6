using System.IO.Compression;
using System.Text;
using CsCheck;
using Ops.Platform.Spreadsheets;

namespace Ops.Platform.Tests.Spreadsheets;

/// <summary>Lists as people send them, and what is read of them.</summary>
internal static class Lists
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("building", ["building", "楼栋", "栋号"], true),
        new("floor", ["floor", "楼层"], false) { Measure = SheetMeasure.Floor },
        new("room", ["room", "房号"], true),
        new("area", ["built area", "建筑面积"], false) { Measure = SheetMeasure.SquareMetres },
        new("price", ["list price", "总价"], false) { Measure = SheetMeasure.Yuan },
        new("day", ["joins on", "入职日期"], false) { HasDays = true },
        new("layout", ["layout", "户型"], false),
    ];

    public static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public static (SentList? List, IReadOnlyList<SheetError> Errors) Read(
        byte[] file, bool ignoreColumns = false, bool takeFormulas = false)
    {
        var (list, errors) = SentList.Read(file, Columns, new SeenInList
        {
            IgnoreColumns = ignoreColumns,
            TakeFormulas = takeFormulas,
        });
        return (list, list?.Wrong([]) ?? errors);
    }

    public static (SentList? List, IReadOnlyList<SheetError> Errors) Read(string csv, bool ignoreColumns = false) =>
        Read(Encoding.UTF8.GetBytes(csv), ignoreColumns);

    /// <summary>The list, of which nothing is wrong.</summary>
    public static SentList Good(byte[] file) => Read(file) is ({ } list, [])
        ? list
        : throw new InvalidOperationException(string.Join('\n', Codes(Read(file).Errors)));

    public static SentList Good(string csv) => Good(Encoding.UTF8.GetBytes(csv));

    /// <summary>Each error as line, column, value and code.</summary>
    public static IReadOnlyList<string> Codes(IEnumerable<SheetError> errors) =>
    [
        .. errors.Select(error => $"{error.Line} {error.Column} {error.Value} {error.Reason.Code}"),
    ];

    /// <summary>What the lines say in a column.</summary>
    public static IReadOnlyList<string> Cells(this SentList list, string column) =>
        [.. list.Lines.Select(line => list.Cell(line, column))];

    /// <summary>A workbook of one tab with these rows.</summary>
    public static byte[] Workbook(
        string rows, bool dates1904 = false, string after = "", string before = "", string format = "General") =>
        Workbook([("房源", "", $"{before}<sheetData>{rows}</sheetData>{after}")], dates1904, format);

    /// <summary>A workbook with these tabs; the file names of the sheets go against their order.</summary>
    public static byte[] Workbook(
        IReadOnlyList<(string Name, string State, string Xml)> tabs, bool dates1904 = false, string format = "General")
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            string Part(int i) => $"worksheets/sheet{tabs.Count - i}.xml";
            Add("[Content_Types].xml", $"""
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Default Extension="xml" ContentType="application/xml"/>
                <Override PartName="/xl/workbook.xml"
                    ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                <Override PartName="/xl/styles.xml"
                    ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
                {string.Concat(tabs.Select((_, i) => $"""
                    <Override PartName="/xl/{Part(i)}"
                    ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
                    """))}</Types>
                """);
            Add("_rels/.rels", Relations($"""
                <Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/>
                """));
            Add("xl/workbook.xml", $"""
                <workbook xmlns="{Main}" xmlns:r="{Office}"><workbookPr date1904="{(dates1904 ? 1 : 0)}"/>
                <sheets>{string.Concat(tabs.Select((tab, i) => $"""
                    <sheet name="{tab.Name}" sheetId="{i + 1}" {tab.State} r:id="rId{i + 1}"/>
                    """))}</sheets></workbook>
                """);
            Add("xl/_rels/workbook.xml.rels", Relations(string.Concat(tabs.Select((_, i) => $"""
                <Relationship Id="rId{i + 1}" Type="{Office}/worksheet" Target="{Part(i)}"/>
                """)) + $"""<Relationship Id="rId99" Type="{Office}/styles" Target="styles.xml"/>"""));
            // 1: Excel's own day; 2: a day; 3: a time in minutes, which is one too; 4: four digits; 5: money in red;
            // 6: the one given.
            Add("xl/styles.xml", $"""
                <styleSheet xmlns="{Main}"><numFmts count="5">
                <numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m/d"/>
                <numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="0000"/>
                <numFmt numFmtId="167" formatCode="&quot;yd&quot;#,##0.00;[Red]-#,##0.00"/>
                <numFmt numFmtId="168" formatCode="{System.Security.SecurityElement.Escape(format)}"/></numFmts>
                <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
                <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>
                <xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/></cellXfs></styleSheet>
                """);
            for (var i = 0; i < tabs.Count; i++)
                Add($"xl/{Part(i)}", $"""<worksheet xmlns="{Main}">{tabs[i].Xml}</worksheet>""");

            void Add(string name, string text)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }

    /// <summary>A row of texts, or of cells as their XML.</summary>
    public static string Row(int number, params IEnumerable<string> cells) =>
        $"""<row r="{number}">{string.Concat(cells.Select((cell, i) => cell.StartsWith('<')
            ? cell.Replace("<c", $"<c r=\"{(char)('A' + i)}{number}\"", StringComparison.Ordinal)
            : $"<c r=\"{(char)('A' + i)}{number}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"))}</row>""";

    private static string Relations(string relations) => $"""
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>
        """;
}
