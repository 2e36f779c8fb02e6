using FluentValidation;
using NodaTime;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Plans;

/// <summary>REC-3.1: a plan ends earlier than it would; never before today: what was earned stays so.</summary>
internal static class EndPlan
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<PlanAmongOthers, Request, PlanEnded>(
                "commission-plans/{id:guid}/end", ClientAttributionPermissions.ApprovePlans, Decide)
            .OfferedOn<PlanAmongOthers>((state, _) => Refuses(state))
            .Answers<PlanView>()
            .WithSummary("plan.end.summary");

    /// <summary>When it ends.</summary>
    /// <param name="Until">The last day.</param>
    internal sealed record Request(LocalDate Until);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Until).Must(Days.Know).Refuses(null, Days.Beyond);
    }

    [Rule("REC-3.1", "a plan ends, and what was earned by it stays")]
    internal static Outcome<PlanEnded> Decide(PlanAmongOthers state, Request request, Change change)
    {
        if (Refuses(state) is { } refusal)
            return refusal;
        var (plan, today) = (state.Plan, state.DayOf(change.At));
        return request.Until < today || request.Until < plan.From || request.Until > plan.Until
            ? Refused.Input("REC-3.1", "until", Text.Of("plan.end-when", ("plan", StoredPlan.NameOf(plan.Number))))
            : new PlanEnded(plan.Id, plan.Project, plan.Number, request.Until);
    }

    private static Refused? Refuses(PlanAmongOthers state) =>
        state.Plan.State == PlanState.Approved ? null : state.Plan.Refuse("plan.not-in-effect");
}

/// <summary>A plan ends earlier than it would.</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Number">Its number at the site.</param>
/// <param name="Until">The last day.</param>
[HappensUnder("REC-3.1")]
internal sealed record PlanEnded(Guid PlanId, string Project, int Number, LocalDate Until) : IEvent<PlanAmongOthers>
{
    public void Apply(PlanAmongOthers state, Occurrence when) => state.Plan.Until = Until;

    public void React(PlanAmongOthers state, Occurrence when, Reactions follow) =>
        follow.Register(PlanRegister.Noted(state.Plan, "planEnded", when.By));
}
