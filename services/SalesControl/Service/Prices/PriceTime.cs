using NodaTime;
using NodaTime.Text;
using Ops.Platform.Rules;
using Ops.SalesControl.Projects;

namespace Ops.SalesControl.Prices;

/// <summary>The time that a price is asked for: any, and now when none is given.</summary>
internal static class PriceTime
{
    /// <summary>Reads it. Of a time that is to come the answer is what is published so far; of one before the project there is none.</summary>
    /// <param name="at">RFC 3339; a plus that a caller did not escape came as a space.</param>
    /// <param name="since">Since when the project is there.</param>
    /// <param name="now">The time now.</param>
    [Rule("CS-4")]
    public static Outcome<At> Read(string? at, Instant since, Instant now)
    {
        if (string.IsNullOrEmpty(at))
            return new At(now);
        if (OffsetDateTimePattern.Rfc3339.Parse(at.Replace(' ', '+')) is not { Success: true } read)
            return Refused.Input(null, "at", "A time is RFC 3339: 2026-10-01T09:00:00+08:00 is one.");
        return Days.Know(read.Value) ? Check(read.Value.ToInstant(), since) : Refused.Input("CS-4", "at", Days.Beyond);
    }

    /// <summary>A time that is before the project is no time of its prices.</summary>
    [Rule("CS-4")]
    public static Outcome<At> Check(Instant at, Instant since) =>
        at < since ? Refused.Input("CS-4", "at", "That is before the project: it had no prices then.") : new At(at);
}

/// <summary>A time that was asked for.</summary>
/// <param name="Instant">The instant.</param>
internal sealed record At(Instant Instant);
