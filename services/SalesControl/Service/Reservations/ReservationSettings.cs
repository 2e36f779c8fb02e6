using NodaTime;
using Ops.Platform.Rules;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// How long things last, and how many (settings <c>Reservations:HeldHours</c>, <c>:OfferHours</c>,
/// <c>:ExtensionHours</c>, <c>:RenewalHours</c>, <c>:LimitPerConsultant</c>).
/// </summary>
/// <param name="Held">How long a reservation holds the unit (RES-1: three days).</param>
/// <param name="Offer">How long the next in line has to bring form and deposit (RES-4).</param>
internal sealed record ReservationSettings(Duration Held, Duration Offer)
{
    public static ReservationSettings Default { get; } = new(Duration.FromHours(72), Duration.FromHours(24));

    /// <summary>How long a special extension is at most (RES-1: three days).</summary>
    public Duration ExtensionMost { get; init; } = Duration.FromHours(72);

    /// <summary>How long before the end a renewal may be registered (RES-3: the last day).</summary>
    public Duration RenewalWindow { get; init; } = Duration.FromHours(24);

    /// <summary>
    /// How long before the end the consultant is reminded to report (RES-3): when a renewal may be registered, and when
    /// a twelfth of that time is left, which are a day and two hours.
    /// </summary>
    [Rule("RES-3", "when the consultant is reminded")]
    public IReadOnlyList<Duration> Reminders => [RenewalWindow, RenewalWindow / 12];

    /// <summary>How many units a consultant's customers may hold in a project at once; 0 for no limit.</summary>
    public int LimitPerConsultant { get; init; }

    public static ReservationSettings From(IConfiguration configuration) => new(
        Hours(configuration, "HeldHours", Default.Held), Hours(configuration, "OfferHours", Default.Offer))
    {
        ExtensionMost = Hours(configuration, "ExtensionHours", Default.ExtensionMost),
        RenewalWindow = Hours(configuration, "RenewalHours", Default.RenewalWindow),
        LimitPerConsultant = configuration.GetValue("Reservations:LimitPerConsultant", 0),
    };

    private static Duration Hours(IConfiguration configuration, string name, Duration otherwise) =>
        Duration.FromHours(configuration.GetValue($"Reservations:{name}", otherwise.TotalHours));
}
