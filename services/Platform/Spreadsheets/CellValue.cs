using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>Numbers and days as people write them into a list.</summary>
internal static partial class CellValue
{
    private static readonly IPattern<LocalDate> Days = new CompositePatternBuilder<LocalDate>
    {
        { LocalDatePattern.CreateWithInvariantCulture("uuuu-M-d"), _ => true },
        { LocalDatePattern.CreateWithInvariantCulture("uuuu/M/d"), _ => false },
        { LocalDatePattern.CreateWithInvariantCulture("uuuu.M.d"), _ => false },
        { LocalDatePattern.CreateWithInvariantCulture("uuuu'年'M'月'd'日'"), _ => false },
    }.Build();

    /// <summary>A number, or why it is none; neither for an empty cell.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="measure">What may stand behind the number.</param>
    public static (decimal? Number, Text? Wrong) Number(string text, SheetMeasure? measure)
    {
        var written = string.Concat(HalfWidth.Of(text).Where(sign => !char.IsWhiteSpace(sign)));
        if (written.Length == 0)
            return (null, null);
        var digits = written;
        if (measure is not null)
        {
            if (measure == SheetMeasure.Yuan)
            {
                digits = digits.TrimStart('¥');
                if (measure.Units.FirstOrDefault(
                    unit => digits.StartsWith(unit, StringComparison.OrdinalIgnoreCase)) is { } before)
                {
                    digits = digits[before.Length..];
                }
            }

            if (measure.Units.FirstOrDefault(
                unit => digits.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) is { } unit)
            {
                digits = digits[..^unit.Length];
            }
        }

        if (Exponent().IsMatch(digits))
            return (null, Text.Of("sheet.number-rounded"));
        if (digits.Any(sign => char.GetUnicodeCategory(sign) == UnicodeCategory.CurrencySymbol))
            return (null, Text.Of("sheet.number-currency"));
        if (Grouped().IsMatch(digits))
            digits = digits.Replace(",", "", StringComparison.Ordinal);
        return decimal.TryParse(
            digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out var number)
            ? (number, null)
            : (null, Text.Of("sheet.number-unreadable"));
    }

    /// <summary>A day, or why it is none; neither for an empty cell. A time behind it does not count.</summary>
    public static (LocalDate? Day, Text? Wrong) Day(string text)
    {
        var written = HalfWidth.Of(text).Trim();
        if (written.Length == 0)
            return (null, null);
        var parts = written.Split([' ', 'T'], 2);
        var day = Days.Parse(parts[0]);
        return day.Success && (parts is [_] || TimeOfDay().IsMatch(parts[1].Trim()))
            ? (day.Value, null)
            : (null, Text.Of("sheet.day-unreadable"));
    }

    [GeneratedRegex(
        @"^[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(
        @"^[+-]?[0-9]+(\.[0-9]+)?E[+-]?[0-9]+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Exponent();

    [GeneratedRegex(
        @"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Grouped();
}
