using FluentValidation;
using NodaTime;
using Ops.ClientAttribution.Commission;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Plans;

/// <summary>
/// REC-3.1, CS-7: what is paid for the sales of a kind of unit is drafted, for another to agree to: it is about money.
/// </summary>
internal static class DraftPlan
{
    private const int MostTiers = 20;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<PlanAmongOthers, Request, PlanDrafted>(
                "projects/{project}/commission-plans", ClientAttributionPermissions.DraftPlans, Decide)
            .Makes<PlanAmongOthers, PlanView>((state, _) => state, state => state.Plan.Path)
            .WithSummary("plan.draft.summary");

    /// <summary>A plan.</summary>
    /// <param name="Kind">The code of the kind of unit.</param>
    /// <param name="From">The first day: of subscriptions.</param>
    /// <param name="Period">In which time a consultant's credit is counted for the tiers.</param>
    /// <param name="Tiers">The rates, the lowest first.</param>
    /// <param name="AtContract">Per cent of the commission that is payable when the contract is signed.</param>
    /// <param name="Until">The last day; null for open.</param>
    internal sealed record Request(
        string Kind, LocalDate From, CountingPeriod Period, IReadOnlyList<Tier> Tiers, decimal AtContract,
        LocalDate? Until = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Kind).IsCode("plan.kind");
            RuleFor(r => r.From).Must(Days.Know).Refuses(null, Days.Beyond);
            RuleFor(r => r.Until).Must(Days.Know).Refuses(null, Days.Beyond);
            RuleFor(r => r.AtContract).Must(percent => decimal.Round(percent, 4) == percent)
                .Refuses("REC-3.1", "plan.at-contract");
            RuleFor(r => r.Tiers).NotNull().Must(tiers => tiers is null || tiers.Count is > 0 and <= MostTiers)
                .Refuses("REC-3.1", "plan.tiers-missing", ("most", MostTiers));
        }
    }

    [Rule("REC-3.1", "plans by project and product, with rates, tiers, periods and dates")]
    internal static Outcome<PlanDrafted> Decide(PlanAmongOthers state, Request request, Change change)
    {
        var plan = new CommissionPlan(
            StoredPlan.NameOf(state.Plan.Number), state.Plan.Project, request.Kind, request.From, request.Until,
            request.Period, request.Tiers, request.AtContract);
        return CommissionPlans.Of([.. state.Others, plan]).Then<PlanDrafted>(_ => new PlanDrafted(
            state.Plan.Id, plan.Project, state.Plan.Number, plan.Product, plan.From, plan.Until, plan.Period,
            plan.Tiers, plan.AtContract));
    }
}

/// <summary>A commission plan was drafted.</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Number">Its number at the site.</param>
/// <param name="Kind">The kind of unit.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day; null for open.</param>
/// <param name="Period">In which time credit is counted.</param>
/// <param name="Tiers">The rates.</param>
/// <param name="AtContract">Per cent that is payable at the contract.</param>
[HappensUnder("REC-3.1")]
internal sealed record PlanDrafted(
    Guid PlanId, string Project, int Number, string Kind, LocalDate From, LocalDate? Until, CountingPeriod Period,
    IReadOnlyList<Tier> Tiers, decimal AtContract) : IEvent<PlanAmongOthers>
{
    public void Apply(PlanAmongOthers state, Occurrence when)
    {
        var plan = state.Plan;
        (plan.Kind, plan.From, plan.Until, plan.Period) = (Kind, From, Until, Period);
        (plan.Tiers, plan.AtContract, plan.State) = (Tiers, AtContract, PlanState.Drafted);
        (plan.DraftedAt, plan.DraftedBy) = (when.At, when.By);
    }

    public void React(PlanAmongOthers state, Occurrence when, Reactions follow)
    {
        follow.Add(state.Plan);
        follow.Approvals.Ask(state.Terms);
        follow.Register(PlanRegister.Noted(state.Plan, "planDrafted", when.By));
        follow.Tasks.Add(new NewTask(
            $"decide/{state.Plan.Evidence}", Addressee.ForPermission(ClientAttributionPermissions.ApprovePlans),
            Project, Text.Of("plan.task.decide", ("plan", StoredPlan.NameOf(Number))), "REC-3.1", state.Plan.Path,
            when.At));
    }
}
