using System.Globalization;

namespace Ops.Portal.Tests;

/// <summary>Days as a date field takes them.</summary>
internal static class Days
{
    /// <summary>So many days from today.</summary>
    public static string InDays(this PortalSystem _, int days) =>
        TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).AddDays(days)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Such a day as a page shows it.</summary>
    public static string Shown(string day) =>
        DateOnly.Parse(day, CultureInfo.InvariantCulture).ToString("yyyy年M月d日", CultureInfo.InvariantCulture);
}
