using System.Globalization;
using NodaTime.Text;

namespace Ops.Portal.Tests;

/// <summary>Days as a date field takes them.</summary>
internal static class Days
{
    /// <summary>So many days from today.</summary>
    public static string InDays(this PortalSystem system, int days) =>
        LocalDatePattern.Iso.Format(system.Today.PlusDays(days));

    /// <summary>Such a day as a page shows it.</summary>
    public static string Shown(string day) =>
        DateOnly.Parse(day, CultureInfo.InvariantCulture).ToString("yyyy年M月d日", CultureInfo.InvariantCulture);
}
