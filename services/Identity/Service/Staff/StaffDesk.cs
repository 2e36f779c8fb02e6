using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Organisation;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
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

/// <summary>What every change of a member of staff has in common: the lock, the version that was seen, the days to come, the audit register, the answer.</summary>
internal sealed class StaffDesk(IdentityDb db, IDeadlineBook deadlines, AuditRegister audit, IClock clock)
{
    public static Refused Unknown(string number) => Refused.NotFound($"There is no member of staff {number}.");

    public async Task<IResult> ChangeAsync(
        string number, IfMatch ifMatch, Actor actor, string what, Func<StaffMember, Instant, Task<Outcome<StaffMember>>> change, CancellationToken cancellationToken, string? how = null)
    {
        if (await LockAsync(number, cancellationToken) is not { } staff)
            return Unknown(number).ToProblem();
        if (ifMatch.Check(staff.Version) is { } stale)
            return stale;

        var now = clock.GetCurrentInstant();
        staff.ApplyDue(now, "system:identity");
        var outcome = await change(staff, now);
        if (outcome.Refusal is { } refusal)
            return refusal.ToProblem();

        SetDays(staff, now);
        await audit.AddAsync(new(what, staff.Number, how), actor.Id, cancellationToken);
        return Results.Ok(StaffView.Of(staff)).WithETag(staff.Version);
    }

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
            if (on is { } day && CompanyTime.BeginOf(day) is var at && at > now)
            {
                deadlines.Set(new(StaffDays.KindName, staff.DeadlineKey(what), "T-7", staff.Id, now, new Term.Elapsed(at - now), staff.Department, "general-manager-office") { EndsWhenDue = true });
            }
        }
    }

    /// <summary>What is wrong with a post, department or sites that somebody was given; null when all are known.</summary>
    public async Task<Refused?> WrongAsync(Appointment given, CancellationToken cancellationToken)
    {
        if (!await db.Posts.AnyAsync(p => p.Code == given.Post, cancellationToken))
            return Refused.Input(null, "post", $"There is no post {given.Post}.");
        if (!await db.Departments.AnyAsync(d => d.Code == given.Department, cancellationToken))
            return Refused.Input(null, "department", $"There is no department {given.Department}.");
        if (given.Sites.Count == 0)
            return Refused.Input(null, "sites", "A member of staff works at one site at least; * is all of them.");
        var known = await db.Sites.Select(s => s.Code).ToListAsync(cancellationToken);
        return given.Sites.FirstOrDefault(site => site != "*" && !known.Contains(site)) is { } unknown ? Refused.Input(null, "sites", $"There is no site {unknown}.") : null;
    }

    /// <summary>Whether somebody can take over: a member of staff who has not left and is not leaving.</summary>
    public async Task<Refused?> WrongSuccessorAsync(string? successor, CancellationToken cancellationToken) =>
        successor is null || await db.Staff.AnyAsync(s => s.Number == successor && s.LeavesOn == null, cancellationToken)
            ? null
            : Refused.Input(null, "successor", $"{successor} is no member of staff who stays.");
}
