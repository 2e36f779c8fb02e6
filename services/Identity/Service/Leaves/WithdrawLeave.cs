using Ops.Identity.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Leaves;

/// <summary>REC-5: a leave is withdrawn by whoever records it, before it is over.</summary>
internal static class WithdrawLeave
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<TakenLeave, LeaveWithdrawn>(
                "leaves/{id:guid}/withdraw", IdentityPermissions.RecordLeave, Decide)
            .OfferedOn<TakenLeave>(Refuses)
            .Answers<LeaveView>().WithoutIfMatch()
            .WithSummary("leave.withdraw.summary");

    internal static Outcome<LeaveWithdrawn> Decide(TakenLeave state, Change change) =>
        Refuses(state, change) is { } refusal ? refusal : new LeaveWithdrawn(state.Leave.Id, state.Leave.Staff);

    private static Refused? Refuses(TakenLeave state, Change change)
    {
        var leave = state.Leave;
        if (state.Recording.Refuses(state.Staff, change) is { } notTheirs)
            return notTheirs;
        if (leave.WithdrawnAt is not null)
            return new Refused(null, Text.Of("leave.withdrawn-already"));
        return leave.Until < state.Company.DateOf(change.At)
            ? new Refused("T-6", Text.Of("leave.over"))
            : null;
    }
}

/// <summary>A leave was withdrawn.</summary>
/// <param name="Leave">The leave's id.</param>
/// <param name="Staff">Whose it was.</param>
[HappensUnder("REC-5")]
internal sealed record LeaveWithdrawn(Guid Leave, string Staff) : IEvent<TakenLeave>
{
    public void Apply(TakenLeave state, Occurrence when) => state.Leave.WithdrawnAt = when.At;
}
