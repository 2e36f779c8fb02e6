using Microsoft.EntityFrameworkCore;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;

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
    private const long FormLock = 22;

    /// <summary>
    /// Where it stands. Whoever brings the same form at the same moment waits until this change is over. Asked before a
    /// receipt is, and after every other lock is taken.
    /// </summary>
    public static async Task<FormUse> UseOfFormAsync(
        this SalesControlDb db, string project, string number, CancellationToken cancellationToken)
    {
        var key = (await db.Database.SqlQuery<string>($"""
            SELECT {project} || '/' || plain_text({number}) AS "Value"
            """).ToListAsync(cancellationToken)).Single();
        db.LockAhead(key, FormLock);
        return await db.Reservations.Where(r => r.FormKey == key)
            .Join(db.Units, r => r.UnitId, u => u.Id, (r, u) => new FormUse(key, r.Id, u.Code))
            .SingleOrDefaultAsync(cancellationToken) ?? new FormUse(key);
    }
}
