using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>What must be known before somebody holds a unit.</summary>
/// <param name="Receipt">What the deposit's receipt was used for before; null for nothing.</param>
/// <param name="Held">How many units the consultant's customers hold in the project.</param>
/// <param name="Most">How many they may; 0 for no limit.</param>
internal sealed record Holding(ReceiptUse? Receipt, int Held, int Most)
{
    /// <summary>
    /// Null where the customer may hold the unit: a consultant's customers hold no more at once than the setting says,
    /// and the receipt backs nothing else.
    /// </summary>
    [Rule("RES-1", "how many a consultant's customers hold")]
    public Refused? Refuses(string receipt, string consultant) => Most > 0 && Held >= Most
        ? new Refused("RES-1", Text.Of("reservation.limit", ("consultant", consultant), ("held", Held)))
        : Receipt.RefusesDeposit(receipt);
}

/// <summary>What is known of a form, and of who is to hold a unit with it.</summary>
/// <param name="Form">Where the form's number stands.</param>
/// <param name="Receipt">What the deposit's receipt was used for before; null for nothing.</param>
/// <param name="Held">How many units the consultant's customers hold in the project.</param>
internal sealed record FormAndHolding(FormUse Form, ReceiptUse? Receipt, int Held);

/// <summary>Asks what must be known before somebody holds a unit, when every other lock is taken.</summary>
internal sealed class HoldingBook(SalesControlDb db, ReservationSettings settings)
{
    private const long ConsultantLock = 11;

    public async Task<(FormUse Form, Holding Holding)> OfAsync(
        Unit unit, string form, string receipt, string consultant, Instant at, CancellationToken cancellationToken)
    {
        var found = await Question(unit, form.Trim(), receipt.Trim(), consultant, at).SingleAsync(cancellationToken);
        return (found.Form, HoldingOf(found));
    }

    /// <summary>The question for it, which has one answer, for whoever asks for more at once.</summary>
    public IQueryable<FormAndHolding> Question(Unit unit, string form, string receipt, string consultant, Instant at)
    {
        var use = db.UseOfForm(unit, form);
        var counts = settings.LimitPerConsultant > 0;
        // Of two registrations of one consultant on two units the second counts when the first is over.
        if (counts)
            db.LockAhead($"{unit.Project} {consultant}", ConsultantLock);
        var held = db.Reservations.Where(r => counts && r.Consultant == consultant && r.UnitId != unit.Id
            && (r.State == ReservationState.Pending || r.State == ReservationState.Reserved)
            // What has lapsed holds nothing, also where nobody has come by yet to write it down.
            && (r.ExpiresAt == null || r.ExpiresAt > at)
            && db.Units.Any(u => u.Id == r.UnitId && u.Project == unit.Project));
        var receipts = db.UseOfReceipt(unit.Project, receipt);
        return use.Select(form => new FormAndHolding(form, receipts.FirstOrDefault(), held.Count()));
    }

    /// <summary>What it says by the settings.</summary>
    public Holding HoldingOf(FormAndHolding found) => new(found.Receipt, found.Held, settings.LimitPerConsultant);
}
