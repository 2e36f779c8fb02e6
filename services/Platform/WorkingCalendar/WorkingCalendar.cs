using NodaTime;

namespace Ops.Platform.WorkingTime;

/// <summary>
/// Which dates are worked (T-2): Monday to Friday, less statutory holidays, plus make-up working days 调休, from one
/// data file a year. Immutable; a new year's data makes a new calendar with the next version.
/// </summary>
public sealed class WorkingCalendar
{
    /// <summary>A calendar over the given years. A year that is not given is counted Monday to Friday and is not certain.</summary>
    public WorkingCalendar(IEnumerable<CalendarYear> years, long version = 0) => throw new NotImplementedException($"{years} {version}");

    /// <summary>The years that came with the program.</summary>
    public static WorkingCalendar BuiltIn => throw new NotImplementedException();

    /// <summary>The version in the database that all replicas compute from; 0 for the built-in data alone.</summary>
    public long Version => throw new NotImplementedException();

    /// <summary>Whether the year's data is there.</summary>
    public bool IsCertain(int year) => throw new NotImplementedException();

    /// <summary>Whether the date is worked.</summary>
    public bool IsWorkingDay(LocalDate date) => throw new NotImplementedException();

    /// <summary>The N-th working day after a date, which itself is not counted (T-3, Civil Code art. 201).</summary>
    /// <param name="date">The day of the event.</param>
    /// <param name="workingDays">How many; 0 to 2 000. Negative counts back.</param>
    public WorkingDate Add(LocalDate date, int workingDays) => throw new NotImplementedException();

    /// <summary>The same day N months later, or that month's last; if not worked, the next working day (T-4).</summary>
    public WorkingDate AddMonths(LocalDate date, int months) => throw new NotImplementedException();
}

/// <summary>A date that was counted, and whether every year counted through had its data.</summary>
/// <param name="Date">The date.</param>
/// <param name="CalendarCertain">False when a year without data was counted through: the date may still move.</param>
public readonly record struct WorkingDate(LocalDate Date, bool CalendarCertain);

/// <summary>One year's data file.</summary>
/// <param name="Year">The year.</param>
/// <param name="Source">The notice it was taken from.</param>
/// <param name="Holidays">Every day off that the notice names.</param>
/// <param name="WorkingDays">Every make-up working day that it names.</param>
public sealed record CalendarYear(int Year, string Source, IReadOnlyList<CalendarHoliday> Holidays, IReadOnlyList<LocalDate> WorkingDays);

/// <summary>A day off.</summary>
/// <param name="Date">The date.</param>
/// <param name="Name">The holiday's name as the notice has it.</param>
public sealed record CalendarHoliday(LocalDate Date, string Name);

/// <summary>How a site counts: its zone and its close of business (T-1, T-3).</summary>
/// <param name="Zone">IANA id of the site's time zone.</param>
/// <param name="CloseOfBusiness">Local time at which a working day ends.</param>
public sealed record SiteTime(string Zone, LocalTime CloseOfBusiness)
{
    /// <summary>Asia/Shanghai, 18:00.</summary>
    public static SiteTime Default { get; } = new("Asia/Shanghai", new LocalTime(18, 0));
}

/// <summary>The calendar that this replica now computes from; replaced as a whole when a year's data comes.</summary>
public interface IWorkingCalendars
{
    /// <summary>The calendar in force.</summary>
    WorkingCalendar Current { get; }

    /// <summary>Raised after another version came into force in this replica, with the years that differ.</summary>
    event Action<IReadOnlySet<int>>? Changed;
}
