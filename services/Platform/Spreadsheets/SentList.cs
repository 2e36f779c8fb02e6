using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>What whoever sends a list has seen and takes upon themselves.</summary>
public sealed record SeenInList
{
    /// <summary>Columns that are not known are left out.</summary>
    [FromQuery(Name = "ignoreColumns")]
    public bool? IgnoreColumns { get; init; }

    /// <summary>The values are taken that formulas had when the workbook was saved.</summary>
    [FromQuery(Name = "takeFormulas")]
    public bool? TakeFormulas { get; init; }
}

/// <summary>A list that somebody sends as an XLSX or CSV file: its lines below the headings.</summary>
public sealed class SentList
{
    /// <summary>The largest file that is read.</summary>
    public const long MostBytes = 20L * 1024 * 1024;

    private readonly Dictionary<string, SheetColumn> _columns;
    private readonly SheetHead _head;

    private SentList(
        IReadOnlyList<SheetColumn> columns, SheetHead head, IReadOnlyList<SheetLine> lines, ListInspection inspection)
    {
        _columns = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        (_head, Lines) = (head, lines);
        (Reading, Errors) = (inspection.Reading, inspection.Errors);
    }

    /// <summary>The lines that can be read, without the headings.</summary>
    public IReadOnlyList<SheetLine> Lines { get; }

    /// <summary>Which column is where.</summary>
    public IReadOnlyDictionary<string, int> Places => _head.Places;

    /// <summary>As what the file was read.</summary>
    public ListReading Reading { get; }

    /// <summary>What is wrong with the file itself, whatever its lines mean.</summary>
    internal IReadOnlyList<SheetError> Errors { get; }

    /// <summary>The list that a request's body holds, or why there is none to look at.</summary>
    /// <param name="request">The request, whose body is the file.</param>
    /// <param name="columns">The columns that there may be.</param>
    /// <param name="seen">What whoever sends it takes upon themselves.</param>
    /// <param name="cancellationToken">The caller does not wait any more.</param>
    public static async Task<(SentList? List, IReadOnlyList<SheetError> Errors)> ReadAsync(
        HttpRequest request, IReadOnlyList<SheetColumn> columns, SeenInList seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, cancellationToken);
        return Read(file.ToArray(), columns, seen);
    }

    /// <summary>The list that a file holds, or why there is none to look at.</summary>
    /// <param name="file">The file.</param>
    /// <param name="columns">The columns that there may be.</param>
    /// <param name="seen">What whoever sends it takes upon themselves.</param>
    public static (SentList? List, IReadOnlyList<SheetError> Errors) Read(
        byte[] file, IReadOnlyList<SheetColumn> columns, SeenInList seen)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(seen);
        var (content, error) = Spreadsheet.Read(file, columns);
        if (content is null)
            return (null, [error!]);
        if (SheetHead.Find(columns, content.Lines.Take(Spreadsheet.MostTitleLines)) is not { } head)
        {
            return (null, [new SheetError(0, null, Text.Of(
                "sheet.no-headings", ("headings", columns.Where(column => column.Needed).Headings())))]);
        }

        var lines = content.Lines.Where(line => line.Number > head.Line.Number).ToList();
        if (lines.Count == 0)
            return (null, [new SheetError(0, null, Text.Of("sheet.no-lines"))]);
        if (lines.Count > Spreadsheet.MostLines)
        {
            return (null, [new SheetError(0, null, Text.Of("sheet.too-many-lines", ("most", Spreadsheet.MostLines)))]);
        }

        var inspection = new ListInspection(content, columns, head, seen);
        var read = inspection.Of(lines);
        return (new SentList(columns, head, read, inspection), []);
    }

    /// <summary>What a line says in a column, trimmed; nothing where the list has no such column.</summary>
    public string Cell(SheetLine line, string column)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Places.TryGetValue(column, out var place) ? line.At(place) : "";
    }

    /// <summary>The code that a line says in a column, of half width, as codes are.</summary>
    public string Code(SheetLine line, string column) => HalfWidth.Of(Cell(line, column)).Trim();

    /// <summary>The number that a line says in a column, or why it is none; neither for an empty cell.</summary>
    public (decimal? Number, Text? Wrong) Number(SheetLine line, string column) =>
        CellValue.Number(Cell(line, column), _columns[column].Measure);

    /// <summary>The day that a line says in a column, or why it is none; neither for an empty cell.</summary>
    public (LocalDate? Day, Text? Wrong) Day(SheetLine line, string column) => CellValue.Day(Cell(line, column));

    /// <summary>
    /// All that is wrong, with the file itself and with what its lines mean, in their order: each cell once, by the
    /// file's own heading and with what stands there.
    /// </summary>
    /// <param name="found">What is wrong with what the lines mean, by the columns' names.</param>
    public IReadOnlyList<SheetError> Wrong(IEnumerable<SheetError> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var unreadable = Errors.Select(error => (error.Line, error.Column)).ToHashSet();
        var lines = Lines.ToDictionary(line => line.Number);
        var named = found
            // A needed column that is missing is named once, not in each line.
            .Where(error => error.Column is not { } name || Places.ContainsKey(name)
                || !_columns.TryGetValue(name, out var column) || !column.Needed)
            .Select(error => InItsOwnWords(error, lines))
            .Where(error => !unreadable.Contains((error.Line, error.Column)));
        return [.. Errors.Concat(named).OrderBy(error => error.Line)];
    }

    private SheetError InItsOwnWords(SheetError error, Dictionary<int, SheetLine> lines)
    {
        if (error.Column is not { } name)
            return error;
        // The list has no such cell: it is the line that is wrong.
        if (!Places.TryGetValue(name, out var place))
            return error with { Column = null };
        var value = lines.TryGetValue(error.Line, out var line) ? line.At(place) : "";
        return error with
        {
            Column = _head.Line.At(place),
            Value = value.Length > 0 ? ListInspection.Shown(value) : null,
        };
    }
}
