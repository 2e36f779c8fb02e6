using NodaTime;

namespace Ops.ClientAttribution.Reception;

/// <summary>What a consultant of the day is doing.</summary>
internal enum SeatState
{
    /// <summary>Free to receive.</summary>
    Ready,

    /// <summary>Receiving a visitor.</summary>
    Receiving,

    /// <summary>On a call: of the hotline, or one of their own.</summary>
    OnCall,

    /// <summary>At a meal.</summary>
    AtMeal,

    /// <summary>Stepped out.</summary>
    Out,

    /// <summary>On leave.</summary>
    OnLeave,
}

/// <summary>What kind of leave a consultant is on: two kinds count as away and not to be reached (REC-2.2).</summary>
internal enum LeaveKind
{
    /// <summary>出差.</summary>
    BusinessTrip,

    /// <summary>探亲.</summary>
    HomeLeave,

    /// <summary>事假.</summary>
    Personal,

    /// <summary>病假.</summary>
    Sick,
}

/// <summary>
/// A consultant's place in the day's seating order 席位, the first from the left (REC-1.2). It has one contact at most:
/// nobody receives two at once.
/// </summary>
internal sealed class Seat
{
    private Seat()
    {
    }

    public Seat(int place, string consultant, Instant since) =>
        (Place, Consultant, Since) = (place, consultant, since);

    /// <summary>0 for the first from the left.</summary>
    public int Place { get; private init; }

    public string Consultant { get; private init; } = "";

    public SeatState State { get; internal set; }

    /// <summary>What kind of leave; null where it is none.</summary>
    public LeaveKind? Leave { get; internal set; }

    /// <summary>Since when it is in this state.</summary>
    public Instant Since { get; internal set; }

    /// <summary>The visit or call that the consultant is busy with; null for none.</summary>
    public Guid? ContactId { get; internal set; }

    /// <summary>Whether that visit uses up no turn: an appointment or an old customer (ATT-II.3).</summary>
    public bool WithOwnCustomer { get; internal set; }

    /// <summary>
    /// Since when a turn is kept for the consultant, who is first when back (ATT-II.2); null for none.
    /// </summary>
    public Instant? KeptSince { get; internal set; }

    /// <summary>When the consultant last received a visitor today (ATT-3).</summary>
    public Instant? LastReceivedAt { get; internal set; }

    /// <summary>The same seat with its consultant ready, for a decision on what comes next.</summary>
    public Seat WhenReady(Instant at)
    {
        var ready = (Seat)MemberwiseClone();
        ready.Become(SeatState.Ready, leave: null, at);
        return ready;
    }

    /// <summary>The consultant does something else now; whatever they were busy with is over.</summary>
    public void Become(SeatState state, LeaveKind? leave, Instant at) =>
        (State, Leave, Since, ContactId, WithOwnCustomer) = (state, leave, at, null, false);
}
