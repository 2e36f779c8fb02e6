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

    [Fact]
    public void The_help_of_a_page_is_two_sentences()
    {
        var helps = Chinese.Where(text => Help().IsMatch(text.Key)).ToList();
        Assert.NotEmpty(helps);
        Assert.Empty(from help in helps where help.Value.Count(one => one == '。') != 2 select help.Key);
    }

    /// <summary>But for the one that leads back from where nothing is.</summary>
    [Fact]
    public void Every_page_has_its_help() => Assert.Empty(
        from file in Repository.Files(Portal, ".razor")
        let source = File.ReadAllText(file)
        where source.StartsWith("@page ", StringComparison.Ordinal) && !HelpOf().IsMatch(source)
            && !file.EndsWith("/NotFoundPage.razor", StringComparison.Ordinal)
        select file);

    private static HashSet<string> Places(string template) =>
        [.. Place().Matches(template).Select(match => match.Groups["place"].Value)];

    [GeneratedRegex("^portal\\..+\\.help$", RegexOptions.None, 1000)]
    private static partial Regex Help();

    [GeneratedRegex("Say\\(\"portal\\.[a-z.-]+\\.help\"\\)", RegexOptions.None, 1000)]
    private static partial Regex HelpOf();

    [GeneratedRegex("\"(?<code>portal\\.[a-z.-]*[a-z])\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("\\$\"(?<family>portal\\.[a-z.-]*)\\{", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Family();

    [GeneratedRegex("\\{(?<place>[A-Za-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
