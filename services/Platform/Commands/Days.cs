using NodaTime;
using NodaTime.Text;
using Ops.ServiceDefaults.Description;

namespace Ops.Platform.Commands;

/// <summary>
/// The days that anything here happens on or is planned for: one outside is a slip of the pen, and no calendar or
/// database could carry it.
/// </summary>
public static class Days
{
    /// <summary>The text that says so.</summary>
    public const string Beyond = "day.beyond";

    private const int First = 1900, Last = 2199;

    /// <summary>Whether a day is one of them.</summary>
    public static bool Know(LocalDate day) => day.Year is >= First and <= Last;

    /// <summary>Whether a day, where one is given, is one of them.</summary>
    public static bool Know(LocalDate? day) => day is null || Know(day.Value);

    /// <summary>Whether an instant, where it is told, lies on one of them.</summary>
    public static bool Know(OffsetDateTime? at) => at is null || Know(at.Value.Date);
}

/// <summary>A day in a query: <c>2026-11-24</c>.</summary>
/// <param name="Date">The day.</param>
public readonly record struct Day(LocalDate Date) : IParameterOf<LocalDate>
{
    /// <summary>Reads one.</summary>
    public static bool TryParse(string? text, out Day day)
    {
        var parsed = LocalDatePattern.Iso.Parse(text ?? "");
        day = parsed.Success ? new(parsed.Value) : default;
        return parsed.Success && Days.Know(parsed.Value);
    }
}

/// <summary>An instant in a query: RFC 3339; a plus that a caller did not escape came as a space.</summary>
/// <param name="At">The instant.</param>
public readonly record struct Moment(Instant At) : IParameterOf<OffsetDateTime>
{
    /// <summary>Reads one.</summary>
    public static bool TryParse(string? text, out Moment moment)
    {
        var parsed = OffsetDateTimePattern.Rfc3339.Parse((text ?? "").Replace(' ', '+'));
        // Asked first: what lies beyond them may be no instant at all.
        var known = parsed.Success && Days.Know(parsed.Value);
        moment = known ? new(parsed.Value.ToInstant()) : default;
        return known;
    }
}
