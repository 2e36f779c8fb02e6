namespace Ops.Sizes;

/// <summary>
/// Lines of more than 120 characters in what somebody wrote. Tables and links of a page cannot be wrapped.
/// </summary>
internal static class LongLines
{
    public const int Longest = 120;

    /// <summary>How many there are in each file that has some.</summary>
    public static IReadOnlyDictionary<string, int> Count(SourceTree tree) => (
        from file in tree.Files
        where IsText(file) && !SourceTree.IsGenerated(file)
        let count = tree.Lines(file).Count(line => IsLong(file, line))
        where count > 0
        select (file, count)).ToDictionary(one => one.file, one => one.count, StringComparer.Ordinal);

    private static bool IsText(string file) =>
        Path.GetExtension(file) is ".cs" or ".razor" or ".css" or ".js" or ".md" or ".sh"
        || Path.GetFileName(file) == "Makefile";

    private static bool IsLong(string file, string line) => line.Length > Longest && !(
        Path.GetExtension(file) == ".md"
        && (line.StartsWith('|') || line.Contains("](", StringComparison.Ordinal)
            || line.Contains("://", StringComparison.Ordinal)));
}
