using Ops.ClientAttribution.Reception;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Hotline;

/// <summary>
/// ATT-I: who answers the next call of the hotline: a rotation of its own over the same seats, in which no turn is
/// kept.
/// </summary>
internal static class HotlineRotation
{
    /// <summary>Who answers a call; null where nobody is free.</summary>
    /// <param name="calls">The order for calls.</param>
    /// <param name="kind">What the call is about.</param>
    /// <param name="asksFor">The consultant who is asked for; null for none.</param>
    [Rule("ATT-I.1", "calls are answered in order; some are not counted")]
    public static Assignment? Next(Order calls, CallKind kind, string? asksFor)
    {
        if (!calls.AnyReady)
            return null;
        var inTurn = calls.FromNext.First(seat => seat.State == SeatState.Ready);
        return kind switch
        {
            CallKind.AsksForPerson => ForPerson(calls, asksFor!, inTurn),
            CallKind.SalesPitch => new(
                inTurn.Consultant, Turn.None, calls.Next,
                [Say("ATT-I.1", "rotation.call-pitch", ("consultant", inTurn.Consultant))]),
            _ => InOrder(calls, inTurn),
        };
    }

    /// <summary>Whoever is busy is passed over, and nothing is made up for.</summary>
    [Rule("ATT-I.3", "who is busy is passed over, with no make-up")]
    private static Assignment InOrder(Order calls, Seat inTurn)
    {
        var passed = calls.FromNext.TakeWhile(seat => seat != inTurn).ToList();
        return new(
            inTurn.Consultant, Turn.Used, calls.After(inTurn),
            [
                Say("ATT-I.1", "rotation.call-in-order"),
                .. passed.Select(seat => Say(
                    "ATT-I.3", "rotation.call-passed-over", ("consultant", seat.Consultant),
                    ("state", Text.NameOf(seat.State)))),
                Say("ATT-I.1", "rotation.call-turn", ("consultant", inTurn.Consultant)),
            ])
        {
            PassedOver = [.. passed.Select(seat => seat.Consultant)],
        };
    }

    private static Assignment ForPerson(Order calls, string asked, Seat inTurn)
    {
        var isThere = calls.Of(asked) is { State: SeatState.Ready };
        var answers = isThere ? asked : inTurn.Consultant;
        return new(
            answers, Turn.None, calls.Next,
            [Say(
                "ATT-I.1", isThere ? "rotation.call-for-person" : "rotation.call-for-absent", ("consultant", asked),
                ("answers", answers))])
        {
            StandsInFor = isThere ? null : asked,
        };
    }

    private static Step Say(string rule, string code, params ReadOnlySpan<(string Name, object? Value)> args) =>
        new(rule, Text.Of(code, args));
}
