using NodaTime;

namespace Ops.SalesControl.Projects;

/// <summary>
/// The days that anything here happens on or is planned for: one outside is a slip of the pen, and no calendar or
/// database could carry it.
/// </summary>
internal static class Days
{
    /// <summary>The text that says so.</summary>
    public const string Beyond = "day.beyond";

    private const int First = 1900, Last = 2199;

    public static bool Know(LocalDate day) => day.Year is >= First and <= Last;

    public static bool Know(OffsetDateTime? at) => at is null || Know(at.Value.Date);
}
