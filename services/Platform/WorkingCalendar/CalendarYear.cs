using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Ops.Platform.WorkingTime;

/// <summary>One year's data file.</summary>
/// <param name="Year">The year.</param>
/// <param name="Source">The notice it was taken from.</param>
/// <param name="Holidays">Every day off that the notice names.</param>
/// <param name="WorkingDays">Every make-up working day that it names.</param>
public sealed record CalendarYear(
    int Year, string Source, IReadOnlyList<CalendarHoliday> Holidays, IReadOnlyList<LocalDate> WorkingDays)
{
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <summary>Reads a year's file and checks that it makes sense.</summary>
    /// <exception cref="FormatException">It does not; the message says what is wrong and where.</exception>
    public static CalendarYear Parse(string json)
    {
        CalendarYear year;
        try
        {
            year =
                JsonSerializer.Deserialize<CalendarYear>(json, Json)
                ?? throw new FormatException("The calendar file is empty.");
        }
        catch (JsonException failure)
        {
            throw new FormatException($"The calendar file cannot be read: {failure.Message}", failure);
        }

        // What is kept must be countable on every replica for good: a year out of range would break each of them.
        if (year.Year is < 1950 or > 2200)
            throw new FormatException($"The calendar file is for the year {year.Year}; it must be 1950 to 2200.");
        if (year.Holidays.Any(holiday => holiday is null))
            throw new FormatException($"The calendar of {year.Year} has an empty entry among its holidays.");

        var seen = new HashSet<LocalDate>();
        foreach (var date in year.Holidays.Select(holiday => holiday.Date).Concat(year.WorkingDays))
        {
            if (date.Year != year.Year)
                throw new FormatException($"The calendar of {year.Year} names {date:uuuu-MM-dd}, which is not in it.");
            if (!seen.Add(date))
                throw new FormatException($"The calendar of {year.Year} names {date:uuuu-MM-dd} twice.");
        }

        return
            year.WorkingDays.FirstOrDefault(date =>
                date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday))
                is { } weekday
            && weekday != default
            ? throw new FormatException(
                $"The calendar of {year.Year} makes {weekday:uuuu-MM-dd} up, which is worked anyhow.")
            : year;
    }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    internal bool CountsLike(CalendarYear other) =>
        Holidays.Select(holiday => holiday.Date).ToHashSet().SetEquals(other.Holidays.Select(holiday => holiday.Date))
        && WorkingDays.ToHashSet().SetEquals(other.WorkingDays);
}

/// <summary>A day off.</summary>
/// <param name="Date">The date.</param>
/// <param name="Name">The holiday's name as the notice has it.</param>
public sealed record CalendarHoliday(LocalDate Date, string Name);

/// <summary>The years that came with the program.</summary>
internal static class CalendarYears
{
    public static IReadOnlyList<CalendarYear> BuiltIn { get; } =
    [
        .. from name in typeof(CalendarYears).Assembly.GetManifestResourceNames()
           where name.Contains(".Years.", StringComparison.Ordinal)
           orderby name
           select CalendarYear.Parse(Read(name)),
    ];

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(CalendarYears).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
