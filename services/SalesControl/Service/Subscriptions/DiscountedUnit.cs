using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A unit's line, and for whom of it a discount is.</summary>
internal sealed class DiscountedUnit(Unit unit, IEnumerable<Reservation> reservations, LineTerms terms)
    : Line(unit, reservations, terms)
{
    /// <summary>The reservation; null for whoever buys.</summary>
    public required Guid? For { get; init; }

    public override string? Consultant =>
        Reservations.FirstOrDefault(reservation => reservation.Id == For)?.Consultant;

    /// <summary>How much discount a post gives.</summary>
    public required DiscountLimits Limits { get; init; }
}
