using Xunit;

namespace Ops.Architecture.Tests.Cases;

/// <summary>
/// No input that was once taken wrongly is forgotten: each has a test of its own, and one of its whole kind.
/// </summary>
public sealed class CasesTests
{
    private static readonly string Page = Repository.Read(CasesPage.File);
    private static readonly IReadOnlyList<string> Cases = CasesPage.Cases(Page);
    private static readonly IReadOnlyList<CaseMark> Marks = CaseMark.ReadAll();

    /// <summary><c>make cases</c> sets OPS_WRITE_DOCS=1, and the page is written instead of compared.</summary>
    [Fact]
    public void The_page_of_cases_is_current()
    {
        var page = CasesPage.Write(Page, Marks);
        if (Environment.GetEnvironmentVariable("OPS_WRITE_DOCS") == "1")
            File.WriteAllText(Path.Combine(Repository.Root, CasesPage.File), page);
        else
            Assert.True(page == Page, $"{CasesPage.File} is not current: make cases");
    }

    [Fact]
    public void Every_case_has_a_test_of_its_input_and_one_of_its_kind()
    {
        Assert.True(Cases.Count > 60, $"The page of cases was not read: {Cases.Count} cases.");
        Assert.Equal(Cases.Count, Cases.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(
            from one in Cases
            from generated in (bool[])[false, true]
            where !Marks.Any(mark => mark.Case == one && mark.IsGenerated == generated)
            select $"{one} has no {(generated ? "generated test" : "test of its input")}");
    }

    [Fact]
    public void Every_mark_names_a_case_of_the_page() => Assert.Empty(
        Marks.Where(mark => !Cases.Contains(mark.Case)).Select(mark => $"{mark.File}: {mark.Test} names {mark.Case}"));

    [Fact]
    public void A_mark_is_read_from_a_test_and_not_from_a_comment()
    {
        const string code = """
            class T
            {
                // [Case("no")]
                [Fact, Case("one"), Case("two", Generated = true)]
                public void It_is_read() { }
            }
            """;
        Assert.Equal(
            [new CaseMark("one", false, "a.cs", "It is read"), new CaseMark("two", true, "a.cs", "It is read")],
            CaseMark.Read("a.cs", code));
        Assert.Equal(
            "| `one` | what is right | [It is read](../a.cs) |  |",
            CasesPage.Write("| `one` | what is right | | |", CaseMark.Read("a.cs", code)));
    }
}
