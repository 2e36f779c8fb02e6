using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Organisation;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Custodians;

/// <summary>
/// DOC-5.1.6, DOC-4: each department that has a duty names a custodian for each kind of record; one that has none (or
/// whose custodian has left or moved) is listed. Records belong to departments, never to a person.
/// </summary>
internal static class NameCustodian
{
    public static void MapNameCustodian(this IEndpointRouteBuilder api)
    {
        api.MapGet("duties", ListAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The duties of the regulation on customer records, who has them, and their custodians")
            .Produces<IReadOnlyList<DutyView>>();
        api.MapGet("duties/without-custodian", MissingAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The departments without a custodian, by kind of record")
            .Produces<IReadOnlyList<CustodianView>>();
        api.MapGet("duties/{duty}", GetAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("A duty").Produces<DutyView>();
        api.MapPost("duties/{duty}/assign", AssignAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Give a duty to another department").Produces<DutyView>();
        api.MapPost("departments/{department}/custodians", NameAsync).AsCommand(IdentityPermissions.NameCustodians)
            .WithSummary("Name the custodian of a kind of record").Produces<CustodianView>();
    }

    /// <summary>Whom to give it to.</summary>
    internal sealed record AssignRequest(string Department);

    /// <summary>Who keeps what.</summary>
    /// <param name="Kind">The kind of record.</param>
    /// <param name="Staff">The custodian's staff number: of that department.</param>
    internal sealed record NameRequest(RecordKind Kind, string Staff);

    /// <summary>A duty, and who has it.</summary>
    internal sealed record DutyView(string Company, string Duty, string Name, string Clause, string Department, IReadOnlyList<CustodianView> Custodians);

    /// <summary>Who keeps a kind of record for a department; nobody where it is null.</summary>
    internal sealed record CustodianView(string Department, RecordKind Kind, string? Staff);

    private static async Task<IResult> ListAsync(
        IdentityDb db, IClock clock, CompanyTime company, CancellationToken cancellationToken)
    {
        var custodians = await InForceAsync(db, clock, company, cancellationToken);
        return Results.Ok((await db.Duties.AsNoTracking().OrderBy(d => d.Clause).ToListAsync(cancellationToken)).Select(duty => Show(duty, custodians)));
    }

    private static async Task<IResult> GetAsync(
        string duty, IdentityDb db, IClock clock, CompanyTime company, CancellationToken cancellationToken) =>
        await db.Duties.AsNoTracking().SingleOrDefaultAsync(d => d.Company == Company.First && d.Code == duty, cancellationToken) is { } found
            ? Results.Ok(Show(found, await InForceAsync(db, clock, company, cancellationToken))).WithETag(found.Version)
            : Refused.NotFound($"There is no duty {duty}.").ToProblem();

    [Rule("DOC-5.1.6")]
    private static async Task<IResult> MissingAsync(
        IdentityDb db, IClock clock, CompanyTime company, CancellationToken cancellationToken)
    {
        var custodians = await InForceAsync(db, clock, company, cancellationToken);
        var duties = await db.Duties.AsNoTracking().OrderBy(d => d.Clause).ToListAsync(cancellationToken);
        return Results.Ok(duties.SelectMany(duty => Show(duty, custodians).Custodians).Where(custodian => custodian.Staff is null).Distinct());
    }

    [Rule("DOC-4")]
    private static async Task<IResult> AssignAsync(
        string duty, AssignRequest request, IfMatch ifMatch, Actor actor, IdentityDb db, AuditRegister audit, IClock clock,
        CompanyTime company, CancellationToken cancellationToken)
    {
        if (await db.Duties.FromSql($"SELECT * FROM duties WHERE company = {Company.First} AND code = {duty} FOR UPDATE").AsTracking().SingleOrDefaultAsync(cancellationToken) is not { } found)
            return Refused.NotFound($"There is no duty {duty}.").ToProblem();
        if (ifMatch.Check(found.Version) is { } stale)
            return stale;
        if (await LockAsync(db, request.Department, cancellationToken) is not { } department)
            return Refused.Input("DOC-4", "department", $"There is no department {request.Department}.").ToProblem();

        found.Give(department.Code);
        department.TakeDuty(found, clock.GetCurrentInstant(), actor.Id);
        await audit.AddAsync(new("dutyAssigned", found.Code, department.Code), actor.Id, cancellationToken);
        return Results.Ok(Show(found, await InForceAsync(db, clock, company, cancellationToken))).WithETag(found.Version);
    }

    [Rule("DOC-5.1.6")]
    private static async Task<IResult> NameAsync(
        string department, NameRequest request, Actor actor, IdentityDb db, AuditRegister audit, IClock clock,
        CompanyTime company, CancellationToken cancellationToken)
    {
        if (await LockAsync(db, department, cancellationToken) is not { } found)
            return Refused.NotFound($"There is no department {department}.").ToProblem();
        if (actor.Department != department && actor.Department != found.PartOf && actor.Department != Actor.GeneralManagerOffice)
            return new Refused("DOC-5.1.6", $"{department} names its own custodians, or the general manager's office does.", RefusalKind.Forbidden).ToProblem();
        var now = clock.GetCurrentInstant();
        var staff = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == request.Staff, cancellationToken);
        if (staff is null || !staff.IsSeenBy(actor) || !staff.MayAct(company.DateOf(now)) || staff.Department != department)
            return Refused.Input("DOC-5.1.6", "staff", $"{request.Staff} does not work in {department}: records belong to a department, and one of its own keeps them.").ToProblem();

        var custodian = await db.Custodians.SingleOrDefaultAsync(c => c.Department == department && c.Kind == request.Kind, cancellationToken)
            ?? db.Custodians.Add(new Custodian(department, request.Kind)).Entity;
        custodian.Staff = staff.Number;
        found.NameCustodian(custodian, now, actor.Id);
        await audit.AddAsync(new("custodianNamed", staff.Number, $"{custodian.Kind} of {department}"), actor.Id, cancellationToken);
        return Results.Ok(new CustodianView(department, custodian.Kind, staff.Number));
    }

    /// <summary>
    /// One who has left, moved away or may not act keeps nothing any more, whether or not another was named.
    /// </summary>
    [Rule("DOC-5.1.6")]
    private static async Task<IReadOnlyDictionary<(string Department, RecordKind Kind), string>> InForceAsync(
        IdentityDb db, IClock clock, CompanyTime company, CancellationToken cancellationToken)
    {
        var today = company.DateOf(clock.GetCurrentInstant());
        return (await db.Custodians.AsNoTracking().Join(db.Staff, c => c.Staff, s => s.Number, (c, s) => new { Custodian = c, Staff = s }).AsNoTracking().ToListAsync(cancellationToken))
            .Where(one => one.Staff.MayAct(today) && one.Staff.Department == one.Custodian.Department)
            .ToDictionary(one => (one.Custodian.Department, one.Custodian.Kind), one => one.Staff.Number);
    }

    private static Task<Department?> LockAsync(IdentityDb db, string code, CancellationToken cancellationToken) =>
        db.Departments.FromSql($"SELECT * FROM departments WHERE code = {code} FOR UPDATE").AsTracking().SingleOrDefaultAsync(cancellationToken);

    private static DutyView Show(Duty duty, IReadOnlyDictionary<(string Department, RecordKind Kind), string> custodians) => new(
        duty.Company, duty.Code, duty.Name, duty.Clause, duty.Department, [.. duty.Kinds.Select(kind => new CustodianView(duty.Department, kind, custodians.GetValueOrDefault((duty.Department, kind))))]);
}
