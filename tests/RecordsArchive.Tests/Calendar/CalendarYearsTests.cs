using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ops.Platform.Rules;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.RecordsArchive.Tests.Calendar;

/// <summary>Whoever looks after a department sees by which years it counts working days.</summary>
public sealed class CalendarYearsTests(TestServers servers)
{
    [Fact]
    [Rule("T-2", "which years are certain")]
    public async Task The_years_are_told_with_their_days_off_and_the_days_that_make_up_for_them()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        using var operations = archive.Client([RecordsArchivePermissions.Operate]);
        // A replica that has just begun takes them over within seconds.
        JsonElement page = default;
        await Wait.UntilAsync(
            async () =>
            {
                page = await operations.GetFromJsonAsync<JsonElement>(
                    "/api/archive/calendar-years", TestContext.Current.CancellationToken);
                return page.GetProperty("version").GetInt64() > 0;
            },
            "the calendar to be taken over");
        var years = page.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([2026, 2025, 2024], years.Select(year => year.GetProperty("year").GetInt32()));
        var holiday = years[1].GetProperty("holidays").EnumerateArray().First();
        Assert.Equal(
            ("2025-01-01", "元旦"),
            (holiday.GetProperty("date").GetString(), holiday.GetProperty("name").GetString()));
        Assert.Contains(
            "2025-01-26", years[1].GetProperty("workingDays").EnumerateArray().Select(day => day.GetString()));
    }

    [Fact]
    [Rule("T-3", "the days between two")]
    public async Task The_working_days_between_two_days_are_told_with_those_that_do_not_count()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        using var clerk = archive.Client([RecordsArchivePermissions.OwnTasks]);
        var between = await clerk.GetFromJsonAsync<JsonElement>(
            "/api/archive/working-days?since=2026-09-29&due=2026-10-12", TestContext.Current.CancellationToken);
        Assert.Equal(5, between.GetProperty("workingDays").GetInt32());
        Assert.True(between.GetProperty("calendarCertain").GetBoolean());
        var skipped = between.GetProperty("skipped").EnumerateArray()
            .Select(day => (day.GetProperty("date").GetString(), day.GetProperty("holiday").GetString())).ToList();
        // Seven days of the holiday, and the Sunday after the Saturday that makes up for one.
        Assert.Equal(8, skipped.Count);
        Assert.Equal("2026-10-01", skipped[0].Item1);
        Assert.Contains("国庆", skipped[0].Item2, StringComparison.Ordinal);
        Assert.Equal(("2026-10-11", null), skipped[^1]);

        foreach (var query in (string[])
            ["since=2026-10-12&due=2026-09-29", "since=2026-10-12&due=2036-10-12", "since=2026-10-12"])
        {
            using var refused = await clerk.GetAsync(
                new Uri($"/api/archive/working-days?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }
    }
}
