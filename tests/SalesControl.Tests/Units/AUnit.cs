using Microsoft.Extensions.Configuration;
using NodaTime;
using NodaTime.Testing;
using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.Platform.WorkingTime;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Tests.Units;

/// <summary>
/// A unit by itself, with the time handed in: what a test of a rule begins with. What is due happens first, then a
/// decision is asked, and its events are applied.
/// </summary>
internal sealed class AUnit
{
    public const string Manager = "manager-1";

    public static readonly Instant Start = Instant.FromUtc(2026, 9, 28, 1, 0);
    public static readonly Duration Hold = ReservationSettings.Default.Held, Offer = ReservationSettings.Default.Offer;
    public static readonly Duration Tick = Duration.FromMilliseconds(1);
    public static readonly Project Site = new(
        "harbour-court", "Harbour Court", new SiteTime("Asia/Shanghai", new LocalTime(18, 0)), Start, "operations-1");
    public static readonly SaleTerms SaleTerms = new(
        Site, SaleSettings.Default, DiscountLimits.From(new ConfigurationBuilder().Build()));

    public static readonly LineTerms Terms = new(Site, ReservationSettings.Default, new Everybody());

    private readonly List<Reservation> _all = [];
    private int _next;

    /// <param name="withheld">Whether it begins withheld from sale.</param>
    /// <param name="room">Its room.</param>
    /// <param name="ids">Where its ids begin: two units of one test have none in common.</param>
    public AUnit(bool withheld = false, string room = "1203", int ids = 0)
    {
        _next = ids;
        var description = new UnitDescription(
            "2", "1", 12, room, "home", 89.5m, 71.2m, 1_980_000m, withheld);
        Unit = new Unit(NewId(), Site.Code, description, Start);
        new UnitAlone(Unit).Happen(UnitListed.Of(Unit), new Occurrence(Start, "operations-1"));
    }

    public Unit Unit { get; }

    /// <summary>All that were ever registered.</summary>
    public IReadOnlyList<Reservation> Reservations => _all;

    public Reservation? Holder => Line().Holder;

    public Reservation? Renewal => Line().Renewal;

    /// <summary>Who waits, the first first.</summary>
    public IEnumerable<Reservation> Waiting => Line().Waiting;

    /// <summary>The names of what it raised, in order, but for its listing.</summary>
    public IEnumerable<string> Happened => Unit.Raised.Skip(1).Select(raised => raised.Event.GetType().Name);

    /// <summary>A customer by number, whose consultant has the same number.</summary>
    public static CustomerOnForm Customer(int number) => new($"Customer {number}", $"+86138000{number:00000}");

    /// <summary>The customer's entry.</summary>
    public static Guid CustomerId(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 2]);

    public int? PlaceOf(Reservation reservation) => Line().PlaceOf(reservation);

    public Outcome<Reservation> Register(int customer, Instant? at = null, string? receipt = "")
    {
        var line = new Registering(Unit, Near(CustomerId(customer)), Terms)
        {
            Applicant = new(CustomerId(customer), Customer(customer)),
            Form = new(null),
            Holding = new(null, 0, 0),
        };
        var form = new CustomerForm(Customer(customer).Name, Customer(customer).Phone);
        var request = new RegisterReservation.Request(
            form, $"F-{customer}", receipt is "" ? $"R-{customer}-{_next}" : receipt);
        return Do(
            line, at ?? Start, $"consultant-{customer}", change => RegisterReservation.Decide(line, request, change),
            () => line.Registered.Reservation);
    }

    public Outcome<Reservation> Approve(Reservation reservation, Instant? at = null, string by = Manager) =>
        Do(reservation, at ?? Start, by, ApproveReservation.Decide);

    public Outcome<Reservation> Refuse(Reservation reservation, Instant? at = null) => Do(
        reservation, at ?? Start, Manager,
        (line, change) => RefuseReservation.Decide(line, new("The form is not signed."), change));

    public Outcome<Reservation> TakeUp(Reservation reservation, Instant at)
    {
        var state = new OfferTakenUp(Line(reservation), new(null), new(null, 0, 0));
        return Do(
            state, at, reservation.Consultant,
            change => TakeUpOffer.Decide(state, new("F-new", $"R-up-{_next++}"), change), () => reservation);
    }

    /// <summary>What its consultant enters, or another.</summary>
    public Outcome<Reservation> Do<THappened>(
        Reservation reservation, Instant at, string by, Func<ReservationLine, Change, Outcome<THappened>> decide)
        where THappened : class, IHappened<ReservationLine>
    {
        var line = Line(reservation);
        return Do(line, at, by, change => decide(line, change), () => reservation);
    }

    /// <summary>What is due happens, and then what is decided.</summary>
    public Outcome<Reservation> Do<TState, THappened>(
        TState state, Instant at, string by, Func<Change, Outcome<THappened>> decide, Func<Reservation> which)
        where TState : HeadOfLine
        where THappened : class, IHappened<TState>
    {
        state.LetDueHappen(at);
        var change = By(by, at);
        var decided = decide(change);
        if (decided.Refusal is { } refusal)
            return refusal;
        state.Happen(decided.Value, change.Now);
        IEnumerable<Reservation> made =
            state is Registering registering ? [registering.Registered.Reservation] : (state as Line)!.Reservations;
        _all.AddRange(made.Except(_all));
        return which();
    }

    public Outcome<SubscribedFrom> Subscribe(int customer, Instant? at = null)
    {
        var line = new Signer(
            Unit, Open(), Terms, new(SaleTerms, new(NewId(), 1, 1_980_000m, Start), null, [], []))
        {
            First = Customer(customer),
            Buyers = [new BuyerShare(CustomerId(customer), 100)],
            Granted = null,
            Deposits = (null, []),
        };
        line.LetDueHappen(at ?? Start);
        var (holder, waiting) = (line.Holder, line.Waiting.ToList());
        var form = new CustomerForm(Customer(customer).Name, Customer(customer).Phone);
        return Do(
            line, at ?? Start, $"consultant-{customer}",
            change => SignSubscription.Decide(line, new("S-1", form), change), () => null!)
            .Refusal is { } refusal
            ? refusal
            : new SubscribedFrom(holder, waiting, line.Sale!);
    }

    public void ApplyDue(Instant at) => Line().LetDueHappen(at);

    /// <summary>Somebody's change at a time.</summary>
    public Change By(string id, Instant at, string post = "general-manager", params string[] permissions) => new(
        new Actor(id, post, "project-sales-group", new HashSet<string>(["*"]))
        {
            Permissions = new HashSet<string>(permissions),
        },
        new FakeClock(at), NewId);

    public Guid NewId() => new(++_next, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public ReservationLine Line(Reservation reservation) =>
        new(Unit, reservation, [.. Open().Union([reservation])], Terms);

    /// <summary>What is open of its reservations.</summary>
    public List<Reservation> Open() => [.. _all.Where(one => one.EndedAt is null)];

    /// <summary>Those that a registration looks at: as few as the service loads.</summary>
    public IEnumerable<Reservation> Near(Guid customer) => Open().Where(one =>
        one.State != ReservationState.Waiting || one.CustomerId == customer || one == Waiting.First());

    private Line Line() => new(Unit, Open(), Terms);

    /// <summary>A company in which nobody has left.</summary>
    private sealed class Everybody : IStaffStanding
    {
        public Text? BarredBecause(string staff) => null;
    }
}

/// <summary>What a subscription came from.</summary>
/// <param name="Reservation">The holder's reservation; null when the unit was free.</param>
/// <param name="ClosedWaits">Those who waited in vain.</param>
/// <param name="Sale">The sale.</param>
internal sealed record SubscribedFrom(
    Reservation? Reservation, IReadOnlyList<Reservation> ClosedWaits, Subscription Sale);
