using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Time;

public sealed class UncertainCalendarTests(TestServers servers) : IDisposable
{
    // Monday, 28 December 2026; the fifth working day after it lies in 2027, of which nothing is known.
    private static readonly Instant Signed = Instant.FromUtc(2026, 12, 28, 1, 0);
    private static readonly Instant DueByWeekdays = Instant.FromUtc(2027, 1, 4, 10, 0);
    private static readonly Term FiveWorkingDays = new Term.WorkingDays(5, Office.Site);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ops-calendar-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    [Rule("T-2")]
    public async Task A_deadline_counted_through_an_unpublished_year_warns_when_it_comes_and_is_no_breach()
    {
        var office = await Office.OpenAsync(servers, Signed);
        await using var replica = await office.StartAsync();
        var set = await replica.SetAsync("handover", FiveWorkingDays, Signed);
        Assert.Equal((DueByWeekdays, false), (set.DueAt, set.CalendarCertain));

        await replica.MoveToAsync(DueByWeekdays + Duration.FromDays(1));

        Assert.Equal(["DueUncertain handover"], await office.DoneAsync(1));
        await replica.Sweep.FireDueAsync(CancellationToken.None);
        Assert.Single(await office.DoneAsync());
        Assert.Null((await replica.FindAsync("handover")).BreachedAt);
    }

    [Fact]
    [Rule("T-2")]
    public async Task When_the_years_data_comes_too_late_the_breach_is_found_at_once_and_counts_from_the_due_time()
    {
        var office = await Office.OpenAsync(servers, Signed);
        await using var replica = await StartAsync(office);
        await replica.SetAsync("handover", FiveWorkingDays, Signed);
        await replica.MoveToAsync(Instant.FromUtc(2027, 1, 20, 0, 0));
        await office.DoneAsync(1);

        // 1 January is off, as it always is: the fifth working day is the 5th.
        Publish("""{"date":"2027-01-01","name":"元旦"}""");

        Assert.Equal(["DueUncertain handover", "Due handover"], await office.DoneAsync(2));
        var deadline = await replica.FindAsync("handover");
        Assert.Equal((Instant.FromUtc(2027, 1, 5, 10, 0), true), (deadline.BreachedAt, deadline.CalendarCertain));
        Assert.Equal(
            1,
            await office.CountAsync(
                "deadlines.recalculations WHERE due_before <> due_after AND NOT certain_before AND certain_after"));
    }

    [Fact]
    [Rule("T-2")]
    public async Task A_year_that_confirms_the_time_makes_it_certain_and_it_breaches_once()
    {
        var office = await Office.OpenAsync(servers, Signed);
        await using var one = await StartAsync(office);
        await using var other = await StartAsync(office);
        await one.SetAsync("handover", FiveWorkingDays, Signed);
        await one.MoveToAsync(Instant.FromUtc(2027, 1, 20, 0, 0));
        await office.DoneAsync(1);

        Publish("""{"date":"2027-02-05","name":"春节"}""");

        Assert.Equal(["DueUncertain handover", "Due handover"], await office.DoneAsync(2));
        await other.Sweep.FireDueAsync(CancellationToken.None);
        Assert.Equal(2, await office.CountAsync("public.done"));
        Assert.Equal(DueByWeekdays, (await other.FindAsync("handover")).BreachedAt);
    }

    [Fact]
    [Rule("T-2")]
    public async Task A_new_year_moves_the_open_deadlines_that_it_touches_and_leaves_all_others_alone()
    {
        var office = await Office.OpenAsync(servers, Signed);
        await using var replica = await StartAsync(office);
        await replica.SetAsync("touched", FiveWorkingDays, Signed);
        await replica.SetAsync("this year", new Term.WorkingDays(2, Office.Site), Signed);
        await replica.SetAsync("wall clock", new Term.Elapsed(Duration.FromDays(10)), Signed);
        await replica.SetAsync("met", FiveWorkingDays, Signed);
        await replica.ChangeAsync(book => book.Meet("met", Signed + Duration.FromHours(1)));

        Publish("""{"date":"2027-01-01","name":"元旦"}""");
        await replica.Sweep.FireDueAsync(CancellationToken.None);

        Assert.Equal((Instant.FromUtc(2027, 1, 5, 10, 0), true), await DueAsync(replica, "touched"));
        Assert.Equal((Instant.FromUtc(2026, 12, 30, 10, 0), true), await DueAsync(replica, "this year"));
        Assert.Equal((Signed + Duration.FromDays(10), true), await DueAsync(replica, "wall clock"));
        Assert.Equal((DueByWeekdays, false), await DueAsync(replica, "met"));
        Assert.Equal(1, await office.CountAsync("deadlines.recalculations"));
    }

    private static async Task<(Instant, bool)> DueAsync(OfficeReplica replica, string key)
    {
        var deadline = await replica.FindAsync(key);
        return (deadline.DueAt, deadline.CalendarCertain);
    }

    private Task<OfficeReplica> StartAsync(Office office) =>
        office.StartAsync(settings: $"--Calendar:Folder={_folder.FullName}");

    private void Publish(string holidays) =>
        File.WriteAllText(
            Path.Combine(_folder.FullName, "2027.json"),
            $$"""{"year":2027,"source":"a notice","holidays":[{{holidays}}],"workingDays":[]}"""
        );
}
