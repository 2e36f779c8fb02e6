using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>CS-7: who works where, in which post; a caller sees the staff of their own sites.</summary>
internal static class ReadStaff
{
    private const StringComparison Exact = StringComparison.Ordinal;

    // What stands for anything in a pattern stands for itself in what was typed.
    private static readonly string[] Wildcards = ["\\", "%", "_"];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("staff", ListAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("staff.list.summary").AnswersOutcome<Page>();
        api.MapRead<Employment, StaffView>("staff/{number}", IdentityPermissions.ReadStaff)
            .WithSummary("staff.read.summary");
    }

    /// <summary>A page of staff, by number.</summary>
    /// <param name="Items">The staff.</param>
    /// <param name="Next">The cursor of the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<StaffView> Items, string? Next);

    /// <summary>Which staff are asked for.</summary>
    /// <param name="Department">Only those of this department or group.</param>
    /// <param name="Post">Only those in this post.</param>
    /// <param name="Site">Only those who work at this site.</param>
    /// <param name="Who">Only those whose number or name has this in it.</param>
    /// <param name="After">The cursor of the page before.</param>
    /// <param name="Limit">The most on a page, 1 to 200; 50 by itself.</param>
    internal readonly record struct Query(
        string? Department, string? Post, string? Site, string? Who, string? After, PageSize? Limit);

    private static async Task<Outcome<Page>> ListAsync(
        [AsParameters] Query query, Actor actor, IdentityDb db, IClock clock, CompanyTime company,
        CancellationToken cancellationToken)
    {
        var size = query.Limit.Rows();

        var who = string.IsNullOrWhiteSpace(query.Who)
            ? null
            : $"%{Wildcards.Aggregate(query.Who.Trim(), (text, one) => text.Replace(one, $"\\{one}", Exact))}%";
        var sees = actor.Sites.Contains("*");
        var sites = actor.Sites.ToList();
        var page = await db.Staff.AsNoTracking()
            .Where(s => query.Department == null || s.Department == query.Department)
            .Where(s => query.Post == null || s.Post == query.Post)
            .Where(s => query.Site == null || s.Sites.Contains("*") || s.Sites.Contains(query.Site))
            .Where(s => who == null || EF.Functions.ILike(s.Number, who, "\\") || EF.Functions.ILike(s.Name, who, "\\"))
#pragma warning disable CA1309 // PostgreSQL compares, by the column's collation.
            .Where(s => query.After == null || string.Compare(s.Number, query.After) > 0)
#pragma warning restore CA1309
            .Where(s => sees || s.Sites.Contains("*") || s.Sites.Any(site => sites.Contains(site)))
            .OrderBy(s => s.Number).Take(size + 1).ToListAsync(cancellationToken);
        var more = page.Count > size;
        if (more)
            page.RemoveAt(size);
        var now = clock.GetCurrentInstant();
        return new Page([.. page.Select(Show)], more ? page[^1].Number : null);

        // As they are at this moment: what is due has taken effect, whether or not it was written down yet.
        StaffView Show(StaffMember staff)
        {
            new Employment(staff, company).LetDueHappen(now);
            return StaffView.Of(staff, actor, now);
        }
    }
}
