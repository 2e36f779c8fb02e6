using System.Globalization;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>How columns, and words in them, are called in the reader's language.</summary>
public static class SheetWords
{
    /// <summary>Of a word in English and in Chinese, and of further spellings, the reader's.</summary>
    public static string Read(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words[Languages.Find(CultureInfo.CurrentUICulture.Name) == Languages.English ? 0 : 1];
    }

    /// <summary>The headings.</summary>
    public static IReadOnlyList<string> Headings(this IEnumerable<SheetColumn> columns) =>
        [.. columns.Select(column => Read(column.Headings))];

    /// <summary>A column's heading; what is none of these columns stays as it is called.</summary>
    public static string Heading(this IEnumerable<SheetColumn> columns, string name) =>
        columns.FirstOrDefault(column => column.Name == name) is { } known ? Read(known.Headings) : name;
}
