using NodaTime;
using NodaTime.Text;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Projects;

namespace Ops.SalesControl.Prices;

/// <summary>The time that a price is asked for: any, and now when none is given.</summary>
internal static class PriceTime
{
    /// <summary>
    /// Reads it. Of a time that is to come the answer is what is published so far; of one before the project there is
    /// none.
    /// </summary>
    /// <param name="at">RFC 3339; a plus that a caller did not escape came as a space.</param>
    /// <param name="since">Since when the project is there.</param>
    /// <param name="now">The time now.</param>
    public static Outcome<At> Read(string? at, Instant since, Instant now)
    {
        if (string.IsNullOrEmpty(at))
            return new At(now);
        if (OffsetDateTimePattern.Rfc3339.Parse(at.Replace(' ', '+')) is not { Success: true } read)
            return Refused.Input(null, "at", Text.Of("prices.time-unreadable"));
        return Days.Know(read.Value)
            ? Check(read.Value.ToInstant(), since)
            : Refused.Input("CS-4", "at", Text.Of("day.beyond"));
    }

    /// <summary>A time that is before the project is no time of its prices.</summary>
    [Rule("CS-4", "a time that is asked for")]
    public static Outcome<At> Check(Instant at, Instant since) =>
        at < since ? Refused.Input("CS-4", "at", Text.Of("prices.time-before-project")) : new At(at);
}

/// <summary>A time that was asked for.</summary>
/// <param name="Instant">The instant.</param>
internal sealed record At(Instant Instant);
