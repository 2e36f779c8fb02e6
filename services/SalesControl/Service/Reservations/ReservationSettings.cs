using NodaTime;

namespace Ops.SalesControl.Reservations;

/// <summary>How long things last (settings <c>Reservations:HeldHours</c>, <c>Reservations:OfferHours</c>).</summary>
/// <param name="Held">How long a reservation holds the unit (RES-1: three days).</param>
/// <param name="Offer">How long the next in line has to bring form and deposit (RES-4).</param>
internal sealed record ReservationSettings(Duration Held, Duration Offer)
{
    public static ReservationSettings Default { get; } = new(Duration.FromHours(72), Duration.FromHours(24));

    public static ReservationSettings From(IConfiguration configuration) => new(
        Duration.FromHours(configuration.GetValue("Reservations:HeldHours", Default.Held.TotalHours)),
        Duration.FromHours(configuration.GetValue("Reservations:OfferHours", Default.Offer.TotalHours)));
}
