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
}
