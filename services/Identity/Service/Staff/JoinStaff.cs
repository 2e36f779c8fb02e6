using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Accounts;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

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
            RuleFor(r => r.Staff).Matches("^[A-Za-z0-9][A-Za-z0-9-]{1,39}$").Refuses(null, "staff.number-unreadable");
            RuleFor(r => r.Name).NotEmpty().MaximumLength(100);
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

/// <summary>One who is about to join.</summary>
internal sealed class Joining(StaffMember staff, CompanyTime company) : Employment(staff, company)
{
    /// <summary>The posts, departments and sites that there are.</summary>
    public required KnownPlaces Places { get; init; }

    /// <summary>Whether the staff number was given already.</summary>
    public required bool IsNumberTaken { get; init; }

    /// <summary>
    /// Whether the joining stands on the audit register by itself; one of an imported list or of the first day does
    /// not.
    /// </summary>
    public bool IsAudited { get; init; }
}

/// <summary>Loads what is needed to let somebody join.</summary>
internal sealed class Joinings(IdentityDb db, CompanyTime company) : ILoad<Joining, JoinStaff.Request>
{
    private KnownPlaces? _places;

    public async Task<Outcome<Joining>> LoadAsync(
        Named named, JoinStaff.Request request, Change change, CancellationToken cancellationToken) =>
        await LoadAsync(request, change, isAudited: true, cancellationToken);

    /// <summary>One of several: of a list, or of the first day.</summary>
    public Task<Joining> LoadAsync(JoinStaff.Request request, Change change, CancellationToken cancellationToken) =>
        LoadAsync(request, change, isAudited: false, cancellationToken);

    private async Task<Joining> LoadAsync(
        JoinStaff.Request request, Change change, bool isAudited, CancellationToken cancellationToken)
    {
        var account = request.Staff.ToUpperInvariant();
        var staff = db.Staff.Add(new StaffMember(change.NewId(), request.Staff, request.Name.Trim())).Entity;
        return new(staff, company)
        {
            Places = _places ??= await KnownPlaces.ReadAsync(db, cancellationToken),
            IsNumberTaken = await db.Accounts.AnyAsync(a => a.NormalizedUserName == account, cancellationToken),
            IsAudited = isAudited,
        };
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
        // What they sign in with, which an invitation activates.
        follow.Add(new Account(state.Staff.Id, Staff)
        {
            NormalizedUserName = Staff.ToUpperInvariant(),
            SecurityStamp = Session.NewStamp(),
            LockoutEnabled = true,
        });
        follow.Deadlines.WaitFor(state, "joins", On, when.At);
        if (state.IsAudited)
            follow.Audit(when, new("staffJoins", Staff, $"{Post} of {Department} from {On:uuuu-MM-dd}"));
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
