using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Reception;

/// <summary>A rotation at one moment.</summary>
/// <param name="Seats">The seats, from left to right.</param>
/// <param name="Next">The place whose turn is next.</param>
/// <param name="MealKeepsTurn">How long a meal keeps a turn.</param>
internal sealed record Order(IReadOnlyList<Seat> Seats, int Next, Duration MealKeepsTurn)
{
    /// <summary>All seats, the one whose turn is next first (REC-1.2).</summary>
    public IEnumerable<Seat> FromNext => Enumerable.Range(Next, Seats.Count).Select(at => Seats[at % Seats.Count]);

    /// <summary>Whether anybody is free.</summary>
    public bool AnyReady => Seats.Any(seat => seat.State == SeatState.Ready);

    /// <summary>A consultant's seat; null for whoever is not on the day's list.</summary>
    public Seat? Of(string consultant) => Seats.SingleOrDefault(seat => seat.Consultant == consultant);

    /// <summary>The place that comes after a seat.</summary>
    public int After(Seat seat) => (seat.Place + 1) % Seats.Count;

    /// <summary>The same moment, with one more consultant ready.</summary>
    public Order WithReady(string consultant, Instant at) => this with
    {
        Seats = [.. Seats.Select(seat => seat.Consultant == consultant ? seat.WhenReady(at) : seat)],
    };
}

/// <summary>Who receives somebody, and why.</summary>
/// <param name="Consultant">Who receives.</param>
/// <param name="Turn">Which turn that uses up.</param>
/// <param name="Next">The place whose turn is next after it.</param>
/// <param name="Steps">Why, step by step.</param>
internal sealed record Assignment(string Consultant, Turn Turn, int Next, IReadOnlyList<Step> Steps)
{
    /// <summary>In whose place; null where in nobody's.</summary>
    public string? StandsInFor { get; init; }

    /// <summary>Those who were passed over and whose turn is kept.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Those who were passed over and whose turn is gone.</summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];
}

/// <summary>
/// REC-1, REC-2, ATT-II: who receives the next visitor. One pure decision: the desk as it is and the visitor in, who
/// receives and why out. Nobody picks.
/// </summary>
internal static class Rotation
{
    private const int MostAtBar = 2;

    /// <summary>Who receives a visitor; null where nobody is free, so that they wait.</summary>
    [Rule("REC-1.1", "nobody picks")]
    public static Assignment? Next(Order desk, Visitor visitor, Instant at)
    {
        if (!desk.AnyReady)
            return null;
        if (visitor.FirstReceiver is { } first)
            return OldCustomer(desk, visitor, first);
        return visitor.AsksFor is { } asked ? Named(desk, visitor, asked) : InOrder(desk, visitor, at);
    }

    /// <summary>
    /// Who stands at the bar 吧台: whoever is back and has a turn kept, else whose turn it is; the first receives next.
    /// </summary>
    [Rule("REC-1.3", "at most two at the bar, in turn")]
    public static IReadOnlyList<Seat> AtBar(Order desk) =>
    [
        .. desk.Seats.Where(seat => seat.KeptSince is not null)
            .OrderBy(seat => seat.KeptSince).ThenBy(seat => seat.Place)
            .Concat(desk.FromNext).Where(seat => seat.State == SeatState.Ready).Distinct().Take(MostAtBar),
    ];

    /// <summary>A new visitor is received in the order.</summary>
    [Rule("REC-1.2", "left to right, whoever has stepped out is replaced by the next")]
    [Rule("REC-2.1", "a new visitor is of the one on duty")]
    [Rule("ATT-II.1", "without an appointment in order")]
    [Rule("ATT-4", "who is absent at their turn is passed over")]
    private static Assignment InOrder(Order desk, Visitor visitor, Instant at)
    {
        List<Step> steps = [visitor.IntroducedByEmployee
            ? Say("ATT-III.5", "rotation.by-employee")
            : Say("ATT-II.1", visitor.CameBefore ? "rotation.not-known" : "rotation.new-visitor")];
        var onDuty = AtBar(desk)[0];
        if (onDuty.KeptSince is not null)
        {
            steps.Add(Say("ATT-II.2", "rotation.first-when-back", ("consultant", onDuty.Consultant)));
            return new(onDuty.Consultant, Turn.Kept, desk.Next, steps);
        }

        var passed = desk.FromNext.TakeWhile(seat => seat != onDuty).ToList();
        steps.AddRange(passed.Select(seat => WhyPassed(seat, desk.MealKeepsTurn, at)));
        steps.Add(Say("REC-1.2", "rotation.turn", ("consultant", onDuty.Consultant)));
        var kept = passed.Where(seat => KeepsTurn(seat, desk.MealKeepsTurn, at)).ToList();
        return new(onDuty.Consultant, Turn.Used, desk.After(onDuty), steps)
        {
            Kept = [.. kept.Select(seat => seat.Consultant)],
            PassedOver = [.. passed.Except(kept).Select(seat => seat.Consultant)],
        };
    }

    /// <summary>Whom the register knows is of the one who received them first, whose turn is not used up.</summary>
    [Rule("REC-2.2", "an old customer is of the first receiver")]
    [Rule("REC-2.4", "an old customer who wants another is told the rule")]
    private static Assignment OldCustomer(Order desk, Visitor visitor, string first)
    {
        List<Step> steps = [Say("REC-2.2", "rotation.old-customer", ("consultant", first))];
        if (visitor.AsksFor is { } asked && asked != first)
            steps.Add(Say("REC-2.4", "rotation.told-the-rule", ("asked", asked), ("consultant", first)));
        if (desk.Of(first) is { State: SeatState.Ready })
            return NotUsed(desk, first, steps);

        var onDuty = AtBar(desk)[0].Consultant;
        steps.Add(IsAway(desk.Of(first))
            ? Say("REC-2.2", "rotation.first-receiver-away", ("consultant", first), ("onDuty", onDuty))
            : Say("REC-2.2", "rotation.get-in-touch", ("consultant", first), ("onDuty", onDuty)));
        return NotUsed(desk, onDuty, steps) with { StandsInFor = first };
    }

    /// <summary>Who asks for a consultant is theirs; who last received stands in for one who is not there.</summary>
    [Rule("ATT-3", "who asks for a consultant is theirs, and the last to receive stands in")]
    private static Assignment Named(Order desk, Visitor visitor, string asked)
    {
        List<Step> steps = [Say(
            "ATT-3", visitor.HasAppointment ? "rotation.appointment" : "rotation.asks-for", ("consultant", asked))];
        if (desk.Of(asked) is { State: SeatState.Ready })
            return NotUsed(desk, asked, steps);

        var last = desk.Seats.Where(seat => seat is { State: SeatState.Ready, LastReceivedAt: not null })
            .MaxBy(seat => seat.LastReceivedAt);
        var standIn = last?.Consultant ?? AtBar(desk)[0].Consultant;
        steps.Add(Say(
            "ATT-3", last is null ? "rotation.nobody-received-yet" : "rotation.last-received",
            ("consultant", asked), ("standIn", standIn)));
        return NotUsed(desk, standIn, steps) with { StandsInFor = asked };
    }

    [Rule("ATT-II.3", "an appointment or an old customer uses up no turn")]
    private static Assignment NotUsed(Order desk, string consultant, List<Step> steps) => new(
        consultant, Turn.None, desk.Next,
        [.. steps, Say("ATT-II.3", "rotation.turn-not-used", ("consultant", consultant))]);

    /// <summary>
    /// Whether a turn that is passed over is kept: in the half hour of a meal, and while the consultant is with a
    /// customer who uses up no turn.
    /// </summary>
    [Rule("ATT-II.2", "a missed turn is not made up, but for the half hour of a meal")]
    [Rule("ATT-II.3", "the turn that comes meanwhile stays")]
    internal static bool KeepsTurn(Seat seat, Duration meal, Instant at) =>
        (seat.State == SeatState.AtMeal && at - seat.Since <= meal)
        || seat is { State: SeatState.Receiving, WithOwnCustomer: true };

    private static Step WhyPassed(Seat seat, Duration meal, Instant at) => KeepsTurn(seat, meal, at)
        ? seat.State == SeatState.AtMeal
            ? Say("ATT-II.2", "rotation.kept-at-meal", ("consultant", seat.Consultant))
            : Say("ATT-II.3", "rotation.kept-with-own", ("consultant", seat.Consultant))
        : Say("ATT-4", "rotation.passed-over", ("consultant", seat.Consultant), ("state", Text.NameOf(seat.State)));

    /// <summary>On a business trip or home leave: then the day's order decides (REC-2.2).</summary>
    private static bool IsAway(Seat? seat) =>
        seat is { State: SeatState.OnLeave, Leave: LeaveKind.BusinessTrip or LeaveKind.HomeLeave };

    private static Step Say(string rule, string code, params ReadOnlySpan<(string Name, object? Value)> args) =>
        new(rule, Text.Of(code, args));
}
