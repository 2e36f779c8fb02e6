using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;
using Xunit;

namespace Ops.Platform.Tests.WorkingDays;

public sealed class SiteTimeTests
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.BuiltIn;
    private static readonly SiteTime Site = new("Asia/Shanghai", SiteTime.CustomaryClose);

    [Fact]
    [Rule("T-1")]
    [Rule("T-3")]
    public void What_is_due_in_working_days_is_due_at_18_00_in_Shanghai() =>
        Assert.Equal(
            new DueTime(Instant.FromUtc(2026, 10, 12, 10, 0), CalendarCertain: true),
            Site.WithinWorkingDays(Calendar, Instant.FromUtc(2026, 9, 29, 1, 30), 5));

    [Fact]
    [Rule("T-1")]
    public void The_day_of_an_event_is_the_day_on_the_sites_own_calendar()
    {
        // 16:30 UTC on the 28th is half past midnight on the 29th in Shanghai, and still the 28th in London.
        var signed = Instant.FromUtc(2026, 9, 28, 16, 30);

        Assert.Equal(Instant.FromUtc(2026, 9, 30, 10, 0), Site.WithinWorkingDays(Calendar, signed, 1).At);
        Assert.Equal(
            Instant.FromUtc(2026, 9, 29, 17, 0),
            new SiteTime("Europe/London", new LocalTime(18, 0)).WithinWorkingDays(Calendar, signed, 1).At);
    }

    [Fact]
    [Rule("T-3")]
    public void A_site_that_closes_at_17_30_has_its_deadlines_at_17_30() =>
        Assert.Equal(
            Instant.FromUtc(2026, 9, 30, 9, 30),
            new SiteTime("Asia/Shanghai", new LocalTime(17, 30))
                .WithinWorkingDays(Calendar, Instant.FromUtc(2026, 9, 29, 1, 0), 1)
                .At);

    [Fact]
    [Rule("T-4")]
    public void What_is_due_in_a_month_is_due_at_close_of_business_of_a_worked_day() =>
        Assert.Equal(
            new DueTime(Instant.FromUtc(2026, 10, 8, 10, 0), CalendarCertain: true),
            Site.WithinMonths(Calendar, Instant.FromUtc(2026, 9, 1, 2, 0), 1));

    [Fact]
    public void A_reminder_a_working_day_before_a_Monday_after_a_worked_Saturday_comes_on_that_Saturday() =>
        Assert.Equal(
            Instant.FromUtc(2026, 10, 10, 10, 0),
            Site.WorkingDaysBefore(Calendar, Instant.FromUtc(2026, 10, 12, 10, 0), 1));
}
