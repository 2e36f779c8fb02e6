using FluentValidation;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Staff;

/// <summary>
/// CS-7: somebody may not act for the time being: their tokens are refused where the news has come at once, everywhere
/// within five minutes.
/// </summary>
internal static class SuspendStaff
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Employment, Request, AccessSuspended>(
                "staff/{number}/suspend", IdentityPermissions.ManageStaff, Decide)
            .OfferedOn<Employment>((state, change) =>
                EmploymentSource.RefusesChange(state.Staff, change.Actor) ?? Refuses(state))
            .Answers<StaffView>()
            .WithSummary("staff.suspend.summary");

    /// <summary>Why.</summary>
    /// <param name="Reason">
    /// In a sentence: for whoever manages staff, until access is restored; after that it lies encrypted beside the
    /// audit register alone.
    /// </param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.Reason).MustBeAReason(null, "staff.reason-missing");
    }

    [Rule("CS-7", "access is suspended")]
    internal static Outcome<AccessSuspended> Decide(Employment state, Request request, Change change) =>
        Refuses(state) is { } refusal
            ? refusal
            : new AccessSuspended(state.Staff.Number, change.Wrote(request.Reason));

    /// <summary>Nobody is suspended twice.</summary>
    private static Refused? Refuses(Employment state)
    {
        var staff = state.Staff;
        if (state.RefusesLeaver() is { } left)
            return left;
        return staff.SuspendedFor is { } reason
            ? new Refused(null, Text.Of("staff.suspended-already", ("staff", staff.Number), ("reason", reason)))
            : null;
    }
}

/// <summary>A member of staff may not act for the time being: no token of theirs is taken.</summary>
/// <param name="Staff">The staff number.</param>
/// <param name="Reason">Why.</param>
[HappensUnder("CS-7")]
internal sealed record AccessSuspended(string Staff, FreeText Reason) : IEvent<Employment>, ITold<Employment>
{
    public void Apply(Employment state, Occurrence when) => state.Staff.SuspendedFor = Reason.Words;

    public void React(Employment state, Occurrence when, Reactions follow) =>
        follow.Audit(
            when, new("staffSuspended", Staff),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = Reason.Words! });

    public object ToContract(Employment state, Occurrence when) => new Contracts.AccessSuspended(Staff);
}
