using System.Text.RegularExpressions;

namespace Ops.Architecture.Tests.Rules;

/// <summary>A rule as the rulebook writes it.</summary>
/// <param name="Id">
/// The id, e.g. <c>RES-4</c>; a row for several clauses has the row's own id, e.g. <c>DOC-5.4.1–3</c>.
/// </param>
/// <param name="Chapter">The chapter's heading.</param>
/// <param name="Meaning">The rule's first sentence.</param>
internal sealed partial record BookRule(string Id, string Chapter, string Meaning)
{
    /// <summary>All rules in the order of the book.</summary>
    public static IReadOnlyList<BookRule> ReadAll(string markdown)
    {
        var rules = new List<BookRule>();
        var chapter = "";
        foreach (var line in markdown.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                chapter = line[3..].Trim();
            else if (Row().Match(line) is { Success: true } row)
                rules.Add(new(row.Groups["id"].Value, chapter, FirstSentence(row.Groups["rule"].Value.Trim())));
        }

        return rules;
    }

    private static string FirstSentence(string text) =>
        Sentence().Match(text) is { Success: true } sentence ? sentence.Value : text;

    [GeneratedRegex(@"^\|\s*(?<id>[A-Z]+-[A-Za-z0-9.–]+)\s*\|(?<rule>[^|]+)\|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    /// <summary>Up to the first full stop that ends a sentence: not the one in "art. 201" or "5.10.2".</summary>
    [GeneratedRegex(@"^.+?(?<!\bart)\.(?=\s+[\p{Lu}*]|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sentence();
}

/// <summary>A line of <c>docs/rules.pending</c>: what of a rule is not kept yet.</summary>
/// <param name="Id">The rule.</param>
/// <param name="What"><c>all</c>, or the part that is missing.</param>
internal sealed record PendingRule(string Id, string What)
{
    public bool IsAll => What == "all";

    /// <summary>
    /// One a line: <c>RES-3: the renewal in the last 24 h</c>, <c>ATT-1: all</c>; <c>#</c> starts a remark.
    /// </summary>
    public static IReadOnlyList<PendingRule> ReadAll(string text) =>
        [.. text.Split('\n').Where(line => line.Trim().Length > 0 && line[0] != '#').Select(Read)];

    private static PendingRule Read(string line) =>
        line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon
            ? new(line[..colon].Trim(), line[(colon + 2)..].Trim())
            : throw new FormatException($"docs/rules.pending: '{line}' is not 'RULE: what is missing'.");
}
