using NodaTime;

namespace Ops.SalesControl.Projects;

/// <summary>
/// The days that anything here happens on or is planned for: one outside is a slip of the pen, and no calendar or
/// database could carry it. Whoever asks says <c>day.beyond</c>.
/// </summary>
internal static class Days
{
    /// <summary>The same as the text <c>day.beyond</c>, for validators that do not say texts yet.</summary>
    public const string Beyond = "That is no day that anything is planned for: from 1900-01-01 to 2199-12-31.";

    private const int First = 1900, Last = 2199;

    public static bool Know(LocalDate day) => day.Year is >= First and <= Last;

    public static bool Know(OffsetDateTime? at) => at is null || Know(at.Value.Date);
}
