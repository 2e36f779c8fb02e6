using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.Platform.WorkingTime;
using Ops.ServiceDefaults;

namespace Ops.Platform.Departments;

/// <summary>
/// T-2: the years by which a department counts working days, for whoever looks whether the next one's notice is in; and
/// the working days between two days, for everybody who looks at what is due.
/// </summary>
internal static class CalendarRoutes
{
    /// <summary>What anybody counts out; a count of years is a slip of the pen.</summary>
    private const int MostDays = 731;

    /// <summary>Maps <c>GET calendar-years</c> and <c>GET working-days</c>.</summary>
    public static IEndpointRouteBuilder MapCalendar(this IEndpointRouteBuilder api, CommonPermissions permissions)
    {
        var calendar = api.MapFeature("calendar-year.feature", "calendar-year.feature.about");
        calendar.MapGet("calendar-years", (IWorkingCalendars calendars) => TypedResults.Ok(YearsOf(calendars.Current)))
            .RequirePermission(permissions.Operate)
            .WithSummary("calendar-year.list.summary");
        calendar.MapGet("working-days", Between).RequirePermission(permissions.Tasks)
            .WithSummary("working-day.list.summary").AnswersOutcome<WorkingDaysView>();
        return api;
    }

    private static Outcome<WorkingDaysView> Between(Day since, Day due, IWorkingCalendars calendars)
    {
        if (due.Date < since.Date || Period.DaysBetween(since.Date, due.Date) > MostDays)
            return Refused.Input(null, "due", Text.Of("working-day.too-far", ("most", MostDays)));
        var between = calendars.Current.Between(since.Date, due.Date);
        return new WorkingDaysView(
            between.WorkingDays,
            [
                .. between.Skipped.Select(day =>
                    new SkippedDay(day.Date, day.Name is { Length: > 0 } name ? name : null)),
            ],
            between.CalendarCertain);
    }

    [Rule("T-2", "which years are certain")]
    private static CalendarYearPage YearsOf(WorkingCalendar calendar) => new(
        calendar.Version,
        [
            .. calendar.Years.Values.OrderByDescending(year => year.Year).Select(year => new CalendarYearView(
                year.Year, year.Source, [.. year.Holidays.OrderBy(holiday => holiday.Date)],
                [.. year.WorkingDays.Order()])),
        ]);
}

/// <summary>The years whose days are certain, the latest first.</summary>
/// <param name="Version">Of the calendar: another where a year was added or put right.</param>
/// <param name="Items">The years.</param>
internal sealed record CalendarYearPage(long Version, IReadOnlyList<CalendarYearView> Items);

/// <summary>A year.</summary>
/// <param name="Year">The year.</param>
/// <param name="Source">The notice it was taken from.</param>
/// <param name="Holidays">The days off that the notice names, in their order.</param>
/// <param name="WorkingDays">The make-up working days (调休) that it names, in their order.</param>
internal sealed record CalendarYearView(
    int Year, string Source, IReadOnlyList<CalendarHoliday> Holidays, IReadOnlyList<LocalDate> WorkingDays);

/// <summary>The working days after one day up to another.</summary>
/// <param name="WorkingDays">How many there are.</param>
/// <param name="Skipped">The days between that are not worked.</param>
/// <param name="CalendarCertain">Whether each year that was counted through has its notice (T-2).</param>
internal sealed record WorkingDaysView(int WorkingDays, IReadOnlyList<SkippedDay> Skipped, bool CalendarCertain);

/// <summary>A day that is not worked.</summary>
/// <param name="Date">The day.</param>
/// <param name="Holiday">The holiday, as the notice calls it; null for a Saturday or Sunday like any other.</param>
internal sealed record SkippedDay(LocalDate Date, string? Holiday);
