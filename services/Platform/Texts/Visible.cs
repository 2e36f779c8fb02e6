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
        return Shows(text) && !HoldsHidden(text, []);
    }

    /// <summary>
    /// Somebody's own words: as a name, but with line breaks, tabs, and what joins or parts letters and emoji.
    /// </summary>
    public static bool IsWords(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Shows(text) && !HoldsHidden(text, ['\n', '\r', '\t', '\u200C', '\u200D']);
    }

    private static bool Shows(string text) => text.EnumerateRunes().Any(rune =>
        !IsHidden(rune) && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark));

    private static bool HoldsHidden(string text, ReadOnlySpan<char> but)
    {
        var before = default(Rune);
        for (var at = 0; at < text.Length; at += before.Utf16SequenceLength)
        {
            if (!Rune.TryGetRuneAt(text, at, out var rune))
                rune = Rune.ReplacementChar;
            if (IsSelector(rune)
                ? !Chooses(rune, before, text.AsSpan(at + 1))
                : IsHidden(rune) && !(rune.IsBmp && but.Contains((char)rune.Value)))
                return true;
            before = rune;
        }

        return false;
    }

    /// <summary>What chooses between forms of the character before it, and shows nothing itself.</summary>
    private static bool IsSelector(Rune rune) =>
        rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>
    /// Whether the character before has such forms: an ideograph, as rare names need, or what is a text or a picture.
    /// </summary>
    private static bool Chooses(Rune selector, Rune before, ReadOnlySpan<char> after) =>
        selector.Value is 0xFE0E or 0xFE0F
            ? Rune.GetUnicodeCategory(before) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol
                // ‼, ⁉ and 〰; and a digit on a key.
                || before.Value is 0x203C or 0x2049 or 0x3030
                || (before.Value is '#' or '*' or (>= '0' and <= '9') && after is ['\u20E3', ..])
            : before.Value is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>Control characters, what Unicode says is ignored by default, and the blank of Braille.</summary>
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065
            or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE00FF)
            or (>= 0xE01F0 and <= 0xE0FFF);
}
