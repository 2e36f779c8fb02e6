using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;

namespace Ops.Identity.Staff;

/// <summary>
/// T-7: the day on which somebody joins, moves or has left begins, and the departments are told, also when nobody asks.
/// </summary>
internal sealed class StaffDays(ISource<Employment> source, Pipeline pipeline, IClock clock)
    : DeadlineOf<Employment>(source, pipeline, clock)
{
    public const string KindName = "staff-day";

    public override string Kind => KindName;
}

/// <summary>Days to come.</summary>
internal static class DaysToCome
{
    /// <summary>Waits for a day; one that was waited for before for the same is so no more.</summary>
    /// <param name="deadlines">The service's deadlines.</param>
    /// <param name="state">Whose day.</param>
    /// <param name="what">For what: <c>joins</c>, <c>moves</c>, <c>leaves</c>.</param>
    /// <param name="day">The day; one that has begun is not waited for.</param>
    /// <param name="now">When it was settled.</param>
    public static void WaitFor(
        this IDeadlineBook deadlines, Employment state, string what, LocalDate day, Instant now)
    {
        var staff = state.Staff;
        var key = $"staff-{what}/{staff.Id}";
        deadlines.Cancel(key, now);
        var at = state.Company.BeginOf(day);
        if (at <= now)
            return;
        // Nobody owes it: it comes by itself, and is the person's own department's to know.
        deadlines.Set(new(
            StaffDays.KindName, key, "T-7", staff.Id, now, new Term.Elapsed(at - now), staff.Department,
            staff.Department)
        {
            EndsWhenDue = true,
        });
    }
}
