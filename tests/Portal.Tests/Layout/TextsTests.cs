using System.Text.RegularExpressions;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.TestSupport;
using Xunit;

namespace Ops.Portal.Tests.Layout;

/// <summary>Every text that a page says is there, in both languages, and none is there that no page says.</summary>
public sealed partial class TextsTests
{
    private const string Portal = "services/Portal/";

    private static readonly TextCatalogue Texts = new([new TextSource(typeof(Act).Assembly)]);

    private static IReadOnlyDictionary<string, string> Chinese => Texts.Of(Languages.Chinese);

    private static IEnumerable<string> Sources =>
        Repository.Files(Portal, ".razor").Concat(Repository.Files(Portal, ".cs")).Select(File.ReadAllText);

    [Fact]
    public void Each_is_in_both_languages_with_the_same_places()
    {
        var english = Texts.Of(Languages.English);
        Assert.Equal(Chinese.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(
            from code in Chinese.Keys
            where !Places(Chinese[code]).SetEquals(Places(english[code]))
            select code);
    }

    [Fact]
    public void Each_that_a_page_names_is_there_and_none_is_there_that_no_page_names()
    {
        var named = Sources.SelectMany(source => Code().Matches(source)).Select(match => match.Groups["code"].Value)
            .ToHashSet(StringComparer.Ordinal);
        var families = Sources.SelectMany(source => Family().Matches(source))
            .Select(match => match.Groups["family"].Value).ToHashSet(StringComparer.Ordinal);
        var ours = Chinese.Keys.Where(code => code.StartsWith("portal.", StringComparison.Ordinal)).ToHashSet();
        Assert.Empty(named.Except(ours));
        Assert.Empty(
            from code in ours.Except(named)
            where !families.Any(family => code.StartsWith(family, StringComparison.Ordinal))
            select code);
    }

    private static HashSet<string> Places(string template) =>
        [.. Place().Matches(template).Select(match => match.Groups["place"].Value)];

    [GeneratedRegex("\"(?<code>portal\\.[a-z.-]*[a-z])\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("\\$\"(?<family>portal\\.[a-z.-]*)\\{", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Family();

    [GeneratedRegex("\\{(?<place>[A-Za-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
