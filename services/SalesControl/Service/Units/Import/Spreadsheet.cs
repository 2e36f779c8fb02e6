using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using CsvHelper;
using CsvHelper.Configuration;
using MiniExcelLibs;

namespace Ops.SalesControl.Units.Import;

/// <summary>A line of a spreadsheet: its number as people count, and its cells' texts.</summary>
internal sealed record SheetLine(int Number, IReadOnlyList<string> Cells);

/// <summary>A spreadsheet cannot be taken at all, or a line of it cannot.</summary>
/// <param name="Line">The line as people count; 0 for the whole file.</param>
/// <param name="Column">The column's heading, or its letter; null for the whole line.</param>
/// <param name="Reason">What is wrong.</param>
internal sealed record SheetError(int Line, string? Column, string Reason);

/// <summary>
/// Reads an XLSX or CSV file that somebody sent: what it is is told by its first bytes, never by what it is called. It must be
/// data only: a formula would be a value that nobody has checked, a merged heading a column that nobody can name.
/// </summary>
internal static class Spreadsheet
{
    /// <summary>The most lines of units; a larger file is refused without being read to its end.</summary>
    public const int MostLines = 20_000;

    private const long MostUnpacked = 200L * 1024 * 1024;

    /// <summary>The lines, or what is wrong with the file.</summary>
    public static (IReadOnlyList<SheetLine> Lines, SheetError? Error) Read(byte[] file)
    {
        try
        {
            return file switch
            {
                [] => ([], new SheetError(0, null, "The file is empty.")),
                [(byte)'P', (byte)'K', 3, 4, ..] => ReadWorkbook(file),
                [0xD0, 0xCF, 0x11, 0xE0, ..] => ([], new SheetError(0, null, "This is an old .xls workbook or a protected one: save it as .xlsx or .csv without a password.")),
                _ => ReadText(file),
            };
        }
        catch (Exception failure) when (failure is InvalidDataException or XmlException or CsvHelperException or NotSupportedException)
        {
            return ([], new SheetError(0, null, "This is no spreadsheet that can be read: send .xlsx or .csv."));
        }
    }

    private static (IReadOnlyList<SheetLine>, SheetError?) ReadText(byte[] file)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return ([], new SheetError(0, null, "The text is not UTF-8 (GBK and GB18030 are not taken): save it as CSV UTF-8, or as .xlsx."));
        }

        if (text.Contains('\0', StringComparison.Ordinal) || !text.AsSpan(0, Math.Min(text.Length, 4096)).Contains(','))
            return ([], new SheetError(0, null, "This is no spreadsheet that can be read: send .xlsx or .csv."));

        var lines = new List<SheetLine>();
        using var csv = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false, TrimOptions = TrimOptions.Trim, BadDataFound = null });
        while (csv.Read())
        {
            if (lines.Count > MostLines)
                return ([], TooMany());
            if (csv.Record!.Any(cell => cell.StartsWith('=')))
                return ([], new SheetError(csv.RawRow, null, "A cell holds a formula; send values."));
            lines.Add(new SheetLine(csv.RawRow, csv.Record!));
        }

        return (lines, null);
    }

    private static (IReadOnlyList<SheetLine>, SheetError?) ReadWorkbook(byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        if (Inspect(file) is { } error)
            return ([], error);

        var lines = new List<SheetLine>();
        var number = 0;
        foreach (IDictionary<string, object?> row in stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX))
        {
            number++;
            if (lines.Count > MostLines)
                return ([], TooMany());
            List<string> cells = [.. row.Values.Select(TextOf)];
            if (cells.Any(cell => cell.Length > 0))
                lines.Add(new SheetLine(number, cells));
        }

        return (lines, null);
    }

    /// <summary>Looks through the workbook's own XML, with a bound on what unpacks: formulas, merged headings, too many lines.</summary>
    private static SheetError? Inspect(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        if (archive.GetEntry("xl/workbook.xml") is null)
            return new SheetError(0, null, "This is no spreadsheet that can be read: send .xlsx or .csv.");
        if (archive.Entries.Sum(entry => entry.Length) > MostUnpacked)
            return new SheetError(0, null, "The file unpacks to more than a list of units can be.");
        var sheet = archive.Entries.Where(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).OrderBy(entry => entry.FullName, StringComparer.Ordinal).FirstOrDefault();
        if (sheet is null)
            return new SheetError(0, null, "The workbook has no sheet.");

        using var reader = XmlReader.Create(sheet.Open(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = MostUnpacked, IgnoreWhitespace = true });
        var rows = 0;
        var cell = "";
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            switch (reader.LocalName)
            {
                case "row" when ++rows > MostLines + 1:
                    return TooMany();
                case "c":
                    cell = reader.GetAttribute("r") ?? "";
                    break;
                case "f":
                    return new SheetError(LineOf(cell), ColumnOf(cell), "The cell holds a formula; send values.");
                case "mergeCell" when reader.GetAttribute("ref") is { } merged:
                    return new SheetError(LineOf(merged.Split(':')[0]), ColumnOf(merged.Split(':')[0]), LineOf(merged.Split(':')[0]) == 1 ? "The heading is merged: each column needs one of its own." : "Merged cells cannot be read as lines.");
            }
        }

        return null;
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text.Trim(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static SheetError TooMany() => new(0, null, $"More than {MostLines} lines; send the project in parts.");

    private static string ColumnOf(string cell) => string.Concat(cell.TakeWhile(char.IsAsciiLetter));

    private static int LineOf(string cell) => int.TryParse(cell.AsSpan(ColumnOf(cell).Length), out var line) ? line : 0;
}
