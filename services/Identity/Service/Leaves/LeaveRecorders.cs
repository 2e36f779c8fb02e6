using Microsoft.EntityFrameworkCore;
using Ops.Identity.Contracts;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Leaves;

/// <summary>
/// CS-7: leave is recorded by whoever leads the person's group, or the department that it is part of, and by whoever
/// manages the staff, or stands in with that; nobody records their own. One who leads there too (whose post records
/// leave, or decides) is a peer or a superior: their leave is recorded by the department above.
/// </summary>
/// <param name="PartOf">The department that the person's group belongs to; null for a department.</param>
/// <param name="LeadsToo">Whether the person's post records leave, or decides.</param>
internal sealed record LeaveRecording(string? PartOf, bool LeadsToo)
{
    /// <summary>What refuses somebody who would record another's leave; null when it is theirs to record.</summary>
    [Rule("CS-7", "who records leave")]
    public Refused? Refuses(StaffMember staff, Change change)
    {
        var actor = change.Actor;
        if (staff.Number == actor.Id)
            return NotTheirs(Text.Of("leave.oneself"));
        // Who stands in for somebody is one person with them: their leave is not the stand-in's to record.
        if (PartOf == actor.Department || actor.Permissions.Contains(IdentityPermissions.ManageStaff)
            || actor.StandsInFor(IdentityPermissions.ManageStaff, change.At).Any(person => person != staff.Number))
        {
            return null;
        }

        if (staff.Department != actor.Department)
        {
            return NotTheirs(Text.Of(
                "leave.other-department", ("staff", staff.Number),
                ("department", Text.NameOf("department", staff.Department))));
        }

        return LeadsToo ? NotTheirs(Text.Of("leave.not-led", ("staff", staff.Number))) : null;
    }

    private static Refused NotTheirs(Text text) => new("CS-7", text, RefusalKind.Forbidden);
}

/// <summary>Finds out who records whose leave.</summary>
internal sealed class LeaveRecorders(IdentityDb db)
{
    public async Task<LeaveRecording> OfAsync(StaffMember staff, CancellationToken cancellationToken)
    {
        var department = await db.Departments.AsNoTracking()
            .SingleAsync(d => d.Code == staff.Department, cancellationToken);
        var post = await db.Posts.AsNoTracking().SingleAsync(p => p.Code == staff.Post, cancellationToken);
        return new(
            department.PartOf, post.NeedsSecondFactor || post.Permissions.Contains(IdentityPermissions.RecordLeave));
    }
}
