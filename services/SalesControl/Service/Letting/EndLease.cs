using FluentValidation;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Letting;

/// <summary>
/// DOC-5.6.1: a lease ends, or its booking is given up: the shop is free again, unless it was sold meanwhile.
/// </summary>
internal static class EndLease
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<NamedLease, Request, LeaseEnded>(
                "leases/{id:guid}/end", SalesControlPermissions.ManageLeases, Decide)
            .OfferedOn<NamedLease>((lease, _) => Refuses(lease))
            .Answers<LeaseView>()
            .WithSummary("lease.end.summary");

    /// <summary>The end.</summary>
    /// <param name="Reason">Why.</param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.Reason).MustBeAReason("DOC-5.6.1", "lease.end-reason-missing");
    }

    [Rule("DOC-5.6.1", "a lease ends")]
    internal static Outcome<LeaseEnded> Decide(NamedLease state, Request request, Change change)
    {
        var (unit, lease) = (state.Unit, state.Named);
        return Refuses(state) is { } refusal
            ? refusal
            : new LeaseEnded(lease.Id, unit.Id, unit.Project, unit.Code, change.Wrote(request.Reason));
    }

    private static Refused? Refuses(NamedLease state) =>
        state.Unit.Forbids(UnitActs.EndLease)
        ?? (state.Named.State == LeaseState.Ended ? state.RefuseInState(UnitActs.EndLease) : null);
}

/// <summary>A lease ended, or its booking was given up (DOC-5.6.1).</summary>
[HappensUnder("DOC-5.6.1")]
internal sealed record LeaseEnded(Guid LeaseId, Guid UnitId, string Project, string Unit, FreeText Reason)
    : IEvent<LetUnit>
{
    public void Apply(LetUnit state, Occurrence when)
    {
        state.FindLease(LeaseId).End(when.At, Reason.Words!);
        if (state.Unit.State == UnitState.Let)
            state.Unit.Enter(UnitState.Available, when.At);
    }

    public void React(LetUnit state, Occurrence when, Reactions follow) =>
        follow.Deadlines.Meet(state.FindLease(LeaseId).RunsOutKey, when.At);
}
