using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Texts;
using Xunit;

namespace Ops.Platform.Tests.Texts;

/// <summary>A text is a code with arguments until somebody reads it, and then a sentence in their language.</summary>
public sealed class TextTests : IDisposable
{
    private static readonly OffsetDateTime Due =
        new LocalDateTime(2026, 10, 12, 18, 0).WithOffset(Offset.FromHours(8));

    private readonly ServiceProvider _services =
        new ServiceCollection().AddTexts(typeof(CommandExtensions).Assembly).AddSingleton<INames, Departments>()
            .BuildServiceProvider();

    private ITexts Texts => _services.GetRequiredService<ITexts>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_reader_has_it_in_their_language_and_Chinese_where_theirs_is_unknown()
    {
        var text = Text.Of("problem.refused-by-rule", ("rule", "RES-4"));

        Assert.Equal("按规定 RES-4 未予办理", Texts.Render(text, Languages.Chinese));
        Assert.Equal("Refused by RES-4", Texts.Render(text, Languages.English));
        Assert.Equal("按规定 RES-4 未予办理", Texts.Render(text, new System.Globalization.CultureInfo("fr")));
    }

    [Theory]
    [InlineData("{at}", "2026年10月12日 18:00", "12 October 2026, 18:00")]
    [InlineData("{at:time}", "2026年10月12日 18:00", "12 October 2026, 18:00")]
    [InlineData("{day}", "2026年10月12日", "12 October 2026")]
    [InlineData("{day:weekday}", "星期一", "Monday")]
    [InlineData("{length}", "3 天 2 小时", "3 days 2 hours")]
    [InlineData("{money:money}", "3,260,400.00 元", "CNY 3,260,400.00")]
    [InlineData("{one:hour|hours}, {two:hour|hours}", "hour, hours", "hour, hours")]
    [InlineData("{list}", "甲、乙", "甲, 乙")]
    [InlineData("{who:department}", "项目销售组", "project-sales-group")]
    [InlineData("{name}", "项目销售组", "project-sales-group")]
    [InlineData("{inner}", "未予办理", "Refused")]
    [InlineData("{nothing}.", ".", ".")]
    [InlineData("{unknown}", "{unknown}", "{unknown}")]
    public void Places_are_filled_as_each_language_writes_them_also_after_storing(string template, string zh, string en)
    {
        var text = Text.Of(
            "any", ("at", Due), ("day", Due.Date), ("length", Duration.FromHours(74)), ("money", 3_260_400m),
            ("one", 1), ("two", 2), ("list", new List<string> { "甲", "乙" }), ("who", "project-sales-group"),
            ("name", Text.NameOf("department", "project-sales-group")), ("inner", Text.Of("problem.refused")),
            ("nothing", null));
        var renderer = (TextRenderer)Texts;

        Assert.Equal(zh, renderer.Fill(template, text.Args, Languages.Chinese));
        Assert.Equal(en, renderer.Fill(template, text.Args, Languages.English));
        // What was stored says its formats itself: JSON has no times.
        var stored = JsonSerializer.Deserialize<Text>(JsonSerializer.Serialize(text))!;
        var told = template.Replace("{at}", "{at:time}", StringComparison.Ordinal)
            .Replace("{day}", "{day:date}", StringComparison.Ordinal)
            .Replace("{length}", "{length:duration}", StringComparison.Ordinal);
        Assert.Equal(zh, renderer.Fill(told, stored.Args, Languages.Chinese));
        Assert.Equal(en, renderer.Fill(told, stored.Args, Languages.English));
    }

    [Fact]
    public void A_code_that_no_file_has_is_a_mistake_of_ours_and_what_a_person_wrote_is_shown_as_it_stands()
    {
        Assert.Throws<InvalidOperationException>(() => Texts.Render(Text.Of("no.such-text"), Languages.English));
        Assert.Equal("{as} it is", Texts.Render(Text.Plain("{as} it is"), Languages.Chinese));
    }

    private sealed class Departments : INames
    {
        public string Kind => "department";

        public string? NameOf(string code, System.Globalization.CultureInfo language) =>
            language == Languages.Chinese ? "项目销售组" : null;
    }
}
