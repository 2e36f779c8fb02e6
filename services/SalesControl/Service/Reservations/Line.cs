using NodaTime;
using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// A unit with all that is open of its reservations: who holds it, who is to go on, everybody who waits (RES-1 to
/// RES-4).
/// </summary>
internal class Line(Unit unit, IEnumerable<Reservation> reservations, LineTerms terms) : IUnitState
{
    private readonly List<Reservation> _reservations = [.. reservations];

    public Unit Unit => unit;

    public Aggregate Root => unit;

    public virtual string? Consultant => null;

    /// <summary>The unit's project, how long things last, who may act.</summary>
    public LineTerms Terms => terms;

    /// <summary>All that were loaded: at least those that are open.</summary>
    public IReadOnlyList<Reservation> Reservations => _reservations;

    /// <summary>Who has it: the pending or reserved one, or the one it is offered to.</summary>
    public Reservation? Holder => _reservations.SingleOrDefault(r => r.HoldsUnit);

    /// <summary>The holder's registration to go on; null where there is none.</summary>
    public Reservation? Renewal => _reservations.SingleOrDefault(r => r.IsRenewal);

    /// <summary>Those who wait, first come first (RES-4).</summary>
    public IEnumerable<Reservation> Waiting =>
        _reservations.Where(r => r.State == ReservationState.Waiting).OrderBy(r => r.Number);

    public void ApplyDue(Instant now, IHappenings happenings) => Lapsing.ApplyDue(this, now, happenings);

    /// <summary>A reservation of it.</summary>
    public Reservation Find(Guid id) => _reservations.Single(one => one.Id == id);

    /// <summary>
    /// The place in the line, from 1; null for who does not wait. Who registered last is the last in line, however
    /// little of it was loaded.
    /// </summary>
    public int? PlaceOf(Reservation reservation) => reservation.State != ReservationState.Waiting
        ? null
        : reservation.Number == unit.Registrations
            ? unit.Waiting
            : Waiting.Count(r => r.Number <= reservation.Number);

    /// <summary>
    /// Those who wait and insist on their place: while there are any, the holder neither renews nor is extended, unless
    /// the holder's customer has paid first (RES-4). Whoever has yielded has yielded to this holder alone.
    /// </summary>
    public IReadOnlyList<Reservation> InsistentAgainst(Reservation holder) =>
        holder.PaidAt is not null ? [] : [.. Waiting.Where(one => one.YieldedTo != holder.Id)];

    /// <summary>Until when a reservation that begins now holds the unit (RES-1).</summary>
    public Instant HeldUntil(Instant now) => now + terms.Settings.Held;

    /// <summary>CNY: the deposit where a form says no other.</summary>
    public decimal StandardDeposit => terms.Site.StandardDeposit;

    /// <summary>The line with one of its reservations.</summary>
    public ReservationLine With(Guid reservation) => new(unit, Find(reservation), _reservations, terms);

    internal void Add(Reservation reservation) => _reservations.Add(reservation);
}

/// <summary>What a line goes by.</summary>
/// <param name="Site">The project.</param>
/// <param name="Settings">How long things last.</param>
/// <param name="Staff">Who may act.</param>
internal sealed record LineTerms(Project Site, ReservationSettings Settings, IStaffStanding Staff);

/// <summary>A unit's line with the reservation that a request names, open or over.</summary>
internal sealed class ReservationLine(
    Unit unit, Reservation reservation, IEnumerable<Reservation> reservations, LineTerms terms)
    : Line(unit, reservations, terms)
{
    /// <summary>The reservation.</summary>
    public Reservation Reservation => reservation;

    public override string? Consultant => reservation.Consultant;

    /// <summary>A refusal that rests on the reservation.</summary>
    public Refused Refuse(string rule, string code, params ReadOnlySpan<(string Name, object? Value)> args) =>
        new(rule, Text.Of(code, args)) { Evidence = [reservation.Evidence] };

    /// <summary>A refusal because of the state that the reservation is in, which the text names as {state}.</summary>
    public Refused RefuseInState(string rule, string code) =>
        Refuse(rule, code, ("state", Text.NameOf(reservation.State)));

    /// <summary>
    /// CS-7: what is entered for a customer on a reservation its own consultant enters, or whoever answers for the
    /// project's customers and may merge them: the sales supervisor, or who stands in with that.
    /// </summary>
    [Rule("CS-7", "another's customer")]
    public Refused? RefusesAnothersCustomer(Change change) =>
        reservation.Consultant == change.Actor.Id
            || change.Actor.PermissionsAt(change.At).Contains(SalesControlPermissions.MergeCustomers)
            ? null
            : Refuse("CS-7", "reservation.anothers-customer", ("consultant", reservation.Consultant)) with
            {
                Kind = RefusalKind.Forbidden,
            };
}
