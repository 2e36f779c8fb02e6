using System.Text.RegularExpressions;

namespace Ops.Architecture.Tests.Cases;

/// <summary>
/// <c>docs/cases.md</c>: each case with what is right, which are written by hand, and with the tests that hold it,
/// which are read from the <c>[Case]</c> marks.
/// </summary>
internal static partial class CasesPage
{
    public const string File = "docs/cases.md";

    /// <summary>The names of the cases, in the page's order.</summary>
    public static IReadOnlyList<string> Cases(string page) =>
        [.. page.Split('\n').Select(line => Row().Match(line)).Where(row => row.Success)
            .Select(row => row.Groups["case"].Value)];

    /// <summary>The page with the tests of these marks.</summary>
    public static string Write(string page, IEnumerable<CaseMark> marks)
    {
        var byCase = marks.ToLookup(mark => mark.Case, StringComparer.Ordinal);
        return string.Join('\n', page.Split('\n').Select(line => Row().Match(line) is { Success: true } row
            ? $"| `{row.Groups["case"].Value}` |{row.Groups["right"].Value}| "
                + $"{Cell(byCase[row.Groups["case"].Value].Where(mark => !mark.IsGenerated))} | "
                + $"{Cell(byCase[row.Groups["case"].Value].Where(mark => mark.IsGenerated))} |"
            : line));
    }

    private static string Cell(IEnumerable<CaseMark> marks) => string.Join(
        "<br>", marks.Select(mark => $"[{mark.Test}](../{mark.File})").Distinct(StringComparer.Ordinal));

    [GeneratedRegex(@"^\| `(?<case>[a-z0-9-]+)` \|(?<right>[^|]+)\|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
