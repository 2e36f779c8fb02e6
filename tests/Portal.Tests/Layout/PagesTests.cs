using System.Text.RegularExpressions;
using Ops.TestSupport;
using Xunit;

namespace Ops.Portal.Tests.Layout;

/// <summary>No page is forgotten by the tests that look at them.</summary>
public sealed partial class PagesTests
{
    private static readonly string[] Tests =
    [
        .. Repository.Files("tests/Portal.Tests/", ".cs")
            .Where(file => !file.EndsWith("LookedAt.cs", StringComparison.Ordinal)).Select(File.ReadAllText),
    ];

    [Fact]
    public void Every_page_is_looked_at()
    {
        var pages = Repository.Files("services/Portal/", ".razor").Select(File.ReadAllText)
            .SelectMany(source => Page().Matches(source)).Select(match => match.Groups["at"].Value)
            .Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(pages);
        Assert.Equal(pages, LookedAt.Pages.Values.Order(StringComparer.Ordinal));
    }

    /// <summary>Where it looks, <see cref="Person.LooksRightAsync"/> itself sees whether that is the page.</summary>
    [Fact]
    public void Every_look_is_taken_by_a_test()
    {
        var words = Tests.SelectMany(test => Word().Matches(test)).Select(match => match.Groups["word"].Value)
            .ToHashSet(StringComparer.Ordinal);
        var families = Tests.SelectMany(test => Family().Matches(test)).Select(match => match.Groups["family"].Value)
            .ToList();
        Assert.Empty(
            from name in LookedAt.Pages.Keys
            where !words.Contains(name)
                && !families.Any(family => name.StartsWith(family, StringComparison.Ordinal)
                    && words.Contains(name[family.Length..]))
            select name);
    }

    /// <summary>The rows that somebody wants at a time are asked for wherever a list is told in parts.</summary>
    [Fact]
    public void Every_list_is_told_in_the_parts_that_its_reader_has_chosen() => Assert.Empty(
        from file in Repository.Files("services/Portal/Pages/", ".razor")
        let source = File.ReadAllText(file)
        where source.Contains("<Listing ", StringComparison.Ordinal)
            && !source.Contains("PageSize", StringComparison.Ordinal)
        select file);

    [GeneratedRegex("^@page \"(?<at>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Page();

    [GeneratedRegex("\"(?<word>[a-z-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(
        "LooksRightAsync\\(\\$\"(?<family>[a-z-]+)\\{", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Family();
}
