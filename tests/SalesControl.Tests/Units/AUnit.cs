using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Tests.Units;

/// <summary>A unit by itself, with the time handed in: what a test of a rule begins with.</summary>
internal sealed class AUnit
{
    public const string Manager = "manager-1";

    public static readonly Instant Start = Instant.FromUtc(2026, 9, 28, 1, 0);
    public static readonly Duration Hold = ReservationSettings.Default.Held, Offer = ReservationSettings.Default.Offer, Tick = Duration.FromMilliseconds(1);
    private static readonly ReservationSettings Settings = ReservationSettings.Default;

    private int _next;

    public AUnit(bool withheld = false) => Unit = new Unit(Id(), "harbour-court", new("2", "1", 12, "1203", UnitKind.Home, 89.5m, 71.2m, 1_980_000m, withheld), Start, "operations-1");

    public Unit Unit { get; }

    /// <summary>The names of what it raised, in order, but for its listing.</summary>
    public IEnumerable<string> Happened => Unit.Raised.Skip(1).Select(raised => raised.Event.GetType().Name);

    /// <summary>A customer by number, whose consultant has the same number.</summary>
    public static CustomerOnForm Customer(int number) => new($"Customer {number}", $"+86138000{number:00000}");

    /// <summary>The customer's entry.</summary>
    public static Guid CustomerId(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 2]);

    public Outcome<Reservation> Register(int customer, Instant? at = null, string? receipt = "") =>
        Unit.Register(Id(), new Applicant(CustomerId(customer), Customer(customer)), $"F-{customer}", receipt is "" ? $"R-{customer}-{_next}" : receipt, at ?? Start, $"consultant-{customer}", Settings);

    public Outcome<Reservation> Approve(Reservation reservation, Instant? at = null, string by = Manager) => Unit.Approve(reservation.Id, at ?? Start, by, Settings);

    public Outcome<Reservation> Refuse(Reservation reservation, Instant? at = null) => Unit.Refuse(reservation.Id, "The form is not signed.", at ?? Start, Manager, Settings);

    public Outcome<Reservation> TakeUp(Reservation reservation, Instant at) => Unit.TakeUp(reservation.Id, "F-new", $"R-up-{_next++}", at, reservation.Consultant, Settings);

    public Outcome<SubscribedFrom> Subscribe(int customer, Instant? at = null) => Unit.Subscribe([CustomerId(customer)], at ?? Start, $"consultant-{customer}", Settings);

    public void ApplyDue(Instant at) => Unit.ApplyDue(at, Settings);

    private Guid Id() => new(++_next, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
