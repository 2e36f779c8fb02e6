using System.Xml;
using CsvHelper;
using DocumentFormat.OpenXml.Packaging;
using Microsoft.AspNetCore.Http;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>
/// Reads an XLSX or CSV file that somebody sent: what it is is told by its first bytes, never by what it is called.
/// </summary>
public static partial class Spreadsheet
{
    /// <summary>The most lines; a larger file is refused without being read to its end.</summary>
    public const int MostLines = 20_000;

    /// <summary>In how many lines of a file the headings are looked for: titles may stand above them.</summary>
    internal const int MostTitleLines = 20;

    /// <summary>The most columns that a list may have, and characters in a cell.</summary>
    internal const int MostColumns = 100, MostCharacters = 1_000;

    /// <summary>Texts that Excel writes where a formula failed.</summary>
    private static readonly HashSet<string> Errors = new(
        [
            "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
            "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!",
        ], StringComparer.OrdinalIgnoreCase);

    /// <summary>The lines of a file whatever its columns, or why it cannot be read.</summary>
    public static (IReadOnlyList<SheetLine> Lines, SheetError? Error) Read(byte[] file)
    {
        var (content, error) = Read(file, []);
        return (content?.Lines ?? [], error);
    }

    /// <summary>A file's lines, or why it cannot be read at all.</summary>
    /// <param name="file">The file.</param>
    /// <param name="columns">By what the separator of a text is told.</param>
    internal static (SheetContent? Content, SheetError? Error) Read(byte[] file, IReadOnlyList<SheetColumn> columns)
    {
        try
        {
            return (file switch
            {
                [] => throw new UnreadableSheetException("sheet.empty"),
                [(byte)'P', (byte)'K', 3, 4, ..] => WorkbookReader.Read(file),
                [0xD0, 0xCF, 0x11, 0xE0, ..] => throw new UnreadableSheetException("sheet.old-or-protected"),
                _ => CsvReader.Read(file, columns),
            }, null);
        }
        catch (UnreadableSheetException failure)
        {
            return (null, new SheetError(0, null, failure.Reason));
        }
        catch (Exception failure) when (
            failure is InvalidDataException or FileFormatException or XmlException or CsvHelperException
                or NotSupportedException or OpenXmlPackageException or IOException or FormatException
                or ArgumentException or InvalidOperationException or OverflowException)
        {
            // Whatever a library says of bytes that are none of its files.
            return (null, new SheetError(0, null, Text.Of("sheet.unreadable")));
        }
    }

    /// <summary>Nothing was taken, and why: 422 with each line that is at fault.</summary>
    /// <param name="errors">What is wrong.</param>
    /// <param name="reading">As what the file was read; null where it could not be.</param>
    public static IResult Problem(IReadOnlyList<SheetError> errors, ListReading? reading = null)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return new SheetProblem(errors, reading);
    }

    /// <summary>Whether a text is one that Excel writes where a formula failed.</summary>
    internal static bool IsError(string text) => text is ['#', ..] && Errors.Contains(text);
}
