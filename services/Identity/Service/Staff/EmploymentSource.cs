using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>A member of staff as a caller sees them.</summary>
/// <param name="Staff">The staff number.</param>
/// <param name="Name">The name.</param>
/// <param name="Post">The post's code.</param>
/// <param name="Department">The department's or group's code.</param>
/// <param name="Sites">The sites' codes; <c>*</c> for all.</param>
/// <param name="State">expected, active, suspended or left.</param>
/// <param name="JoinsOn">The first day.</param>
/// <param name="LeavesOn">The last day; null while none is set.</param>
/// <param name="Successor">Who takes over from one who leaves.</param>
/// <param name="SuspendedFor">
/// Why the person may not act for the time being; null for whoever does not manage staff, nor stands in with that.
/// </param>
/// <param name="Next">What a settled move brings; null when none is ahead.</param>
internal sealed record StaffView(
    string Staff, string Name, string Post, string Department, IReadOnlyList<string> Sites, string State,
    LocalDate JoinsOn, LocalDate? LeavesOn, string? Successor, string? SuspendedFor, NextAppointment? Next)
{
    /// <summary>
    /// What the reader may do to them now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>As somebody sees them at an instant, also in another's place.</summary>
    public static StaffView Of(StaffMember staff, Actor reader, Instant now) => new(
        staff.Number, staff.Name, staff.Post, staff.Department, staff.Sites, StateOf(staff), staff.JoinsOn,
        staff.LeavesOn, staff.Successor,
        reader.PermissionsAt(now).Contains(IdentityPermissions.ManageStaff) ? staff.SuspendedFor : null,
        staff.MovesOn is { } on ? new(staff.NextPost!, staff.NextDepartment!, staff.NextSites!, on) : null);

    private static string StateOf(StaffMember staff) =>
        staff.HasLeft ? "left" : staff.SuspendedFor is not null ? "suspended" : staff.HasJoined ? "active" : "expected";
}

/// <summary>What a settled move brings.</summary>
internal sealed record NextAppointment(
    string Post, string Department, IReadOnlyList<string> Sites, LocalDate On);

/// <summary>Finds members of staff: those of the actor's sites.</summary>
internal sealed class EmploymentSource(IdentityDb db, CompanyTime company, IActions actions, IClock clock)
    : ISource<Employment>, IView<Employment, StaffView>
{
    public static Refused Unknown(string number) => Refused.NotFound(Text.Of("staff.unknown", ("staff", number)));

    public async Task<Outcome<Employment>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var number = named["number"];
        var found = access == Access.Change
            ? await db.LockStaffAsync(number, cancellationToken)
            : await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == number, cancellationToken);
        if (found is null || !found.IsSeenBy(named.Actor))
            return Unknown(number);
        return access == Access.Change && RefusesChange(found, named.Actor) is { } notTheirs
            ? notTheirs
            : new Employment(found, company);
    }

    public async Task<Employment> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var number = await db.Staff.Where(s => s.Id == id).Select(s => s.Number).SingleAsync(cancellationToken);
        return new((await db.LockStaffAsync(number, cancellationToken))!, company);
    }

    public async ValueTask<StaffView> ShowAsync(
        Employment state, Actor actor, CancellationToken cancellationToken) =>
        StaffView.Of(state.Staff, actor, clock.GetCurrentInstant()) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };

    /// <summary>
    /// What refuses a change of one who has left, or is not this one's to change; null while nothing does.
    /// </summary>
    public static Refused? RefusesLeaver(Employment state, Change change) =>
        RefusesChange(state.Staff, change.Actor) ?? state.RefusesLeaver();

    /// <summary>CS-7: nobody changes what they themselves may do, nor somebody who works where they do not.</summary>
    [Rule("CS-7", "nobody changes what they themselves may do")]
    public static Refused? RefusesChange(StaffMember staff, Actor actor) =>
        staff.Number == actor.Id ? new Refused("CS-7", Text.Of("staff.oneself"), RefusalKind.Forbidden)
        : staff.IsWithinReachOf(actor) ? null
        : new Refused("CS-7", Text.Of("staff.other-sites", ("staff", staff.Number)), RefusalKind.Forbidden);
}
