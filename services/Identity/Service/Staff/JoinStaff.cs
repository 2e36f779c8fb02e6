using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Staff;

/// <summary>CS-7: somebody joins, in a post of a department, at sites, from a day on.</summary>
internal static class JoinStaff
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Joining, Request, FromItsDay<Joining>>("staff", IdentityPermissions.ManageStaff, Decide)
            .Makes<Employment, StaffView>((state, _) => state, state => $"/api/identity/staff/{state.Staff.Number}")
            .WithSummary("staff.join.summary");

    /// <summary>Who joins.</summary>
    /// <param name="Staff">The staff number 工号, never reused: letters, digits, hyphens.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Post">The post's code.</param>
    /// <param name="Department">The department's or group's code.</param>
    /// <param name="Sites">The sites' codes; <c>*</c> for all.</param>
    /// <param name="On">The first day; today when not given.</param>
    internal sealed record Request(
        string Staff, string Name, string Post, string Department, IReadOnlyList<string> Sites, LocalDate? On = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Staff).Matches(@"\A[A-Za-z0-9][A-Za-z0-9-]{1,39}\z")
                .Refuses(null, "staff.number-unreadable");
            RuleFor(r => r.Name).NotEmpty().IsOneLine(100);
            RuleFor(r => r.On).Must(Days.Know).Refuses(null, Days.Beyond);
            RuleFor(r => r.Sites).NotEmpty().Refuses(null, "staff.sites-missing");
        }
    }

    [Rule("CS-7", "a staff number is given once")]
    internal static Outcome<FromItsDay<Joining>> Decide(Joining state, Request request, Change change)
    {
        var appointment = Appointment.Of(request.Post, request.Department, request.Sites);
        if (state.Places.Refuses(appointment, change.Actor) is { } wrong)
            return wrong;
        if (state.IsNumberTaken)
            return new Refused(null, Text.Of("staff.number-taken", ("staff", request.Staff)), Field: "staff");
        var today = state.Company.DateOf(change.At);
        var on = request.On ?? today;
        return on < today
            ? Refused.Input("T-6", "on", Text.Of("staff.joins-back"))
            : new FromItsDay<Joining>(new StaffExpected(
                request.Staff, appointment.Post, appointment.Department, appointment.Sites, on));
    }
}

/// <summary>Somebody is expected, to join on a day.</summary>
/// <param name="Staff">The staff number.</param>
/// <param name="Post">The post's code.</param>
/// <param name="Department">The department's or group's code.</param>
/// <param name="Sites">The sites' codes.</param>
/// <param name="On">The first day.</param>
[HappensUnder("CS-7")]
internal sealed record StaffExpected(
    string Staff, string Post, string Department, IReadOnlyList<string> Sites, LocalDate On) : IEvent<Joining>
{
    public void Apply(Joining state, Occurrence when)
    {
        var s = state.Staff;
        (s.Post, s.Department, s.Sites, s.JoinsOn) = (Post, Department, Sites, On);
    }

    public void React(Joining state, Occurrence when, Reactions follow)
    {
        follow.Add(Account.Of(state.Staff));
        follow.Deadlines.WaitFor(state, "joins", On, when.At);
        if (state.IsAudited)
            follow.Audit(when, new("staffJoins", Staff, Text.Of(
                "audit.how.post-from", ("post", Post), ("department", Department), ("on", On))));
    }
}

/// <summary>Somebody's first day has begun.</summary>
/// <param name="Staff">The staff number.</param>
/// <param name="Name">The name.</param>
/// <param name="Post">The post's code.</param>
/// <param name="Department">The department's or group's code.</param>
/// <param name="Sites">The sites' codes.</param>
/// <param name="On">The first day.</param>
[HappensUnder("CS-7")]
internal sealed record StaffJoined(
    string Staff, string Name, string Post, string Department, IReadOnlyList<string> Sites, LocalDate On)
    : IEvent<Employment>, ITold<Employment>
{
    public static StaffJoined Of(StaffMember s) => new(s.Number, s.Name, s.Post, s.Department, s.Sites, s.JoinsOn);

    public void Apply(Employment state, Occurrence when) => state.Staff.HasJoined = true;

    public object ToContract(Employment state, Occurrence when) =>
        new Contracts.StaffJoined(Staff, Name, Post, Department, Sites, On);
}
