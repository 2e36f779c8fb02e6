using NodaTime;
using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Reception;

/// <summary>ATT-I.5, ATT-II.5, T-7: what was not entered on the register in its time counts as no record.</summary>
internal sealed class EntryFallsDue(ISource<Desk> source, Pipeline pipeline, IClock clock)
    : DeadlineOf<Desk>(source, pipeline, clock)
{
    public const string KindName = "contact-entry";

    public override string Kind => KindName;
}

/// <summary>REC-1.2, T-7: when its day is over, a desk closes.</summary>
internal sealed class DeskCloses(ISource<Desk> source, Pipeline pipeline, IClock clock)
    : DeadlineOf<Desk>(source, pipeline, clock)
{
    public const string KindName = "desk-close";

    public override string Kind => KindName;
}

/// <summary>The day of a desk is over.</summary>
[HappensUnder("REC-1.2")]
internal sealed record DeskClosed(Guid DayId, string Project, LocalDate Day) : IEvent<Desk>
{
    public void Apply(Desk state, Occurrence when) => state.Day.ClosedAt = when.At;

    /// <summary>Who was out is not out over night; who is on leave is so until they are on the list again.</summary>
    public void React(Desk state, Occurrence when, Reactions follow)
    {
        foreach (var seat in state.Day.Seats.Where(one => one.State == SeatState.Out))
            follow.Moves(Project, seat.Consultant, away: null, when);
    }
}
