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

/// <summary>DOC-4: the duties on customer records are a company's; an installation begins with one, which is given its name here.</summary>
internal static class ManageCompany
{
    public static void MapManageCompany(this IEndpointRouteBuilder api)
    {
        api.MapGet("companies", ListAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The companies").Produces<IReadOnlyList<View>>();
        api.MapGet("companies/{company}", GetAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("A company").Produces<View>();
        api.MapPost("companies/{company}/rename", RenameAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Give a company its name").Produces<View>();
    }

    /// <summary>Its new name.</summary>
    internal sealed record Request(string Name);

    /// <summary>A company, and the sites at which it sells that the caller may see.</summary>
    internal sealed record View(string Company, string Name, IReadOnlyList<string> Sites);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Name).NotEmpty().MaximumLength(100);
    }

    private static async Task<IResult> ListAsync(Actor actor, IdentityDb db, CancellationToken cancellationToken)
    {
        var views = new List<View>();
        foreach (var company in await db.Companies.AsNoTracking().OrderBy(c => c.Code).ToListAsync(cancellationToken))
            views.Add(await ShowAsync(company, actor, db, cancellationToken));
        return Results.Ok(views);
    }

    private static async Task<IResult> GetAsync(string company, Actor actor, IdentityDb db, CancellationToken cancellationToken) =>
        await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.Code == company, cancellationToken) is { } found
            ? Results.Ok(await ShowAsync(found, actor, db, cancellationToken)).WithETag(found.Version)
            : Unknown(company).ToProblem();

    [Rule("DOC-4")]
    private static async Task<IResult> RenameAsync(string company, Request request, IfMatch ifMatch, Actor actor, IdentityDb db, AuditRegister audit, IClock clock, CancellationToken cancellationToken)
    {
        if (await db.Companies.FromSql($"SELECT * FROM companies WHERE code = {company} FOR UPDATE").AsTracking().SingleOrDefaultAsync(cancellationToken) is not { } found)
            return Unknown(company).ToProblem();
        if (!actor.Sites.Contains("*"))
            return new Refused("CS-7", "Whoever works at all sites names the company.", RefusalKind.Forbidden).ToProblem();
        if (ifMatch.Check(found.Version) is { } stale)
            return stale;

        found.Rename(request.Name.Trim(), clock.GetCurrentInstant(), actor.Id);
        await audit.AddAsync(new("companyRenamed", found.Code, found.Name), actor.Id, cancellationToken);
        return Results.Ok(await ShowAsync(found, actor, db, cancellationToken)).WithETag(found.Version);
    }

    private static async Task<View> ShowAsync(Company company, Actor actor, IdentityDb db, CancellationToken cancellationToken) => new(
        company.Code, company.Name, [.. (await db.Sites.AsNoTracking().Where(s => s.Company == company.Code).OrderBy(s => s.Code).Select(s => s.Code).ToListAsync(cancellationToken)).Where(actor.MaySee)]);

    private static Refused Unknown(string company) => Refused.NotFound($"There is no company {company}.");
}
