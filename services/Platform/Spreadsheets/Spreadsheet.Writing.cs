using System.Data;
using System.Globalization;
using System.Text;
using CsvHelper;
using Microsoft.AspNetCore.Http;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>What a list is written as.</summary>
public enum SheetFormat
{
    /// <summary>An Excel workbook.</summary>
    Xlsx,

    /// <summary>Text with commas, UTF-8 with the mark that Excel wants to see.</summary>
    Csv,
}

/// <content>Writes lists, so that what was written can be read again as it was, and nothing in it is run.</content>
public static partial class Spreadsheet
{
    /// <summary>The content type of a workbook.</summary>
    public const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const char Guard = '\'';

    /// <summary>A list as a file: numbers as numbers, all else as text.</summary>
    /// <param name="format">As what.</param>
    /// <param name="headings">The first line.</param>
    /// <param name="lines">The lines below it: numbers, texts, and nulls for empty cells.</param>
    public static byte[] Write(
        SheetFormat format, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<object?>> lines)
    {
        ArgumentNullException.ThrowIfNull(headings);
        ArgumentNullException.ThrowIfNull(lines);
        return format == SheetFormat.Xlsx ? WriteWorkbook(headings, lines) : WriteText(headings, lines);
    }

    /// <summary>A list as an answer to be saved.</summary>
    /// <param name="format">As what.</param>
    /// <param name="name">The file's name without its ending: letters, digits and hyphens.</param>
    /// <param name="headings">The first line.</param>
    /// <param name="lines">The lines below it.</param>
    public static IResult Download(
        SheetFormat format, string name, IReadOnlyList<string> headings,
        IEnumerable<IReadOnlyList<object?>> lines) =>
        format == SheetFormat.Xlsx
            ? TypedResults.File(
                Write(format, headings, lines), WorkbookType,
                $"{name}.xlsx")
            : TypedResults.File(Write(format, headings, lines), "text/csv; charset=utf-8", $"{name}.csv");

    /// <summary>A workbook to fill in: the headings of a list, in the reader's language.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <param name="columns">The columns that the list may have.</param>
    public static IResult Template(string name, IReadOnlyList<SheetColumn> columns) =>
        Download(SheetFormat.Xlsx, name, columns.Headings(), []);

    /// <summary>A number as a text shows it.</summary>
    private static string TextOf(object? value) => value switch
    {
        null => "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static byte[] WriteWorkbook(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<object?>> lines)
    {
        // A table with headings has them without a line below them too.
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var heading in headings)
            table.Columns.Add(heading, typeof(object));
        foreach (var line in lines)
            table.Rows.Add([.. line.Select(cell => cell ?? DBNull.Value)]);
        using var file = new MemoryStream();
        file.SaveAs(
            table, printHeader: true, sheetName: "Sheet1", ExcelType.XLSX, new OpenXmlConfiguration
            {
                Culture = CultureInfo.InvariantCulture,
                AutoFilter = false,
                TableStyles = TableStyles.None,
            });
        return file.ToArray();
    }

    private static byte[] WriteText(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<object?>> lines)
    {
        using var file = new MemoryStream();
        using (
            var csv = new CsvWriter(
                new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)),
                CultureInfo.InvariantCulture))
        {
            foreach (var line in lines.Prepend(headings))
            {
                foreach (var cell in line)
                    csv.WriteField(cell is string text ? Guarded(text) : TextOf(cell));
                csv.NextRecord();
            }
        }

        return file.ToArray();
    }

    /// <summary>
    /// A text that a spreadsheet would take for a formula gets an apostrophe before it, as people do by hand; so does
    /// one that has an apostrophe there.
    /// </summary>
    private static string Guarded(string text) => BeginsAsFormula(text) ? Guard + text : text;

    internal static string Unguard(string text) => text is [Guard, ..] && BeginsAsFormula(text) ? text[1..] : text;

    /// <summary>Excel takes the full-width signs for formulas, too.</summary>
    private static bool BeginsAsFormula(string text) =>
        text.AsSpan().TrimStart(Guard) is [var first, ..] && HalfWidth.Of(first) is '=' or '+' or '-' or '@';
}
