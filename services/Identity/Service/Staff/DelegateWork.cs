using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Organisation;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>
/// CS-7: a member of staff gives another some of what they may do themselves, for some days; nobody passes on what was
/// given to them.
/// </summary>
internal static class DelegateWork
{
    /// <summary>The longest that somebody may be stood in for by one delegation.</summary>
    private const int MostDays = 92;

    public static void MapDelegateWork(this IEndpointRouteBuilder api)
    {
        api.MapGet("me/delegations", ListAsync).RequirePermission(IdentityPermissions.Delegate)
            .WithSummary("What one has given others to do, and until when").Produces<IReadOnlyList<View>>();
        api.MapPost("me/delegations", GiveAsync).AsCommand(IdentityPermissions.Delegate)
            .WithSummary("Give another some of one's own permissions for some days")
            .Produces<View>(StatusCodes.Status201Created);
        api.MapPost("me/delegations/{id:guid}/end", EndAsync).AsCommand(IdentityPermissions.Delegate)
            .WithSummary("Take back what one has given another").Produces<View>();
    }

    /// <summary>What is given.</summary>
    /// <param name="To">The stand-in's staff number.</param>
    /// <param name="Permissions">What they may do in one's place: of one's own permissions.</param>
    /// <param name="Until">The last day.</param>
    /// <param name="From">The first day; today when not given.</param>
    internal sealed record Request(string To, IReadOnlyList<string> Permissions, LocalDate Until, LocalDate? From = null);

    /// <summary>A delegation as a caller sees it.</summary>
    internal sealed record View(Guid Id, string Staff, string To, IReadOnlyList<string> Permissions, LocalDate From, LocalDate Until, OffsetDateTime? EndedAt)
    {
        public static View Of(StaffDelegation given, CompanyTime company) => new(
            given.Id, given.Staff, given.To, given.Permissions, given.From, given.Until,
            given.EndedAt is { } at ? company.At(at) : null);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.To).NotEmpty();
            RuleFor(r => r.Permissions).NotEmpty().WithMessage("Say what the stand-in may do.").WithState(_ => "CS-7");
        }
    }

    private static async Task<IResult> ListAsync(
        Actor actor, IdentityDb db, CompanyTime company, CancellationToken cancellationToken)
    {
        var given = await db.Delegations.AsNoTracking().Where(d => d.Staff == actor.Id)
            .OrderByDescending(d => d.GivenAt).Take(200).ToListAsync(cancellationToken);
        return Results.Ok(given.Select(one => View.Of(one, company)));
    }

    [Rule("CS-7")]
    private static async Task<IResult> GiveAsync(
        Request request, Actor actor, IdentityDb db, StaffDesk desk, AuditRegister audit, IClock clock, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var today = desk.Company.DateOf(now);
        var from = request.From ?? today;
        if (from < today)
            return Refused.Input("T-6", "from", "A delegation is not dated back.").ToProblem();
        if (request.Until < from || request.Until > from.PlusDays(MostDays))
            return Refused.Input("CS-7", "until", $"The last day comes on or after the first, and at most {MostDays} days later.").ToProblem();
        if (request.Permissions.FirstOrDefault(permission => !actor.Permissions.Contains(permission)) is { } foreign)
            return Refused.Input("CS-7", "permissions", $"Your post does not include {foreign}: nobody gives what they do not have themselves.").ToProblem();
        if (await desk.LockAsync(actor.Id, cancellationToken) is not { } giver)
            return new Refused("CS-7", "Only staff can be stood in for.", RefusalKind.Forbidden).ToProblem();
        var to = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == request.To, cancellationToken);
        if (to is null || to.Number == actor.Id || !to.MayAct(from))
            return Refused.Input("CS-7", "to", $"{request.To} cannot stand in for you.").ToProblem();

        var given = db.Delegations.Add(new StaffDelegation(Guid.CreateVersion7(time.GetUtcNow()), actor.Id, to.Number, [.. request.Permissions.Distinct(StringComparer.Ordinal)], from, request.Until, now)).Entity;
        giver.Delegate(given, now);
        await audit.AddAsync(new("delegationGiven", to.Number, $"{string.Join(' ', given.Permissions)} from {from:uuuu-MM-dd} to {request.Until:uuuu-MM-dd}"), actor.Id, cancellationToken);
        return Results.Created("/api/identity/me/delegations", View.Of(given, desk.Company));
    }

    private static async Task<IResult> EndAsync(Guid id, Actor actor, IdentityDb db, StaffDesk desk, AuditRegister audit, IClock clock, CancellationToken cancellationToken)
    {
        var giver = await desk.LockAsync(actor.Id, cancellationToken);
        if (giver is null || await db.Delegations.SingleOrDefaultAsync(d => d.Id == id && d.Staff == actor.Id, cancellationToken) is not { } given)
            return Refused.NotFound($"You have given no delegation {id}.").ToProblem();
        var now = clock.GetCurrentInstant();
        if (now >= given.Ends(desk.Company))
            return new Refused(null, "It is over already.").ToProblem();

        given.EndedAt = now;
        giver.EndDelegation(given, now);
        await audit.AddAsync(new("delegationEnded", given.To, string.Join(' ', given.Permissions)), actor.Id, cancellationToken);
        return Results.Ok(View.Of(given, desk.Company));
    }

    /// <summary>CS-7: whoever may decide, in their own right or in another's place, brings a second factor.</summary>
    [Rule("CS-7")]
    public static async Task<bool> NeedsSecondFactorAsync(
        this IdentityDb db, StaffMember staff, Instant now, CompanyTime company, CancellationToken cancellationToken) =>
        (await db.Posts.AsNoTracking().SingleAsync(p => p.Code == staff.Post, cancellationToken)).NeedsSecondFactor
        || (await db.GivenToAsync(staff.Number, now, company, cancellationToken)).Any(delegation => PermissionCatalogue.NeedsSecondFactor(delegation.Permission));

    /// <summary>What others have given somebody to do, as far as they may do it themselves still.</summary>
    public static async Task<IReadOnlyList<Delegation>> GivenToAsync(
        this IdentityDb db, string number, Instant now, CompanyTime company, CancellationToken cancellationToken)
    {
        var today = company.DateOf(now);
        var given = await db.Delegations.AsNoTracking().Where(d => d.To == number && d.Until >= today && d.EndedAt == null)
            .Join(db.Staff, d => d.Staff, s => s.Number, (d, s) => new { Delegation = d, Giver = s })
            .Join(db.Posts, one => one.Giver.Post, p => p.Code, (one, p) => new { one.Delegation, one.Giver, p.Permissions }).AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. from one in given
               where one.Giver.MayAct(today)
               from permission in one.Delegation.Permissions
               where one.Permissions.Contains(permission)
               select new Delegation(
                   permission, one.Giver.Number, one.Delegation.Begins(company), one.Delegation.Ends(company)),
        ];
    }
}
