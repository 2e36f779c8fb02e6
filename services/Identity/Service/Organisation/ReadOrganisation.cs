using Microsoft.EntityFrameworkCore;
using Ops.Identity.Accounts;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Organisation;

/// <summary>CS-7, DOC-4: the sites, departments and posts that there are.</summary>
internal static class ReadOrganisation
{
    public static void MapReadOrganisation(this IEndpointRouteBuilder api)
    {
        api.MapGet("sites", SitesAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The sites").Produces<IReadOnlyList<SiteView>>();
        api.MapGet("departments", DepartmentsAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The departments and groups").Produces<IReadOnlyList<DepartmentView>>();
        api.MapGet("departments/{department}", DepartmentAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("A department or group").Produces<DepartmentView>();
        api.MapGet("posts", PostsAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The posts, and what each may do").Produces<IReadOnlyList<PostView>>();
        api.MapGet("permissions", Permissions).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The permissions that a post can be given, and what each allows")
            .Produces<IReadOnlyList<PermissionView>>();
        api.MapGet("posts/{post}", PostAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("A post").Produces<PostView>();
    }

    /// <summary>A site.</summary>
    /// <param name="Site">Its code, which is the project's.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Company">The company that sells there.</param>
    internal sealed record SiteView(string Site, string Name, string Company)
    {
        public static SiteView Of(Site site) => new(site.Code, site.Name, site.Company);
    }

    /// <summary>A department, or a group of one.</summary>
    internal sealed record DepartmentView(string Department, string Name, string? PartOf)
    {
        public static DepartmentView Of(Department department) => new(department.Code, department.Name, department.PartOf);
    }

    /// <summary>A permission that a post can be given.</summary>
    /// <param name="Permission">Its name.</param>
    /// <param name="Allows">What it allows, in the reader's language.</param>
    /// <param name="NeedsSecondFactor">Whether whoever has it signs in with a one-time code.</param>
    internal sealed record PermissionView(string Permission, string Allows, bool NeedsSecondFactor);

    private static IResult Permissions(HttpRequest request)
    {
        var language = Texts.Of(request).Language;
        return Results.Ok(
            PermissionCatalogue.All.Values.OrderBy(one => one.Name, StringComparer.Ordinal)
                .Select(one => new PermissionView(one.Name, one.Allows[language], one.Decides)));
    }

    private static async Task<IResult> SitesAsync(Actor actor, IdentityDb db, CancellationToken cancellationToken) =>
        Results.Ok((await db.Sites.AsNoTracking().OrderBy(s => s.Code).ToListAsync(cancellationToken)).Where(s => actor.MaySee(s.Code)).Select(SiteView.Of));

    private static async Task<IResult> DepartmentsAsync(IdentityDb db, CancellationToken cancellationToken) =>
        Results.Ok(await db.Departments.AsNoTracking().OrderBy(d => d.Code).Select(d => new DepartmentView(d.Code, d.Name, d.PartOf)).ToListAsync(cancellationToken));

    private static async Task<IResult> DepartmentAsync(string department, IdentityDb db, CancellationToken cancellationToken) =>
        await db.Departments.AsNoTracking().SingleOrDefaultAsync(d => d.Code == department, cancellationToken) is { } found
            ? Results.Ok(DepartmentView.Of(found)).WithETag(found.Version)
            : Refused.NotFound($"There is no department {department}.").ToProblem();

    private static async Task<IResult> PostsAsync(IdentityDb db, CancellationToken cancellationToken) =>
        Results.Ok((await db.Posts.AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancellationToken)).Select(PostView.Of));

    private static async Task<IResult> PostAsync(string post, IdentityDb db, CancellationToken cancellationToken) =>
        await db.Posts.AsNoTracking().SingleOrDefaultAsync(p => p.Code == post, cancellationToken) is { } found ? Results.Ok(PostView.Of(found)).WithETag(found.Version) : PostView.Unknown(post).ToProblem();
}
