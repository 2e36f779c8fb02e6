using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Http;
using MiniExcelLibs;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>A line of a spreadsheet.</summary>
/// <param name="Number">Its number as people count.</param>
/// <param name="Cells">The cells' texts.</param>
public sealed record SheetLine(int Number, IReadOnlyList<string> Cells)
{
    /// <summary>
    /// The text of a column, trimmed; nothing where the file has no such column or the line ends before it.
    /// </summary>
    /// <param name="places">Which column is where.</param>
    /// <param name="column">The column's name.</param>
    public string Text(IReadOnlyDictionary<string, int> places, string column)
    {
        ArgumentNullException.ThrowIfNull(places);
        return places.TryGetValue(column, out var place) && place < Cells.Count ? Cells[place].Trim() : "";
    }
}

/// <summary>A column that a list may have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Headings">What it may be headed, in Chinese or English; case does not matter.</param>
/// <param name="Needed">Whether a list without it cannot be taken.</param>
public sealed record SheetColumn(string Name, IReadOnlyList<string> Headings, bool Needed);

/// <summary>A spreadsheet cannot be taken at all, or a line of it cannot.</summary>
/// <param name="Line">The line as people count; 0 for the whole file.</param>
/// <param name="Column">The column's heading, or its letter; null for the whole line.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record SheetError(int Line, string? Column, Text Reason);

/// <summary>
/// Reads an XLSX or CSV file that somebody sent: what it is is told by its first bytes, never by what it is called. It
/// must be data only: a formula would be a value that nobody has checked, a merged heading a column that nobody can
/// name.
/// </summary>
public static partial class Spreadsheet
{
    /// <summary>The most lines; a larger file is refused without being read to its end.</summary>
    public const int MostLines = 20_000;

    private const long MostUnpacked = 200L * 1024 * 1024;

    /// <summary>The lines, or what is wrong with the file.</summary>
    public static (IReadOnlyList<SheetLine> Lines, SheetError? Error) Read(byte[] file)
    {
        try
        {
            return file switch
            {
                [] => ([], Whole("sheet.empty")),
                [(byte)'P', (byte)'K', 3, 4, ..] => ReadWorkbook(file),
                [0xD0, 0xCF, 0x11, 0xE0, ..] => ([], Whole("sheet.old-or-protected")),
                _ => ReadText(file),
            };
        }
        catch (Exception failure)
            when (failure is InvalidDataException or XmlException or CsvHelperException or NotSupportedException)
        {
            return ([], Whole("sheet.unreadable"));
        }
    }

    /// <summary>Which column is where, or what is wrong with the headings.</summary>
    /// <param name="columns">The columns that there may be.</param>
    /// <param name="head">The first line.</param>
    public static (IReadOnlyDictionary<string, int> Places, IReadOnlyList<SheetError> Errors) Head(
        IReadOnlyList<SheetColumn> columns, SheetLine head)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(head);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var errors = new List<SheetError>();
        for (var i = 0; i < head.Cells.Count; i++)
        {
            var heading = head.Cells[i].Trim();
            if (heading.Length == 0)
                continue;
            var column = columns.FirstOrDefault(c => c.Headings.Contains(heading, StringComparer.OrdinalIgnoreCase));
            if (column is null)
                errors.Add(new SheetError(head.Number, heading, Text.Of("sheet.column-unknown")));
            else if (!places.TryAdd(column.Name, i))
                errors.Add(new SheetError(head.Number, heading, Text.Of("sheet.column-twice")));
        }

        errors.AddRange(
            from column in columns
            where column.Needed && !places.ContainsKey(column.Name)
            select new SheetError(
                head.Number, column.Name, Text.Of("sheet.column-missing", ("headings", column.Headings))));
        return (places, errors);
    }

    /// <summary>Nothing was taken, and why: 422 with each line that is at fault.</summary>
    public static IResult Problem(IReadOnlyList<SheetError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return new SheetProblem(errors);
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
            return ([], Whole("sheet.not-utf"));
        }

        if (text.Contains('\0', StringComparison.Ordinal) || !text.AsSpan(0, Math.Min(text.Length, 4096)).Contains(','))
            return ([], Whole("sheet.unreadable"));

        var lines = new List<SheetLine>();
        var form = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false,
            TrimOptions = TrimOptions.Trim,
            BadDataFound = null,
        };
        using var csv = new CsvParser(new StringReader(text), form);
        while (csv.Read())
        {
            if (lines.Count > MostLines)
                return ([], TooMany());
            if (csv.Record!.Any(cell => cell.StartsWith('=')))
                return ([], new SheetError(csv.RawRow, null, Text.Of("sheet.a-formula")));
            lines.Add(new SheetLine(csv.RawRow, [.. csv.Record!.Select(Unguard)]));
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

    /// <summary>
    /// Looks through the workbook's own XML, with a bound on what unpacks: formulas, merged headings, too many lines.
    /// </summary>
    private static SheetError? Inspect(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        if (archive.GetEntry("xl/workbook.xml") is null)
            return Whole("sheet.unreadable");
        if (archive.Entries.Sum(entry => entry.Length) > MostUnpacked)
            return Whole("sheet.too-large");
        // Beside a sheet may lie its relations, which are none.
        var sheet = archive.Entries
            .Where(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)
                && entry.FullName.EndsWith(".xml", StringComparison.Ordinal))
            .OrderBy(entry => entry.FullName, StringComparer.Ordinal).FirstOrDefault();
        if (sheet is null)
            return Whole("sheet.missing");

        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            MaxCharactersInDocument = MostUnpacked,
            IgnoreWhitespace = true,
        };
        using var reader = XmlReader.Create(sheet.Open(), settings);
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
                    return new SheetError(LineOf(cell), ColumnOf(cell), Text.Of("sheet.formula"));
                case "mergeCell" when reader.GetAttribute("ref") is { } merged:
                    return Merged(merged.Split(':')[0]);
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

    /// <summary>The whole file cannot be taken.</summary>
    private static SheetError Whole(string code) => new(0, null, Text.Of(code));

    private static SheetError TooMany() => new(0, null, Text.Of("sheet.too-many-lines", ("most", MostLines)));

    private static SheetError Merged(string cell) => new(
        LineOf(cell), ColumnOf(cell), Text.Of(LineOf(cell) == 1 ? "sheet.heading-merged" : "sheet.cells-merged"));

    private static string ColumnOf(string cell) => string.Concat(cell.TakeWhile(char.IsAsciiLetter));

    private static int LineOf(string cell) => int.TryParse(cell.AsSpan(ColumnOf(cell).Length), out var line) ? line : 0;
}
