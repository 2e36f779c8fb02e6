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
/// A unit with who holds it, who is to go on and who is first in line: all that is asked when time passes on it, or
/// when somebody comes (RES-1 to RES-4). Who else waits is a <see cref="Line"/>'s to say, and cannot be asked here.
/// </summary>
internal abstract class HeadOfLine(Unit unit, IEnumerable<Reservation> reservations, LineTerms terms) : IUnitState
{
    private readonly List<Reservation> _reservations = [.. reservations];

    public Unit Unit => unit;

    public Aggregate Root => unit;

    public virtual string? Consultant => null;

    /// <summary>The unit's project, how long things last, who may act.</summary>
    public LineTerms Terms => terms;

    /// <summary>Who has it: the pending or reserved one, or the one it is offered to.</summary>
    public Reservation? Holder => _reservations.SingleOrDefault(r => r.HoldsUnit);

    /// <summary>The holder's registration to go on; null where there is none.</summary>
    public Reservation? Renewal => _reservations.SingleOrDefault(r => r.IsRenewal);

    /// <summary>The first in line; null where nobody waits (RES-4).</summary>
    public abstract Reservation? NextInLine { get; }

    /// <summary>Those that were loaded.</summary>
    protected IReadOnlyList<Reservation> Loaded => _reservations;

    public void ApplyDue(Instant now, IHappenings happenings) => Lapsing.ApplyDue(this, now, happenings);

    /// <summary>A reservation of it that was loaded.</summary>
    public Reservation Find(Guid id) => _reservations.Single(one => one.Id == id);

    /// <summary>Until when a reservation that begins now holds the unit (RES-1).</summary>
    public Instant HeldUntil(Instant now) => now + terms.Settings.Held;

    /// <summary>CNY: the deposit where a form says no other.</summary>
    public decimal StandardDeposit => terms.Site.StandardDeposit;

    internal void Add(Reservation reservation) => _reservations.Add(reservation);
}

/// <summary>
/// A unit with all that is open of its reservations: who holds it, who is to go on, everybody who waits.
/// </summary>
internal class Line(Unit unit, IEnumerable<Reservation> reservations, LineTerms terms)
    : HeadOfLine(unit, reservations, terms)
{
    /// <summary>All that are open, and one that is over where a use case names it.</summary>
    public IReadOnlyList<Reservation> Reservations => Loaded;

    /// <summary>Those who wait, first come first (RES-4).</summary>
    public IEnumerable<Reservation> Waiting =>
        Loaded.Where(r => r.State == ReservationState.Waiting).OrderBy(r => r.Number);

    public override Reservation? NextInLine => Waiting.FirstOrDefault();

    /// <summary>The place in the line, from 1; null for who does not wait.</summary>
    public int? PlaceOf(Reservation reservation) => reservation.State != ReservationState.Waiting
        ? null
        : Waiting.Count(r => r.Number <= reservation.Number);

    /// <summary>
    /// Those who wait and insist on their place: while there are any, the holder neither renews nor is extended, unless
    /// the holder's customer has paid first (RES-4). Whoever has yielded has yielded to this holder alone.
    /// </summary>
    public IReadOnlyList<Reservation> InsistentAgainst(Reservation holder) =>
        holder.PaidAt is not null ? [] : [.. Waiting.Where(one => one.YieldedTo != holder.Id)];

    /// <summary>The line with one of its reservations.</summary>
    public ReservationLine With(Guid reservation) => new(Unit, Find(reservation), Loaded, Terms);
}

/// <summary>What a line goes by.</summary>
/// <param name="Site">The project.</param>
/// <param name="Settings">How long things last.</param>
/// <param name="Staff">Who may act.</param>
internal sealed record LineTerms(Project Site, ReservationSettings Settings, IStaffStanding Staff);

/// <summary>A reservation of a unit, with who holds that.</summary>
internal interface IReservationState : IUnitState
{
    /// <summary>The reservation.</summary>
    Reservation Reservation { get; }

    /// <summary>Who has the unit: this one, or another.</summary>
    Reservation? Holder { get; }

    string? IUnitState.Consultant => Reservation.Consultant;
}

/// <summary>A unit's line with the reservation that a request names, open or over.</summary>
internal sealed class ReservationLine(
    Unit unit, Reservation reservation, IEnumerable<Reservation> reservations, LineTerms terms)
    : Line(unit, reservations, terms), IReservationState
{
    /// <summary>The reservation.</summary>
    public Reservation Reservation => reservation;

    public override string? Consultant => reservation.Consultant;
}

/// <summary>What rests on a reservation is refused with it as the evidence.</summary>
internal static class ReservationRefusals
{
    /// <summary>A refusal that rests on the reservation.</summary>
    public static Refused Refuse(
        this IReservationState state, string rule, string code,
        params ReadOnlySpan<(string Name, object? Value)> args) =>
        new(rule, Text.Of(code, args)) { Evidence = [state.Reservation.Evidence] };

    /// <summary>A refusal because of the state that the reservation is in, which the text names as {state}.</summary>
    public static Refused RefuseInState(this IReservationState state, string rule, string code) =>
        state.Refuse(rule, code, ("state", Text.NameOf(state.Reservation.State)));

    /// <summary>
    /// CS-7: what is entered for a customer on a reservation its own consultant enters, or whoever answers for the
    /// project's customers and may merge them: the sales supervisor, or who stands in with that.
    /// </summary>
    [Rule("CS-7", "another's customer")]
    public static Refused? RefusesAnothersCustomer(this IReservationState state, Change change)
    {
        var consultant = state.Reservation.Consultant;
        return consultant == change.Actor.Id
            || change.Actor.PermissionsAt(change.At).Contains(SalesControlPermissions.MergeCustomers)
            ? null
            : state.Refuse("CS-7", "reservation.anothers-customer", ("consultant", consultant)) with
            {
                Kind = RefusalKind.Forbidden,
            };
    }
}
