using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
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
/// <param name="SuspendedFor">Why the person may not act for the time being.</param>
/// <param name="Next">What a settled move brings; null when none is ahead.</param>
internal sealed record StaffView(
    string Staff, string Name, string Post, string Department, IReadOnlyList<string> Sites, string State, LocalDate JoinsOn, LocalDate? LeavesOn, string? Successor, string? SuspendedFor, NextAppointment? Next)
{
    public static StaffView Of(StaffMember staff) => new(
        staff.Number, staff.Name, staff.Post, staff.Department, staff.Sites,
        staff switch { { HasLeft: true } => "left", { SuspendedFor: not null } => "suspended", { HasJoined: false } => "expected", _ => "active" },
        staff.JoinsOn, staff.LeavesOn, staff.Successor, staff.SuspendedFor,
        staff.MovesOn is { } on ? new(staff.NextPost!, staff.NextDepartment!, staff.NextSites!, on) : null);
}

/// <summary>What a settled move brings.</summary>
internal sealed record NextAppointment(string Post, string Department, IReadOnlyList<string> Sites, LocalDate On);

/// <summary>
/// What every change of a member of staff has in common: the lock, the version that was seen, the days to come, the
/// audit register, the answer.
/// </summary>
internal sealed class StaffDesk(
    IdentityDb db, IDeadlineBook deadlines, AuditRegister audit, IClock clock, CompanyTime company, UnitOfWork unit, OwnStaff own)
{
    /// <summary>By which days begin.</summary>
    public CompanyTime Company => company;

    public static Refused Unknown(string number) => Refused.NotFound($"There is no member of staff {number}.");

    public async Task<IResult> ChangeAsync(
        string number, IfMatch ifMatch, Actor actor, string what, Func<StaffMember, Instant, Task<Outcome<StaffMember>>> change, CancellationToken cancellationToken, string? how = null)
    {
        if (await LockAsync(number, cancellationToken) is not { } staff || !staff.IsSeenBy(actor))
            return Unknown(number).ToProblem();
        if (NotTheirs(staff, actor) is { } notTheirs)
            return notTheirs.ToProblem();
        if (ifMatch.Check(staff.Version) is { } stale)
            return stale;

        var now = clock.GetCurrentInstant();
        staff.ApplyDue(now, "system:identity", company);
        var outcome = await change(staff, now);
        if (outcome.Refusal is { } refusal)
            return refusal.ToProblem();

        SetDays(staff, now);
        unit.OnCommitted(() => own.Note(staff));
        await audit.AddAsync(new(what, staff.Number, how), actor.Id, cancellationToken);
        return Results.Ok(StaffView.Of(staff)).WithETag(staff.Version);
    }

    /// <summary>CS-7: nobody changes what they themselves may do, nor somebody who works where they do not.</summary>
    [Rule("CS-7")]
    public static Refused? NotTheirs(StaffMember staff, Actor actor) =>
        staff.Number == actor.Id ? new Refused("CS-7", "Nobody changes what they themselves may do: somebody else does.", RefusalKind.Forbidden)
        : staff.IsWithinReachOf(actor) ? null
        : new Refused("CS-7", $"{staff.Number} works at sites that are not yours: whoever works at all of them does it.", RefusalKind.Forbidden);

    /// <summary>Locks the row first, then reads it: every change of one person comes after the other.</summary>
    public async Task<StaffMember?> LockAsync(string number, CancellationToken cancellationToken) =>
        await db.Staff.FromSql($"SELECT * FROM staff WHERE number = {number} FOR UPDATE").AsTracking().SingleOrDefaultAsync(cancellationToken);

    /// <summary>T-7: what is dated ahead takes effect when its day begins, also when nobody asks.</summary>
    public void SetDays(StaffMember staff, Instant now)
    {
        Set("joins", staff.HasJoined ? null : staff.JoinsOn);
        Set("moves", staff.MovesOn);
        Set("leaves", staff.HasLeft ? null : staff.LeavesOn?.PlusDays(1));

        void Set(string what, LocalDate? on)
        {
            deadlines.Cancel(staff.DeadlineKey(what), now);
            if (on is { } day && company.BeginOf(day) is var at && at > now)
            {
                deadlines.Set(new(StaffDays.KindName, staff.DeadlineKey(what), "T-7", staff.Id, now, new Term.Elapsed(at - now), staff.Department, "general-manager-office") { EndsWhenDue = true });
            }
        }
    }

    /// <summary>
    /// What is wrong with a post, department or sites that somebody gives; null when all are known, and the sites the
    /// giver's own.
    /// </summary>
    public async Task<Refused?> WrongAsync(Appointment given, Actor giver, CancellationToken cancellationToken)
    {
        if (!await db.Posts.AnyAsync(p => p.Code == given.Post, cancellationToken))
            return Refused.Input(null, "post", $"There is no post {given.Post}.");
        if (!await db.Departments.AnyAsync(d => d.Code == given.Department, cancellationToken))
            return Refused.Input(null, "department", $"There is no department {given.Department}.");
        return given.Sites.Count == 0 ? Refused.Input(null, "sites", "A member of staff works at one site at least; * is all of them.") : await WrongSitesAsync(given.Sites, giver, cancellationToken);
    }

    /// <summary>
    /// CS-7: nobody gives a site that is not among their own; all of them, whoever works at all of them.
    /// </summary>
    [Rule("CS-7")]
    public async Task<Refused?> WrongSitesAsync(IReadOnlyList<string> given, Actor giver, CancellationToken cancellationToken)
    {
        var known = await db.Sites.Select(s => s.Code).ToListAsync(cancellationToken);
        return given.FirstOrDefault(site => !giver.MaySee(site) || (site != "*" && !known.Contains(site))) is { } foreign ? Refused.Input("CS-7", "sites", $"There is no site {foreign} among yours.") : null;
    }

    /// <summary>
    /// Whether somebody can take over: a member of staff whom the caller sees, who has not left and is not leaving.
    /// </summary>
    public async Task<Refused?> WrongSuccessorAsync(string? successor, Actor actor, CancellationToken cancellationToken) =>
        successor is null || (await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == successor && s.LeavesOn == null, cancellationToken))?.IsSeenBy(actor) == true
            ? null
            : Refused.Input(null, "successor", $"{successor} is no member of staff who stays.");
}
