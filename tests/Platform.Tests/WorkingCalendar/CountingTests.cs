using CsCheck;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;
using Xunit;

namespace Ops.Platform.Tests.WorkingDays;

public sealed class CountingTests
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.BuiltIn;

    private static readonly Gen<LocalDate> Dates = Gen.Int[0, (365 * 5) - 1]
        .Select(days => new LocalDate(2023, 1, 1).PlusDays(days));

    [Fact]
    [Rule("T-2")]
    [Rule("T-3")]
    public void Five_working_days_from_29_September_2026_end_on_12_October_by_National_Day_and_the_made_up_Saturday()
    {
        Assert.Equal(
            new WorkingDate(new LocalDate(2026, 10, 12), CalendarCertain: true),
            Calendar.Add(new LocalDate(2026, 9, 29), 5));
        Assert.False(Calendar.IsWorkingDay(new LocalDate(2026, 10, 1)));
        Assert.False(Calendar.IsWorkingDay(new LocalDate(2026, 10, 7)));
        Assert.True(Calendar.IsWorkingDay(new LocalDate(2026, 10, 10)));
    }

    [Fact]
    [Rule("T-2")]
    public void In_a_year_without_data_Monday_to_Friday_are_worked_and_the_answer_is_not_certain()
    {
        Assert.False(Calendar.IsCertain(2027));
        // 1 May 2027 is a Saturday and its Monday is an ordinary one until the notice says otherwise.
        Assert.Equal(
            new WorkingDate(new LocalDate(2027, 5, 3), CalendarCertain: false),
            Calendar.Add(new LocalDate(2027, 4, 30), 1));
    }

    [Fact]
    [Rule("T-2")]
    public void A_count_that_runs_into_a_year_without_data_is_not_certain()
    {
        Assert.True(Calendar.Add(new LocalDate(2026, 12, 30), 1).CalendarCertain);
        Assert.False(Calendar.Add(new LocalDate(2026, 12, 30), 2).CalendarCertain);
    }

    [Fact]
    [Rule("T-2")]
    public void The_day_of_the_event_is_not_counted_so_its_year_needs_no_data()
    {
        var only2024 = new WorkingCalendar(Calendar.Years.Values.Where(year => year.Year == 2024));

        Assert.True(only2024.Add(new LocalDate(2023, 12, 31), 5).CalendarCertain);
        Assert.True(only2024.Add(new LocalDate(2025, 1, 1), -5).CalendarCertain);
    }

    [Theory]
    [InlineData(2026, true)]
    [InlineData(2027, false)]
    [Rule("T-2")]
    public void No_working_days_after_a_date_is_the_date_itself_worked_or_not_and_as_certain_as_its_year(
        int year, bool certain)
    {
        var newYear = new LocalDate(year, 1, 1);

        Assert.Equal(new WorkingDate(newYear, certain), Calendar.Add(newYear, 0));
    }

    [Fact]
    [Rule("T-4")]
    public void A_month_after_31_January_is_the_last_day_of_February_and_moves_to_a_worked_day()
    {
        // 28 February 2026 is a Saturday that is worked; 28 February 2025 is a Friday.
        Assert.Equal(new LocalDate(2026, 2, 28), Calendar.AddMonths(new LocalDate(2026, 1, 31), 1).Date);
        Assert.Equal(new LocalDate(2025, 2, 28), Calendar.AddMonths(new LocalDate(2025, 1, 31), 1).Date);
    }

    [Fact]
    [Rule("T-4")]
    public void A_month_that_ends_in_the_National_Day_holiday_ends_on_the_first_worked_day_after_it() =>
        Assert.Equal(
            new WorkingDate(new LocalDate(2026, 10, 8), CalendarCertain: true),
            Calendar.AddMonths(new LocalDate(2026, 9, 1), 1));

    [Fact]
    [Rule("T-2")]
    [Rule("T-4")]
    public void A_month_that_ends_on_a_day_off_of_a_year_without_data_is_not_certain_wherever_it_moves_to()
    {
        // 31 December 2023 is a Sunday that a notice for 2023 might have made up.
        var only2024 = new WorkingCalendar(Calendar.Years.Values.Where(year => year.Year == 2024));

        Assert.Equal(
            new WorkingDate(new LocalDate(2024, 1, 2), CalendarCertain: false),
            only2024.AddMonths(new LocalDate(2023, 11, 30).PlusDays(1).PlusDays(30), 0));
    }

    [Fact]
    [Rule("T-2")]
    [Rule("T-3")]
    public void Between_two_days_are_as_many_as_are_counted_and_each_that_is_skipped_is_named()
    {
        var between = Calendar.Between(new LocalDate(2026, 9, 29), new LocalDate(2026, 10, 12));
        Assert.Equal((5, true), (between.WorkingDays, between.CalendarCertain));
        Assert.Equal(
            [.. Enumerable.Range(1, 7).Select(day => new LocalDate(2026, 10, day)), new LocalDate(2026, 10, 11)],
            between.Skipped.Select(day => day.Date));
        Assert.All(between.Skipped.SkipLast(1), day => Assert.NotEmpty(day.Name));
        // An ordinary Sunday has no name.
        Assert.Empty(between.Skipped[^1].Name);
        Assert.False(Calendar.Between(new LocalDate(2026, 12, 31), new LocalDate(2027, 1, 4)).CalendarCertain);
        Assert.Equal(0, Calendar.Between(new LocalDate(2026, 10, 12), new LocalDate(2026, 10, 12)).WorkingDays);
    }

    [Fact]
    [Rule("T-3")]
    public void A_term_that_was_counted_out_has_as_many_working_days_between() =>
        Gen.Select(Dates, Gen.Int[1, 60]).Sample((date, days) =>
            Calendar.Between(date, Calendar.Add(date, days).Date).WorkingDays == days);

    [Theory]
    [InlineData(2_001)]
    [InlineData(-2_001)]
    public void More_than_2_000_working_days_are_not_counted(int days) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.Add(new LocalDate(2026, 1, 5), days));

    [Fact]
    [Rule("T-3")]
    public void Counting_is_the_same_as_ticking_off_worked_days_on_the_wall() =>
        Gen.Select(Dates, Gen.Int[-60, 60]).Sample((date, days) =>
        {
            var expected = date;
            for (var left = Math.Abs(days); left > 0;)
            {
                expected = expected.PlusDays(Math.Sign(days));
                if (Calendar.IsWorkingDay(expected))
                    left--;
            }

            return Calendar.Add(date, days).Date == expected;
        });

    [Fact]
    [Rule("T-3")]
    public void The_last_day_of_a_count_is_a_worked_day_and_one_day_more_ends_later() =>
        Gen.Select(Dates, Gen.Int[1, 300]).Sample((date, days) =>
        {
            var end = Calendar.Add(date, days).Date;
            return Calendar.IsWorkingDay(end) && end > date && Calendar.Add(date, days + 1).Date > end;
        });

    [Fact]
    [Rule("T-3")]
    public void Counting_back_from_the_end_of_a_count_that_began_on_a_worked_day_comes_to_its_beginning() =>
        Gen.Select(Dates, Gen.Int[1, 300]).Where(sample => Calendar.IsWorkingDay(sample.Item1))
            .Sample((date, days) => Calendar.Add(Calendar.Add(date, days).Date, -days).Date == date);

    [Fact]
    [Rule("T-2")]
    public void A_count_is_certain_when_every_day_counted_through_lies_in_a_year_with_data() =>
        Gen.Select(Dates, Gen.Int[1, 60])
            .Sample(
                (date, days) =>
                {
                    var (end, certain) = Calendar.Add(date, days);
                    return certain
                        == Enumerable
                            .Range(date.PlusDays(1).Year, end.Year - date.PlusDays(1).Year + 1)
                            .All(Calendar.IsCertain);
                });

    [Fact]
    [Rule("T-4")]
    public void Months_end_on_a_worked_day_never_before_the_same_day_of_the_month() =>
        Gen.Select(Dates, Gen.Int[0, 24]).Sample((date, months) =>
        {
            var end = Calendar.AddMonths(date, months).Date;
            return Calendar.IsWorkingDay(end) && end >= date.PlusMonths(months);
        });

    [Fact]
    public void Counting_allocates_nothing()
    {
        var date = new LocalDate(2026, 9, 29);
        _ = Calendar.Add(date, 5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            _ = Calendar.Add(date, 5);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
