using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;

namespace Ops.Platform.Deadlines;

/// <summary>Counts a deadline out: from the event that caused it and the calendar, never from now.</summary>
/// <param name="DueAt">When it falls due.</param>
/// <param name="CalendarCertain">Whether every year counted through had its data (T-2).</param>
/// <param name="CalendarVersion">The calendar it was counted by; null when it runs on the wall clock.</param>
/// <param name="Marks">Its warnings in order, and the due time last.</param>
internal sealed record Reckoning(Instant DueAt, bool CalendarCertain, long? CalendarVersion, Instant[] Marks)
{
    // PostgreSQL's jsonb keeps its members in an order of its own, so that the kind need not come first.
    public static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    [Rule("T-3", "when working days end")]
    [Rule("T-4", "when months end")]
    [Rule("T-5", "when hours end")]
    public static Reckoning Of(Instant since, Term term, IReadOnlyList<Warning> warnings, WorkingCalendar calendar)
    {
        var (due, site) = term switch
        {
            Term.WorkingDays days => (days.Site.WithinWorkingDays(calendar, since, days.Count), days.Site),
            Term.Months months => (months.Site.WithinMonths(calendar, since, months.Count), months.Site),
            Term.Elapsed elapsed => (new DueTime(since + elapsed.Length, CalendarCertain: true), null),
            Term.InServiceHours hours => (
                new DueTime(hours.Hours.After(since, hours.Length), CalendarCertain: true), null),
            _ => throw new ArgumentOutOfRangeException(nameof(term), term, "An unknown term."),
        };
        var marks = warnings
            .Select(warning =>
                warning switch
                {
                    // Which zone's days, a term on the wall clock does not say.
                    Warning.WorkingDaysBefore before => site?.WorkingDaysBefore(calendar, due.At, before.Count)
                        ?? throw new ArgumentException(
                            "A warning in working days needs a term of a site.", nameof(term)),
                    Warning.Before before => due.At - before.Length,
                    _ => throw new ArgumentOutOfRangeException(nameof(warnings), warning, "An unknown warning."),
                })
            // A warning from before the event itself would warn of nothing.
            .Where(mark => mark > since && mark < due.At)
            .Order().Append(due.At).ToArray();
        return new(due.At, due.CalendarCertain, site is null ? null : calendar.Version, marks);
    }
}
