using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// CS-7: what is open of a consultant who left passes to the named successor; places in the line stay as they are.
/// </summary>
internal static class ReservationsOfALeaver
{
    /// <summary>What happens to a unit's line.</summary>
    [Rule("CS-7", "a leaver's reservations")]
    public static IEnumerable<IEvent<Line>> Pass(Line line, string from, string to)
    {
        var unit = line.Unit;
        foreach (var open in line.Reservations.Where(r => r.IsOpen && r.Consultant == from).OrderBy(r => r.Number))
        {
            yield return new ReservationPassed(open.Id, unit.Id, unit.Project, unit.Code, from, to);
            if (open.State == ReservationState.Offered && PassingOn.Undelivered(line, open.Id, to) is { } undelivered)
                yield return undelivered;
        }
    }
}

/// <summary>The consultant of a reservation or a wait left, and another has taken it over (CS-7).</summary>
[HappensUnder("CS-7")]
internal sealed record ReservationPassed(
    Guid ReservationId, Guid UnitId, string Project, string Unit, string From, string To) : IEvent<Line>
{
    public void Apply(Line state, Occurrence when)
    {
        state.Find(ReservationId).PassTo(To);
        if (state.Unit.Consultant == From)
            state.Unit.Consultant = To;
    }

    public void React(Line state, Occurrence when, Reactions follow)
    {
        if (state.Find(ReservationId) is { State: ReservationState.Offered } offered)
            follow.TellOffered(state, offered, $"offered/{To}", when.At);
    }
}
