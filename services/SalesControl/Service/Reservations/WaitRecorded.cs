using System.Text.Json.Serialization;
using Ops.Platform.Departments;

namespace Ops.SalesControl.Reservations;

/// <summary>Another customer was recorded as waiting for a taken unit (RES-4).</summary>
[HappensUnder("RES-4")]
internal sealed record WaitRecorded(
    Guid ReservationId, Guid UnitId, string Project, string Unit, string Consultant, int Place) : IEvent<Line>
{
    /// <summary>What is registered. Personal data: not in the log.</summary>
    [JsonIgnore]
    public Registration? Registration { get; init; }

    public void Apply(Line state, Occurrence when)
    {
        state.Add(new Reservation(ReservationId, state.Unit, ++state.Unit.Registrations, Registration!, when.At));
        state.Unit.Waiting++;
    }

    public void React(Line state, Occurrence when, Reactions follow) => follow.Add(state.Find(ReservationId));
}
