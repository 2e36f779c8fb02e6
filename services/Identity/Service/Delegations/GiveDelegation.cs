using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Delegations;

/// <summary>
/// CS-7: a member of staff gives another some of what they may do themselves, for some days; nobody passes on what was
/// given to them.
/// </summary>
internal static class GiveDelegation
{
    /// <summary>The longest that somebody may be stood in for by one delegation.</summary>
    private const int MostDays = 92;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<GivingWork, Request, DelegationGiven>(
                "me/delegations", IdentityPermissions.Delegate, Decide)
            .Makes<GivenWork, DelegationView>(
                (state, _) => new(state.Staff, state.Company, state.Given!), _ => "/api/identity/me/delegations")
            .WithSummary("delegation.give.summary");

    /// <summary>What is given.</summary>
    /// <param name="To">The stand-in's staff number.</param>
    /// <param name="Permissions">What they may do in one's place: of one's own permissions.</param>
    /// <param name="Until">The last day.</param>
    /// <param name="From">The first day; today when not given.</param>
    internal sealed record Request(
        string To, IReadOnlyList<string> Permissions, LocalDate Until, LocalDate? From = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.To).NotEmpty();
            RuleFor(r => r.Until).Must(Days.Know).Refuses(null, Days.Beyond);
            RuleFor(r => r.From).Must(Days.Know).Refuses(null, Days.Beyond);
            RuleFor(r => r.Permissions).NotEmpty().Refuses("CS-7", "delegation.permissions-missing");
        }
    }

    [Rule("CS-7", "nobody gives what they do not have themselves")]
    internal static Outcome<DelegationGiven> Decide(GivingWork state, Request request, Change change)
    {
        var (giver, actor) = (state.Staff, change.Actor);
        var today = state.Company.DateOf(change.At);
        var from = request.From ?? today;
        if (from < today)
            return Refused.Input("T-6", "from", Text.Of("delegation.dated-back"));
        if (request.Until < from || request.Until > from.PlusDays(MostDays))
            return Refused.Input("CS-7", "until", Text.Of("delegation.too-long", ("most", MostDays)));
        if (request.Permissions.FirstOrDefault(one => !actor.Permissions.Contains(one)) is { } foreign)
            return Refused.Input("CS-7", "permissions", Text.Of("delegation.not-yours", ("permission", foreign)));
        return state.To is { } to && to.Number != giver.Number && to.MayAct(from) && giver.WorksWherever(to)
            ? new DelegationGiven(
                change.NewId(), giver.Number, to.Number,
                [.. request.Permissions.Distinct(StringComparer.Ordinal)], from, request.Until)
            : Refused.Input("CS-7", "to", Text.Of("delegation.no-stand-in", ("to", request.To)));
    }

    internal sealed class Load(IdentityDb db, CompanyTime company) : ILoad<GivingWork, Request>
    {
        public async Task<Outcome<GivingWork>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            // A machine has no member of staff behind it.
            if (await db.LockStaffAsync(named.Actor.Id, cancellationToken) is not { } giver)
                return new Refused("CS-7", Text.Of("delegation.staff-only"), RefusalKind.Forbidden);
            var to = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == request.To, cancellationToken);
            return new GivingWork(giver, company, to);
        }
    }
}

/// <summary>Somebody who is about to give another something to do.</summary>
/// <param name="giver">Who gives it.</param>
/// <param name="company">By which days begin.</param>
/// <param name="to">The stand-in; null when there is nobody of that number.</param>
internal sealed class GivingWork(StaffMember giver, CompanyTime company, StaffMember? to) : Employment(giver, company)
{
    public StaffMember? To => to;

    /// <summary>What was given; null before.</summary>
    public StaffDelegation? Given { get; internal set; }
}

/// <summary>Somebody has given another what they may do themselves, for some days 授权.</summary>
/// <param name="Delegation">The delegation's id.</param>
/// <param name="Staff">Who gave it.</param>
/// <param name="To">The stand-in.</param>
/// <param name="Permissions">What they may do in that person's place.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
[HappensUnder("CS-7")]
internal sealed record DelegationGiven(
    Guid Delegation, string Staff, string To, IReadOnlyList<string> Permissions, LocalDate From, LocalDate Until)
    : IEvent<GivingWork>
{
    public void Apply(GivingWork state, Occurrence when) => state.Given = new StaffDelegation(this, when.At);

    public void React(GivingWork state, Occurrence when, Reactions follow)
    {
        follow.Add(state.Given!);
        follow.Audit(when, new(
            "delegationGiven", To,
            Text.Of("audit.how.delegated", ("permissions", Permissions), ("from", From), ("until", Until))));
    }
}
