using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Organisation;

/// <summary>DOC-4: sites are opened, departments and groups set up.</summary>
internal static class ManageOrganisation
{
    public static void MapManageOrganisation(this IEndpointRouteBuilder api)
    {
        api.MapCommand("sites", IdentityPermissions.ManageStaff, OpenSiteAsync).WithSummary("Open a site (its code is the project's)").Produces<ReadOrganisation.SiteView>(StatusCodes.Status201Created);
        api.MapCommand("departments", IdentityPermissions.ManageStaff, SetUpDepartmentAsync).WithSummary("Set up a department, or a group of one").Produces<ReadOrganisation.DepartmentView>(StatusCodes.Status201Created);
    }

    /// <summary>A site.</summary>
    /// <param name="Site">Its code, which is the project's: lower-case letters, digits, hyphens.</param>
    /// <param name="Name">Its name.</param>
    internal sealed record SiteRequest(string Site, string Name);

    /// <summary>A department or group.</summary>
    /// <param name="Department">Its code: lower-case letters, digits, hyphens.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="PartOf">The department that a group belongs to.</param>
    internal sealed record DepartmentRequest(string Department, string Name, string? PartOf = null);

    internal sealed class SiteValidator : AbstractValidator<SiteRequest>
    {
        public SiteValidator()
        {
            RuleFor(r => r.Site).Matches("^[a-z0-9][a-z0-9-]{1,39}$").WithMessage("A code is 2 to 40 lower-case letters, digits and hyphens.");
            RuleFor(r => r.Name).NotEmpty().MaximumLength(100);
        }
    }

    internal sealed class DepartmentValidator : AbstractValidator<DepartmentRequest>
    {
        public DepartmentValidator()
        {
            RuleFor(r => r.Department).Matches("^[a-z0-9][a-z0-9-]{1,39}$").WithMessage("A code is 2 to 40 lower-case letters, digits and hyphens.");
            RuleFor(r => r.Name).NotEmpty().MaximumLength(100);
        }
    }

    private static async Task<IResult> OpenSiteAsync(SiteRequest request, Actor actor, IdentityDb db, AuditRegister audit, IClock clock, CancellationToken cancellationToken)
    {
        if (await db.Sites.AnyAsync(s => s.Code == request.Site, cancellationToken))
            return new Refused(null, $"There is a site {request.Site} already.", Field: "site").ToProblem();

        db.Sites.Add(new Site(request.Site, request.Name.Trim(), clock.GetCurrentInstant(), actor.Id));
        await audit.AddAsync(new("siteOpened", request.Site, null), actor.Id, cancellationToken);
        return Results.Created("/api/identity/sites", new ReadOrganisation.SiteView(request.Site, request.Name.Trim()));
    }

    [Rule("DOC-4")]
    private static async Task<IResult> SetUpDepartmentAsync(DepartmentRequest request, Actor actor, IdentityDb db, AuditRegister audit, IClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Departments.AnyAsync(d => d.Code == request.Department, cancellationToken))
            return new Refused(null, $"There is a department {request.Department} already.", Field: "department").ToProblem();
        if (request.PartOf is { } whole && !await db.Departments.AnyAsync(d => d.Code == whole && d.PartOf == null, cancellationToken))
            return Refused.Input(null, "partOf", $"There is no department {whole} that a group could belong to.").ToProblem();

        db.Departments.Add(new Department(Guid.CreateVersion7(time.GetUtcNow()), request.Department, request.Name.Trim(), request.PartOf, clock.GetCurrentInstant(), actor.Id));
        await audit.AddAsync(new("departmentSetUp", request.Department, request.PartOf), actor.Id, cancellationToken);
        return Results.Created("/api/identity/departments", new ReadOrganisation.DepartmentView(request.Department, request.Name.Trim(), request.PartOf));
    }
}
