using CsCheck;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.WorkingDays;

public sealed class CalendarYearTests
{
    [Fact]
    [Rule("T-2")]
    public void The_years_that_come_with_the_program_are_2024_to_2026() =>
        Assert.Equal([2024, 2025, 2026], WorkingCalendar.BuiltIn.Years.Keys.Order());

    [Fact]
    public void A_year_that_is_written_and_read_again_is_the_same_year()
    {
        var year = WorkingCalendar.BuiltIn.Years[2026];
        var again = CalendarYear.Parse(year.ToJson());

        Assert.Equal(year.Holidays, again.Holidays);
        Assert.Equal(year.WorkingDays, again.WorkingDays);
        Assert.Equal(year.Source, again.Source);
    }

    [Theory]
    [InlineData("not json", "cannot be read")]
    [InlineData("null", "empty")]
    [InlineData("""{"year":2027,"source":"s","holidays":[]}""", "cannot be read")]
    [InlineData("""{"year":2027,"source":"s","holidays":[],"workingDays":[],"extra":1}""", "cannot be read")]
    [InlineData(
        """{"year":2027,"source":"s","holidays":[{"date":"2027-02-30","name":"n"}],"workingDays":[]}""",
        "cannot be read")]
    [InlineData("""{"year":2027,"source":"s","holidays":[null],"workingDays":[]}""", "empty entry")]
    [InlineData(
        """{"year":2027,"source":"s","holidays":[{"date":"2026-12-31","name":"n"}],"workingDays":[]}""",
        "2026-12-31, which is not in it")]
    [InlineData(
        """
        {"year":2027,"source":"s","holidays":[{"date":"2027-01-01","name":"n"},{"date":"2027-01-01","name":"n"}],
        "workingDays":[]}
        """,
        "2027-01-01 twice")]
    [InlineData(
        """{"year":2027,"source":"s","holidays":[{"date":"2027-01-02","name":"n"}],"workingDays":["2027-01-02"]}""",
        "2027-01-02 twice")]
    [InlineData(
        """{"year":2027,"source":"s","holidays":[],"workingDays":["2027-01-04"]}""",
        "2027-01-04 up, which is worked anyhow")]
    [InlineData("""{"year":99999,"source":"s","holidays":[],"workingDays":[]}""", "99999")]
    [InlineData("""{"year":0,"source":"s","holidays":[],"workingDays":[]}""", "0")]
    [Rule("T-2")]
    [Case("calendar-of-another-year")]
    public void A_years_file_that_makes_no_sense_is_refused_and_the_reason_is_named(string json, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<FormatException>(() => CalendarYear.Parse(json)).Message, StringComparison.Ordinal);

    [Fact, Rule("T-2"), Case("calendar-of-another-year", Generated = true)]
    public void No_year_s_file_names_a_day_of_any_other_year() => Gen.Select(
        Gen.Int[366, 3000], Gen.Bool, Gen.Bool).Sample((days, before, holiday) =>
        {
            var day = new LocalDate(2027, 6, 30).PlusDays(before ? -days : days);
            var (off, worked) = holiday
                ? ($$"""[{"date":"{{day:uuuu-MM-dd}}","name":"n"}]""", "[]")
                : ("[]", $$"""["{{day:uuuu-MM-dd}}"]""");
            Assert.Contains(
                "which is not in it",
                Assert.Throws<FormatException>(() => CalendarYear.Parse(
                    $$"""{"year":2027,"source":"s","holidays":{{off}},"workingDays":{{worked}}}""")).Message,
                StringComparison.Ordinal);
        });

    [Fact]
    public void Two_calendars_differ_in_the_years_that_they_count_differently()
    {
        var known = WorkingCalendar.BuiltIn.Years[2026];
        var corrected = known with { WorkingDays = [.. known.WorkingDays, new LocalDate(2026, 12, 26)] };
        var other = new WorkingCalendar([
            WorkingCalendar.BuiltIn.Years[2025],
            corrected with
            {
                Source = "another notice",
            },
        ]);

        Assert.Equal([2024, 2026], WorkingCalendar.BuiltIn.DifferentYears(other).Order());
        Assert.Empty(WorkingCalendar.BuiltIn.DifferentYears(WorkingCalendar.BuiltIn));
    }
}
