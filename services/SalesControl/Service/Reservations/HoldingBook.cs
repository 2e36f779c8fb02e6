using Microsoft.EntityFrameworkCore;
using Ops.Platform.Rules;
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

/// <summary>Asks what must be known before somebody holds a unit, when every other lock is taken.</summary>
internal sealed class HoldingBook(SalesControlDb db, ReservationSettings settings)
{
    public async Task<Holding> OfAsync(
        Unit unit, string? receipt, string consultant, CancellationToken cancellationToken)
    {
        var most = settings.LimitPerConsultant;
        var held = most == 0 ? 0 : await HeldAsync(unit, consultant, cancellationToken);
        var use = string.IsNullOrWhiteSpace(receipt)
            ? null
            : await db.UseOfReceiptAsync(unit.Project, receipt.Trim(), cancellationToken);
        return new(use, held, most);
    }

    private async Task<int> HeldAsync(Unit unit, string consultant, CancellationToken cancellationToken)
    {
        // Of two registrations of one consultant on two units the second counts when the first is over.
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({$"{unit.Project} {consultant}"}, 11))", cancellationToken);
        return await db.Reservations.CountAsync(
            r => r.Consultant == consultant && r.UnitId != unit.Id
                && (r.State == ReservationState.Pending || r.State == ReservationState.Reserved)
                && db.Units.Any(u => u.Id == r.UnitId && u.Project == unit.Project),
            cancellationToken);
    }
}
