using Ops.Portal.Pages.Everybody.Rules;

namespace Ops.Portal.Pages.Everybody;

/// <summary>The words of the trade, as the documentation has them.</summary>
internal static class Glossary
{
    private static readonly Lazy<IReadOnlyList<(string English, string Chinese)>> Read = new(() =>
    [
        // The first two lines of the table are its heads.
        .. RuleBook.Document("glossary.md").Split('\n').Where(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[1], cells[2])),
    ]);

    /// <summary>Each word in both languages.</summary>
    public static IReadOnlyList<(string English, string Chinese)> Words => Read.Value;
}
