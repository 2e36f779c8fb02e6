using NodaTime;

namespace Ops.SalesControl.Reservations;

/// <summary>How far a reservation or a wait has come.</summary>
internal enum ReservationState
{
    /// <summary>Holds the unit; the marketing manager has yet to approve.</summary>
    Pending,

    /// <summary>Holds the unit, approved.</summary>
    Reserved,

    /// <summary>In the line for a unit that another holds.</summary>
    Waiting,

    /// <summary>First in line, and the unit is kept for it until it brings the deposit receipt.</summary>
    Offered,

    /// <summary>Refused by the marketing manager.</summary>
    Refused,

    /// <summary>Ended by itself at its 72 hours.</summary>
    Lapsed,

    /// <summary>The offer was not taken up in time.</summary>
    OfferLapsed,

    /// <summary>Closed because another customer subscribed.</summary>
    Closed,

    /// <summary>Became a subscription.</summary>
    Subscribed,
}

/// <summary>Whom a reservation is for.</summary>
/// <param name="Name">The name on the form.</param>
/// <param name="Phone">The phone number, E.164.</param>
internal sealed record Customer(string Name, string Phone)
{
    /// <summary>The number as it is shown to whoever has no need of it.</summary>
    public string MaskedPhone => Phone.Length > 8 ? $"{Phone[..^8]}****{Phone[^4..]}" : "****";
}

/// <summary>A reservation 预留 or a wait for one: always a unit's, which alone changes it.</summary>
internal sealed class Reservation
{
    private Reservation()
    {
    }

    public Reservation(Guid id, Guid unitId, int number, Customer customer, string form, Instant registeredAt, string consultant)
    {
        (Id, UnitId, Number, Customer, Form, RegisteredAt, Consultant) = (id, unitId, number, customer, form, registeredAt, consultant);
        State = ReservationState.Waiting;
    }

    public Guid Id { get; private init; }

    public Guid UnitId { get; private init; }

    /// <summary>Its number among the unit's registrations: who is lower came first (RES-4).</summary>
    public int Number { get; private init; }

    public Customer Customer { get; private init; } = new("", "");

    /// <summary>The number of the reservation form 预约单.</summary>
    public string Form { get; private set; } = "";

    /// <summary>The number of the deposit's receipt 预约金收据; null while it waits.</summary>
    public string? DepositReceipt { get; private set; }

    /// <summary>The member of staff whose customer it is.</summary>
    public string Consultant { get; private set; } = "";

    public Instant RegisteredAt { get; private init; }

    public ReservationState State { get; private set; }

    /// <summary>Until when it holds the unit, or the offer stands; null while it waits.</summary>
    public Instant? ExpiresAt { get; private set; }

    public Instant? DecidedAt { get; private set; }

    public string? DecidedBy { get; private set; }

    public string? RefusalReason { get; private set; }

    public Instant? EndedAt { get; private set; }

    /// <summary>Whether it holds the unit, is offered it or waits for it.</summary>
    public bool IsOpen => State is ReservationState.Pending or ReservationState.Reserved or ReservationState.Waiting or ReservationState.Offered;

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"reservation/{Id}";

    /// <summary>The name of the deadline at which it lapses.</summary>
    public string LapseKey => $"reservation-lapse/{Id}";

    /// <summary>The name of the deadline at which its offer lapses.</summary>
    public string OfferKey => $"offer-lapse/{Id}";

    internal void PassTo(string consultant) => Consultant = consultant;

    internal void Hold(string depositReceipt, Instant now, Instant until) =>
        (State, DepositReceipt, ExpiresAt, HeldAt) = (ReservationState.Pending, depositReceipt, until, now);

    /// <summary>Since when it holds the unit: the registration, or the taking up of an offer.</summary>
    public Instant? HeldAt { get; private set; }

    internal void Bring(string form) => Form = form;

    internal void Offer(Instant now, Instant until) => (State, OfferedAt, ExpiresAt) = (ReservationState.Offered, now, until);

    /// <summary>Since when it is, or was, offered the unit.</summary>
    public Instant? OfferedAt { get; private set; }

    internal void Approve(Instant now, string by) => (State, DecidedAt, DecidedBy) = (ReservationState.Reserved, now, by);

    internal void Refuse(string reason, Instant now, string by)
    {
        (DecidedAt, DecidedBy, RefusalReason) = (now, by, reason);
        End(ReservationState.Refused, now);
    }

    internal void End(ReservationState state, Instant at) => (State, EndedAt) = (state, at);
}
