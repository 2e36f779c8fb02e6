using NodaTime;
using Ops.Platform.Rules;

namespace Ops.Platform.WorkingTime;

/// <summary>How a site counts: its zone and its close of business (T-1, T-3).</summary>
/// <param name="Zone">IANA id of the site's time zone.</param>
/// <param name="CloseOfBusiness">Local time at which a working day ends.</param>
public sealed record SiteTime(string Zone, LocalTime CloseOfBusiness)
{
    /// <summary>The close of business where a site sets none (T-3).</summary>
    public static LocalTime CustomaryClose { get; } = new(18, 0);

    /// <summary>The close of business of the N-th working day after an event (T-3).</summary>
    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">The zone is not known.</exception>
    [Rule("T-1", "in the site's time zone")]
    [Rule("T-3", "until close of business")]
    public DueTime WithinWorkingDays(WorkingCalendar calendar, Instant @event, int workingDays)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return Close(calendar.Add(DateOf(@event), workingDays));
    }

    /// <summary>The close of business N months after an event, moved to a working day (T-4).</summary>
    [Rule("T-1", "in the site's time zone")]
    [Rule("T-4", "until close of business")]
    public DueTime WithinMonths(WorkingCalendar calendar, Instant @event, int months)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return Close(calendar.AddMonths(DateOf(@event), months));
    }

    /// <summary>The same time of day a number of working days before an instant: when a reminder comes.</summary>
    public Instant WorkingDaysBefore(WorkingCalendar calendar, Instant due, int workingDays)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var zone = DateTimeZoneProviders.Tzdb[Zone];
        var local = due.InZone(zone).LocalDateTime;
        return calendar.Add(local.Date, -workingDays).Date.At(local.TimeOfDay).InZoneLeniently(zone).ToInstant();
    }

    private LocalDate DateOf(Instant instant) => instant.InZone(DateTimeZoneProviders.Tzdb[Zone]).Date;

    private DueTime Close(WorkingDate day) =>
        new(
            day.Date.At(CloseOfBusiness).InZoneLeniently(DateTimeZoneProviders.Tzdb[Zone]).ToInstant(),
            day.CalendarCertain);
}

/// <summary>Until when, and whether that is certain (T-2).</summary>
/// <param name="At">The instant.</param>
/// <param name="CalendarCertain">False when a year without data was counted through.</param>
public readonly record struct DueTime(Instant At, bool CalendarCertain);
