using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-1, RES-3: a reservation that nobody went on with lapses by itself at its 72 hours, and the unit goes to the next in line or is open.</summary>
internal class ReservationLapses(UnitDesk desk, WhatFollows follows, ReservationSettings settings, IClock clock) : IDeadlineHandler
{
    private Unit? _unit;

    public virtual string Kind => WhatFollows.LapseKind;

    public async Task LockAsync(Deadline deadline, CancellationToken cancellationToken) => _unit = await desk.LockAsync(deadline.Subject, cancellationToken);

    [Rule("RES-3")]
    public Task FireAsync(Firing firing, CancellationToken cancellationToken)
    {
        // The unit itself knows what is due on it; one that was subscribed meanwhile has nothing.
        _unit!.ApplyDue(clock.GetCurrentInstant(), settings);
        follows.Of(_unit, settings);
        return Task.CompletedTask;
    }
}

/// <summary>RES-4: an offer that the first in line did not take up in time goes to the next.</summary>
internal sealed class OfferLapses(UnitDesk desk, WhatFollows follows, ReservationSettings settings, IClock clock) : ReservationLapses(desk, follows, settings, clock)
{
    public override string Kind => WhatFollows.OfferKind;
}
