using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Reservations;

namespace Ops.SalesControl.Units;

/// <summary>What state of sale a unit is in.</summary>
internal enum UnitState
{
    /// <summary>Not for sale 销控.</summary>
    Withheld,

    /// <summary>Open to every consultant 待售.</summary>
    Available,

    /// <summary>Taken by a registration that is not approved yet.</summary>
    Pending,

    /// <summary>Reserved 预留: registered and approved.</summary>
    Reserved,

    /// <summary>Offered to the first in line.</summary>
    Offered,

    /// <summary>Subscribed 认购.</summary>
    Subscribed,
}

/// <summary>
/// A unit with its line of reservations: the thing that changes as a whole, under the lock of its row. Its methods take the
/// time and touch nothing else; whatever is due on it is applied first (<see cref="ApplyDue"/>).
/// </summary>
internal sealed class Unit : Aggregate
{
    private readonly List<Reservation> _reservations = [];

    private Unit()
    {
    }

    public Unit(Guid id, string project, UnitDescription description, Instant now, string by)
    {
        Id = id;
        Project = project;
        Code = description.Code;
        (Building, Entrance, Floor, Room, Kind) = (description.Building, description.Entrance, description.Floor, description.Room, description.Kind);
        (BuiltArea, InsideArea, ListPrice) = (description.BuiltArea, description.InsideArea, description.ListPrice);
        State = description.Withheld ? UnitState.Withheld : UnitState.Available;
        Since = now;
        Raise(new UnitListed(Id, Project, Code, State.ToString()), now, by);
    }

    public override string StreamKind => "unit";

    public string Project { get; private init; } = "";

    /// <summary>Building, entrance and room: <c>2-1-1203</c>.</summary>
    public string Code { get; private init; } = "";

    public string Building { get; private init; } = "";

    public string Entrance { get; private init; } = "";

    public int Floor { get; private init; }

    public string Room { get; private init; } = "";

    public UnitKind Kind { get; private init; }

    /// <summary>Square metres.</summary>
    public decimal BuiltArea { get; private init; }

    /// <summary>Square metres; null where it was not given.</summary>
    public decimal? InsideArea { get; private init; }

    /// <summary>CNY for the whole unit; null where it is not priced yet.</summary>
    public decimal? ListPrice { get; private init; }

    public UnitState State { get; private set; }

    /// <summary>Since when it is in this state.</summary>
    public Instant Since { get; private set; }

    /// <summary>How many registrations the unit has had: the number of the last one, and so the order of the line.</summary>
    public int Registrations { get; private set; }

    /// <summary>The reservations that were loaded: at least all that are open.</summary>
    public IReadOnlyList<Reservation> Reservations => _reservations;

    /// <summary>Who has it: the pending or reserved one, the one it is offered to, or the subscriber's.</summary>
    public Reservation? Holder => _reservations.SingleOrDefault(r => r.State is ReservationState.Pending or ReservationState.Reserved or ReservationState.Offered);

    /// <summary>The waiting, first come first (RES-4).</summary>
    public IEnumerable<Reservation> Line => _reservations.Where(r => r.State == ReservationState.Waiting).OrderBy(r => r.Number);

    /// <summary>
    /// What is due takes effect at its due time, whether or not a sweeper has been there: a reservation that nobody
    /// subscribed to lapses at its 72 hours (RES-1, RES-3), approved or not (RES-2); an offer that was not taken up lapses at
    /// its end (RES-4), and the next in line has it. The unit is never open while somebody waits.
    /// </summary>
    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-3")]
    [Rule("RES-4")]
    public void ApplyDue(Instant now, ReservationSettings settings)
    {
        while (Holder is { ExpiresAt: { } expiry } holder && now >= expiry)
        {
            var offered = holder.State == ReservationState.Offered;
            holder.End(offered ? ReservationState.OfferLapsed : ReservationState.Lapsed, expiry);
            Raise(offered ? new OfferLapsed(holder.Id, Id, Project, Code) : new ReservationLapsed(holder.Id, Id, Project, Code), expiry, "system:deadlines");
            PassOn(expiry, now, "system:deadlines", settings);
        }
    }

    /// <summary>
    /// Registers a reservation: on a free unit it takes the unit from this moment, for 72 hours; on a taken one it is
    /// recorded as waiting, in the order of registration.
    /// </summary>
    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-4")]
    public Outcome<Reservation> Register(Guid id, Customer customer, string form, string? depositReceipt, Instant now, string consultant, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        if (State is UnitState.Withheld or UnitState.Subscribed)
            return new Refused("RES-4", $"{Code} is {(State == UnitState.Withheld ? "withheld from sale" : "subscribed")}: it can neither be reserved nor waited for.") { Evidence = [Stream] };
        if (_reservations.FirstOrDefault(r => r.IsOpen && r.Customer.Phone == customer.Phone) is { } already)
            return new Refused("RES-4", $"This customer has a {(already.State == ReservationState.Waiting ? "place in the line" : "reservation")} for {Code} already.") { Evidence = [already.Evidence] };

        if (State != UnitState.Available)
            return Wait(id, customer, form, now, consultant);
        if (depositReceipt is null)
            return Refused.Input("RES-1", "depositReceipt", "No deposit receipt, no reservation: the customer pays the reservation deposit first.");

        var reservation = new Reservation(id, Id, ++Registrations, customer, form, now, consultant);
        _reservations.Add(reservation);
        Hold(reservation, depositReceipt, now, settings);
        Raise(new ReservationRegistered(id, Id, Project, Code, consultant, depositReceipt, reservation.ExpiresAt!.Value), now, consultant);
        return reservation;
    }

    /// <summary>The marketing manager approves: the board shows the unit as reserved (RES-2). The 72 hours run from registration.</summary>
    [Rule("RES-2")]
    public Outcome<Reservation> Approve(Guid reservationId, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        if (RefusesDecision(reservationId, "approved") is { } refusal)
            return refusal;

        var reservation = Find(reservationId);
        reservation.Approve(now, by);
        Enter(UnitState.Reserved, now);
        Raise(new ReservationApproved(reservationId, Id, Project, Code, reservation.ExpiresAt!.Value), now, by);
        return reservation;
    }

    /// <summary>CS-7: one who left has another take over what is open of theirs on the unit; places in the line stay as they are.</summary>
    [Rule("CS-7")]
    public void Pass(string from, string to, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        foreach (var reservation in _reservations.Where(r => r.IsOpen && r.Consultant == from).OrderBy(r => r.Number).ToList())
        {
            reservation.PassTo(to);
            Raise(new ReservationPassed(reservation.Id, Id, Project, Code, from, to), now, by);
        }
    }

    /// <summary>The marketing manager refuses: the unit is free for the next in line at once (RES-2).</summary>
    [Rule("RES-2")]
    public Outcome<Reservation> Refuse(Guid reservationId, string reason, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        if (RefusesDecision(reservationId, "refused") is { } refusal)
            return refusal;

        var reservation = Find(reservationId);
        reservation.Refuse(reason, now, by);
        Raise(new ReservationRefused(reservationId, Id, Project, Code, reason), now, by);
        PassOn(now, now, by, settings);
        return reservation;
    }

    /// <summary>The one in line takes the offer up with the deposit receipt: a reservation of its own, to be approved, for 72 hours (RES-4, RES-1).</summary>
    [Rule("RES-4")]
    [Rule("RES-1")]
    public Outcome<Reservation> TakeUp(Guid reservationId, string form, string depositReceipt, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        var reservation = Find(reservationId);
        if (reservation.State != ReservationState.Offered)
        {
            var why = reservation.State switch
            {
                ReservationState.Waiting => "It is not this one's turn: the unit was not offered to it yet.",
                ReservationState.OfferLapsed => "The offer was not taken up in time; the unit went to the next in line.",
                _ => "There is no offer to take up.",
            };
            return new Refused("RES-4", why) { Evidence = [reservation.Evidence] };
        }

        reservation.Bring(form);
        Hold(reservation, depositReceipt, now, settings);
        Raise(new ReservationRegistered(reservationId, Id, Project, Code, reservation.Consultant, depositReceipt, reservation.ExpiresAt!.Value), now, by);
        return reservation;
    }

    /// <summary>
    /// The customer signs the subscription 认购书. Of a free unit anyone's customer may; of one that is held or offered only the
    /// holder's (RES-4). It closes every wait.
    /// </summary>
    /// <returns>The reservation it came from; none for a free unit.</returns>
    [Rule("RES-4")]
    public Outcome<SubscribedFrom> Subscribe(Customer customer, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        if (State is UnitState.Withheld or UnitState.Subscribed)
            return new Refused("RES-4", $"{Code} is {(State == UnitState.Withheld ? "withheld from sale" : "subscribed already")}.") { Evidence = [Stream] };

        var holder = Holder;
        if (holder is not null && holder.Customer.Phone != customer.Phone)
            return new Refused("RES-4", $"{Code} is held for another customer: only the holder may subscribe.") { Evidence = [holder.Evidence] };

        holder?.End(ReservationState.Subscribed, now);
        Enter(UnitState.Subscribed, now);
        List<Reservation> closed = [.. Line];
        foreach (var waiting in closed)
        {
            waiting.End(ReservationState.Closed, now);
            Raise(new WaitClosed(waiting.Id, Id, Project, Code, "The unit was subscribed."), now, by);
        }

        return new SubscribedFrom(holder, closed);
    }

    /// <summary>Says that the subscription was signed, with all that its subscribers need.</summary>
    public void Announce(SubscriptionSigned signed, Instant now, string by) => Raise(signed, now, by);

    private Reservation Wait(Guid id, Customer customer, string form, Instant now, string consultant)
    {
        var waiting = new Reservation(id, Id, ++Registrations, customer, form, now, consultant);
        _reservations.Add(waiting);
        Raise(new WaitRecorded(id, Id, Project, Code, consultant, PlaceOf(waiting)!.Value), now, consultant);
        return waiting;
    }

    private void Hold(Reservation reservation, string depositReceipt, Instant now, ReservationSettings settings)
    {
        reservation.Hold(depositReceipt, now, now + settings.Held);
        Enter(UnitState.Pending, now);
    }

    /// <summary>
    /// To the first in line, as an offer; to everyone when nobody waits. The offer is made new and runs from now; the unit is
    /// open from when it was freed, whoever noticed it later.
    /// </summary>
    [Rule("RES-4")]
    private void PassOn(Instant freedAt, Instant now, string by, ReservationSettings settings)
    {
        if (Line.FirstOrDefault() is { } next)
        {
            next.Offer(now, now + settings.Offer);
            Enter(UnitState.Offered, now);
            Raise(new UnitOffered(next.Id, Id, Project, Code, next.ExpiresAt!.Value), now, by);
        }
        else
        {
            Enter(UnitState.Available, freedAt);
            Raise(new UnitReleased(Id, Project, Code), freedAt, by);
        }
    }

    /// <summary>The place in the line, from 1; null for who does not wait.</summary>
    public int? PlaceOf(Reservation reservation) =>
        reservation.State == ReservationState.Waiting ? Line.Count(r => r.Number <= reservation.Number) : null;

    private Refused? RefusesDecision(Guid reservationId, string what)
    {
        var reservation = Find(reservationId);
        return reservation.State switch
        {
            ReservationState.Pending => null,
            ReservationState.Lapsed => new Refused("RES-3", $"It lapsed at the end of its time and cannot be {what} any more.") { Evidence = [reservation.Evidence] },
            _ => new Refused("RES-2", $"Only a reservation that waits for approval can be {what}; this one is {reservation.State.ToString().ToLowerInvariant()}.") { Evidence = [reservation.Evidence] },
        };
    }

    private Reservation Find(Guid reservationId) => _reservations.Single(r => r.Id == reservationId);

    private void Enter(UnitState state, Instant at) => (State, Since) = (state, at);
}

/// <summary>What a subscription came from.</summary>
/// <param name="Reservation">The holder's reservation; null when the unit was free.</param>
/// <param name="ClosedWaits">Those who waited in vain.</param>
internal sealed record SubscribedFrom(Reservation? Reservation, IReadOnlyList<Reservation> ClosedWaits);

/// <summary>What a unit is used for.</summary>
internal enum UnitKind
{
    /// <summary>住宅.</summary>
    Home,

    /// <summary>商铺.</summary>
    Shop,

    /// <summary>车位.</summary>
    Parking,
}

/// <summary>A unit as the project's list describes it.</summary>
internal sealed record UnitDescription(
    string Building, string Entrance, int Floor, string Room, UnitKind Kind, decimal BuiltArea, decimal? InsideArea, decimal? ListPrice, bool Withheld)
{
    public string Code => $"{Building}-{Entrance}-{Room}";
}
