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
        api.MapPost("sites", OpenSiteAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Open a site (its code is the project's)")
            .Produces<ReadOrganisation.SiteView>(StatusCodes.Status201Created);
        api.MapPost("departments", SetUpDepartmentAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Set up a department, or a group of one")
            .Produces<ReadOrganisation.DepartmentView>(StatusCodes.Status201Created);
        api.MapPost("departments/{department}/change", ChangeDepartmentAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Rename a department or group, or put a group elsewhere")
            .Produces<ReadOrganisation.DepartmentView>();
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

    /// <summary>What a department or group is from now on.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="PartOf">The department that a group belongs to; null for a department.</param>
    internal sealed record ChangeRequest(string Name, string? PartOf);

    internal sealed class ChangeValidator : AbstractValidator<ChangeRequest>
    {
        public ChangeValidator() => RuleFor(r => r.Name).NotEmpty().MaximumLength(100);
    }

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
        if (!actor.Sites.Contains("*"))
            return new Refused("CS-7", "Whoever works at all sites opens another.", RefusalKind.Forbidden).ToProblem();
        if (await db.Sites.AnyAsync(s => s.Code == request.Site, cancellationToken))
            return new Refused(null, $"There is a site {request.Site} already.", Field: "site").ToProblem();

        var site = db.Sites.Add(new Site(request.Site, request.Name.Trim(), clock.GetCurrentInstant(), actor.Id)).Entity;
        await audit.AddAsync(new("siteOpened", request.Site, null), actor.Id, cancellationToken);
        return Results.Created("/api/identity/sites", ReadOrganisation.SiteView.Of(site));
    }

    [Rule("DOC-4")]
    private static async Task<IResult> SetUpDepartmentAsync(DepartmentRequest request, Actor actor, IdentityDb db, AuditRegister audit, IClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Departments.AnyAsync(d => d.Code == request.Department, cancellationToken))
            return new Refused(null, $"There is a department {request.Department} already.", Field: "department").ToProblem();
        if (request.PartOf is { } whole && !await db.Departments.AnyAsync(d => d.Code == whole && d.PartOf == null, cancellationToken))
            return Refused.Input(null, "partOf", $"There is no department {whole} that a group could belong to.").ToProblem();

        var department = db.Departments.Add(new Department(Guid.CreateVersion7(time.GetUtcNow()), request.Department, request.Name.Trim(), request.PartOf, clock.GetCurrentInstant(), actor.Id)).Entity;
        await audit.AddAsync(new("departmentSetUp", request.Department, request.PartOf), actor.Id, cancellationToken);
        return Results.Created($"/api/identity/departments/{department.Code}", ReadOrganisation.DepartmentView.Of(department)).WithETag(department.Version);
    }

    /// <summary>Departments change one after the other: two that would each become a group of the other do not miss one another.</summary>
    [Rule("DOC-4")]
    private static async Task<IResult> ChangeDepartmentAsync(string department, ChangeRequest request, IfMatch ifMatch, Actor actor, IdentityDb db, AuditRegister audit, IClock clock, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('departments'))", cancellationToken);
        if (await db.Departments.FromSql($"SELECT * FROM departments WHERE code = {department} FOR UPDATE").AsTracking().SingleOrDefaultAsync(cancellationToken) is not { } found)
            return Refused.NotFound($"There is no department {department}.").ToProblem();
        if (ifMatch.Check(found.Version) is { } stale)
            return stale;
        if (request.PartOf is { } whole)
        {
            if (whole == department || !await db.Departments.AnyAsync(d => d.Code == whole && d.PartOf == null, cancellationToken))
                return Refused.Input(null, "partOf", $"There is no department {whole} that {department} could belong to.").ToProblem();
            if (await db.Departments.AnyAsync(d => d.PartOf == department, cancellationToken))
                return Refused.Input(null, "partOf", $"{department} has groups of its own, and so is no group.").ToProblem();
        }

        found.Change(request.Name.Trim(), request.PartOf, clock.GetCurrentInstant(), actor.Id);
        await audit.AddAsync(new("departmentChanged", department, request.PartOf is null ? found.Name : $"{found.Name}, of {request.PartOf}"), actor.Id, cancellationToken);
        return Results.Ok(ReadOrganisation.DepartmentView.Of(found)).WithETag(found.Version);
    }
}
