using Ops.Portal.Calls;

namespace Ops.Portal.Imports;

/// <summary>What a service read in a file, what taking it would do, and what is wrong with it.</summary>
/// <param name="Read">As what it was read.</param>
/// <param name="Added">What would be new, by code.</param>
/// <param name="Changed">What would be changed, and what is new where there is something to say of it.</param>
/// <param name="Unchanged">How many lines say what is there already.</param>
/// <param name="Total">How many things are wrong: with any, nothing of it is taken.</param>
/// <param name="Wrong">The first of them.</param>
public sealed record SeenFile(
    ReadAs Read, IReadOnlyCollection<string> Added, IReadOnlyList<ChangedCell> Changed, int Unchanged, int Total,
    IReadOnlyList<ProblemLine> Wrong);

/// <summary>As what a file was read.</summary>
/// <param name="Format">xlsx or csv.</param>
/// <param name="Sheet">The tab of a workbook, or the encoding of a text.</param>
/// <param name="HeadingLine">In which line the headings stand.</param>
/// <param name="UnknownColumns">Headings that are not known.</param>
/// <param name="Formulas">Values that formulas had when the workbook was saved: where, and what.</param>
/// <param name="HiddenLines">How many lines do not show in the workbook.</param>
/// <param name="HiddenColumns">Headings of columns that do not.</param>
public sealed record ReadAs(
    string Format, string? Sheet, int HeadingLine, IReadOnlyCollection<string> UnknownColumns,
    IReadOnlyList<ProblemLine> Formulas, int HiddenLines, IReadOnlyCollection<string> HiddenColumns);

/// <summary>What would change.</summary>
/// <param name="What">Of what, by code.</param>
/// <param name="Line">The line as people count.</param>
/// <param name="Column">The column's heading.</param>
/// <param name="From">What stands there.</param>
/// <param name="To">What the file says.</param>
public sealed record ChangedCell(string What, int Line, string Column, string? From, string? To);
