using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-4: who waits agrees that the present holder may go on. It counts for that holder only, and the place in the line is kept.</summary>
internal static class YieldPlace
{
    public static void MapYieldPlace(this IEndpointRouteBuilder api) =>
        api.MapPost("reservations/{id:guid}/yield", HandleAsync).AsCommand(SalesControlPermissions.RegisterReservation)
            .WithSummary("Agree that the holder may go on; the place in the line is kept").Produces<ReservationView>();

    [Rule("RES-4")]
    private static Task<IResult> HandleAsync(Guid id, IfMatch ifMatch, Actor actor, ReservationDesk desk, SalesControlDb db, ReservationSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        return desk.ChangeAsync(id, ifMatch, actor, YieldAsync, cancellationToken);

        async Task<Outcome<Reservation>> YieldAsync(Unit unit, Instant now)
        {
            // Who holds it is known when what is due was applied: a renewal that has just taken over is another holder.
            unit.ApplyDue(now, settings);
            var yields = unit.Holder is { } present ? await db.YieldsToAsync(present.Id, cancellationToken) : new HashSet<Guid>();
            var outcome = unit.YieldTo(id, yields, now, actor.Id, settings);
            if (outcome.Refusal is null)
                db.Yields.Add(new Yield(Guid.CreateVersion7(time.GetUtcNow()), unit.Id, id, unit.Holder!.Id, now, actor.Id));
            return outcome;
        }
    }
}
