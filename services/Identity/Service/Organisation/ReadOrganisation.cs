using Microsoft.EntityFrameworkCore;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.ServiceDefaults;

namespace Ops.Identity.Organisation;

/// <summary>CS-7, DOC-4: the companies, sites, departments and posts that there are.</summary>
internal static class ReadOrganisation
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("companies", CompaniesAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The companies").Produces<IReadOnlyList<CompanyView>>();
        api.MapRead<Company, CompanyView>("companies/{company}", IdentityPermissions.ReadStaff)
            .WithSummary("A company");
        api.MapGet("sites", SitesAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The sites").Produces<IReadOnlyList<SiteView>>();
        api.MapGet("departments", DepartmentsAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The departments and groups").Produces<IReadOnlyList<DepartmentView>>();
        api.MapRead<OneDepartment, DepartmentView>("departments/{department}", IdentityPermissions.ReadStaff)
            .WithSummary("A department or group");
        api.MapGet("posts", PostsAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The posts, and what each may do").Produces<IReadOnlyList<PostView>>();
        api.MapRead<Post, PostView>("posts/{post}", IdentityPermissions.ReadStaff)
            .WithSummary("A post");
    }

    private static async Task<IResult> CompaniesAsync(
        Actor actor, IdentityDb db, CompanySource companies, CancellationToken cancellationToken)
    {
        var views = new List<CompanyView>();
        foreach (var company in await db.Companies.AsNoTracking().OrderBy(c => c.Code).ToListAsync(cancellationToken))
            views.Add(await companies.ShowAsync(company, actor, cancellationToken));
        return Results.Ok(views);
    }

    private static async Task<IResult> SitesAsync(Actor actor, IdentityDb db, CancellationToken cancellationToken)
    {
        var sites = await db.Sites.AsNoTracking().OrderBy(s => s.Code).ToListAsync(cancellationToken);
        return Results.Ok(sites.Where(site => actor.MaySee(site.Code)).Select(SiteView.Of));
    }

    private static async Task<IResult> DepartmentsAsync(IdentityDb db, CancellationToken cancellationToken)
    {
        var departments = await db.Departments.AsNoTracking().OrderBy(d => d.Code).ToListAsync(cancellationToken);
        return Results.Ok(departments.Select(DepartmentView.Of));
    }

    private static async Task<IResult> PostsAsync(IdentityDb db, CancellationToken cancellationToken)
    {
        var posts = await db.Posts.AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancellationToken);
        return Results.Ok(posts.Select(PostView.Of));
    }
}
