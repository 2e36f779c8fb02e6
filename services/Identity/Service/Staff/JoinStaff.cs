using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Accounts;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>CS-7: somebody joins, in a post of a department, at sites, from a day on.</summary>
internal static class JoinStaff
{
    public static void MapJoinStaff(this IEndpointRouteBuilder api) =>
        api.MapPost("staff", HandleAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Let somebody join, today or on a day to come")
            .Produces<StaffView>(StatusCodes.Status201Created);

    /// <summary>Who joins.</summary>
    /// <param name="Staff">The staff number 工号, never reused: letters, digits, hyphens.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Post">The post's code.</param>
    /// <param name="Department">The department's or group's code.</param>
    /// <param name="Sites">The sites' codes; <c>*</c> for all.</param>
    /// <param name="On">The first day; today when not given.</param>
    internal sealed record Request(string Staff, string Name, string Post, string Department, IReadOnlyList<string> Sites, LocalDate? On = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Staff).Matches("^[A-Za-z0-9][A-Za-z0-9-]{1,39}$").WithMessage("A staff number is 2 to 40 letters, digits and hyphens.");
            RuleFor(r => r.Name).NotEmpty().MaximumLength(100);
            RuleFor(r => r.Sites).NotEmpty().WithMessage("A member of staff works at one site at least; * is all of them.");
        }
    }

    private static async Task<IResult> HandleAsync(Request request, Actor actor, IdentityDb db, StaffDesk desk, AuditRegister audit, IClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var (staff, refusal) = await AddAsync(request, db, desk, now, Guid.CreateVersion7(time.GetUtcNow()), actor, cancellationToken);
        if (refusal is not null)
            return refusal.ToProblem();

        await audit.AddAsync(new("staffJoins", staff!.Number, $"{staff.Post} of {staff.Department} from {staff.JoinsOn:uuuu-MM-dd}"), actor.Id, cancellationToken);
        return Results.Created($"/api/identity/staff/{staff.Number}", StaffView.Of(staff)).WithETag(staff.Version);
    }

    /// <summary>Adds a member of staff and the account to sign in with, which an invitation activates.</summary>
    public static async Task<(StaffMember? Staff, Refused? Refusal)> AddAsync(
        Request request, IdentityDb db, StaffDesk desk, Instant now, Guid id, Actor by, CancellationToken cancellationToken)
    {
        var appointment = new Appointment(request.Post, request.Department, [.. request.Sites.Distinct(StringComparer.Ordinal)]);
        if (await desk.WrongAsync(appointment, by, cancellationToken) is { } wrong)
            return (null, wrong);
        var name = request.Staff.ToUpperInvariant();
        if (await db.Accounts.AnyAsync(a => a.NormalizedUserName == name, cancellationToken))
            return (null, new Refused(null, $"The staff number {request.Staff} was given already; a number is never given twice.", Field: "staff"));
        var today = desk.Company.DateOf(now);
        var on = request.On ?? today;
        if (on < today)
            return (null, Refused.Input("T-6", "on", "A joining is not dated back: the first day is today or to come."));

        var joined = StaffMember.Join(id, request.Staff, request.Name.Trim(), appointment, on, now, by.Id, desk.Company);
        var staff = db.Staff.Add(joined).Entity;
        db.Accounts.Add(new Account(staff.Id, staff.Number) { NormalizedUserName = name, SecurityStamp = Session.NewStamp(), LockoutEnabled = true });
        desk.SetDays(staff, now);
        return (staff, null);
    }
}
