using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Commission;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Approvals;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Plans;

/// <summary>A plan with those of its site that count already.</summary>
/// <param name="plan">The plan.</param>
/// <param name="others">The others.</param>
/// <param name="zone">On which day it is.</param>
internal sealed class PlanAmongOthers(StoredPlan plan, IReadOnlyList<CommissionPlan> others, DateTimeZone zone)
    : IState
{
    public StoredPlan Plan => plan;

    public IReadOnlyList<CommissionPlan> Others => others;

    public Aggregate Root => plan;

    /// <summary>What others are asked to agree to.</summary>
    public ApprovalTerms Terms => new(
        plan.Evidence, "commission-plan", "REC-3.1", plan.Project, plan.Path,
        Text.Of("plan.approval", ("plan", StoredPlan.NameOf(plan.Number))), plan.DraftedBy, plan.DraftedBy,
        plan.DraftedAt, Until: null, [new Need(ClientAttributionPermissions.ApprovePlans)]);

    public LocalDate DayOf(Instant at) => at.InZone(zone).Date;
}

/// <summary>The plans of a site that count.</summary>
internal sealed class PlanBook(ClientAttributionDb db)
{
    /// <summary>As this change leaves them.</summary>
    public async Task<IReadOnlyList<CommissionPlan>> OfAsync(string project, CancellationToken cancellationToken) =>
    [
        .. (await db.CommissionPlans.Where(plan => plan.Project == project).ToListAsync(cancellationToken))
            .Where(plan => plan.State == PlanState.Approved).OrderBy(plan => plan.Number).Select(plan => plan.ToPlan()),
    ];
}

/// <summary>Finds plans of the sites that the actor may see; to change one the site is locked.</summary>
internal sealed class PlanSource(
    ClientAttributionDb db, ClientDirectory directory, PlanBook book, IActions actions, CompanyTime company)
    : ISource<PlanAmongOthers>, ILoad<PlanAmongOthers, DraftPlan.Request>, IView<PlanAmongOthers, PlanView>
{
    public async Task<Outcome<PlanAmongOthers>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var project = await ProjectOfAsync(named.Id, cancellationToken);
        if (project is null || !named.Actor.MaySee(project))
            return Refused.NotFound(Text.Of("plan.unknown", ("id", named.Id)));
        if (access == Access.Change)
            await directory.LockAsync(project, cancellationToken);
        return await OfAsync(named.Id, cancellationToken);
    }

    public async Task<PlanAmongOthers> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        await directory.LockAsync((await ProjectOfAsync(id, cancellationToken))!, cancellationToken);
        return await OfAsync(id, cancellationToken);
    }

    public async Task<Outcome<PlanAmongOthers>> LoadAsync(
        Named named, DraftPlan.Request request, Change change, CancellationToken cancellationToken)
    {
        var project = named["project"];
        if (!named.Actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        await directory.LockAsync(project, cancellationToken);
        var last = await db.CommissionPlans.Where(plan => plan.Project == project)
            .MaxAsync(plan => (int?)plan.Number, cancellationToken) ?? 0;
        return new PlanAmongOthers(
            new StoredPlan(change.NewId(), project, last + 1), await book.OfAsync(project, cancellationToken),
            company.Zone);
    }

    public async ValueTask<PlanView> ShowAsync(
        PlanAmongOthers state, Actor actor, CancellationToken cancellationToken) =>
        PlanView.Of(state.Plan, company) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };

    private Task<string?> ProjectOfAsync(Guid id, CancellationToken cancellationToken) =>
        db.CommissionPlans.AsNoTracking().Where(plan => plan.Id == id).Select(plan => plan.Project)
            .SingleOrDefaultAsync(cancellationToken);

    private async Task<PlanAmongOthers> OfAsync(Guid id, CancellationToken cancellationToken)
    {
        var plan = await db.CommissionPlans.SingleAsync(one => one.Id == id, cancellationToken);
        var name = StoredPlan.NameOf(plan.Number);
        return new(
            plan, [.. (await book.OfAsync(plan.Project, cancellationToken)).Where(one => one.Id != name)],
            company.Zone);
    }
}

/// <summary>A plan as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">1, 2, 3 … of the site; a line of an account names it <c>P1</c>.</param>
/// <param name="Kind">The code of the kind of unit.</param>
/// <param name="From">The first day: of subscriptions.</param>
/// <param name="Until">The last day; null for open.</param>
/// <param name="Period">In which time a consultant's credit is counted for the tiers.</param>
/// <param name="Tiers">The rates, the lowest first.</param>
/// <param name="AtContract">Per cent of the commission that is payable when the contract is signed.</param>
/// <param name="State">How far it has come.</param>
/// <param name="DraftedAt">When it was drafted.</param>
/// <param name="DraftedBy">By whom.</param>
/// <param name="DecidedAt">When another agreed or refused; null while nobody has.</param>
/// <param name="DecidedBy">Who.</param>
/// <param name="Version">What <c>If-Match</c> names.</param>
internal sealed record PlanView(
    Guid Id, int Number, string Kind, LocalDate From, LocalDate? Until, CountingPeriod Period,
    IReadOnlyList<Tier> Tiers, decimal AtContract, PlanState State, OffsetDateTime DraftedAt, string DraftedBy,
    OffsetDateTime? DecidedAt, string? DecidedBy, long Version)
{
    /// <summary>What the reader may do to it now, by the names of the operations.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static PlanView Of(StoredPlan plan, CompanyTime company) => new(
        plan.Id, plan.Number, plan.Kind, plan.From, plan.Until, plan.Period, plan.Tiers, plan.AtContract, plan.State,
        company.At(plan.DraftedAt), plan.DraftedBy, plan.DecidedAt is { } at ? company.At(at) : null, plan.DecidedBy,
        plan.Version);
}
