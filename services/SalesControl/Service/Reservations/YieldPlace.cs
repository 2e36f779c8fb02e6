using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-4: who waits agrees that the present holder may go on. It counts for that holder only, and the place in the line
/// is kept.
/// </summary>
internal static class YieldPlace
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ReservationLine, WaitYielded>(
                "reservations/{id:guid}/yield", SalesControlPermissions.RegisterReservation, Decide)
            .OfferedOn<IReservationState>(Refuses)
            .Answers<ReservationView>()
            .WithSummary("place.yield.summary");

    internal static Outcome<WaitYielded> Decide(ReservationLine line, Change change)
    {
        var (waiting, unit) = (line.Reservation, line.Unit);
        return Refuses(line, change) is { } refusal
            ? refusal
            : new WaitYielded(waiting.Id, line.Holder!.Id, unit.Id, unit.Project, unit.Code);
    }

    /// <summary>Why a place cannot be yielded; null where it can.</summary>
    [Rule("RES-4", "yielding to the holder")]
    private static Refused? Refuses(IReservationState line, Change change)
    {
        var waiting = line.Reservation;
        if (line.RefusesAnothersCustomer(change) is { } anothers)
            return anothers;
        if (waiting.State != ReservationState.Waiting)
            return line.RefuseInState("RES-4", "reservation.yielded-only-by-who-waits");
        if (line.Holder is not { IsHeld: true } holder)
            return line.Unit.Refuse("RES-4", "reservation.nobody-to-yield-to");
        return waiting.YieldedTo == holder.Id
            ? new Refused("RES-4", Text.Of("reservation.yielded-already"))
            {
                Evidence = [waiting.Evidence, holder.Evidence],
            }
            : null;
    }
}

/// <summary>Somebody who waits agreed to let the holder renew; the place in the line is kept (RES-4).</summary>
[HappensUnder("RES-4")]
internal sealed record WaitYielded(Guid ReservationId, Guid To, Guid UnitId, string Project, string Unit) : IEvent<Line>
{
    public void Apply(Line state, Occurrence when) => state.Find(ReservationId).YieldedTo = To;
}
