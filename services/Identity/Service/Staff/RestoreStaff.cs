using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Staff;

/// <summary>CS-7: somebody who was suspended may act again.</summary>
internal static class RestoreStaff
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Employment, AccessRestored>(
                "staff/{number}/restore", IdentityPermissions.ManageStaff, Decide)
            .OfferedOn<Employment>((state, change) =>
                EmploymentSource.RefusesChange(state.Staff, change.Actor) ?? Refuses(state))
            .Answers<StaffView>()
            .WithSummary("staff.restore.summary");

    [Rule("CS-7", "access is restored")]
    internal static Outcome<AccessRestored> Decide(Employment state, Change change) =>
        Refuses(state) is { } refusal ? refusal : new AccessRestored(state.Staff.Number);

    /// <summary>Only one who is suspended, and has not left.</summary>
    private static Refused? Refuses(Employment state)
    {
        if (state.RefusesLeaver() is { } left)
            return left;
        return state.Staff.SuspendedFor is null
            ? new Refused(null, Text.Of("staff.not-suspended", ("staff", state.Staff.Number)))
            : null;
    }
}

/// <summary>A member of staff may act again.</summary>
/// <param name="Staff">The staff number.</param>
[HappensUnder("CS-7")]
internal sealed record AccessRestored(string Staff) : IEvent<Employment>, ITold<Employment>
{
    public void Apply(Employment state, Occurrence when) => state.Staff.SuspendedFor = null;

    public void React(Employment state, Occurrence when, Reactions follow) =>
        follow.Audit(when, new("staffRestored", Staff));

    public object ToContract(Employment state, Occurrence when) => new Contracts.AccessRestored(Staff);
}
