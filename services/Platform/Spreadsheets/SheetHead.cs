using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>The headings of a list: which column is where, and what the file calls it.</summary>
/// <param name="Line">The line in which they stand.</param>
/// <param name="Places">Which column is where.</param>
internal sealed partial record SheetHead(SheetLine Line, IReadOnlyDictionary<string, int> Places)
{
    /// <summary>Headings that no column of the list has, or one has that is there already.</summary>
    public IReadOnlyList<(int Place, Text Reason)> Wrong { get; private init; } = [];

    /// <summary>Headings of no column that is known.</summary>
    public IReadOnlyList<string> Unknown { get; private init; } = [];

    /// <summary>
    /// The line with the most headings that are known, the first of them; null where none is. Above it stand titles.
    /// </summary>
    public static SheetHead? Find(IReadOnlyList<SheetColumn> columns, IEnumerable<SheetLine> lines)
    {
        var known = columns
            .SelectMany(column => column.Headings.Select(heading => (Words: Parts(heading).Words, Column: column)))
            .DistinctBy(one => one.Words).ToDictionary(one => one.Words, one => one.Column, StringComparer.Ordinal);
        SheetHead? best = null;
        foreach (var line in lines.Where(line => line.Fault is null))
        {
            var head = Read(known, line);
            if (head.Places.Count > (best?.Places.Count ?? 0))
                best = head;
        }

        return best;
    }

    private static SheetHead Read(Dictionary<string, SheetColumn> known, SheetLine line)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<(int, Text)>();
        var unknown = new List<string>();
        for (var i = 0; i < line.Cells.Count; i++)
        {
            if (line.At(i) is not { Length: > 0 } heading)
                continue;
            var (words, unit) = Parts(heading);
            if (!known.TryGetValue(words, out var column))
                unknown.Add(heading);
            else if (unit.Length > 0 && column.Measure is { } measure && !measure.Has(unit))
                wrong.Add((i, Text.Of("sheet.unit-unknown", ("unit", unit), ("units", measure.Units))));
            else if (!places.TryAdd(column.Name, i))
                wrong.Add((i, Text.Of("sheet.column-twice")));
        }

        return new SheetHead(line, places) { Wrong = wrong, Unknown = unknown };
    }

    /// <summary>A heading without what does not matter, and what stands in brackets behind it.</summary>
    private static (string Words, string Unit) Parts(string heading)
    {
        var written = new StringBuilder(heading.Length);
        foreach (var sign in HalfWidth.Of(heading))
        {
            if (!char.IsWhiteSpace(sign) && char.GetUnicodeCategory(sign) != UnicodeCategory.Format)
                written.Append(char.ToLowerInvariant(sign));
        }

        var match = Bracketed().Match(written.ToString());
        return match.Success ? (match.Groups["words"].Value, match.Groups["unit"].Value) : (written.ToString(), "");
    }

    [GeneratedRegex(
        @"^(?<words>.+?)[(\[【](?<unit>[^)\]】]*)[)\]】]\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Bracketed();
}
