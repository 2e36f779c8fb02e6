using System.Globalization;
using System.Text;
using CsCheck;
using Ops.Platform.Texts;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Texts;

/// <summary>What a name may hold: whatever people can see, of whatever script, and nothing else.</summary>
public sealed class VisibleTests
{
    private static readonly Gen<Rune> Runes = Gen.OneOf(Gen.Int[0, 0xD7FF], Gen.Int[0xE000, 0x2FFFF])
        .Select(value => new Rune(value));

    private static readonly Rune[] Hidden = [
        .. Enumerable.Range(0, 0x10FFFF).Where(value => Rune.IsValid(value)).Select(value => new Rune(value))
            .Where(IsHidden)];

    private static readonly int[] Fillers = [0x115F, 0x1160, 0x3164, 0xFFA0];

    [Theory]
    [InlineData("张三")]
    [InlineData("𬒔𠮷")]
    [InlineData("Anna-María O’Neill")]
    [InlineData("阿卜杜拉·艾力")]
    [InlineData("محمد")]
    [InlineData("กรุงเทพ")]
    [InlineData("ᠮᠣᠩᠭᠣᠯ")]
    [InlineData("葛\U000E0101")]
    [InlineData("葛\uFE00")]
    [InlineData("☀\uFE0F苑")]
    [InlineData("1号楼（二期）")]
    public void A_name_of_any_script_is_one(string name) => Assert.True(Visible.IsOneLine(name));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u200b")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    [InlineData("\u0301")]
    [InlineData("\u3000\u00a0")]
    [InlineData("abc\n")]
    [InlineData("a\vb")]
    [InlineData("a\u2028b")]
    [InlineData("a\u202eb")]
    [InlineData("a\u2066b")]
    [InlineData("a\u00adb")]
    [InlineData("a\u200bb")]
    [InlineData("a\ufeff")]
    [InlineData("a\U000E0041")]
    [InlineData("a\u2800b")]
    [InlineData("a\uFE0Fb")]
    [InlineData("1\uFE0F")]
    [InlineData("\uFE0F张")]
    [InlineData("张\uFE00\uFE00")]
    [InlineData("a\U000E0101")]
    [Case("names-that-show-nothing")]
    public void What_shows_nothing_or_turns_round_is_none(string name) => Assert.False(Visible.IsOneLine(name));

    [Theory]
    [InlineData("The bank is slow.\r\n\tThey wait.", true)]
    [InlineData("👩‍👩‍👧", true)]
    [InlineData("❤\uFE0F", true)]
    [InlineData("1\uFE0F\u20E3", true)]
    [InlineData("1\uFE0F", false)]
    [InlineData("a\u2800b", false)]
    [InlineData("\n", false)]
    [InlineData("\u200b", false)]
    [InlineData("a\u202eb", false)]
    public void Words_have_lines_and_joined_emoji(string words, bool are) => Assert.Equal(are, Visible.IsWords(words));

    [Fact]
    [Case("names-that-show-nothing", Generated = true)]
    public void No_control_or_format_character_is_in_a_name_wherever_it_stands() =>
        Gen.Select(Gen.Int[0, Hidden.Length - 1].Select(number => Hidden[number]), Gen.Int[0, 4]).Sample(
            (rune, place) => !Visible.IsOneLine("Anna".Insert(place, rune.ToString())), iter: 2_000, threads: 1);

    [Fact]
    public void A_selector_stands_after_nothing_that_has_one_form_alone()
    {
        var selectors = Gen.OneOf(Gen.Int[0xFE00, 0xFE0F], Gen.Int[0xE0100, 0xE01EF]).Select(value => new Rune(value));
        var plain = Runes.Where(rune =>
            Visible.IsOneLine($"a{rune}") && Rune.IsLetterOrDigit(rune) && !IsIdeograph(rune));
        Gen.Select(plain, selectors).Sample(
            (rune, selector) => !Visible.IsOneLine($"a{rune}{selector}") && !Visible.IsWords($"a{rune}{selector}b")
                && !Visible.IsOneLine($"{selector}{rune}"),
            iter: 2_000, threads: 1);
    }

    /// <summary>But for the few letters that Unicode itself calls fillers, and that show nothing.</summary>
    [Fact]
    [Case("building-with-a-rare-character-refused", Generated = true)]
    public void Every_letter_is_a_name_beyond_the_basic_plane_too() =>
        Runes.Where(rune => Rune.IsLetter(rune) && !Fillers.Contains(rune.Value)).Sample(
            rune => Visible.IsOneLine(rune.ToString()), iter: 5_000, threads: 1);

    private static bool IsIdeograph(Rune rune) => rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or >= 0x20000;

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
