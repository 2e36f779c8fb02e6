using System.Text;

namespace Ops.Architecture.Tests.Rules;

/// <summary><c>docs/rules.md</c>: from a rule to the code that keeps it and the tests that prove it.</summary>
internal static class RulesPage
{
    public const string File = "docs/rules.md";

    private const string Opening = """
        # Rules: where each is kept, and what proves it

        Generated from the `[Rule]` marks in the sources by `make rules`; a test fails when it is not current. The rules
        in full are in [rulebook.md](rulebook.md); what is not kept yet in [rules.pending](rules.pending), a list that
        may only shrink.


        """;

    public static string Write(
        IReadOnlyList<BookRule> book, IReadOnlyList<RuleMark> marks, IReadOnlyList<PendingRule> pending)
    {
        var byRule = marks.ToLookup(mark => mark.Id, StringComparer.Ordinal);
        var open = pending.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        var whole = book.Count(rule => !open.ContainsKey(rule.Id));
        var inPart = open.Values.Count(rule => !rule.IsAll);
        page.Append($"{whole} of {book.Count} rules are kept and proven in whole, {inPart} in part.\n");
        foreach (var chapter in book.GroupBy(rule => rule.Chapter, StringComparer.Ordinal))
        {
            page.Append($"\n## {chapter.Key}\n\n| rule | meaning | kept in | proven by |\n|---|---|---|---|\n");
            foreach (var rule in chapter)
            {
                var missing = open.TryGetValue(rule.Id, out var part)
                    ? part.IsAll
                        ? "pending"
                        : $"pending: {part.What}"
                    : null;
                var kept = Cell(byRule[rule.Id].Where(mark => !mark.IsProof), missing);
                var proven = Cell(byRule[rule.Id].Where(mark => mark.IsProof), null);
                page.Append($"| {rule.Id} | {rule.Meaning} | {kept} | {proven} |\n");
            }
        }

        return page.ToString();
    }

    private static string Cell(IEnumerable<RuleMark> marks, string? remark)
    {
        var lines = marks.Select(Link).Distinct(StringComparer.Ordinal).ToList();
        if (remark is not null)
            lines.Add($"*{remark}*");
        return string.Join("<br>", lines);
    }

    private static string Link(RuleMark mark) => mark.Sentence is { } sentence
        ? $"{sentence}: [{mark.Member}](../{mark.File})"
        : $"[{mark.Member}](../{mark.File})";
}
