using Ops.Portal.Calls;
using Ops.Portal.Clients.SalesControl;
using Ops.Portal.Imports;

namespace Ops.Portal.Pages.SalesControl.Listing;

/// <summary>What sales control read in a file, as every list is shown.</summary>
internal static class ListViews
{
    /// <summary>As what it was read.</summary>
    public static ReadAs Shown(this ListReading reading) => new(
        reading.Format, reading.Sheet ?? reading.Encoding, reading.HeadingLine, [.. reading.UnknownColumns],
        [.. reading.Formulas.Select(one => new ProblemLine(one.Line, one.Column, one.Value, ""))],
        reading.HiddenLines, [.. reading.HiddenColumns]);

    /// <summary>What is wrong with it.</summary>
    public static IReadOnlyList<ProblemLine> Shown(this IEnumerable<WrongLine> lines) =>
        [.. lines.Select(one => new ProblemLine(one.Line, one.Column, one.Value, one.Reason))];
}
