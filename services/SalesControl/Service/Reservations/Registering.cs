using Microsoft.EntityFrameworkCore;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// A unit's line as far as a registration looks at it: who holds it, who is to go on, the first in line, and the
/// customer's own; with what must be known of whoever comes.
/// </summary>
internal sealed class Registering(Unit unit, IEnumerable<Reservation> near, LineTerms terms) : Line(unit, near, terms)
{
    /// <summary>Whom it is for.</summary>
    public required Applicant Applicant { get; init; }

    /// <summary>Where the form's number stands.</summary>
    public required FormUse Form { get; init; }

    /// <summary>What must be known of who is to hold the unit; null where it is taken.</summary>
    public Holding? Holding { get; init; }

    /// <summary>Null where the customer may hold the unit, which is free.</summary>
    public Refused? RefusesHolding(string receipt, string consultant) => Holding!.Refuses(receipt, consultant);
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
            return unclear;
        var (customer, form) = (who.Value, request.Form.Trim());
        var near = lines.Near(unit, customer.Id);
        // Who waits brings no receipt that counts, and nobody's units are counted.
        var holds = unit.State == UnitState.Available || unit.Until <= change.At;
        var question = holds && request.DepositReceipt?.Trim() is { Length: > 0 } receipt
            ? holding.Question(unit, form, receipt, change.Actor.Id)
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
}
