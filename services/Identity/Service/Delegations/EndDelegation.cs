using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Delegations;

/// <summary>CS-7: somebody takes back what they have given another to do.</summary>
internal static class EndDelegation
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<GivenWork, DelegationEnded>(
                "me/delegations/{id:guid}/end", IdentityPermissions.Delegate, Decide)
            .OfferedOn<GivenWork>(RefusesOver)
            .Answers<DelegationView>().WithoutIfMatch()
            .WithSummary("delegation.end.summary");

    [Rule("CS-7", "who ends a delegation")]
    internal static Outcome<DelegationEnded> Decide(GivenWork state, Change change)
    {
        var given = state.Delegation;
        return RefusesOver(state, change) is { } over ? over : new DelegationEnded(given.Id, given.Staff, given.To);
    }

    private static Refused? RefusesOver(GivenWork state, Change change) =>
        change.At >= state.Delegation.Ends(state.Company) ? new Refused(null, Text.Of("delegation.over")) : null;
}

/// <summary>A delegation was taken back before its last day.</summary>
/// <param name="Delegation">The delegation's id.</param>
/// <param name="Staff">Who took it back.</param>
/// <param name="To">The stand-in.</param>
[HappensUnder("CS-7")]
internal sealed record DelegationEnded(Guid Delegation, string Staff, string To) : IEvent<GivenWork>
{
    public void Apply(GivenWork state, Occurrence when) => state.Delegation.EndedAt = when.At;

    public void React(GivenWork state, Occurrence when, Reactions follow) =>
        follow.Audit(when, new("delegationEnded", To, string.Join(' ', state.Delegation.Permissions)));
}
