using System.Globalization;
using Ops.Platform.Texts;

namespace Ops.Platform.PersonalData;

/// <summary>
/// The citizen identity number 公民身份号码 (GB 11643): six digits of region, eight of birth, three of sequence, a check
/// character; and the number of fifteen digits that went before it, with six of birth and no check.
/// </summary>
public static class IdNumber
{
    internal const int Length = 18, OldLength = 15;
    private const int FirstYear = 1800;
    private const string CheckCharacters = "10X98765432", OldCentury = "19";

    /// <summary>
    /// The number in the one form in which it is kept, with 18 places: one of fifteen digits is the same person's with
    /// the century and the check character. Null when it is none: a wrong length, another character, no date, a birth
    /// in another century, a wrong check character.
    /// </summary>
    public static string? Read(string? text)
    {
        var number = text is null ? "" : Plain(text);
        if (number.Length == OldLength && number.All(char.IsAsciiDigit))
        {
            var whole = $"{number[..6]}{OldCentury}{number[6..]}";
            number = whole + CheckCharacters[Remainder(whole)];
        }

        return number.Length == Length && number[0] != '0' && number[..17].All(char.IsAsciiDigit)
            && DateOf(number) is { Year: >= FirstYear } && CheckCharacters[Remainder(number)] == number[17]
            ? number
            : null;
    }

    /// <summary>The day of birth. The number must be one that <see cref="Read"/> gave.</summary>
    public static DateOnly BirthOf(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return DateOf(number) ?? throw new ArgumentException("That is no identity number.", nameof(number));
    }

    /// <summary>
    /// The fifteen digits that went before a number; null for who was born when there were none. The number must be one
    /// that <see cref="Read"/> gave.
    /// </summary>
    public static string? OldForm(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return number[6..8] == OldCentury ? $"{number[..6]}{number[8..17]}" : null;
    }

    /// <summary>
    /// The number of a document as it is compared: capitals, of one width, without spaces and hyphens.
    /// </summary>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Concat(HalfWidth.Of(text).Where(c => !char.IsWhiteSpace(c) && c != '-')).ToUpperInvariant();
    }

    /// <summary>ISO 7064, MOD 11-2: the weight of a place is a power of two.</summary>
    private static int Remainder(string number)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += (number[i] - '0') * ((1 << (17 - i)) % 11);
        return sum % 11;
    }

    private static DateOnly? DateOf(string number) => DateOnly.TryParseExact(
        number[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date
        : null;
}
