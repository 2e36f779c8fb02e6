using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-1, RES-3: a reservation that nobody went on with lapses by itself at its 72 hours, and the unit goes to the next in line or is open.</summary>
internal class ReservationLapses(UnitDesk desk, ITaskList tasks, ReservationSettings settings, IClock clock) : IDeadlineHandler
{
    private Unit? _unit;

    public virtual string Kind => WhatFollows.LapseKind;

    public async Task LockAsync(Deadline deadline, CancellationToken cancellationToken) => _unit = await desk.LockAsync(deadline.Subject, cancellationToken);

    [Rule("RES-3")]
    public Task FireAsync(Firing firing, CancellationToken cancellationToken)
    {
        // The unit itself knows what is due on it; one that was subscribed meanwhile has nothing.
        _unit!.ApplyDue(clock.GetCurrentInstant(), settings);
        if (firing.Mark == Mark.Warning)
            Remind(firing);
        desk.Follow(_unit);
        return Task.CompletedTask;
    }

    /// <summary>RES-3: at the end the consultant reports whether the customer goes on; a day and two hours before, they are reminded.</summary>
    [Rule("RES-3")]
    private void Remind(Firing firing)
    {
        if (_unit!.Holder is not { } holder || holder.LapseKey != firing.Deadline.Key || _unit.Renewal is not null)
            return;
        var hours = (firing.Deadline.DueAt - firing.At).TotalHours;
        tasks.Add(new NewTask(
            $"report/{holder.Id}/{firing.At}", Addressee.ForPerson(holder.Consultant), _unit.Project, $"The reservation of {_unit.Code} ends in {hours:0} hours: report whether the customer goes on", "RES-3",
            WhatFollows.PathOf(holder), firing.At)
        {
            DueAt = firing.Deadline.DueAt,
        });
    }
}

/// <summary>RES-4: an offer that the first in line did not take up in time goes to the next.</summary>
internal sealed class OfferLapses(UnitDesk desk, ITaskList tasks, ReservationSettings settings, IClock clock) : ReservationLapses(desk, tasks, settings, clock)
{
    public override string Kind => WhatFollows.OfferKind;
}
