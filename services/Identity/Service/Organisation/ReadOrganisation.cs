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
            .WithSummary("company.list.summary").Produces<IReadOnlyList<CompanyView>>();
        api.MapRead<Company, CompanyView>("companies/{company}", IdentityPermissions.ReadStaff)
            .WithSummary("company.read.summary");
        api.MapGet("sites", SitesAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("site.list.summary").Produces<IReadOnlyList<SiteView>>();
        api.MapGet("departments", DepartmentsAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("department.list.summary").Produces<IReadOnlyList<DepartmentView>>();
        api.MapRead<OneDepartment, DepartmentView>("departments/{department}", IdentityPermissions.ReadStaff)
            .WithSummary("department.read.summary");
        api.MapGet("posts", PostsAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("post.list.summary").Produces<IReadOnlyList<PostView>>();
        api.MapRead<Post, PostView>("posts/{post}", IdentityPermissions.ReadStaff)
            .WithSummary("post.read.summary");
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
