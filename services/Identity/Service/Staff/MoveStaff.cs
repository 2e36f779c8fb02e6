using FluentValidation;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>
/// CS-7: a member of staff moves to another post, department or sites, from a day on; tokens given from then on say so.
/// </summary>
internal static class MoveStaff
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Moving, Request, FromItsDay<Moving>>(
                "staff/{number}/move", IdentityPermissions.ManageStaff, Decide)
            .OfferedOn<Employment>(EmploymentSource.RefusesLeaver)
            .Answers<Employment, StaffView>((state, _) => state)
            .WithSummary("staff.move.summary");

    /// <summary>Where to.</summary>
    /// <param name="Post">The post's code.</param>
    /// <param name="Department">The department's or group's code.</param>
    /// <param name="Sites">The sites' codes; <c>*</c> for all.</param>
    /// <param name="On">The first day of it; today when not given.</param>
    internal sealed record Request(
        string Post, string Department, IReadOnlyList<string> Sites, LocalDate? On = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.On).Must(Days.Know).Refuses(null, Days.Beyond);
    }

    /// <summary>A move that was ahead is replaced.</summary>
    [Rule("CS-7", "a move to another post")]
    internal static Outcome<FromItsDay<Moving>> Decide(Moving state, Request request, Change change)
    {
        var staff = state.Staff;
        var to = Appointment.Of(request.Post, request.Department, request.Sites);
        if (state.RefusesLeaver() is { } left)
            return left;
        if (state.Places.Refuses(to, change.Actor) is { } wrong)
            return wrong;
        var today = state.Company.DateOf(change.At);
        var on = request.On ?? today;
        if (on < today)
            return Refused.Input("T-6", "on", Text.Of("staff.moves-back"));
        if (on < staff.JoinsOn)
        {
            return Refused.Input(
                null, "on", Text.Of("staff.moves-before-joining", ("staff", staff.Number), ("on", staff.JoinsOn)));
        }

        if (staff.LeavesOn is { } last && on > last)
            return Refused.Input(null, "on", Text.Of("staff.leaves-on", ("staff", staff.Number), ("on", last)));
        return to.IsAs(staff.Appointment)
            ? new Refused(null, Text.Of("staff.there-already", ("staff", staff.Number)))
            : new FromItsDay<Moving>(new MoveSettled(staff.Number, to.Post, to.Department, to.Sites, on));
    }

    internal sealed class Load(EmploymentSource staff, IdentityDb db) : ILoad<Moving, Request>
    {
        public async Task<Outcome<Moving>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var found = await staff.FindAsync(named, Access.Change, cancellationToken);
            return found.Refusal is { } missing
                ? missing
                : new Moving(
                    found.Value.Staff, found.Value.Company, await KnownPlaces.ReadAsync(db, cancellationToken));
        }
    }
}

/// <summary>One who is about to move.</summary>
/// <param name="staff">The member of staff.</param>
/// <param name="company">By which days begin.</param>
/// <param name="places">The posts, departments and sites that there are.</param>
internal sealed class Moving(StaffMember staff, CompanyTime company, KnownPlaces places) : Employment(staff, company)
{
    public KnownPlaces Places => places;
}

/// <summary>A move was settled, from a day on.</summary>
/// <param name="Staff">The staff number.</param>
/// <param name="Post">The post from then on.</param>
/// <param name="Department">The department or group from then on.</param>
/// <param name="Sites">The sites from then on.</param>
/// <param name="On">The first day of it.</param>
[HappensUnder("CS-7")]
internal sealed record MoveSettled(
    string Staff, string Post, string Department, IReadOnlyList<string> Sites, LocalDate On) : IEvent<Employment>
{
    public void Apply(Employment state, Occurrence when)
    {
        var s = state.Staff;
        (s.NextPost, s.NextDepartment, s.NextSites, s.MovesOn) = (Post, Department, Sites, On);
    }

    public void React(Employment state, Occurrence when, Reactions follow)
    {
        follow.Deadlines.WaitFor(state, "moves", On, when.At);
        follow.Audit(when, new("staffMoves", Staff, Text.Of(
            "audit.how.post-of", ("post", Post), ("department", Department))));
    }
}

/// <summary>A settled move's first day has begun.</summary>
/// <param name="Staff">The staff number.</param>
/// <param name="Post">The post held from then on.</param>
/// <param name="Department">The department or group from then on.</param>
/// <param name="Sites">The sites from then on.</param>
/// <param name="On">The first day of it.</param>
[HappensUnder("CS-7")]
internal sealed record StaffMoved(
    string Staff, string Post, string Department, IReadOnlyList<string> Sites, LocalDate On)
    : IEvent<Employment>, ITold<Employment>
{
    public static StaffMoved Of(StaffMember s, LocalDate day) =>
        new(s.Number, s.NextPost!, s.NextDepartment!, s.NextSites!, day);

    public void Apply(Employment state, Occurrence when)
    {
        var s = state.Staff;
        (s.Post, s.Department, s.Sites) = (Post, Department, Sites);
        (s.NextPost, s.NextDepartment, s.NextSites, s.MovesOn) = (null, null, null, null);
    }

    public object ToContract(Employment state, Occurrence when) =>
        new Contracts.StaffMoved(Staff, Post, Department, Sites, On);
}
