using System.Globalization;
using Microsoft.AspNetCore.Http;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>A list that somebody sends as an XLSX or CSV file: its lines below the headings.</summary>
/// <param name="Lines">The lines, without the headings.</param>
/// <param name="Places">Which column is where.</param>
public sealed record SentList(IReadOnlyList<SheetLine> Lines, IReadOnlyDictionary<string, int> Places)
{
    /// <summary>The largest file that is read.</summary>
    public const long MostBytes = 20L * 1024 * 1024;

    /// <summary>The list that a request's body holds, or what is wrong with it as a whole.</summary>
    /// <param name="request">The request, whose body is the file.</param>
    /// <param name="columns">The columns that there may be.</param>
    /// <param name="cancellationToken">The caller does not wait any more.</param>
    public static async Task<(SentList? List, IReadOnlyList<SheetError> Errors)> ReadAsync(
        HttpRequest request, IReadOnlyList<SheetColumn> columns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, cancellationToken);
        var (lines, error) = Spreadsheet.Read(file.ToArray());
        if (error is not null)
            return (null, [error]);
        if (lines.Count < 2)
            return (null, [new SheetError(0, null, Text.Of("sheet.no-lines"))]);
        var (places, errors) = Spreadsheet.Head(columns, lines[0]);
        return errors.Count > 0 ? (null, errors) : (new SentList([.. lines.Skip(1)], places), []);
    }

    /// <summary>What a line says in a column.</summary>
    public string Cell(SheetLine line, string column)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Text(Places, column);
    }
}

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

    /// <summary>Nothing was taken, and why: each column by its heading.</summary>
    public static IResult Problem(this IReadOnlyList<SheetColumn> columns, IEnumerable<SheetError> errors) =>
        Spreadsheet.Problem(columns.Name(errors));

    /// <summary>The same errors, each column by its heading.</summary>
    public static IReadOnlyList<SheetError> Name(
        this IReadOnlyList<SheetColumn> columns, IEnumerable<SheetError> errors) =>
    [
        .. errors.Select(error => error with { Column = error.Column is { } name ? columns.Heading(name) : null }),
    ];
}
