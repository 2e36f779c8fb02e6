using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>Where the number of a paper form 预约单 stands.</summary>
/// <param name="Key">The number in its normal form, with the project.</param>
/// <param name="ReservationId">The reservation that it stands on; null for none.</param>
/// <param name="Unit">That reservation's unit.</param>
internal sealed record FormUse(string? Key, Guid? ReservationId = null, string? Unit = null)
{
    /// <summary>Null where the number can be that of a reservation, or is its own already.</summary>
    /// <param name="number">The number.</param>
    /// <param name="of">The reservation; null for a new one.</param>
    /// <param name="field">The field that names it.</param>
    [Rule("RES-2", "a form's number stands once in a project")]
    public Refused? Refuses(string number, Guid? of = null, string field = "form") =>
        ReservationId is not { } other || other == of
            ? null
            : new("RES-2", Text.Of("reservation.form-used", ("form", number), ("unit", Unit)), Field: field)
            {
                Evidence = [$"reservation/{other}"],
            };
}

/// <summary>RES-2: the number of a paper form stands once in a project, however it is written.</summary>
internal static class Forms
{
    /// <summary>
    /// The question where it stands, which has one answer. Whoever brings the same form at the same moment waits until
    /// this change is over. Asked before a receipt is, and after every other lock is taken.
    /// </summary>
    public static IQueryable<FormUse> UseOfForm(this SalesControlDb db, Unit unit, string number)
    {
        db.LockNumber(Paper.Form, unit.Project, number);
        return
            from place in db.Units
            where place.Id == unit.Id
            let key = place.Project + "/" + SalesControlDb.PlainText(number)
            from there in db.Reservations.Where(r => r.FormKey == key).DefaultIfEmpty()
            from other in db.Units.Where(u => u.Id == there!.UnitId).DefaultIfEmpty()
            select new FormUse(key, (Guid?)there!.Id, other!.Code);
    }
}
