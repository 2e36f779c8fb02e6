using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Units;

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

    /// <summary>
    /// A registration to go on 续留, which waits for approval; the unit is still held by the one that it renews.
    /// </summary>
    RenewalPending,

    /// <summary>A registration to go on, approved: takes over when the one that it renews expires.</summary>
    RenewalApproved,

    /// <summary>Ended at its time, and its renewal took over.</summary>
    Renewed,

    /// <summary>Given up by the customer before its time.</summary>
    Released,

    /// <summary>Left the line, or declined the offer.</summary>
    Left,
}

/// <summary>A reservation 预留 or a wait for one: always a unit's, which alone changes it.</summary>
internal sealed class Reservation : ITaskSubject
{
    private Reservation()
    {
    }

    private Reservation(Guid id, Unit unit, Registration registration, Instant registeredAt)
    {
        var number = ++unit.Registrations;
        (Id, UnitId, Project, Number, RegisteredAt) = (id, unit.Id, unit.Project, number, registeredAt);
        (CustomerId, Customer) = (registration.Applicant.CustomerId, registration.Applicant.OnForm);
        (Form, FormKey, Consultant) = (registration.Form, registration.FormKey, registration.Consultant);
        State = ReservationState.Waiting;
    }

    /// <summary>The states in which it holds the unit or is offered it.</summary>
    public static readonly IReadOnlyList<ReservationState> Holding =
        [ReservationState.Pending, ReservationState.Reserved, ReservationState.Offered];

    /// <summary>The states in which it is not over.</summary>
    public static readonly IReadOnlyList<ReservationState> Open =
        [.. Holding, ReservationState.Waiting, ReservationState.RenewalPending, ReservationState.RenewalApproved];

    public Guid Id { get; private init; }

    public Guid UnitId { get; private init; }

    /// <summary>The unit's project.</summary>
    public string Project { get; private init; } = "";

    /// <summary>Its number among the unit's registrations: who is lower came first (RES-4).</summary>
    public int Number { get; private init; }

    public Guid CustomerId { get; private set; }

    /// <summary>The customer as the form had it when it was registered; what is corrected is an added entry.</summary>
    public CustomerOnForm Customer { get; private init; } = new("", "");

    /// <summary>The reservation that it is to go on from; null for a first registration (RES-3).</summary>
    public Guid? Renews { get; private init; }

    /// <summary>The number of the reservation form 预约单.</summary>
    public string Form { get; private set; } = "";

    /// <summary>
    /// What the form's number is known by in the project, once; null where the number stood on another before that was
    /// looked at. It is that of the right number, where one was corrected.
    /// </summary>
    public string? FormKey { get; internal set; }

    /// <summary>The number of the deposit's receipt 预约金收据; null while it waits.</summary>
    public string? DepositReceipt { get; private set; }

    /// <summary>The deposit of that receipt; null while it waits.</summary>
    public Guid? DepositId { get; private set; }

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

    /// <summary>Whether it was extended already: it is once (RES-1).</summary>
    public bool Extended { get; private set; }

    /// <summary>When its customer paid the subscription money; null while they have not (RES-4: pays first).</summary>
    public Instant? PaidAt { get; private set; }

    /// <summary>
    /// Why its offer could not be delivered to its consultant, as a text is stored; null where it could (RES-4).
    /// </summary>
    public string? Undelivered { get; internal set; }

    /// <summary>
    /// The holder to whom it has yielded: that one may go on, and this one keeps its place (RES-4). It counts for that
    /// holder only.
    /// </summary>
    public Guid? YieldedTo { get; internal set; }

    /// <summary>Whether it holds the unit or is offered it.</summary>
    public bool HoldsUnit =>
        State is ReservationState.Pending or ReservationState.Reserved or ReservationState.Offered;

    /// <summary>Whether it holds the unit by its own registration, approved or not.</summary>
    public bool IsHeld => State is ReservationState.Pending or ReservationState.Reserved;

    /// <summary>Whether it holds the unit, is offered it, waits for it or is to go on with it.</summary>
    public bool IsOpen => Open.Contains(State);

    /// <summary>Whether it is a registration to go on that has not taken over yet.</summary>
    public bool IsRenewal => State is ReservationState.RenewalPending or ReservationState.RenewalApproved;

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"reservation/{Id}";

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/reservations/{Id}";

    /// <summary>The name of the deadline at which it lapses.</summary>
    public string LapseKey => $"reservation-lapse/{Id}";

    /// <summary>The name of the deadline at which its offer lapses.</summary>
    public string OfferKey => $"offer-lapse/{Id}";

    /// <summary>What waits for the manager's word on it.</summary>
    public string DecisionMatter => $"{Path}#decision";

    /// <summary>What its consultant is told of the offer.</summary>
    public string OfferMatter => $"{Path}#offer/{Consultant}";

    /// <summary>What its consultant is told of the time at which it ends, as that is by now.</summary>
    public string EndMatter => $"{Path}#end/{ExpiresAt?.ToUnixTimeSeconds()}";

    IEnumerable<string> ITaskSubject.OpenMatters
    {
        get
        {
            if (!IsOpen)
                yield break;
            yield return Path;
            if (State is ReservationState.Pending or ReservationState.RenewalPending)
                yield return DecisionMatter;
            if (State == ReservationState.Offered)
                yield return OfferMatter;
            if (IsHeld)
                yield return EndMatter;
        }
    }

    /// <summary>Since when it holds the unit: the registration, or the taking up of an offer.</summary>
    public Instant? HeldAt { get; private set; }

    /// <summary>Since when it is, or was, offered the unit.</summary>
    public Instant? OfferedAt { get; private set; }

    /// <summary>Who has the unit by it.</summary>
    public Held AsHeld() => new(Consultant, CustomerId, ExpiresAt);

    /// <summary>The next registration of a unit; until it is given something else, it waits.</summary>
    internal static Reservation Of(Guid id, Unit unit, Registration registration, Instant registeredAt) =>
        new(id, unit, registration, registeredAt);

    /// <summary>
    /// A registration to go on, by the same customer on the same deposit, from when the other expires.
    /// </summary>
    internal static Reservation Renewing(
        Guid id, Unit unit, Reservation holder, (string Number, string? Key) form, Instant at) =>
        new(
            id, unit, new(new(holder.CustomerId, holder.Customer), form.Number, holder.Consultant), at)
        {
            FormKey = form.Key,
            Renews = holder.Id,
            State = ReservationState.RenewalPending,
            ExpiresAt = holder.ExpiresAt,
        };

    internal void Approve(ReservationState state, Occurrence when) =>
        (State, DecidedAt, DecidedBy) = (state, when.At, when.By);

    internal void Refuse(string reason, Occurrence when)
    {
        (DecidedAt, DecidedBy, RefusalReason) = (when.At, when.By, reason);
        End(ReservationState.Refused, when.At);
    }

    internal void TakeOver(Reservation from, Instant at, Instant until) =>
        (State, DepositReceipt, DepositId, HeldAt, ExpiresAt, PaidAt) =
            (ReservationState.Reserved, from.DepositReceipt, from.DepositId, at, until, from.PaidAt);

    internal void Extend(Instant until) => (Extended, ExpiresAt) = (true, until);

    internal void Pay(Instant at) => PaidAt = at;

    /// <summary>Why its offer could not be delivered, as whoever asks reads it; null where it could.</summary>
    public string? WhyUndelivered(ITexts texts) =>
        Undelivered is { } why ? texts.Render(StoredText.Read(why)) : null;

    internal void PassTo(string consultant) => (Consultant, Undelivered) = (consultant, null);

    internal void Be(Guid customer) => CustomerId = customer;

    internal void Hold(string depositReceipt, Guid depositId, Instant now, Instant until)
    {
        (State, ExpiresAt, HeldAt) = (ReservationState.Pending, until, now);
        (DepositReceipt, DepositId) = (depositReceipt, depositId);
    }

    internal void Bring(string form, string? key) => (Form, FormKey) = (form, key);

    internal void Offer(Instant now, Instant until) =>
        (State, OfferedAt, ExpiresAt) = (ReservationState.Offered, now, until);

    internal void End(ReservationState state, Instant at) => (State, EndedAt) = (state, at);
}

/// <summary>Whom a registration is for: the customer's entry, and what the form says.</summary>
/// <param name="CustomerId">The customer's entry.</param>
/// <param name="OnForm">What the form says.</param>
internal sealed record Applicant(Guid CustomerId, CustomerOnForm OnForm);

/// <summary>What is registered.</summary>
/// <param name="Applicant">Whom it is for.</param>
/// <param name="Form">The form's number.</param>
/// <param name="Consultant">Whose customer it is.</param>
internal sealed record Registration(Applicant Applicant, string Form, string Consultant)
{
    /// <summary>What the form's number is known by.</summary>
    public string? FormKey { get; init; }
}
