using System.Globalization;
using System.Text;
using CsCheck;
using Ops.Platform.Texts;
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
    public void What_shows_nothing_or_turns_round_is_none(string name) => Assert.False(Visible.IsOneLine(name));

    [Theory]
    [InlineData("The bank is slow.\r\n\tThey wait.", true)]
    [InlineData("👩‍👩‍👧", true)]
    [InlineData("\n", false)]
    [InlineData("\u200b", false)]
    [InlineData("a\u202eb", false)]
    public void Words_have_lines_and_joined_emoji(string words, bool are) => Assert.Equal(are, Visible.IsWords(words));

    [Fact]
    public void No_control_or_format_character_is_in_a_name_wherever_it_stands() =>
        Gen.Select(Gen.Int[0, Hidden.Length - 1].Select(number => Hidden[number]), Gen.Int[0, 4]).Sample(
            (rune, place) => !Visible.IsOneLine("Anna".Insert(place, rune.ToString())), iter: 2_000, threads: 1);

    /// <summary>But for the few letters that Unicode itself calls fillers, and that show nothing.</summary>
    [Fact]
    public void Every_letter_is_a_name_beyond_the_basic_plane_too() =>
        Runes.Where(rune => Rune.IsLetter(rune) && !Fillers.Contains(rune.Value)).Sample(
            rune => Visible.IsOneLine(rune.ToString()), iter: 5_000, threads: 1);

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
