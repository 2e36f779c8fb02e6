using System.Globalization;

namespace Ops.Portal.Tests.Identity;

/// <summary>Days as a date field takes them.</summary>
internal static class Days
{
    /// <summary>So many days from today.</summary>
    public static string InDays(this PortalSystem _, int days) =>
        TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).AddDays(days)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
