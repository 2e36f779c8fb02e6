using NodaTime;
using Ops.Platform.Rules;

namespace Ops.Platform.WorkingTime;

/// <summary>
/// Which dates are worked (T-2): Monday to Friday, less statutory holidays, plus make-up working days 调休, from one
/// data file a year. Immutable; a new year's data makes a new calendar with the next version.
/// </summary>
public sealed class WorkingCalendar
{
    private const byte Worked = 1, Certain = 2;

    // One byte a day from the first known year to the last, so that counting is a walk over an array.
    private readonly byte[] _days;
    private readonly int _first;

    /// <summary>
    /// A calendar over the given years. A year that is not given is counted Monday to Friday and is not certain.
    /// </summary>
    public WorkingCalendar(IEnumerable<CalendarYear> years, long version = 0)
    {
        Version = version;
        Years = years.ToDictionary(year => year.Year);
        if (Years.Count == 0)
        {
            _days = [];
            return;
        }

        _first = new DateOnly(Years.Keys.Min(), 1, 1).DayNumber;
        _days = new byte[new DateOnly(Years.Keys.Max(), 12, 31).DayNumber - _first + 1];
        for (var i = 0; i < _days.Length; i++)
        {
            var date = DateOnly.FromDayNumber(_first + i);
            _days[i] = (byte)((IsWeekday(date.DayNumber) ? Worked : 0) | (Years.ContainsKey(date.Year) ? Certain : 0));
        }

        foreach (var year in Years.Values)
        {
            foreach (var holiday in year.Holidays)
                _days[DayNumber(holiday.Date) - _first] &= unchecked((byte)~Worked);
            foreach (var made in year.WorkingDays)
                _days[DayNumber(made) - _first] |= Worked;
        }
    }

    /// <summary>The years that came with the program.</summary>
    public static WorkingCalendar BuiltIn { get; } = new(CalendarYears.BuiltIn);

    /// <summary>The version in the database that all replicas compute from; 0 for the built-in data alone.</summary>
    public long Version { get; }

    /// <summary>The years whose data is there.</summary>
    public IReadOnlyDictionary<int, CalendarYear> Years { get; }

    /// <summary>Whether the year's data is there.</summary>
    public bool IsCertain(int year) => Years.ContainsKey(year);

    /// <summary>Whether the date is worked.</summary>
    [Rule("T-2", "what a working day is")]
    public bool IsWorkingDay(LocalDate date) => (Day(DayNumber(date)) & Worked) != 0;

    /// <summary>The N-th working day after a date, which itself is not counted (T-3, Civil Code art. 201).</summary>
    /// <param name="date">The day of the event.</param>
    /// <param name="workingDays">
    /// How many; 0 to 2 000. Negative counts back; 0 is the date itself, worked or not, and as certain as its year.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">More than 2 000 either way.</exception>
    [Rule("T-2", "counting working days")]
    [Rule("T-3", "the day of the event is not counted")]
    public WorkingDate Add(LocalDate date, int workingDays)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workingDays, 2_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(workingDays, -2_000);
        var day = DayNumber(date);
        var step = Math.Sign(workingDays);
        // The day of the event is not counted, so its year matters only where it is the answer.
        var certain = workingDays == 0 ? Day(day) : Certain;
        for (var left = Math.Abs(workingDays); left > 0;)
        {
            day += step;
            var flags = Day(day);
            certain &= flags;
            left -= flags & Worked;
        }

        return new(LocalDate.FromDateOnly(DateOnly.FromDayNumber(day)), (certain & Certain) != 0);
    }

    /// <summary>
    /// The same day N months later, or that month's last; if not worked, the next working day (T-4, Civil Code art.
    /// 202, 203).
    /// </summary>
    [Rule("T-4", "the same day, months later")]
    public WorkingDate AddMonths(LocalDate date, int months)
    {
        // NodaTime cuts to the month's last day by itself.
        var due = Add(date.PlusMonths(months), 0);
        if (IsWorkingDay(due.Date))
            return due;
        var next = Add(due.Date, 1);
        // That the day itself is off must be certain too.
        return next with { CalendarCertain = due.CalendarCertain && next.CalendarCertain };
    }

    /// <summary>
    /// The days after one up to another, as a term is counted (T-3): how many are worked, and which are not.
    /// </summary>
    /// <param name="since">The day that is not counted.</param>
    /// <param name="until">The last one that is; one that is not later leaves nothing to count.</param>
    [Rule("T-2", "the days between two")]
    [Rule("T-3", "the days between two")]
    public DaysBetween Between(LocalDate since, LocalDate until)
    {
        var (worked, skipped, certain) = (0, new List<CalendarHoliday>(), true);
        for (var day = since.PlusDays(1); day <= until; day = day.PlusDays(1))
        {
            certain &= IsCertain(day.Year);
            if (IsWorkingDay(day))
                worked++;
            else
                skipped.Add(new(day, NameOf(day)));
        }

        return new(worked, skipped, certain);
    }

    /// <summary>The holiday's name as the notice has it; empty for a Saturday or a Sunday like any other.</summary>
    private string NameOf(LocalDate day) =>
        Years.GetValueOrDefault(day.Year)?.Holidays.FirstOrDefault(holiday => holiday.Date == day)?.Name ?? "";

    /// <summary>The years that two calendars count differently.</summary>
    public IReadOnlySet<int> DifferentYears(WorkingCalendar other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Years
            .Keys.Union(other.Years.Keys)
            .Where(year =>
                !(
                    Years.TryGetValue(year, out var mine)
                    && other.Years.TryGetValue(year, out var theirs)
                    && mine.CountsLike(theirs)))
            .ToHashSet();
    }

    private byte Day(int number)
    {
        var i = number - _first;
        return (uint)i < (uint)_days.Length ? _days[i] : IsWeekday(number) ? Worked : (byte)0;
    }

    private static int DayNumber(LocalDate date) => date.ToDateOnly().DayNumber;

    // Day 0 of DateOnly, 0001-01-01, was a Monday.
    private static bool IsWeekday(int dayNumber) => dayNumber % 7 < 5;
}

/// <summary>A date that was counted, and whether every year counted through had its data.</summary>
/// <param name="Date">The date.</param>
/// <param name="CalendarCertain">False when a year without data was counted through: the date may still move.</param>
public readonly record struct WorkingDate(LocalDate Date, bool CalendarCertain);

/// <summary>The days between two.</summary>
/// <param name="WorkingDays">How many are worked.</param>
/// <param name="Skipped">Those that are not, in their order; a Saturday or Sunday like any other has no name.</param>
/// <param name="CalendarCertain">False when a year without data was counted through.</param>
public sealed record DaysBetween(int WorkingDays, IReadOnlyList<CalendarHoliday> Skipped, bool CalendarCertain);
