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
        var (bad, line, counted) = (false, 1, 0);
        var form = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator,
            HasHeaderRecord = false,
            TrimOptions = TrimOptions.Trim,
            BadDataFound = found => bad |= !IsGuarded(found.Field),
        };
        using var csv = new CsvParser(new StringReader(text), form);
        while (csv.Read())
        {
            bad = false;
            var cells = csv.Record!;
            // CsvHelper takes a quote that is never closed for closed where the text ends with one.
            bad |= csv.RawRecord.AsSpan().Count('"') % 2 != 0;
            // A line is called by where it begins, however far a quote reaches.
            var begins = (int)csv.CharCount - csv.RawRecord.AsSpan().TrimStart("\r\n").Length;
            line += Breaks(text.AsSpan(counted, begins - counted));
            counted = begins;
            if (bad)
                yield return new SheetLine(line, Kept(cells)) { Fault = Text.Of("sheet.quote") };
            else if (LineOf(line, cells) is { } read)
                yield return read;
        }
    }

    /// <summary>="0101" is how people keep the zeros of a number.</summary>
    private static bool IsGuarded(string cell) =>
        cell is ['=', '"', .. var quoted, '"'] && !quoted.Contains('"', StringComparison.Ordinal);

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
            else if (IsGuarded(cell))
                kept[i] = cell[2..^1];
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
