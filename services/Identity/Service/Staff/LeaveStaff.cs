using System.Text.Json.Serialization;
using FluentValidation;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Staff;

/// <summary>
/// CS-7: a member of staff leaves; what was theirs passes to a named successor, and is listed as nobody's until one is
/// named.
/// </summary>
internal static class LeaveStaff
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Leaving, Request, FromItsDay<Leaving>>(
                "staff/{number}/leave", IdentityPermissions.ManageStaff, Decide)
            .OfferedOn<Employment>(EmploymentSource.RefusesLeaver)
            .Answers<Employment, StaffView>((state, _) => state)
            .WithSummary("staff.leave.summary");

    /// <summary>The leaving.</summary>
    /// <param name="On">
    /// The last day; yesterday when not given, so that it counts at once; today for one who joined today.
    /// </param>
    /// <param name="Successor">Who takes over; may be named later.</param>
    internal sealed record Request(LocalDate? On = null, string? Successor = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.On).Must(Days.Know).Refuses(null, Days.Beyond);
    }

    [Rule("CS-7", "a leaver names a successor")]
    internal static Outcome<FromItsDay<Leaving>> Decide(Leaving state, Request request, Change change)
    {
        var staff = state.Staff;
        if (state.RefusesLeaver() is { } left)
            return left;
        if (request.Successor is { } named && state.RefusesSuccessor(named, change.Actor) is { } wrong)
            return wrong;
        var yesterday = state.Company.DateOf(change.At).PlusDays(-1);
        var on = request.On ?? LocalDate.Max(yesterday, staff.JoinsOn);
        if (on < staff.JoinsOn)
            return Refused.Input(null, "on", Text.Of("staff.joins-on", ("staff", staff.Number), ("on", staff.JoinsOn)));
        if (on < yesterday)
            return Refused.Input("T-6", "on", Text.Of("staff.leaves-back"));
        return request.Successor == staff.Number
            ? Refused.Input(null, "successor", Text.Of("staff.succeeds-oneself"))
            : new FromItsDay<Leaving>(new LeavingSettled(staff.Number, on, request.Successor));
    }

    internal sealed class Load(Leavings leavings) : ILoad<Leaving, Request>
    {
        public Task<Outcome<Leaving>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken) =>
            leavings.FindAsync(named, request.Successor, cancellationToken);
    }
}

/// <summary>A leaving was settled, or its day or successor changed before it came.</summary>
/// <param name="Staff">The staff number.</param>
/// <param name="On">The last day.</param>
/// <param name="Successor">Who takes over; null when nobody was named yet.</param>
[HappensUnder("CS-7")]
internal sealed record LeavingSettled(string Staff, LocalDate On, string? Successor) : IEvent<Employment>
{
    /// <summary>Whether the day stays as it was, and only a successor was named.</summary>
    [JsonIgnore]
    public bool OnlyNames { get; init; }

    public void Apply(Employment state, Occurrence when)
    {
        var s = state.Staff;
        (s.LeavesOn, s.Successor) = (On, Successor);
        // A move that would come after the last day never does.
        if (s.MovesOn > On)
            (s.NextPost, s.NextDepartment, s.NextSites, s.MovesOn) = (null, null, null, null);
    }

    public void React(Employment state, Occurrence when, Reactions follow)
    {
        follow.Deadlines.WaitFor(state, "leaves", On.PlusDays(1), when.At);
        var how = Successor is null
            ? Text.Of("audit.how.no-successor")
            : Text.Of("audit.how.successor", ("successor", Successor));
        follow.Audit(
            when, OnlyNames ? new("successorNamed", Staff, Successor) : new("staffLeaves", Staff, how));
    }
}

/// <summary>A member of staff's last day is over.</summary>
/// <param name="Staff">The staff number.</param>
/// <param name="Successor">Who takes over; null when nobody was named yet.</param>
/// <param name="On">The last day.</param>
[HappensUnder("CS-7")]
internal sealed record StaffLeft(string Staff, string? Successor, LocalDate On) : IEvent<Employment>, ITold<Employment>
{
    public static StaffLeft Of(StaffMember s, LocalDate last) => new(s.Number, s.Successor, last);

    public void Apply(Employment state, Occurrence when) => state.Staff.HasLeft = true;

    public object ToContract(Employment state, Occurrence when) => new Contracts.StaffLeft(Staff, Successor, On);
}
