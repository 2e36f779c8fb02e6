using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>CS-7: who works where, in which post; a caller sees the staff of their own sites.</summary>
internal static class ReadStaff
{
    private const int MostOnAPage = 200;

    public static void MapReadStaff(this IEndpointRouteBuilder api)
    {
        api.MapGet("staff", ListAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The staff, by number").Produces<Page>();
        api.MapGet("staff/{number}", GetAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("A member of staff").Produces<StaffView>();
    }

    /// <summary>A page of staff, by number.</summary>
    /// <param name="Items">The staff.</param>
    /// <param name="Next">The cursor of the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<StaffView> Items, string? Next);

    private static async Task<IResult> ListAsync(
        Actor actor, IdentityDb db, IClock clock, CompanyTime company, string? department, string? post, string? after, int? limit,
        CancellationToken cancellationToken)
    {
        var size = limit ?? 50;
        if (size is < 1 or > MostOnAPage)
            return Refused.Input(null, "limit", $"A page has 1 to {MostOnAPage} members of staff.").ToProblem();

        var sees = actor.Sites.Contains("*");
        var sites = actor.Sites.ToList();
        var page = await db.Staff.AsNoTracking()
            .Where(s => (department == null || s.Department == department) && (post == null || s.Post == post) && (after == null || string.Compare(s.Number, after) > 0))
            .Where(s => sees || s.Sites.Contains("*") || s.Sites.Any(site => sites.Contains(site)))
            .OrderBy(s => s.Number).Take(size + 1).ToListAsync(cancellationToken);
        var more = page.Count > size;
        if (more)
            page.RemoveAt(size);
        var now = clock.GetCurrentInstant();
        return Results.Ok(new Page([.. page.Select(staff => Show(staff, now, company))], more ? page[^1].Number : null));
    }

    private static async Task<IResult> GetAsync(
        string number, Actor actor, IdentityDb db, IClock clock, CompanyTime company, CancellationToken cancellationToken)
    {
        var staff = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == number, cancellationToken);
        if (staff is null || !staff.IsSeenBy(actor))
            return StaffDesk.Unknown(number).ToProblem();

        var version = staff.Version;
        return Results.Ok(Show(staff, clock.GetCurrentInstant(), company)).WithETag(version);
    }

    /// <summary>
    /// As they are at this moment: what is due has taken effect, whether or not it was written down yet.
    /// </summary>
    private static StaffView Show(StaffMember staff, Instant now, CompanyTime company)
    {
        staff.ApplyDue(now, "system:identity", company);
        return StaffView.Of(staff);
    }
}
