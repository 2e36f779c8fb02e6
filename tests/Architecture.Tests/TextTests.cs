extern alias archive;
extern alias identity;
extern alias sales;

using System.Reflection;
using System.Text.RegularExpressions;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Texts;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>Every text is there in both languages, says the same in both, and is one that the code knows.</summary>
public sealed partial class TextTests
{
    private static readonly Assembly[] Services =
        [typeof(sales::Program).Assembly, typeof(archive::Program).Assembly, typeof(identity::Program).Assembly];

    private static readonly TextCatalogue Catalogue = new(
        Services.Append(typeof(CommandExtensions).Assembly).Select(assembly => new TextSource(assembly)));

    [Fact]
    public void A_text_exists_in_Chinese_and_in_English_with_the_same_places()
    {
        var (zh, en) = (Catalogue.Of(Languages.Chinese), Catalogue.Of(Languages.English));
        Assert.NotEmpty(zh);
        Assert.Equal(zh.Keys.Order(StringComparer.Ordinal), en.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(
            from code in zh.Keys
            where !TextRenderer.PlacesOf(zh[code]).ToHashSet().SetEquals(TextRenderer.PlacesOf(en[code]))
            select $"{code}: {zh[code]} / {en[code]}");
    }

    [Fact]
    public void Every_event_of_a_department_has_its_sentence()
    {
        var events = Services.SelectMany(assembly => new EventCatalogue(assembly).All).ToList();
        Assert.NotEmpty(events);
        Assert.Empty(events.Where(type => Catalogue.Find(type.Name, Languages.Chinese) is null).Select(type => type.Name));
        Assert.Empty(events.Where(type => type.GetCustomAttribute<HappensUnderAttribute>() is null).Select(type => type.Name));
    }

    [Fact]
    public void A_text_that_the_code_names_is_in_a_resource_file()
    {
        var named = Repository.With(".cs").Where(file => file.StartsWith("services/", StringComparison.Ordinal))
            .SelectMany(file => Code().Matches(Repository.Read(file)).Select(match => (file, match.Groups["code"].Value)))
            .ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Where(one => Catalogue.Find(one.Value, Languages.Chinese) is null));
    }

    /// <summary>What is said by its code: <c>Text.Of("…"</c>, <c>.Refuse("RES-3", "…"</c>, <c>.Refuses(null, "…"</c>.</summary>
    [GeneratedRegex("(Text\\.Of\\(|\\.Refuses?\\((?:[^\"()]*|\"[A-Z0-9-.]+\"),? ?)\\s*\"(?<code>[a-z]+(\\.[a-z-]+)+)\"",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
