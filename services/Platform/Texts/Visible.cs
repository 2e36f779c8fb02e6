using System.Globalization;
using System.Text;

namespace Ops.Platform.Texts;

/// <summary>
/// Whether people see what a text holds. What is invisible, or turns the direction of the text round, lets two
/// different names look the same and one name look like another.
/// </summary>
public static class Visible
{
    /// <summary>
    /// A name, a title, a number: it shows something, in one line, and holds nothing that nobody sees.
    /// </summary>
    public static bool IsOneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Shows(text) && !text.EnumerateRunes().Any(IsHidden);
    }

    /// <summary>
    /// Somebody's own words: as a name, but with line breaks, tabs, and what joins or parts letters and emoji.
    /// </summary>
    public static bool IsWords(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Shows(text) && !text.EnumerateRunes().Any(rune =>
            IsHidden(rune) && rune.Value is not ('\n' or '\r' or '\t' or 0x200C or 0x200D));
    }

    private static bool Shows(string text) => text.EnumerateRunes().Any(rune =>
        !IsHidden(rune) && rune.Value != 0x2800 && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark));

    /// <summary>
    /// Control characters, and what Unicode says is ignored by default; but not what chooses between forms of the
    /// character before it, as rare names need.
    /// </summary>
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065
            or 0x3164 or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE00FF)
            or (>= 0xE01F0 and <= 0xE0FFF);
}
