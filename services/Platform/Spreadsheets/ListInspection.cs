using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>As what a list was read.</summary>
/// <param name="Format">xlsx or csv.</param>
/// <param name="Encoding">The encoding of a CSV file.</param>
/// <param name="Separator">What separates the cells of a CSV file.</param>
/// <param name="Sheet">The tab of a workbook.</param>
/// <param name="HeadingLine">In which line the headings stand.</param>
/// <param name="UnknownColumns">Headings that are not known; where that was confirmed, they are left out.</param>
/// <param name="Formulas">Values that formulas had when the workbook was saved; the first of them.</param>
/// <param name="HiddenLines">How many lines do not show in the workbook: they are read like the others.</param>
/// <param name="HiddenColumns">Headings that do not show in the workbook: they are read like the others.</param>
public sealed record ListReading(
    string Format, string? Encoding, string? Separator, string? Sheet, int HeadingLine,
    IReadOnlyList<string> UnknownColumns, IReadOnlyList<FormulaValue> Formulas, int HiddenLines,
    IReadOnlyList<string> HiddenColumns);

/// <summary>The value that a formula had when the workbook was saved.</summary>
/// <param name="Line">The line as people count.</param>
/// <param name="Column">The file's heading.</param>
/// <param name="Value">The value.</param>
public sealed record FormulaValue(int Line, string Column, string Value);

/// <summary>Looks a list through for what cannot be taken whatever it means.</summary>
internal sealed class ListInspection
{
    private const int MostFormulas = 200, LongestValue = 50;

    private readonly SheetContent _content;
    private readonly SheetHead _head;
    private readonly SeenInList _seen;
    private readonly HashSet<int> _known, _days;
    private readonly HashSet<int> _withoutHeading = [];
    private readonly List<SheetError> _errors = [];
    private readonly List<FormulaValue> _formulas = [];

    public ListInspection(
        SheetContent content, IReadOnlyList<SheetColumn> columns, SheetHead head, SeenInList seen)
    {
        (_content, _head, _seen, _known) = (content, head, seen, [.. head.Places.Values]);
        _days = [.. columns.Where(one => one.HasDays && head.Places.ContainsKey(one.Name))
            .Select(one => head.Places[one.Name])];
        InspectHeadings(columns);
    }

    public IReadOnlyList<SheetError> Errors => _errors;

    public ListReading Reading => new(
        _content.Format == SheetFormat.Xlsx ? "xlsx" : "csv", _content.Encoding, _content.Separator, _content.Sheet,
        _head.Line.Number, _head.Unknown, _formulas, _content.HiddenLines,
        [.. _content.HiddenPlaces.Order().Select(HeadingOf).Where(heading => heading.Length > 0)]);

    /// <summary>A value as an error shows it.</summary>
    public static string Shown(string value) => value.Length <= LongestValue ? value : $"{value[..LongestValue]}…";

    /// <summary>The lines that can be read as cells.</summary>
    public IReadOnlyList<SheetLine> Of(IReadOnlyList<SheetLine> lines) => [.. lines.Where(IsReadable)];

    private void InspectHeadings(IReadOnlyList<SheetColumn> columns)
    {
        foreach (var (place, reason) in _head.Wrong)
            Wrong(_head.Line, place, reason);
        if (_seen.IgnoreColumns != true)
        {
            foreach (var heading in _head.Unknown)
                _errors.Add(new(_head.Line.Number, heading, Text.Of("sheet.column-unknown")));
        }

        foreach (var column in columns.Where(one => one.Needed && !_head.Places.ContainsKey(one.Name)))
        {
            _errors.Add(new(
                _head.Line.Number, SheetWords.Read(column.Headings),
                Text.Of("sheet.column-missing", ("headings", column.Headings))));
        }

        foreach (var cell in _head.Line.Marked.Where(cell => !IsBrokenOnly(cell)))
            Mark(_head.Line, cell);
        // A title may be merged, and a column that is left out.
        foreach (var merged in _content.Merged.Where(merged => merged.LastLine >= _head.Line.Number
            && _known.Any(place => place >= merged.Place && place <= merged.LastPlace)))
        {
            _errors.Add(new(merged.Line, HeadingOf(Math.Max(merged.Place, _known.Min())), Text.Of(
                merged.Line <= _head.Line.Number ? "sheet.heading-merged" : "sheet.cells-merged")));
        }
    }

    /// <summary>
    /// A heading that is known is one in two lines as well. What stands in its brackets is not looked at, and so in a
    /// text may not go over lines: a quote that nobody closed may have put all of them there.
    /// </summary>
    private bool IsBrokenOnly(MarkedCell cell)
    {
        if (cell.Mark is not CellMark.LineBreak || !_known.Contains(cell.Place))
            return false;
        if (_content.Format == SheetFormat.Xlsx)
            return true;
        var heading = HalfWidth.Of(HeadingOf(cell.Place)).AsSpan();
        var brackets = heading.IndexOfAny('(', '[', '【');
        return brackets < 0 || heading[brackets..].IndexOfAny('\n', '\r') < 0;
    }

    private bool IsReadable(SheetLine line)
    {
        if (line.Fault is { } fault)
        {
            _errors.Add(new(line.Number, null, fault));
            return false;
        }

        if (_content.Format == SheetFormat.Csv && line.Cells.Count > _head.Line.Cells.Count)
        {
            _errors.Add(new(line.Number, null, Text.Of(
                "sheet.too-many-cells", ("cells", line.Cells.Count), ("columns", _head.Line.Cells.Count))));
            return false;
        }

        for (var i = 0; i < line.Cells.Count && _seen.IgnoreColumns != true; i++)
        {
            if (HeadingOf(i).Length == 0 && line.At(i).Length > 0 && _withoutHeading.Add(i))
                Wrong(line, i, Text.Of("sheet.no-heading"));
        }

        foreach (var cell in line.Marked)
            Mark(line, cell);
        foreach (var place in _known.Where(place => line.At(place) is { Length: > 0 } text && !Visible.IsOneLine(text)))
        {
            if (!line.Marked.Any(cell => cell.Place == place))
                Wrong(line, place, Text.Of("sheet.hidden-character"));
        }

        return true;
    }

    private void Mark(SheetLine line, MarkedCell cell)
    {
        // In a text a line break is the trace of a quote that nobody closed: it may have swallowed lines.
        var swallows = cell.Mark == CellMark.LineBreak && _content.Format == SheetFormat.Csv;
        if ((!_known.Contains(cell.Place) && !swallows) || (cell.Mark == CellMark.Day && _days.Contains(cell.Place)))
            return;
        if (cell.Mark == CellMark.Formula)
        {
            if (_formulas.Count < MostFormulas)
                _formulas.Add(new(line.Number, HeadingOf(cell.Place), Shown(line.At(cell.Place))));
            if (_seen.TakeFormulas == true)
                return;
        }

        Wrong(line, cell.Place, Text.Of(cell.Mark switch
        {
            CellMark.Formula => "sheet.formula",
            CellMark.FormulaWithoutValue => "sheet.formula-without-value",
            CellMark.Error => "sheet.error",
            CellMark.Boolean => "sheet.boolean",
            CellMark.Day => "sheet.shown-as-day",
            CellMark.LineBreak => "sheet.line-break",
            _ => "sheet.too-long",
        }));
    }

    private void Wrong(SheetLine line, int place, Text reason) => _errors.Add(
        new(line.Number, HeadingOf(place), reason) { Value = Shown(line.At(place)) });

    private string HeadingOf(int place) => _head.Line.At(place);
}
