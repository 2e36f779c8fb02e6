using NodaTime;

namespace Ops.ClientAttribution.Reception;

/// <summary>The day of a desk as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Day">The date.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="OpenedBy">By whom.</param>
/// <param name="ClosedAt">When it was over; null while it is not.</param>
/// <param name="Seats">From left to right.</param>
/// <param name="AtBar">Who stands at the bar, at most two: the first receives the next visitor.</param>
/// <param name="NextForVisits">Whose turn is next for a visitor, whether or not they are ready.</param>
/// <param name="NextForCalls">Whose turn is next for a call, whether or not they are ready.</param>
/// <param name="Waiting">The numbers of the visitors for whom nobody is free, in their order.</param>
internal sealed record DeskView(
    Guid Id, string Project, LocalDate Day, OffsetDateTime OpenedAt, string OpenedBy, OffsetDateTime? ClosedAt,
    IReadOnlyList<SeatView> Seats, IReadOnlyList<string> AtBar, string NextForVisits, string NextForCalls,
    IReadOnlyList<int> Waiting)
{
    /// <summary>
    /// What the reader may do to it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static DeskView Of(Desk desk)
    {
        var day = desk.Day;
        var seats = day.Seats;
        return new(
            day.Id, day.Project, day.Day, day.At(day.OpenedAt), day.OpenedBy, day.At(day.ClosedAt),
            [.. seats.Select(seat => SeatView.Of(seat, day))],
            [.. Rotation.AtBar(day.ForVisits).Select(seat => seat.Consultant)],
            seats[day.NextForVisits].Consultant, seats[day.NextForCalls].Consultant,
            [.. desk.Waiting.Select(contact => contact.Number)]);
    }
}

/// <summary>A consultant's place at the desk.</summary>
/// <param name="Place">1 for the first from the left.</param>
/// <param name="Consultant">The staff number.</param>
/// <param name="State">What they are doing.</param>
/// <param name="Leave">What kind of leave they are on; null where on none.</param>
/// <param name="Since">Since when.</param>
/// <param name="Contact">The visit or call that they are busy with; null for none.</param>
/// <param name="TurnKeptSince">Since when a turn is kept for them; null for none.</param>
internal sealed record SeatView(
    int Place, string Consultant, SeatState State, LeaveKind? Leave, OffsetDateTime Since, Guid? Contact,
    OffsetDateTime? TurnKeptSince)
{
    public static SeatView Of(Seat seat, DeskDay day) => new(
        seat.Place + 1, seat.Consultant, seat.State, seat.Leave, day.At(seat.Since), seat.ContactId,
        day.At(seat.KeptSince));
}
