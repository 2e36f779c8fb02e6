using System.Globalization;
using System.Xml;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>The cells of a worksheet as Excel shows them.</summary>
/// <param name="strings">The texts that cells name by number.</param>
/// <param name="styles">The formats that cells name by number.</param>
/// <param name="dates1904">Whether days are counted from 1904.</param>
internal sealed class SheetCells(IReadOnlyList<string> strings, IReadOnlyList<CellStyle> styles, bool dates1904)
{
    private const int MostMerged = 1_000, DaysTo1904 = 1_462, LastDay = 2_958_465;

    private readonly List<SheetLine> _lines = [];
    private readonly List<MergedCells> _merged = [];
    private readonly CellText _text = new();
    private readonly List<MarkedCell> _marked = [];
    private readonly HashSet<int> _hiddenPlaces = [];
    private List<string> _cells = [];
    private int _line, _place, _hiddenLines;
    private bool _hidden, _formula;
    private string _type = "";
    private int _style;

    public SheetContent Read(XmlReader sheet)
    {
        while (sheet.Read() && _lines.Count <= Spreadsheet.MostLines + Spreadsheet.MostTitleLines)
        {
            _text.Take(sheet);
            if (sheet.NodeType == XmlNodeType.Element)
                Begin(sheet);
            if (sheet.NodeType == XmlNodeType.EndElement || sheet.IsEmptyElement)
                End(sheet.LocalName);
        }

        return new SheetContent(_lines)
        {
            HiddenLines = _hiddenLines,
            HiddenPlaces = _hiddenPlaces,
            Merged = _merged,
        };
    }

    private void Begin(XmlReader sheet)
    {
        switch (sheet.LocalName)
        {
            case "row":
                var number = int.TryParse(
                    sheet.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var row)
                    ? row
                    : _line + 1;
                _line = number > _line ? number : throw new UnreadableSheetException("sheet.unreadable");
                _hidden = sheet.GetAttribute("hidden") is "1" or "true";
                _place = -1;
                break;
            case "c":
                _place = sheet.GetAttribute("r") is { } cell ? PlaceOf(cell).Place : _place + 1;
                _type = sheet.GetAttribute("t") ?? "n";
                _style = int.TryParse(
                    sheet.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var style)
                    ? style
                    : 0;
                _formula = false;
                break;
            case "f":
                _formula = true;
                break;
            case "col" when sheet.GetAttribute("hidden") is "1" or "true":
                for (var place = Number("min"); place <= Math.Min(Number("max"), Spreadsheet.MostColumns); place++)
                    _hiddenPlaces.Add(place - 1);
                break;
            case "mergeCell" when _merged.Count < MostMerged && sheet.GetAttribute("ref") is { } area:
                var ends = area.Split(':');
                var (first, last) = (PlaceOf(ends[0]), PlaceOf(ends[^1]));
                _merged.Add(new(first.Line, last.Line, first.Place, last.Place));
                break;
        }

        int Number(string attribute) => int.TryParse(
            sheet.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UnreadableSheetException("sheet.unreadable");
    }

    private void End(string element)
    {
        if (element == "c")
            EndCell(_text.End());
        if (element != "row" || _cells.Count == 0)
            return;
        _lines.Add(new SheetLine(_line, _cells) { Marked = [.. _marked] });
        _hiddenLines += _hidden ? 1 : 0;
        _cells = [];
        _marked.Clear();
    }

    private void EndCell(string raw)
    {
        var (text, mark) = Value(raw);
        if (text.Length > Spreadsheet.MostCharacters)
            (text, mark) = (text[..Spreadsheet.MostCharacters], CellMark.TooLong);
        // A day is one though a formula reckoned it.
        var isDay = mark is CellMark.Day;
        if (_formula && (mark is null || isDay))
            mark = text.Length == 0 ? CellMark.FormulaWithoutValue : CellMark.Formula;
        if (mark is null && string.IsNullOrWhiteSpace(text))
            return;
        if (_place >= Spreadsheet.MostColumns)
            throw new UnreadableSheetException(Text.Of("sheet.too-many-columns", ("most", Spreadsheet.MostColumns)));
        while (_cells.Count <= _place)
            _cells.Add("");
        _cells[_place] = text;
        if (mark is { } marked)
            _marked.Add(new(_place, marked));
        if (isDay && mark is not CellMark.Day)
            _marked.Add(new(_place, CellMark.Day));
    }

    private (string Text, CellMark? Mark) Value(string raw) => _type switch
    {
        "e" => (raw, CellMark.Error),
        "b" => (raw == "1" ? "TRUE" : "FALSE", CellMark.Boolean),
        "s" => Texted(
            int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < strings.Count
                ? strings[index]
                : throw new UnreadableSheetException("sheet.unreadable")),
        "str" or "inlineStr" => Texted(raw),
        "d" => (raw.Split('T')[0], CellMark.Day),
        _ => NumberText(raw),
    };

    private static (string Text, CellMark? Mark) Texted(string raw)
    {
        // A workbook writes what XML cannot hold by its number: _x0007_.
        var text = XmlConvert.DecodeName(raw)!.Trim();
        return (text, Spreadsheet.IsError(text) ? CellMark.Error
            : text.AsSpan().IndexOfAny('\n', '\r') >= 0 ? CellMark.LineBreak : null);
    }

    /// <summary>
    /// A number as Excel shows it: 15 digits of it, as a day, with the zeros of its format, or with its currency.
    /// </summary>
    private (string Text, CellMark? Mark) NumberText(string raw)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return (raw, null);
        var style = _style < styles.Count ? styles[_style] : default;
        if (style.IsDate && DayText(number) is { } day)
            return (day, CellMark.Day);
        var digits = number.ToString("G15", CultureInfo.InvariantCulture);
        if (!decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
            return (digits, null);
        return (style.Zeros > 0 && decimal.IsInteger(exact)
            ? exact.ToString(new string('0', style.Zeros), CultureInfo.InvariantCulture)
            : style.Currency + exact.ToString(CultureInfo.InvariantCulture), null);
    }

    private string? DayText(double number)
    {
        // Excel believes that 1900 was a leap year; days before its 29 February are one less.
        var days = dates1904 ? number + DaysTo1904 : number < 60 ? number + 1 : number;
        if (days is < 1 or > LastDay)
            return null;
        var time = DateTime.FromOADate(days);
        return time.ToString(
            time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>B12 is line 12, place 1.</summary>
    private static (int Line, int Place) PlaceOf(string cell)
    {
        var letters = 0;
        var place = 0;
        while (letters < cell.Length && letters < 4 && char.IsAsciiLetter(cell[letters]))
            place = (place * 26) + char.ToUpperInvariant(cell[letters++]) - 'A' + 1;
        return letters > 0
            && int.TryParse(cell.AsSpan(letters), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
                ? (line, place - 1)
                : throw new UnreadableSheetException("sheet.unreadable");
    }
}
