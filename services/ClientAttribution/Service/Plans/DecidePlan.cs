using System.Text.Json.Serialization;
using FluentValidation;
using NodaTime;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Commission;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Plans;

/// <summary>
/// REC-3.1, CS-7: another than who drafted a plan agrees to it or refuses it. One that counts also counts for what was
/// subscribed to on its days before.
/// </summary>
internal static class DecidePlan
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<PlanAmongOthers, PlanDecided>(
                "commission-plans/{id:guid}/approve", ClientAttributionPermissions.ApprovePlans, Approve)
            .IsWordOn(state => state.Terms, agrees: true)
            .OfferedOn<PlanAmongOthers>((state, _) => RefusesApproval(state))
            .Answers<PlanView>().WithSummary("plan.approve.summary");
        api.MapCommand<PlanAmongOthers, Why, PlanDecided>(
                "commission-plans/{id:guid}/refuse", ClientAttributionPermissions.ApprovePlans, Refuse)
            .IsWordOn(state => state.Terms, agrees: false, request => request.Reason.Trim())
            .OfferedOn<PlanAmongOthers>((state, _) => Refuses(state))
            .Answers<PlanView>().WithSummary("plan.refuse.summary");
    }

    /// <summary>Why.</summary>
    /// <param name="Reason">In a sentence that whoever drafted it is told.</param>
    internal sealed record Why(string Reason);

    internal sealed class Validator : AbstractValidator<Why>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("REC-3.1", "client.reason-missing");
    }

    [Rule("CS-7", "another than who drafted a plan agrees to it")]
    internal static Outcome<PlanDecided> Approve(PlanAmongOthers state, Change change) =>
        RefusesApproval(state) is { } refusal
            ? refusal
            : new PlanDecided(state.Plan.Id, state.Plan.Project, state.Plan.Number, PlanState.Approved);

    internal static Outcome<PlanDecided> Refuse(PlanAmongOthers state, Why request, Change change) =>
        Refuses(state) is { } refusal
            ? refusal
            : new PlanDecided(state.Plan.Id, state.Plan.Project, state.Plan.Number, PlanState.Refused);

    private static Refused? Refuses(PlanAmongOthers state) =>
        state.Plan.State == PlanState.Drafted ? null : state.Plan.Refuse("plan.decided-already");

    /// <summary>Meanwhile another may count for its days.</summary>
    private static Refused? RefusesApproval(PlanAmongOthers state) => Refuses(state)
        ?? (CommissionPlans.Of([.. state.Others, state.Plan.ToPlan()]).Refusal is { } overlap
            ? new Refused("REC-3.1", overlap.Text) { Evidence = [state.Plan.Evidence] }
            : null);
}

/// <summary>A plan was agreed to, or refused.</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Number">Its number at the site.</param>
/// <param name="State">What it is now.</param>
[HappensUnder("REC-3.1")]
internal sealed record PlanDecided(Guid PlanId, string Project, int Number, PlanState State)
    : IEvent<PlanAmongOthers>
{
    public void Apply(PlanAmongOthers state, Occurrence when) =>
        (state.Plan.State, state.Plan.DecidedAt, state.Plan.DecidedBy) = (State, when.At, when.By);

    public void React(PlanAmongOthers state, Occurrence when, Reactions follow)
    {
        var plan = state.Plan;
        var agreed = State == PlanState.Approved;
        follow.Register(PlanRegister.Noted(plan, agreed ? "planApproved" : "planRefused", when.By));
        follow.Tasks.Add(new NewTask(
            $"{plan.Evidence}/decided", Addressee.ForPerson(plan.DraftedBy), Project,
            Text.Of(agreed ? "plan.task.approved" : "plan.task.refused", ("plan", StoredPlan.NameOf(Number))),
            "REC-3.1", plan.Path, when.At));
        if (agreed)
        {
            follow.Look<ISaleAccounts>((accounts, cancellationToken) =>
                accounts.OfDaysAsync(Project, plan.From, plan.Until, when, cancellationToken));
        }
    }
}

/// <summary>What the register <c>commissions</c> says of plans.</summary>
internal static class PlanRegister
{
    /// <summary>The register of commissions 佣金登记, a chain a site.</summary>
    public const string Commissions = "commissions";

    public static RegisterNote Noted(StoredPlan plan, string what, string by) => new(
        Commissions, plan.Project, by,
        new PlanRecord(
            what, plan.Path, plan.Kind, plan.From, plan.Until, plan.Period,
            [.. plan.Tiers.Select(tier => new TierRecord(tier.From, tier.Rate))], plan.AtContract));

    /// <summary>A register has no fractions, and has money and rates as they are written.</summary>
    private sealed record PlanRecord(
        string What, string Subject, string Kind, LocalDate From, LocalDate? Until, CountingPeriod Period,
        IReadOnlyList<TierRecord> Tiers,
        [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] decimal AtContract) : IRegisterRecord;

    private sealed record TierRecord(
        [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] decimal From,
        [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] decimal Rate);
}
