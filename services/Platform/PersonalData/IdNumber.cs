using System.Globalization;

namespace Ops.Platform.PersonalData;

/// <summary>
/// The citizen identity number 公民身份号码 (GB 11643): six digits of region, eight of birth, three of sequence, a check
/// character; and the number of fifteen digits that went before it, with six of birth and no check.
/// </summary>
public static class IdNumber
{
    internal const int Length = 18, OldLength = 15;
    private const string CheckCharacters = "10X98765432";

    /// <summary>
    /// The number as it is kept: without white space at its ends, the X a capital. Null when it is none: a wrong
    /// length, another character, no date, a wrong check character.
    /// </summary>
    public static string? Read(string? text)
    {
        var number = text?.Trim().ToUpperInvariant();
        return number switch
        {
            { Length: Length }
                when Digits(number[..17])
                    && IsDate(number[6..14])
                    && CheckCharacters[Remainder(number)] == number[17] => number,
            { Length: OldLength } when Digits(number) && IsDate("19" + number[6..12]) => number,
            _ => null,
        };
    }

    /// <summary>ISO 7064, MOD 11-2: the weight of a place is a power of two.</summary>
    private static int Remainder(string number)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += (number[i] - '0') * ((1 << (17 - i)) % 11);
        return sum % 11;
    }

    private static bool Digits(string text) => text[0] != '0' && text.All(char.IsAsciiDigit);

    private static bool IsDate(string date) =>
        DateOnly.TryParseExact(date, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
