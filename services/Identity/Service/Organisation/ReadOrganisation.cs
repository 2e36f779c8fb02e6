using Microsoft.EntityFrameworkCore;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;

namespace Ops.Identity.Organisation;

/// <summary>CS-7, DOC-4: the sites, departments and posts that there are.</summary>
internal static class ReadOrganisation
{
    public static void MapReadOrganisation(this IEndpointRouteBuilder api)
    {
        api.MapQuery("sites", IdentityPermissions.ReadStaff, SitesAsync).WithSummary("The sites").Produces<IReadOnlyList<SiteView>>();
        api.MapQuery("departments", IdentityPermissions.ReadStaff, DepartmentsAsync).WithSummary("The departments and groups").Produces<IReadOnlyList<DepartmentView>>();
        api.MapQuery("posts", IdentityPermissions.ReadStaff, PostsAsync).WithSummary("The posts, and what each may do").Produces<IReadOnlyList<PostView>>();
        api.MapQuery("posts/{post}", IdentityPermissions.ReadStaff, PostAsync).WithSummary("A post").Produces<PostView>();
    }

    /// <summary>A site.</summary>
    internal sealed record SiteView(string Site, string Name);

    /// <summary>A department, or a group of one.</summary>
    internal sealed record DepartmentView(string Department, string Name, string? PartOf);

    private static async Task<IResult> SitesAsync(IdentityDb db, CancellationToken cancellationToken) =>
        Results.Ok(await db.Sites.AsNoTracking().OrderBy(s => s.Code).Select(s => new SiteView(s.Code, s.Name)).ToListAsync(cancellationToken));

    private static async Task<IResult> DepartmentsAsync(IdentityDb db, CancellationToken cancellationToken) =>
        Results.Ok(await db.Departments.AsNoTracking().OrderBy(d => d.Code).Select(d => new DepartmentView(d.Code, d.Name, d.PartOf)).ToListAsync(cancellationToken));

    private static async Task<IResult> PostsAsync(IdentityDb db, CancellationToken cancellationToken) =>
        Results.Ok((await db.Posts.AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancellationToken)).Select(PostView.Of));

    private static async Task<IResult> PostAsync(string post, IdentityDb db, CancellationToken cancellationToken) =>
        await db.Posts.AsNoTracking().SingleOrDefaultAsync(p => p.Code == post, cancellationToken) is { } found ? Results.Ok(PostView.Of(found)).WithETag(found.Version) : PostView.Unknown(post).ToProblem();
}
