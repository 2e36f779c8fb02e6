using NodaTime;
using Ops.Platform.Rules;

namespace Ops.Platform.WorkingTime;

/// <summary>
/// The hours that a centre has set for itself, every day alike: minutes and hours run within them and stand still
/// outside (T-5).
/// </summary>
/// <param name="Zone">IANA id of the site's time zone.</param>
/// <param name="From">Local time at which they begin.</param>
/// <param name="To">Local time at which they end, on the same day.</param>
public sealed record ServiceHours(string Zone, LocalTime From, LocalTime To)
{
    /// <summary>When so much time has run in them since an event.</summary>
    /// <param name="event">The event; outside of the hours it counts from their next beginning.</param>
    /// <param name="length">How long; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="InvalidOperationException">The hours do not end after they begin.</exception>
    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">The zone is not known.</exception>
    [Rule("T-5", "hours that are worked")]
    public Instant After(Instant @event, Duration length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, Duration.Zero);
        if (To <= From)
            throw new InvalidOperationException($"Service hours end after they begin: {From} to {To} do not.");
        var zone = DateTimeZoneProviders.Tzdb[Zone];
        for (var (day, left) = (@event.InZone(zone).Date, length); ; day = day.PlusDays(1))
        {
            var (opens, closes) = (
                day.At(From).InZoneLeniently(zone).ToInstant(), day.At(To).InZoneLeniently(zone).ToInstant());
            var begins = Instant.Max(opens, @event);
            if (begins >= closes)
                continue;
            if (left <= closes - begins)
                return begins + left;
            left -= closes - begins;
        }
    }
}
