using Microsoft.EntityFrameworkCore;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>One who leaves or has left.</summary>
/// <param name="staff">The member of staff.</param>
/// <param name="company">By which days begin.</param>
/// <param name="successor">Who is named to take over, if there is somebody of that number.</param>
internal sealed class Leaving(StaffMember staff, CompanyTime company, StaffMember? successor)
    : Employment(staff, company)
{
    /// <summary>Whether who was named before is here still, and is not leaving.</summary>
    public bool SuccessorStays { get; init; }

    /// <summary>
    /// What refuses whoever cannot take over: it takes a member of staff whom the caller sees, who has not left and is
    /// not leaving.
    /// </summary>
    public Refused? RefusesSuccessor(string named, Actor actor) =>
        successor is { LeavesOn: null } stays && stays.IsSeenBy(actor)
            ? null
            : Refused.Input(null, "successor", Text.Of("staff.no-successor", ("successor", named)));
}

/// <summary>Finds those who leave, with whoever is to take over.</summary>
internal sealed class Leavings(EmploymentSource staff, IdentityDb db)
{
    public async Task<Outcome<Leaving>> FindAsync(
        Named named, string? successor, CancellationToken cancellationToken)
    {
        var found = await staff.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var other = successor is null
            ? null
            : await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == successor, cancellationToken);
        var before = found.Value.Staff.Successor;
        return new Leaving(found.Value.Staff, found.Value.Company, other)
        {
            SuccessorStays = before is not null
                && await db.Staff.AnyAsync(s => s.Number == before && s.LeavesOn == null, cancellationToken),
        };
    }
}
