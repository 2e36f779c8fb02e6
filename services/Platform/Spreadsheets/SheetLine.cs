using System.Runtime.InteropServices;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>A line of a list.</summary>
/// <param name="Number">Its number in the file, as people count.</param>
/// <param name="Cells">The cells' texts, without those that are empty at its end.</param>
public sealed record SheetLine(int Number, IReadOnlyList<string> Cells)
{
    /// <summary>Why the line cannot be read as cells; null where it can.</summary>
    internal Text? Fault { get; init; }

    /// <summary>The cells that are more than their text.</summary>
    internal IReadOnlyList<MarkedCell> Marked { get; init; } = [];

    /// <summary>What stands at a place; nothing behind the line's end.</summary>
    internal string At(int place) => place < Cells.Count ? Cells[place].Trim() : "";
}

/// <summary>A cell that is more than its text.</summary>
/// <param name="Place">Where it stands in its line.</param>
/// <param name="Mark">What it is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MarkedCell(int Place, CellMark Mark);

/// <summary>What a cell is, beyond its text.</summary>
internal enum CellMark
{
    /// <summary>The text is what a formula gave when the workbook was saved.</summary>
    Formula,

    /// <summary>A formula without a value.</summary>
    FormulaWithoutValue,

    /// <summary>An error of Excel's: #N/A, #REF! …</summary>
    Error,

    /// <summary>TRUE or FALSE.</summary>
    Boolean,

    /// <summary>A number that Excel shows as a day, which it makes of <c>3-12</c> by itself.</summary>
    Day,

    /// <summary>A text with a line break in it.</summary>
    LineBreak,

    /// <summary>A text that is longer than any column's; only its beginning is kept.</summary>
    TooLong,
}

/// <summary>A column that a list may have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Headings">
/// What it may be headed, in English and Chinese first; case, width, spaces and a unit in brackets do not matter.
/// </param>
/// <param name="Needed">Whether a list without it cannot be taken.</param>
public sealed record SheetColumn(string Name, IReadOnlyList<string> Headings, bool Needed)
{
    /// <summary>What its numbers are measured in; null where it has none.</summary>
    public SheetMeasure? Measure { get; init; }

    /// <summary>Whether days stand in it.</summary>
    public bool HasDays { get; init; }
}

/// <summary>What a column's numbers are measured in.</summary>
/// <param name="Units">How that is written behind a number, or in brackets in the heading.</param>
public sealed record SheetMeasure(IReadOnlyList<string> Units)
{
    /// <summary>Yuan, never thousands of them.</summary>
    public static SheetMeasure Yuan { get; } = new(["元/套", "元", "人民币", "¥", "RMB", "CNY"]);

    /// <summary>Square metres.</summary>
    public static SheetMeasure SquareMetres { get; } = new(["㎡", "m²", "m2", "平方米", "平米"]);

    /// <summary>Floors.</summary>
    public static SheetMeasure Floor { get; } = new(["层", "楼", "F"]);

    internal bool Has(string unit) => Units.Contains(unit, StringComparer.OrdinalIgnoreCase);
}

/// <summary>A list cannot be taken at all, or a line of it cannot.</summary>
/// <param name="Line">The line as people count; 0 for the whole file.</param>
/// <param name="Column">The column's name or the file's heading; null for the whole line.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record SheetError(int Line, string? Column, Text Reason)
{
    /// <summary>What stands there; null for nothing.</summary>
    public string? Value { get; init; }
}
