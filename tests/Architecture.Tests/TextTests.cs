extern alias archive;
extern alias clients;
extern alias gateway;
extern alias identity;
extern alias sales;

using System.Reflection;
using System.Text.RegularExpressions;
using Ops.Platform.Departments;
using Ops.Platform.Texts;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>Every text is there in both languages, says the same in both, and is one that the code knows.</summary>
public sealed partial class TextTests
{
    private static readonly Assembly[] Services =
    [
        typeof(sales::Program).Assembly, typeof(archive::Program).Assembly, typeof(clients::Program).Assembly,
        typeof(identity::Program).Assembly,
    ];

    /// <summary>
    /// The texts of each process, and of the demo's story with those of the terminal: two may have a code in common.
    /// </summary>
    private static readonly IReadOnlyList<TextCatalogue> Catalogues =
    [
        .. Services.Append(typeof(gateway::Program).Assembly).Append(Assembly.Load("Ops.Demo"))
            .Select(assembly => new TextCatalogue([new TextSource(assembly)])),
    ];

    private static IEnumerable<string> Codes => Catalogues.SelectMany(texts => texts.Of(Languages.Chinese).Keys);

    [Fact]
    public void A_text_exists_in_Chinese_and_in_English_with_the_same_places()
    {
        foreach (var (zh, en) in Catalogues.Select(texts => (texts.Of(Languages.Chinese), texts.Of(Languages.English))))
        {
            Assert.NotEmpty(zh);
            Assert.Equal(zh.Keys.Order(StringComparer.Ordinal), en.Keys.Order(StringComparer.Ordinal));
            Assert.Empty(
                from code in zh.Keys
                where !TextRenderer.PlacesOf(zh[code]).ToHashSet().SetEquals(TextRenderer.PlacesOf(en[code]))
                select $"{code}: {zh[code]} / {en[code]}");
        }
    }

    [Fact]
    public void Every_event_of_a_department_has_its_sentence()
    {
        var events = Services.SelectMany(assembly => new EventCatalogue(assembly).All).ToList();
        Assert.NotEmpty(events);
        Assert.Empty(events.Select(type => type.Name).Except(Codes, StringComparer.Ordinal));
        Assert.Empty(
            from type in events where type.GetCustomAttribute<HappensUnderAttribute>() is null select type.Name);
    }

    [Fact]
    public void A_text_that_the_code_names_is_in_a_resource_file_and_none_is_there_that_nothing_names()
    {
        // Events and members of enumerations are named by their types.
        var known = Codes.Where(code => char.IsAsciiLetterLower(code[0])).ToHashSet();
        var subjects = known.Select(code => code.Split('.')[0]).ToHashSet();
        string[] ours = ["services/", "ServiceDefaults/", "gateway/", "AppHost/"];
        var sources = Repository.With(".cs").Concat(Repository.With(".cshtml"))
            .Where(file => ours.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
            .Select(Repository.Read).ToList();
        var named = sources.SelectMany(source => Code().Matches(source)).Select(match => match.Groups["code"].Value)
            .Where(code => subjects.Contains(code.Split('.')[0])).ToHashSet();
        var families = sources.SelectMany(source => Family().Matches(source))
            .Select(match => match.Groups["family"].Value).ToHashSet();
        // An attribute of OpenTelemetry's.
        named.Remove("service.name");
        Assert.Empty(named.Except(known));
        Assert.Empty(
            known.Except(named).Where(code => !families.Any(one => code.StartsWith(one, StringComparison.Ordinal))));
    }

    /// <summary>What a migration writes into task lists is read by the version that it makes current.</summary>
    [Fact]
    public void A_text_that_a_migration_writes_is_in_a_resource_file_with_the_same_places()
    {
        var written = (
            from file in Repository.With(".cs")
            where file.Contains("/Migrations/", StringComparison.Ordinal)
            let service = Array.FindIndex(
                Services, one => file.StartsWith($"services/{ServiceOf(one)}/", StringComparison.Ordinal))
            where service >= 0
            let texts = Catalogues[service]
            from match in CodeInSql().Matches(Repository.Read(file))
            select (
                File: file, Code: match.Groups["code"].Value, Template: texts.Of(Languages.Chinese),
                Places: match.Groups["place"].Captures.Select(place => place.Value).ToHashSet())).ToList();
        Assert.InRange(written.Count, 50, 500);
        Assert.Empty(
            from one in written
            where !one.Template.TryGetValue(one.Code, out var template)
                || !one.Places.SetEquals(TextRenderer.PlacesOf(template))
            select $"{one.File}: {one.Code} ({string.Join(", ", one.Places)})");

        static string ServiceOf(Assembly service) => service.GetName().Name!.Split('.')[1];
    }

    /// <summary>
    /// A text as the SQL of a migration writes one: <c>'handover.task.hand-over', ARRAY['unit', 'owedTo']</c>, with its
    /// places; <c>'code', 'handover.task.hand-over', 'args', json_build_object('unit', u.code)</c>, with one or none;
    /// or the JSON itself.
    /// </summary>
    [GeneratedRegex(
        """
        '(?<code>[a-z][a-z-]*(\.[a-z-]+)+)',\s*ARRAY\[('(?<place>\w+)'(,\s*)?)*\]
        |'code',\s*'(?<code>[a-z][a-z.-]*)'(,\s*'args',\s*json_build_object\(('(?<place>\w+)')?)?
        |\{"code":\s*"(?<code>[^"]+)"(,\s*"args":\s*\{("(?<place>\w+)")?)?
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex CodeInSql();

    /// <summary>A literal that looks like a text's code: <c>handover.task.hand-over</c>.</summary>
    [GeneratedRegex("\"(?<code>[a-z][a-z-]*(\\.[a-z-]+)+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    /// <summary>A literal that begins a code, whose end is a member's name: <c>$"unit.act.{act}"</c>.</summary>
    [GeneratedRegex("\\$\"(?<family>[a-z][a-z-]*(\\.[a-z-]+)*\\.)\\{", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Family();
}
