using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Prices;

/// <summary>The time that a price is asked for: any, and now when none is given.</summary>
internal static class PriceTime
{
    /// <summary>
    /// Reads it. Of a time that is to come the answer is what is published so far; of one before the project there is
    /// none.
    /// </summary>
    /// <param name="at">The time; null for now.</param>
    /// <param name="since">Since when the project is there.</param>
    /// <param name="now">The time now.</param>
    public static Outcome<At> Read(Moment? at, Instant since, Instant now) =>
        at is { } asked ? Check(asked.At, since) : new At(now);

    /// <summary>A time that is before the project is no time of its prices.</summary>
    [Rule("CS-4", "a time that is asked for")]
    public static Outcome<At> Check(Instant at, Instant since) =>
        at < since ? Refused.Input("CS-4", "at", Text.Of("prices.time-before-project")) : new At(at);
}

/// <summary>A time that was asked for.</summary>
/// <param name="Instant">The instant.</param>
internal sealed record At(Instant Instant);
