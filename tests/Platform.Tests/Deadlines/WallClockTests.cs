using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
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
}
