using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Time;

public sealed class WallClockTests(TestServers servers)
{
    [Fact]
    [Rule("T-5")]
    public async Task Minutes_and_hours_run_on_the_wall_clock_through_nights_and_the_National_Day_holiday()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();
        var lateOnTheEve = Instant.FromUtc(2026, 9, 30, 15, 55);

        var minutes = await replica.SetAsync("answer", new Term.Elapsed(Duration.FromMinutes(15)), lateOnTheEve);
        var hours = await replica.SetAsync("reservation", new Term.Elapsed(Duration.FromHours(72)), lateOnTheEve);

        Assert.Equal((Instant.FromUtc(2026, 9, 30, 16, 10), true), (minutes.DueAt, minutes.CalendarCertain));
        Assert.Equal((Instant.FromUtc(2026, 10, 3, 15, 55), true), (hours.DueAt, hours.CalendarCertain));
    }

    [Fact]
    [Rule("T-1")]
    public async Task A_term_that_is_no_site_s_is_not_warned_of_by_working_days()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => replica.SetAsync(
            "answer", new Term.Elapsed(Duration.FromHours(72)), Office.Opening, null,
            new Warning.WorkingDaysBefore(1)));
    }

    [Fact]
    [Rule("T-5")]
    public async Task Where_a_centre_has_set_its_service_hours_minutes_and_hours_run_in_those_only()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();
        var hours = new ServiceHours("Asia/Shanghai", new LocalTime(9, 0), new LocalTime(18, 0));
        var tenMinutesToClosing = Instant.FromUtc(2026, 9, 30, 9, 50);

        var answer = await replica.SetAsync(
            "answer", new Term.InServiceHours(Duration.FromMinutes(15), hours), tenMinutesToClosing);
        var atNight = await replica.SetAsync(
            "at-night", new Term.InServiceHours(Duration.FromHours(2), hours), Instant.FromUtc(2026, 9, 30, 15, 55));
        var long20 = await replica.SetAsync(
            "long", new Term.InServiceHours(Duration.FromHours(20), hours), Instant.FromUtc(2026, 9, 30, 1, 0));

        // Ten minutes of the first day and five of the next; the holiday is a day like others, for the source makes no
        // exception.
        Assert.Equal(Instant.FromUtc(2026, 10, 1, 1, 5), answer.DueAt);
        Assert.Equal(Instant.FromUtc(2026, 10, 1, 3, 0), atNight.DueAt);
        Assert.Equal(Instant.FromUtc(2026, 10, 2, 3, 0), long20.DueAt);
        Assert.Equal(answer.DueAt, (await replica.FindAsync("answer")).DueAt);
        Assert.Equal(
            "09:00:00",
            await office.QueryAsync<string>(
                "SELECT term->'hours'->>'from' FROM deadlines.deadlines WHERE key = 'answer'"));
    }
}
