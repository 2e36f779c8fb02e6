using System.Globalization;
using System.Text.Json;
using Ops.Portal.Clients.SalesControl;

namespace Ops.Portal.Pages.SalesControl;

/// <summary>What pages of sales show of what the service says.</summary>
internal static class SalesViews
{
    /// <summary>The amount as a number, for the text that writes it; null for none.</summary>
    public static decimal? Yuan(this Money? money) =>
        money is null ? null : decimal.Parse(money.Amount, CultureInfo.InvariantCulture);

    /// <summary>The amount as somebody has typed it so far; null where it is no number yet.</summary>
    public static decimal? Written(this Money? money) =>
        decimal.TryParse(money?.Amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan) ? yuan : null;

    /// <summary>A share or a discount as people write it.</summary>
    public static string Percent(this decimal percent) =>
        $"{percent.ToString("0.##", CultureInfo.InvariantCulture)}%";

    /// <summary>What somebody filters by; null where the field is empty.</summary>
    public static string? Wanted(this string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    /// <summary>A state as the style sheet names it.</summary>
    public static string Code<T>(this T state)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName($"{state}");
}
