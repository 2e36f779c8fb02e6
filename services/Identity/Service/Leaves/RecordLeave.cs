using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Contracts;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Leaves;

/// <summary>REC-5: on advertising days nobody takes leave; a leave entry for such a day is refused.</summary>
internal static class RecordLeave
{
    public static void MapRecordLeave(this IEndpointRouteBuilder api)
    {
        api.MapGet("staff/{number}/leaves", ListAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("Somebody's leaves").Produces<IReadOnlyList<View>>();
        api.MapPost("staff/{number}/leaves", TakeAsync).AsCommand(IdentityPermissions.RecordLeave)
            .WithSummary("Record a leave").Produces<View>(StatusCodes.Status201Created);
        api.MapPost("leaves/{id:guid}/withdraw", WithdrawAsync).AsCommand(IdentityPermissions.RecordLeave)
            .WithSummary("Withdraw a leave").Produces<View>();
    }

    /// <summary>A leave.</summary>
    /// <param name="Kind">businessTrip, homeLeave or other.</param>
    /// <param name="From">The first day.</param>
    /// <param name="Until">The last day.</param>
    internal sealed record Request(LeaveKind Kind, LocalDate From, LocalDate Until);

    /// <summary>A leave as a caller sees it.</summary>
    internal sealed record View(Guid Id, string Staff, LeaveKind Kind, LocalDate From, LocalDate Until, OffsetDateTime RecordedAt, string RecordedBy, OffsetDateTime? WithdrawnAt)
    {
        public static View Of(Leave leave, CompanyTime company) => new(
            leave.Id, leave.Staff, leave.Kind, leave.From, leave.Until, company.At(leave.RecordedAt), leave.RecordedBy,
            leave.WithdrawnAt is { } at ? company.At(at) : null);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Kind).IsInEnum();
            RuleFor(r => r.Until).Must((r, until) => until >= r.From && until <= r.From.PlusDays(366)).WithMessage("The last day comes on or after the first, and within a year.");
        }
    }

    /// <summary>Leaves and advertising days are set one after the other: neither misses the other.</summary>
    public static Task LockLeavesAsync(this IdentityDb db, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('leaves'))", cancellationToken);

    /// <summary>
    /// CS-7: leave is recorded by whoever leads the person's group, or the department that it is part of, and by
    /// whoever manages the staff; nobody records their own. One who leads there too (whose post records leave, or
    /// decides) is a peer or a superior: their leave is recorded by the department above.
    /// </summary>
    [Rule("CS-7")]
    private static async Task<Refused?> NotTheirsAsync(StaffMember staff, Actor actor, IdentityDb db, CancellationToken cancellationToken)
    {
        if (staff.Number == actor.Id)
            return new Refused("CS-7", "Nobody records their own leave.", RefusalKind.Forbidden);
        if (actor.Permissions.Contains(IdentityPermissions.ManageStaff))
            return null;
        if ((await db.Departments.AsNoTracking().SingleAsync(d => d.Code == staff.Department, cancellationToken)).PartOf == actor.Department)
            return null;
        if (staff.Department != actor.Department)
            return new Refused("CS-7", $"{staff.Number} works in {staff.Department}: whoever leads there records their leave.", RefusalKind.Forbidden);
        var post = await db.Posts.AsNoTracking().SingleAsync(p => p.Code == staff.Post, cancellationToken);
        return post.NeedsSecondFactor || post.Permissions.Contains(IdentityPermissions.RecordLeave)
            ? new Refused("CS-7", $"{staff.Number} is not led by you: the department above records their leave, or whoever manages the staff.", RefusalKind.Forbidden)
            : null;
    }

    private static async Task<IResult> ListAsync(
        string number, Actor actor, IdentityDb db, CompanyTime company, CancellationToken cancellationToken)
    {
        var staff = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == number, cancellationToken);
        if (staff is null || !staff.IsSeenBy(actor))
            return StaffDesk.Unknown(number).ToProblem();

        var leaves = await db.Leaves.AsNoTracking().Where(l => l.Staff == number)
            .OrderByDescending(l => l.From).Take(200).ToListAsync(cancellationToken);
        return Results.Ok(leaves.Select(leave => View.Of(leave, company)));
    }

    [Rule("REC-5")]
    private static async Task<IResult> TakeAsync(string number, Request request, Actor actor, IdentityDb db, StaffDesk desk, IClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        await db.LockLeavesAsync(cancellationToken);
        if (await desk.LockAsync(number, cancellationToken) is not { } staff || !staff.IsSeenBy(actor))
            return StaffDesk.Unknown(number).ToProblem();
        if (await NotTheirsAsync(staff, actor, db, cancellationToken) is { } notTheirs)
            return notTheirs.ToProblem();
        var now = clock.GetCurrentInstant();
        if (request.From < desk.Company.DateOf(now))
            return Refused.Input("T-6", "from", "A leave is not entered back: from today on.").ToProblem();
        if (!staff.MayAct(request.From))
            return new Refused(null, $"{number} does not work here on that day.").ToProblem();
        if (await db.Leaves.FirstOrDefaultAsync(l => l.Staff == number && l.WithdrawnAt == null && l.From <= request.Until && l.Until >= request.From, cancellationToken) is { } other)
            return new Refused(null, $"{number} is away already from {other.From:uuuu-MM-dd} to {other.Until:uuuu-MM-dd}.") { Evidence = [$"leave/{other.Id}"] }.ToProblem();
        var all = staff.Sites.Contains("*");
        var sites = staff.Sites.ToList();
        if (await db.AdvertisingDays.Where(d => (all || sites.Contains(d.Site)) && d.Date >= request.From && d.Date <= request.Until).OrderBy(d => d.Date).FirstOrDefaultAsync(cancellationToken) is { } day)
            return new Refused("REC-5", $"{day.Date:uuuu-MM-dd} is an advertising day of {day.Site} ({day.Reason}): nobody takes leave.", RefusalKind.Input, "from") { Evidence = [$"advertising-day/{day.Site}/{day.Date:uuuu-MM-dd}"] }.ToProblem();

        var leave = db.Leaves.Add(new Leave(Guid.CreateVersion7(time.GetUtcNow()), number, request.Kind, request.From, request.Until, now, actor.Id)).Entity;
        staff.TakeLeave(leave, now, actor.Id);
        return Results.Created($"/api/identity/staff/{number}/leaves", View.Of(leave, desk.Company));
    }

    private static async Task<IResult> WithdrawAsync(Guid id, Actor actor, IdentityDb db, StaffDesk desk, IClock clock, CancellationToken cancellationToken)
    {
        await db.LockLeavesAsync(cancellationToken);
        var leave = await db.Leaves.SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
        if (leave is null || await desk.LockAsync(leave.Staff, cancellationToken) is not { } staff || !staff.IsSeenBy(actor))
            return Refused.NotFound($"There is no leave {id}.").ToProblem();
        if (await NotTheirsAsync(staff, actor, db, cancellationToken) is { } notTheirs)
            return notTheirs.ToProblem();
        if (leave.WithdrawnAt is not null)
            return new Refused(null, "It is withdrawn already.").ToProblem();
        var now = clock.GetCurrentInstant();
        if (leave.Until < desk.Company.DateOf(now))
            return new Refused("T-6", "It is over; what was stays as it was.").ToProblem();

        leave.WithdrawnAt = now;
        staff.WithdrawLeave(leave, now, actor.Id);
        return Results.Ok(View.Of(leave, desk.Company));
    }
}
