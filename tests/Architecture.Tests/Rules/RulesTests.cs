using System.Text.RegularExpressions;
using Xunit;

namespace Ops.Architecture.Tests.Rules;

/// <summary>
/// No rule of the rulebook is forgotten: it has code and proof, or stands in the list of what is pending.
/// </summary>
public sealed partial class RulesTests
{
    private static readonly IReadOnlyList<BookRule> Book = BookRule.ReadAll(Repository.Read("docs/rulebook.md"));
    private static readonly IReadOnlyList<PendingRule> Pending = PendingRule.ReadAll(
        Repository.Read("docs/rules.pending"));
    private static readonly IReadOnlyList<RuleMark> Marks = RuleMark.ReadAll();

    /// <summary><c>make rules</c> sets OPS_WRITE_DOCS=1, and the page is written instead of compared.</summary>
    [Fact]
    public void The_page_of_rules_is_current()
    {
        var page = RulesPage.Write(Book, Marks, Pending);
        var file = Path.Combine(Repository.Root, RulesPage.File);
        if (Environment.GetEnvironmentVariable("OPS_WRITE_DOCS") == "1")
            File.WriteAllText(file, page);
        else
            Assert.True(
                File.Exists(file) && File.ReadAllText(file) == page, $"{RulesPage.File} is not current: make rules");
    }

    [Fact]
    public void Every_rule_is_kept_and_proven_or_pending()
    {
        Assert.True(Book.Count > 90, $"The rulebook was not read: {Book.Count} rules.");
        Assert.Empty(
            from rule in Book
            where !Pending.Any(pending => pending.Id == rule.Id) && !(IsKept(rule.Id) && IsProven(rule.Id))
            select $"{rule.Id} has no {(IsKept(rule.Id) ? "test" : "code")}, and is not pending");
    }

    [Fact]
    public void What_is_pending_in_part_is_kept_and_proven_in_the_other_part() =>
        Assert.Empty(
            from pending in Pending
            where !pending.IsAll && !(IsKept(pending.Id) && IsProven(pending.Id))
            select $"{pending.Id} has no {(IsKept(pending.Id) ? "test" : "code")}: all of it is pending");

    [Fact]
    public void What_is_kept_and_proven_is_not_pending_as_a_whole() =>
        Assert.Empty(
            from pending in Pending
            where pending.IsAll && IsKept(pending.Id) && IsProven(pending.Id)
            select $"{pending.Id} has code and a test: strike it out, or say what is missing");

    [Fact]
    public void Every_mark_and_every_pending_line_names_a_rule_of_the_rulebook()
    {
        var ids = Book.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(Book.Count, ids.Count);
        Assert.Empty(
            Marks.Where(mark => !ids.Contains(mark.Id)).Select(mark => $"{mark.File}: {mark.Member} names {mark.Id}"));
        Assert.Empty(
            Pending
                .Where(pending => !ids.Contains(pending.Id))
                .Select(pending => $"docs/rules.pending names {pending.Id}"));
        Assert.Empty(
            Pending
                .GroupBy(pending => pending.Id, StringComparer.Ordinal)
                .Where(lines => lines.Count() > 1)
                .Select(lines => $"{lines.Key} stands twice"));
    }

    /// <summary>
    /// So that whoever looks for a rule finds, of the places that keep it, the one that they look for.
    /// </summary>
    [Fact]
    public void Every_mark_in_the_product_says_which_sentence_of_the_rule_is_kept_there() =>
        Assert.Empty(
            Marks.Where(mark => !mark.IsProof && mark.Sentence is null)
                .Select(mark => $"{mark.File}: {mark.Member} keeps {mark.Id}, but what of it?"));

    /// <summary>
    /// The table of docs/design.md: what it says to look for is found once, in the file that it names.
    /// </summary>
    [Fact]
    public void A_newcomer_s_question_is_answered_by_the_one_file_that_the_rule_leads_to()
    {
        var questions = QuestionRow().Matches(Repository.Read("docs/design.md"));
        Assert.Equal(5, questions.Count);
        Assert.All(questions, question => Assert.Equal(
            [question.Groups["file"].Value],
            Repository.With(".cs").Where(file => file.StartsWith("services/", StringComparison.Ordinal)
                && Repository.Read(file).Contains(question.Groups["mark"].Value, StringComparison.Ordinal))));
    }

    [GeneratedRegex(
        """^\| [^|]+ \| `(?<mark>Rule\("[^`]+)` \| `(?<file>services/[^`]+)` \|""",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex QuestionRow();

    [Fact]
    public void A_mark_is_read_from_a_method_a_type_or_a_test_and_not_from_a_comment()
    {
        const string code = """
            [Rule("RES-4")] internal sealed class Line
            {
                // [Rule("RES-1")]
                [Rule("RES-2"), Obsolete] [Rule("RES-3", "approval")]
                public void Approve() { }
            }
            """;
        Assert.Equal(
            [
                new RuleMark("RES-4", "services/A.cs", "Line"),
                new RuleMark("RES-2", "services/A.cs", "Line.Approve"),
                new RuleMark("RES-3", "services/A.cs", "Line.Approve", "approval"),
            ],
            RuleMark.Read("services/A.cs", code));
        Assert.Equal(
            [new RuleMark("RES-2", "tests/A.cs", "It is approved")],
            RuleMark.Read("tests/A.cs", "class T { [Fact, Rule(\"RES-2\")] public void It_is_approved() { } }"));
    }

    [Fact]
    public void A_rule_is_told_by_its_first_sentence()
    {
        var book = BookRule.ReadAll("""
            ## T. Time

            | id | rule |
            |---|---|
            | T-3 | Not counted (Civil Code art. 201); see 5.10.2. More. |
            | DOC-5.4.1–3 | All of it | RA |
            """
        );
        Assert.Equal(
            [
                new BookRule("T-3", "T. Time", "Not counted (Civil Code art. 201); see 5.10.2."),
                new BookRule("DOC-5.4.1–3", "T. Time", "All of it"),
            ],
            book);
    }

    private static bool IsKept(string rule) => Marks.Any(mark => mark.Id == rule && !mark.IsProof);

    private static bool IsProven(string rule) => Marks.Any(mark => mark.Id == rule && mark.IsProof);
}
