using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Ops.ClientAttribution.Tests;

/// <summary>
/// The time of a case's sentences: <c>day 3, …</c> is the morning of the third day, <c>day 8 at 23:59, …</c> what it
/// says, and a sentence without a day ten minutes after the one before.
/// </summary>
internal sealed partial class CaseTime
{
    /// <summary>The site's zone.</summary>
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private static readonly LocalDate FirstDay = new(2026, 3, 2);

    /// <summary>The time of the last sentence.</summary>
    public Instant Now { get; private set; } = At(1, new LocalTime(9, 0));

    /// <summary>A time of a day.</summary>
    public static Instant At(int day, LocalTime time) =>
        FirstDay.PlusDays(day - 1).At(time).InZoneStrictly(Zone).ToInstant();

    /// <summary>The end of a day: <c>day 3</c>.</summary>
    public static Instant EndOf(string day) => At(
        int.Parse(day["day ".Length..], CultureInfo.InvariantCulture), new LocalTime(23, 59, 59));

    /// <summary>Moves on to a sentence, and gives back what it says without its day.</summary>
    public string Next(string sentence)
    {
        var match = Day().Match(sentence);
        if (!match.Success)
        {
            Now += Duration.FromMinutes(10);
            return sentence;
        }

        var time = match.Groups["time"] is { Success: true, Value: var written }
            ? NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(written).Value
            : new LocalTime(9, 0);
        Now = At(int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture), time);
        return sentence[match.Length..];
    }

    [GeneratedRegex(@"\Aday (?<day>\d+)( at (?<time>\d\d:\d\d))?, ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Day();
}
