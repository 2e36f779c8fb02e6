using System.Text;
using System.Text.RegularExpressions;
using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Texts;
using PhoneNumbers;

namespace Ops.Platform.PersonalData;

/// <summary>
/// A phone number in the one form in which it is kept, matched and shown: E.164, and after it the extension behind a
/// switchboard (RFC 3966): <c>+8675582345678;ext=802</c>.
/// </summary>
public static partial class Phone
{
    private const string Home = "CN";
    private const int HomeCode = 86, Longest = 40;

    /// <summary>How numbers begin that are the same in every city: 400 810 1234.</summary>
    private const string SharedCost = "400";

    private static PhoneNumberUtil Phones => PhoneNumberUtil.GetInstance();

    /// <summary>What people write, in the one form; null where it cannot be a number. Chinese by default.</summary>
    public static string? Read(string? written) => Look(written).Number;

    /// <summary>A number that was looked at already.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Of(string written) =>
        Read(written) ?? throw new ArgumentException("That is no phone number.", nameof(written));

    /// <summary>It is a number; one of a landline comes with its area code.</summary>
    /// <param name="rule">The field.</param>
    /// <param name="id">The rule that asks for it.</param>
    /// <param name="wrong">The text for what is no number.</param>
    public static IRuleBuilderOptions<T, string?> MustBeAPhone<T>(
        this IRuleBuilder<T, string?> rule, string? id, string wrong = "customer.phone") => rule
        .Must(written => Look(written) is { Number: not null } or { LacksAreaCode: true }).Refuses(id, wrong)
        .Must(written => !Look(written).LacksAreaCode).Refuses(id, "customer.phone-without-area-code");

    private static Looked Look(string? written)
    {
        if (written is not { Length: > 0 and <= Longest })
            return default;
        // The library knows ext, x and #, but not the words that stand on Chinese letterheads.
        var text = ChineseExtension().Replace(written, " ext ${ext}");
        if (Known(text) is { } known)
            return known;
        // 0755-82345678-801: what is left over after a whole number is the extension.
        var dashed = DashedExtension().Match(text);
        var main = dashed.Success ? dashed.Groups["number"].Value : text;
        if (dashed.Success && Known(main)?.Number is { } number && !number.Contains(';', StringComparison.Ordinal))
        {
            var extension = PhoneNumberUtil.NormalizeDigitsOnly(dashed.Groups["ext"].Value);
            return new($"{number};ext={extension}", LacksAreaCode: false);
        }

        return new(null, LacksAreaCode(text) || LacksAreaCode(main));
    }

    /// <summary>Null where the text as it stands is no number.</summary>
    private static Looked? Known(string text)
    {
        if (Parse(text) is not { } number || !Phones.IsValidNumber(number))
            return null;
        // Without country and trunk zero, a mobile number that lost a digit looks like a landline's, and a landline's
        // without its area code like another area's service number (421 96396).
        if (IsWrittenShort(text, number) && HasAreaCode(number))
            return new(null, LacksAreaCode: true);
        var main = Phones.Format(number, PhoneNumberFormat.E164);
        return new(
            number.HasExtension ? $"{main};ext={PhoneNumberUtil.NormalizeDigitsOnly(number.Extension)}" : main,
            LacksAreaCode: false);
    }

    private static bool HasAreaCode(PhoneNumber number) => Phones.GetNumberType(number) switch
    {
        PhoneNumberType.FIXED_LINE => true,
        PhoneNumberType.SHARED_COST => !Phones.GetNationalSignificantNumber(number).StartsWith(
            SharedCost, StringComparison.Ordinal),
        _ => false,
    };

    private static bool LacksAreaCode(string text) =>
        Parse(text) is { } number && IsWrittenShort(text, number)
            && Phones.GetNationalSignificantNumber(number) is { Length: 7 or 8 } local && local[0] >= '2';

    /// <summary>Without a country's code, and without the zero that stands before an area code.</summary>
    private static bool IsWrittenShort(string text, PhoneNumber number) =>
        number.CountryCode == HomeCode && text.TrimStart()[0] is not ('+' or '＋')
            && PhoneNumberUtil.NormalizeDigitsOnly(text).StartsWith(
                Phones.GetNationalSignificantNumber(number), StringComparison.Ordinal);

    private static PhoneNumber? Parse(string text)
    {
        try
        {
            var number = Phones.Parse(text, Home);
            // The library reads letters as the digits of their keys, and passes over those that stand before a number.
            return !text.EnumerateRunes().Any(Rune.IsLetter)
                || number.HasExtension && LettersOfExtension().IsMatch(HalfWidth.Of(text))
                    ? number
                    : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"[\s,，;；]*(?:转接?|轉接?|分机号?|分機號?|内线|內線)[\s:：]*(?<ext>[0-9０-９]{1,6})\s*\z", RegexOptions.None,
        1000)]
    private static partial Regex ChineseExtension();

    /// <summary>No letter, also none beyond the basic plane, but those of the word before an extension.</summary>
    [GeneratedRegex(
        @"\A[^\p{L}\p{Cs}]*(?:extension|extn|ext|xtn|x)[\s.:=]*[0-9]+#?\s*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LettersOfExtension();

    [GeneratedRegex(@"\A(?<number>.*\S)\s*[-－–—]\s*(?<ext>[0-9０-９]{1,6})\s*\z", RegexOptions.None, 1000)]
    private static partial Regex DashedExtension();

    /// <summary>What a text was found to be.</summary>
    /// <param name="Number">The number in the one form; null where it is none.</param>
    /// <param name="LacksAreaCode">Whether it is a landline's without its area code.</param>
    private readonly record struct Looked(string? Number, bool LacksAreaCode);
}
