using NodaTime;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-4: somebody who waits agreed that a holder may renew. It counts for that holder only; the place in the line is kept.</summary>
internal sealed class Yield
{
    private Yield()
    {
    }

    public Yield(Guid id, Guid unitId, Guid reservationId, Guid to, Instant at, string by) => (Id, UnitId, ReservationId, To, At, By) = (id, unitId, reservationId, to, at, by);

    public Guid Id { get; private init; }

    public Guid UnitId { get; private init; }

    /// <summary>Who waits.</summary>
    public Guid ReservationId { get; private init; }

    /// <summary>The holder's reservation that may go on.</summary>
    public Guid To { get; private init; }

    public Instant At { get; private init; }

    /// <summary>The consultant of who waits.</summary>
    public string By { get; private init; } = "";
}
