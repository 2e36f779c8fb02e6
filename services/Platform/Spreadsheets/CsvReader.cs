using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>A text with a line a unit, price or person: what Excel calls CSV, in its encodings.</summary>
internal static class CsvReader
{
    private static readonly string[] Separators = [",", ";", "\t"];

    /// <summary>By its mark a text says what it is in.</summary>
    private static readonly (string Name, Encoding Encoding)[] Marked =
    [
        ("UTF-8", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true)),
        ("UTF-16", new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true)),
        ("UTF-16", new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true)),
    ];

    /// <summary>Without a mark it is UTF-8, or else what Excel writes in China.</summary>
    private static readonly (string Name, Encoding Encoding)[] Unmarked =
    [
        ("UTF-8", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)),
        (
            "GB18030", CodePagesEncodingProvider.Instance.GetEncoding(
                "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!),
    ];

    public static SheetContent Read(byte[] file, IReadOnlyList<SheetColumn> columns)
    {
        var (text, encoding) = Decode(file);
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new UnreadableSheetException("sheet.unreadable");
        // The separator is the one under which the most headings are known.
        var separator = Separators.MaxBy(
            one => SheetHead.Find(columns, Lines(text, one).Take(Spreadsheet.MostTitleLines))?.Places.Count ?? 0)!;
        var lines = new List<SheetLine>();
        foreach (var line in Lines(text, separator))
        {
            if (lines.Count > Spreadsheet.MostLines + Spreadsheet.MostTitleLines)
                break;
            lines.Add(line);
        }

        return new SheetContent(lines)
        {
            Format = SheetFormat.Csv,
            Encoding = encoding,
            Separator = separator,
        };
    }

    private static (string Text, string Encoding) Decode(byte[] file)
    {
        var marked = Marked.Where(one => file.AsSpan().StartsWith(one.Encoding.GetPreamble())).ToArray();
        foreach (var (name, encoding) in marked.Length > 0 ? marked : Unmarked)
        {
            try
            {
                return (encoding.GetString(file).TrimStart('\uFEFF'), name);
            }
            catch (DecoderFallbackException)
            {
                // The next one, if there is one.
            }
        }

        throw new UnreadableSheetException("sheet.not-encoded");
    }

    private static IEnumerable<SheetLine> Lines(string text, string separator)
    {
        var bad = false;
        var form = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator,
            HasHeaderRecord = false,
            TrimOptions = TrimOptions.Trim,
            BadDataFound = _ => bad = true,
        };
        using var csv = new CsvParser(new StringReader(text), form);
        while (csv.Read())
        {
            bad = false;
            var cells = csv.Record!;
            // CsvHelper takes a quote that is never closed for closed where the text ends with one.
            bad |= csv.RawRecord.AsSpan().Count('"') % 2 != 0;
            var number = csv.RawRow - Breaks(csv.RawRecord.AsSpan().TrimEnd("\r\n"));
            if (bad)
            {
                yield return new SheetLine(number, Kept(cells)) { Fault = Text.Of("sheet.quote") };
            }
            else if (LineOf(number, cells) is { } line)
            {
                yield return line;
            }
        }
    }

    private static int Breaks(ReadOnlySpan<char> text) =>
        text.Count('\n') + text.Count('\r') - text.Count("\r\n");

    /// <summary>A line; null where nothing stands in it.</summary>
    private static SheetLine? LineOf(int number, string[] cells)
    {
        List<string> kept = [.. Kept(cells)];
        if (kept.Count == 0)
            return null;
        var marked = new List<MarkedCell>();
        for (var i = 0; i < kept.Count; i++)
        {
            var cell = kept[i];
            if (cell.AsSpan().IndexOfAny('\n', '\r') >= 0)
                marked.Add(new(i, CellMark.LineBreak));
            else if (cell.Length > Spreadsheet.MostCharacters)
                marked.Add(new(i, CellMark.TooLong));
            else if (Spreadsheet.IsError(cell))
                marked.Add(new(i, CellMark.Error));
            else if (cell is ['=', '"', .. var quoted, '"'] && !quoted.Contains('"', StringComparison.Ordinal))
                kept[i] = quoted;
            else if (cell is ['=', ..])
                marked.Add(new(i, CellMark.FormulaWithoutValue));
            else
                kept[i] = Spreadsheet.Unguard(cell);
        }

        return new SheetLine(number, kept) { Marked = marked };
    }

    private static ArraySegment<string> Kept(string[] cells)
    {
        var count = cells.Length;
        while (count > 0 && string.IsNullOrWhiteSpace(cells[count - 1]))
            count--;
        return count > Spreadsheet.MostColumns
            ? throw new UnreadableSheetException(Text.Of("sheet.too-many-columns", ("most", Spreadsheet.MostColumns)))
            : new(cells, 0, count);
    }
}
