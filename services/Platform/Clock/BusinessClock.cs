using Microsoft.Extensions.Hosting;
using NodaTime;

namespace Ops.Platform.Clock;

/// <summary>Business time: what rules, deadlines, registers and events go by (T-8).</summary>
public static class BusinessClock
{
    /// <summary>
    /// Registers <see cref="IClock"/>: the system's clock, or in Development and Training a <see cref="SimulatedClock"/>
    /// that can be moved forward. Its instants are cut to the microsecond, which is what PostgreSQL keeps.
    /// </summary>
    public static IHostApplicationBuilder AddBusinessClock(this IHostApplicationBuilder builder) => throw new NotImplementedException();
}

/// <summary>
/// Real time plus an offset that only grows, kept in the service's database, taken over by every replica at once and
/// after a restart. Exists in Development and Training only.
/// </summary>
public sealed class SimulatedClock : IClock
{
    /// <summary>The offset now in force in this replica.</summary>
    public Duration Offset => throw new NotImplementedException();

    /// <summary>Raised after the offset has changed in this replica, so that whoever sleeps until an instant looks again.</summary>
    public event Action? Moved { add => throw new NotImplementedException(); remove => throw new NotImplementedException(); }

    /// <inheritdoc />
    public Instant GetCurrentInstant() => throw new NotImplementedException();

    /// <summary>Moves to <paramref name="to"/> and answers when every live replica of this service has taken it over.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> lies before the clock's present: it never goes back.</exception>
    public Task MoveToAsync(Instant to, CancellationToken cancellationToken) => throw new NotImplementedException();
}
