using Microsoft.EntityFrameworkCore;
using Ops.Identity.Contracts;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Leaves;

/// <summary>REC-5: somebody's leaves, the last first.</summary>
internal static class ListLeaves
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("staff/{number}/leaves", ListAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("leave.list.summary").AnswersOutcome<List<LeaveView>>();

    private static async Task<Outcome<List<LeaveView>>> ListAsync(
        string number, Actor actor, IdentityDb db, CompanyTime company, LeaveRecorders recorders, TakenLeaves source,
        CancellationToken cancellationToken)
    {
        var staff = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == number, cancellationToken);
        if (staff is null || !staff.IsSeenBy(actor))
            return EmploymentSource.Unknown(number);

        var leaves = await db.Leaves.AsNoTracking().Where(l => l.Staff == number)
            .OrderByDescending(l => l.From).Take(200).ToListAsync(cancellationToken);
        var recording = await recorders.OfAsync(staff, cancellationToken);
        List<LeaveView> views = [];
        foreach (var leave in leaves)
        {
            views.Add(await source.ShowAsync(
                new TakenLeave(staff, company, leave, recording), actor, cancellationToken));
        }

        return views;
    }
}
