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

    /// <summary>A state as the style sheet names it.</summary>
    public static string Code<T>(this T state)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName($"{state}");
}
