using NodaTime;
using Ops.Platform.Storage;

namespace Ops.ClientAttribution.Reception;

/// <summary>
/// The day of a site's reception desk 接待台 (REC-1): its seating order, whose turn it is for visitors and for calls.
/// Its row is the lock of all that happens at the desk on that day. It changes by its events alone.
/// </summary>
internal sealed class DeskDay : Aggregate
{
    private readonly List<Seat> _seats = [];

    private DeskDay()
    {
    }

    /// <summary>One that is being opened (<see cref="DeskOpened"/>).</summary>
    public DeskDay(Guid id) => Id = id;

    public override string StreamKind => "desk-day";

    public string Project { get; internal set; } = "";

    public LocalDate Day { get; internal set; }

    public string TimeZone { get; internal set; } = "";

    public Instant OpenedAt { get; internal set; }

    public string OpenedBy { get; internal set; } = "";

    /// <summary>When the day is over at the site; of one that is not opened yet nothing is due.</summary>
    public Instant ClosesAt { get; internal set; } = Instant.MaxValue;

    public Instant? ClosedAt { get; internal set; }

    /// <summary>How long an entry on the register may take, a meal keeps a turn and a call may last.</summary>
    public DeskTerms Terms { get; internal set; } = DeskTerms.Default;

    /// <summary>The place whose turn is next for a visitor.</summary>
    public int NextForVisits { get; internal set; }

    /// <summary>The place whose turn is next for a call: a rotation of its own (ATT-I.1).</summary>
    public int NextForCalls { get; internal set; }

    /// <summary>How many came and called.</summary>
    public int LastNumber { get; internal set; }

    /// <summary>From left to right.</summary>
    public IReadOnlyList<Seat> Seats => [.. _seats.OrderBy(seat => seat.Place)];

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/clients/desk-days/{Id}";

    /// <summary>The name of the deadline at which it closes.</summary>
    public string CloseKey => $"{DeskCloses.KindName}/{Id}";

    /// <summary>The order for visitors as it is now.</summary>
    public Order ForVisits => new(Seats, NextForVisits, Terms.MealKeepsTurn);

    /// <summary>The order for calls as it is now.</summary>
    public Order ForCalls => new(Seats, NextForCalls, Terms.MealKeepsTurn);

    /// <summary>A consultant's seat; null for whoever is not on the day's list.</summary>
    public Seat? SeatOf(string consultant) => _seats.SingleOrDefault(seat => seat.Consultant == consultant);

    /// <summary>An instant as the site's clocks show it.</summary>
    public OffsetDateTime At(Instant instant) =>
        instant.InZone(DateTimeZoneProviders.Tzdb[TimeZone]).ToOffsetDateTime();

    /// <summary>An instant as the site's clocks show it; null for none.</summary>
    public OffsetDateTime? At(Instant? instant) => instant is { } value ? At(value) : null;

    internal void SeatFromLeft(IEnumerable<string> consultants, Instant at) =>
        _seats.AddRange(consultants.Select((consultant, place) => new Seat(place, consultant, at)));
}

/// <summary>
/// How long things take at the desk, as the settings <c>Desk:EntryMinutes</c>, <c>:MealMinutes</c> and
/// <c>:CallMinutes</c> were when the day was opened: a day that is replayed goes by its own.
/// </summary>
/// <param name="EntryWithin">How long after its end a visit or call may be entered (ATT-I.5, ATT-II.5).</param>
/// <param name="MealKeepsTurn">How long a meal keeps a turn (ATT-II.2).</param>
/// <param name="CallMost">How long a call may occupy the hotline (ATT-I.2).</param>
internal sealed record DeskTerms(Duration EntryWithin, Duration MealKeepsTurn, Duration CallMost)
{
    public static DeskTerms Default { get; } =
        new(Duration.FromMinutes(30), Duration.FromMinutes(30), Duration.FromMinutes(5));

    public static DeskTerms From(IConfiguration configuration) => new(
        Minutes(configuration, "EntryMinutes", Default.EntryWithin),
        Minutes(configuration, "MealMinutes", Default.MealKeepsTurn),
        Minutes(configuration, "CallMinutes", Default.CallMost));

    private static Duration Minutes(IConfiguration configuration, string name, Duration otherwise) =>
        Duration.FromMinutes(configuration.GetValue($"Desk:{name}", otherwise.TotalMinutes));
}
