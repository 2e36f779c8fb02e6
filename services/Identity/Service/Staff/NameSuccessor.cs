using FluentValidation;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Staff;

/// <summary>
/// CS-7: who takes over from one who leaves or has left is named afterwards; and named again where whoever was named
/// has left too: what is the leaver's still passes to them.
/// </summary>
internal static class NameSuccessor
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Leaving, Request, Events<Leaving>>(
                "staff/{number}/successor", IdentityPermissions.ManageStaff, Decide)
            .OfferedOn<Employment>((state, change) =>
                EmploymentSource.RefusesChange(state.Staff, change.Actor) ?? RefusesStayer(state))
            .Answers<Employment, StaffView>((state, _) => state)
            .WithSummary("successor.name.summary");

    /// <summary>Who takes over.</summary>
    /// <param name="Successor">The staff number.</param>
    internal sealed record Request(string Successor);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Successor).NotEmpty();
    }

    [Rule("CS-7", "who succeeds a leaver")]
    internal static Outcome<Events<Leaving>> Decide(Leaving state, Request request, Change change)
    {
        var staff = state.Staff;
        if (RefusesStayer(state) is { } stays)
            return stays;
        if (state.RefusesSuccessor(request.Successor, change.Actor) is { } wrong)
            return wrong;
        if (request.Successor == staff.Number)
            return Refused.Input(null, "successor", Text.Of("staff.succeeds-oneself"));
        if (!staff.HasLeft)
        {
            return new Events<Leaving>(
                new LeavingSettled(staff.Number, staff.LeavesOn!.Value, request.Successor) { OnlyNames = true });
        }

        // What has passed is the successor's, and only who cannot have it any more has one of their own. The same once
        // more passes on what is the leaver's still.
        return staff.Successor is { } already && already != request.Successor && state.SuccessorStays
            ? new Refused(null, Text.Of("staff.passed-already", ("successor", already)))
            : new Events<Leaving>(new SuccessorNamed(staff.Number, request.Successor));
    }

    /// <summary>Nobody succeeds one who stays.</summary>
    private static Refused? RefusesStayer(Employment state) => state.Staff.LeavesOn is null
        ? new Refused(null, Text.Of("staff.not-leaving", ("staff", state.Staff.Number)))
        : null;

    internal sealed class Load(Leavings leavings) : ILoad<Leaving, Request>
    {
        public Task<Outcome<Leaving>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken) =>
            leavings.FindAsync(named, request.Successor, cancellationToken);
    }
}

/// <summary>Who takes over from one who left without a successor.</summary>
/// <param name="Staff">Who left.</param>
/// <param name="Successor">Who takes over.</param>
[HappensUnder("CS-7")]
internal sealed record SuccessorNamed(string Staff, string Successor) : IEvent<Employment>, ITold<Employment>
{
    public void Apply(Employment state, Occurrence when) => state.Staff.Successor = Successor;

    public void React(Employment state, Occurrence when, Reactions follow) =>
        follow.Audit(when, new("successorNamed", Staff, Successor));

    public object ToContract(Employment state, Occurrence when) => new Contracts.SuccessorNamed(Staff, Successor);
}
