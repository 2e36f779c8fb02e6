extern alias archive;
extern alias identity;
extern alias sales;

using System.Reflection;
using System.Text.RegularExpressions;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;
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
        Assert.Empty(
            from type in events where Catalogue.Find(type.Name, Languages.Chinese) is null select type.Name);
        Assert.Empty(
            from type in events where type.GetCustomAttribute<HappensUnderAttribute>() is null select type.Name);
    }

    [Fact]
    public void A_text_that_the_code_names_is_in_a_resource_file_and_none_is_there_that_nothing_names()
    {
        // Events and members of enumerations are named by their types.
        var known = Catalogue.Of(Languages.Chinese).Keys.Where(code => char.IsAsciiLetterLower(code[0])).ToHashSet();
        var subjects = known.Select(code => code.Split('.')[0]).ToHashSet();
        var named = Repository.With(".cs").Concat(Repository.With(".cshtml"))
            .Where(file => file.StartsWith("services/", StringComparison.Ordinal))
            .SelectMany(file => Code().Matches(Repository.Read(file)).Select(match => match.Groups["code"].Value))
            .Where(code => subjects.Contains(code.Split('.')[0])).ToHashSet();
        Assert.Equal(known.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    /// <summary>A literal that looks like a text's code: <c>handover.task.hand-over</c>.</summary>
    [GeneratedRegex("\"(?<code>[a-z]+(\\.[a-z-]+)+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
