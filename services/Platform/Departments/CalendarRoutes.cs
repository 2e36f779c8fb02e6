using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;
using Ops.ServiceDefaults;

namespace Ops.Platform.Departments;

/// <summary>
/// T-2: the years by which a department counts working days, for whoever looks whether the next one's notice is in.
/// </summary>
internal static class CalendarRoutes
{
    /// <summary>Maps <c>GET calendar-years</c>.</summary>
    public static IEndpointRouteBuilder MapCalendarYears(this IEndpointRouteBuilder api, string permission)
    {
        api.MapFeature("calendar-year.feature", "calendar-year.feature.about")
            .MapGet("calendar-years", (IWorkingCalendars calendars) => TypedResults.Ok(YearsOf(calendars.Current)))
            .RequirePermission(permission)
            .WithSummary("calendar-year.list.summary");
        return api;
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
