using System.Text;

namespace Ops.Platform.PersonalData;

/// <summary>
/// How personal data are shown to whoever lacks the permission: enough to tell two customers apart, not enough to reach
/// or to be one.
/// </summary>
public static class Masks
{
    private const string Hidden = "****";
    private const int ShortestNumber = 11;

    /// <summary>
    /// The value as anyone may see it: of a phone number the last four digits and what stands before the eight last, of
    /// an ID number the last four (three of fifteen: region and date of birth are always hidden), of a name the first
    /// character, of an address the first six; of a photo nothing. The extension of a phone number reaches nobody by
    /// itself, and is shown.
    /// </summary>
    public static string Of(PersonalClass kind, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return kind switch
        {
            PersonalClass.Phone => Phone(value, value.IndexOf(';', StringComparison.Ordinal)),
            PersonalClass.IdNumber when value.Length == IdNumber.Length => $"{new string('*', 14)}{value[^4..]}",
            PersonalClass.IdNumber when value.Length == IdNumber.OldLength => $"{new string('*', 12)}{value[^3..]}",
            PersonalClass.Name when value.Length > 1 => $"{Start(value, 1)}**",
            PersonalClass.Address when value.Length > 12 => $"{Start(value, 6)}{Hidden}",
            _ => Hidden,
        };
    }

    /// <summary>
    /// Whether a text that people write themselves, such as a purpose, holds a number as long as a phone's or an ID
    /// document's: kept for ever, it must not. Whatever parts its digits, short of a letter, it is one number.
    /// </summary>
    public static bool HoldsNumber(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var digits = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsNumber(rune))
                digits++;
            else if (Rune.IsLetter(rune))
                digits = 0;
            if (digits == ShortestNumber)
                return true;
        }

        return false;
    }

    private static string Phone(string value, int extension)
    {
        var number = extension < 0 ? value : value[..extension];
        return number.Length > 8 ? $"{number[..^8]}{Hidden}{number[^4..]}{value[number.Length..]}" : Hidden;
    }

    /// <summary>Whole characters only.</summary>
    private static string Start(string value, int length) =>
        value[..(char.IsHighSurrogate(value[length - 1]) ? length + 1 : length)];
}
