using Microsoft.EntityFrameworkCore;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// The head of a unit's line as a registration looks at it, with the customer's own place in it and what must be known
/// of whoever comes. Of the others who wait nothing is loaded, and nothing can be asked.
/// </summary>
/// <param name="unit">The unit.</param>
/// <param name="near">Who holds it, who is to go on, the first in line and the customer's own.</param>
/// <param name="terms">What the line goes by.</param>
internal sealed class Registering(Unit unit, IEnumerable<Reservation> near, LineTerms terms)
    : HeadOfLine(unit, near, terms)
{
    private Reservation? _first;

    /// <summary>Whom it is for.</summary>
    public required Applicant Applicant { get; init; }

    /// <summary>Where the form's number stands.</summary>
    public required FormUse Form { get; init; }

    /// <summary>What must be known of who is to hold the unit; null where it is taken.</summary>
    public Holding? Holding { get; init; }

    /// <summary>
    /// The first in line, who may be passed the unit when its holder's time is over. Who is next after that is not
    /// loaded: it cannot come up, since an offer runs from now, and would be a mistake of ours.
    /// </summary>
    public override Reservation? NextInLine
    {
        get
        {
            if (Unit.Waiting == 0)
                return null;
            _first ??= Loaded.Where(r => r.State == ReservationState.Waiting).MinBy(r => r.Number);
            return _first is { State: ReservationState.Waiting } ? _first : throw new InvalidOperationException(
                $"{Unit.Code}: who is next after the first in line was not loaded.");
        }
    }

    /// <summary>What was registered, to be shown.</summary>
    public NewReservation Registered => new(Unit, Loaded[^1], Holder, Terms.Site);

    /// <summary>Null where the customer is not in the line yet, and does not hold the unit.</summary>
    [Rule("RES-4", "once in a line")]
    public Refused? RefusesAgain() =>
        Loaded.FirstOrDefault(r => r.IsOpen && r.CustomerId == Applicant.CustomerId) is { } already
            ? new Refused("RES-4", Text.Of(
                already.State == ReservationState.Waiting ? "reservation.waits-already" : "reservation.has-already",
                ("unit", Unit.Code)))
            {
                Evidence = [already.Evidence],
            }
            : null;

    /// <summary>Null where the customer may hold the unit, which is free.</summary>
    public Refused? RefusesHolding(string receipt, string consultant) => Holding!.Refuses(receipt, consultant);
}

/// <summary>What was registered a moment ago: it holds the unit, or is the last in line.</summary>
internal sealed class NewReservation(Unit unit, Reservation reservation, Reservation? holder, Project site)
    : IReservationState
{
    public Unit Unit => unit;

    public Aggregate Root => unit;

    public Reservation Reservation => reservation;

    public Reservation? Holder => holder;

    /// <summary>The project.</summary>
    public Project Site => site;

    /// <summary>The place in the line: who came last is as far back as there are who wait (RES-4).</summary>
    public int? Place => reservation.State == ReservationState.Waiting ? unit.Waiting : null;
}

/// <summary>
/// The unit's lock, then the customer's, then who matters to this registration: who holds it, who is to go on, the
/// first in line and the customer's own. On the day of a release hundreds wait, and none of them matters to the
/// next.
/// </summary>
internal sealed class RegisteringLoad(
    UnitBook units, LineBook lines, CustomerBook customers, HoldingBook holding, SalesControlDb db)
    : ILoad<Registering, RegisterReservation.Request>
{
    public async Task<Outcome<Registering>> LoadAsync(
        Named named, RegisterReservation.Request request, Change change, CancellationToken cancellationToken)
    {
        var there = await units.FindAsync(named, Access.Change, cancellationToken);
        if (there.Refusal is { } missing)
            return missing;
        var unit = there.Value;
        var who = await customers.OfAsync(unit.Project, request.Customer, change, cancellationToken);
        if (who.Refusal is { } unclear)
            return unclear.Under("customer");
        var (customer, form) = (who.Value, request.Form.Trim());
        var near = NearIn(unit, customer.Id);
        // Who waits brings no receipt that counts, and nobody's units are counted.
        var holds = unit.State == UnitState.Available || unit.Until <= change.At;
        var question = holds && request.DepositReceipt?.Trim() is { Length: > 0 } receipt
            ? holding.Question(unit, form, receipt, change.Actor.Id, change.At)
            : db.UseOfForm(unit, form).Select(use => new FormAndHolding(use, null, 0));
        // One answer, beside each reservation that is near.
        var found = await (
            from known in question
            from one in near.DefaultIfEmpty()
            select new { Known = known, Near = one }).ToListAsync(cancellationToken);
        return new Registering(
            unit, found.Select(row => row.Near).OfType<Reservation>(), await lines.TermsAsync(unit, cancellationToken))
        {
            Applicant = new(customer.Id, request.Customer.OnForm()),
            Form = found[0].Known.Form,
            Holding = holds ? holding.HoldingOf(found[0].Known) : null,
        };
    }

    /// <summary>
    /// Of a locked unit those who matter to a registration: who holds it, who is to go on, who is first in line, and
    /// the customer's own.
    /// </summary>
    private IQueryable<Reservation> NearIn(Unit unit, Guid customer) =>
        db.Reservations.Where(r => r.UnitId == unit.Id && r.EndedAt == null
            && (r.State != ReservationState.Waiting || r.CustomerId == customer || r.Number == db.Reservations
                .Where(w => w.UnitId == unit.Id && w.EndedAt == null && w.State == ReservationState.Waiting)
                .Min(w => (int?)w.Number)));
}
