using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Ops.Portal.Acts;
using Ops.TestSupport;
using Xunit;

namespace Ops.Portal.Tests.Layout;

/// <summary>No page is forgotten by the tests that look at them.</summary>
public sealed partial class PagesTests
{
    private static readonly string[] Tests =
    [
        .. Repository.Files("tests/Portal.Tests/", ".cs")
            .Where(file => !file.EndsWith("Person.cs", StringComparison.Ordinal)).Select(File.ReadAllText),
    ];

    [Fact]
    public void Every_page_is_looked_at()
    {
        var pages = typeof(Act).Assembly.GetTypes().SelectMany(page => page.GetCustomAttributes<RouteAttribute>())
            .Select(route => route.Template).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(pages);
        Assert.Equal(pages, LookedAt.Pages.Values.Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// At both widths: there is no other way to look. Where it looks, <see cref="Person.LooksRightAsync"/> itself sees
    /// whether that is the page.
    /// </summary>
    [Fact]
    public void Every_look_is_taken_by_a_test() =>
        Assert.Empty(LookedAt.Pages.Keys.Except(Tests.SelectMany(LooksOf), StringComparer.Ordinal));

    // What a test looks at by name; one that goes over several names them beside it.
    private static IEnumerable<string> LooksOf(string test) =>
        from look in Look().Matches(test)
        from name in look.Groups["name"].Success
            ? [look.Groups["name"].Value]
            : Word().Matches(test).Select(word => look.Groups["family"].Value + word.Groups["word"].Value)
        select name;

    /// <summary>The rows that somebody wants at a time are asked for wherever a list is told in parts.</summary>
    [Fact]
    public void Every_list_is_told_in_the_parts_that_its_reader_has_chosen() => Assert.Empty(
        from file in Repository.Files("services/Portal/Pages/", ".razor")
        let source = File.ReadAllText(file)
        where source.Contains("<Listing ", StringComparison.Ordinal)
            && !source.Contains("PageSize", StringComparison.Ordinal)
        select file);

    [GeneratedRegex("\"(?<word>[a-z-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(
        """
        LooksRightAsync\((?:"(?<name>[a-z-]+)"|\$"(?<family>[a-z-]+)\{|name\))
        """,
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Look();
}
