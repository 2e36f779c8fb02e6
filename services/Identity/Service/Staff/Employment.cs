using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>A member of staff, and by which days begin: what every use case of them needs.</summary>
internal class Employment(StaffMember staff, CompanyTime company) : IState
{
    public StaffMember Staff => staff;

    public CompanyTime Company => company;

    public Aggregate Root => staff;

    public void ApplyDue(Instant now, IHappenings happenings) => LetDaysBegin(now, Occurrence.Clock, happenings);

    /// <summary>What is dated takes effect when its day has begun, whoever notices it (T-7).</summary>
    [Rule("T-7", "a day begins whether or not somebody looked")]
    public void LetDaysBegin(Instant now, string by, IHappenings happenings)
    {
        var today = company.DateOf(now);
        if (!staff.HasJoined && today >= staff.JoinsOn)
            happenings.Happen(this, StaffJoined.Of(staff), new Occurrence(company.BeginOf(staff.JoinsOn), by));
        // Nobody moves who has left by then.
        if (staff.HasJoined && staff.MovesOn is { } day && today >= day && !(day > staff.LeavesOn))
            happenings.Happen(this, StaffMoved.Of(staff, day), new Occurrence(company.BeginOf(day), by));
        if (!staff.HasLeft && staff.LeavesOn is { } last && today > last)
            happenings.Happen(this, StaffLeft.Of(staff, last), new Occurrence(company.BeginOf(last.PlusDays(1)), by));
    }

    /// <summary>What refuses a change of one who has left; null while they have not.</summary>
    public Refused? RefusesLeaver() => staff.HasLeft
        ? new Refused(null, Text.Of("staff.left", ("staff", staff.Number), ("on", staff.LeavesOn)))
        : null;
}

/// <summary>
/// What is settled for a day: it is noted now, and has its effect at once where its day has begun already.
/// </summary>
/// <typeparam name="TState">The member of staff, with what was needed to settle it.</typeparam>
internal sealed class FromItsDay<TState>(IEvent<TState> settled) : IHappened<TState>
    where TState : Employment
{
    public IEnumerable<object> All => [settled];

    public void HappenTo<T>(T state, Occurrence when, IHappenings happenings)
        where T : class, TState, IState
    {
        happenings.Happen<T>(state, settled, when);
        state.LetDaysBegin(when.At, when.By, happenings);
    }
}
