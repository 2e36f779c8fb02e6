using System.Text.Json;
using NodaTime;
using Ops.Identity.Contracts;
using Ops.Identity.Leaves;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>Where somebody works: a post of a department, at sites.</summary>
/// <param name="Post">The post's code.</param>
/// <param name="Department">The department's or group's code.</param>
/// <param name="Sites">The sites' codes; <c>*</c> for all.</param>
internal sealed record Appointment(string Post, string Department, IReadOnlyList<string> Sites)
{
    public bool IsAs(Appointment other) => Post == other.Post && Department == other.Department && Sites.Order(StringComparer.Ordinal).SequenceEqual(other.Sites.Order(StringComparer.Ordinal));
}

/// <summary>
/// A member of staff 员工, from joining to leaving. What is dated ahead takes effect when the day begins: a person is
/// what the dates say at the time of asking, whether or not the day's event was raised yet.
/// </summary>
internal sealed class StaffMember : Aggregate
{
    private StaffMember()
    {
    }

    public override string StreamKind => "staff";

    /// <summary>The staff number 工号: the <c>sub</c> of the tokens, in every register; never reused.</summary>
    public string Number { get; private init; } = "";

    public string Name { get; private init; } = "";

    public string Post { get; private set; } = "";

    public string Department { get; private set; } = "";

    /// <summary>The sites' codes; <c>*</c> for all.</summary>
    public IReadOnlyList<string> Sites { get; private set; } = [];

    /// <summary>The first day.</summary>
    public LocalDate JoinsOn { get; private init; }

    /// <summary>Whether the departments were told of the joining.</summary>
    public bool HasJoined { get; private set; }

    /// <summary>The last day; null while none is set.</summary>
    public LocalDate? LeavesOn { get; private set; }

    /// <summary>Whether the departments were told of the leaving.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Who takes over from one who leaves.</summary>
    public string? Successor { get; private set; }

    /// <summary>Why the person may not act for the time being; null when they may.</summary>
    public string? SuspendedFor { get; private set; }

    public string? NextPost { get; private set; }

    public string? NextDepartment { get; private set; }

    public IReadOnlyList<string>? NextSites { get; private set; }

    /// <summary>The first day of what is next; null when no move is ahead.</summary>
    public LocalDate? MovesOn { get; private set; }

    public Appointment Appointment => new(Post, Department, Sites);

    /// <summary>The name of the deadline at which something dated ahead takes effect.</summary>
    public string DeadlineKey(string what) => $"staff-{what}/{Id}";

    public static StaffMember Join(
        Guid id, string number, string name, Appointment appointment, LocalDate on, Instant now, string by, CompanyTime company)
    {
        var joined = new StaffMember { Id = id, Number = number, Name = name, Post = appointment.Post, Department = appointment.Department, Sites = appointment.Sites, JoinsOn = on };
        joined.Raise(new StaffExpected(number, appointment.Post, appointment.Department, appointment.Sites, on), now, by);
        joined.ApplyDue(now, by, company);
        return joined;
    }

    /// <summary>Whether the person may act on a day: has joined, has not left, is not suspended (CS-7).</summary>
    [Rule("CS-7")]
    public bool MayAct(LocalDate today) => SuspendedFor is null && today >= JoinsOn && !(today > LeavesOn);

    /// <summary>
    /// What is dated takes effect when its day has begun, whoever notices it. Answers whether anything did.
    /// </summary>
    public bool ApplyDue(Instant now, string by, CompanyTime company)
    {
        var before = Version;
        var today = company.DateOf(now);
        if (!HasJoined && today >= JoinsOn)
        {
            HasJoined = true;
            Raise(new StaffJoined(Number, Name, Post, Department, Sites, JoinsOn), company.BeginOf(JoinsOn), by);
        }

        if (HasJoined && MovesOn is { } day && today >= day)
        {
            (Post, Department, Sites) = (NextPost!, NextDepartment!, NextSites!);
            (NextPost, NextDepartment, NextSites, MovesOn) = (null, null, null, null);
            Raise(new StaffMoved(Number, Post, Department, Sites, day), company.BeginOf(day), by);
        }

        if (!HasLeft && LeavesOn is { } last && today > last)
        {
            HasLeft = true;
            Raise(new StaffLeft(Number, Successor, last), company.BeginOf(last.PlusDays(1)), by);
        }

        return Version != before;
    }

    /// <summary>Another post, department or sites from a day on; a move that was ahead is replaced.</summary>
    public Outcome<StaffMember> Move(Appointment to, LocalDate on, Instant now, string by, CompanyTime company)
    {
        if (HasLeft)
            return Left();
        if (on < company.DateOf(now))
            return Refused.Input("T-6", "on", "A move is not dated back: from today on, or from a day to come.");
        if (on < JoinsOn)
            return Refused.Input(null, "on", $"{Number} joins on {on:uuuu-MM-dd}; a move comes after that.");
        if (LeavesOn is { } last && on > last)
            return Refused.Input(null, "on", $"{Number} leaves on {last:uuuu-MM-dd}.");
        if (to.IsAs(Appointment))
            return new Refused(null, $"{Number} is in that post, department and sites already.");

        (NextPost, NextDepartment, NextSites, MovesOn) = (to.Post, to.Department, to.Sites, on);
        Raise(new MoveSettled(Number, to.Post, to.Department, to.Sites, on), now, by);
        ApplyDue(now, by, company);
        return this;
    }

    /// <summary>The last day, and who takes over.</summary>
    public Outcome<StaffMember> Leave(LocalDate on, string? successor, Instant now, string by, CompanyTime company)
    {
        if (HasLeft)
            return Left();
        if (on < JoinsOn)
            return Refused.Input(null, "on", $"{Number} joins on {JoinsOn:uuuu-MM-dd}.");
        if (on < company.DateOf(now).PlusDays(-1))
            return Refused.Input("T-6", "on", "A leaving is not dated back: the last day is yesterday, today or to come.");
        if (successor == Number)
            return Refused.Input(null, "successor", "Nobody succeeds themselves.");

        (LeavesOn, Successor) = (on, successor);
        Raise(new LeavingSettled(Number, on, successor), now, by);
        ApplyDue(now, by, company);
        return this;
    }

    /// <summary>Who takes over from one who left without a successor.</summary>
    public Outcome<StaffMember> NameSuccessor(string successor, Instant now, string by)
    {
        if (LeavesOn is not { } last)
            return new Refused(null, $"{Number} is not leaving.");
        if (successor == Number)
            return Refused.Input(null, "successor", "Nobody succeeds themselves.");
        if (HasLeft && Successor is not null)
            return new Refused(null, $"What was theirs has passed to {Successor} already.");

        Successor = successor;
        Raise(HasLeft ? new SuccessorNamed(Number, successor) : new LeavingSettled(Number, last, successor), now, by);
        return this;
    }

    /// <summary>May not act for the time being.</summary>
    public Outcome<StaffMember> Suspend(string reason, Instant now, string by)
    {
        if (HasLeft)
            return Left();
        if (SuspendedFor is not null)
            return new Refused(null, $"{Number} is suspended already: {SuspendedFor}");

        SuspendedFor = reason;
        Raise(new AccessSuspended(Number, reason), now, by);
        return this;
    }

    /// <summary>May act again.</summary>
    public Outcome<StaffMember> Restore(Instant now, string by)
    {
        if (HasLeft)
            return Left();
        if (SuspendedFor is null)
            return new Refused(null, $"{Number} is not suspended.");

        SuspendedFor = null;
        Raise(new AccessRestored(Number), now, by);
        return this;
    }

    /// <summary>Gives another some of what they may do themselves.</summary>
    public void Delegate(StaffDelegation delegation, Instant now) =>
        Raise(new DelegationGiven(delegation.Id, Number, delegation.To, delegation.Permissions, delegation.From, delegation.Until), now, Number);

    /// <summary>Takes it back.</summary>
    public void EndDelegation(StaffDelegation delegation, Instant now) => Raise(new DelegationEnded(delegation.Id, Number, delegation.To), now, Number);

    /// <summary>Is away from a day to a day.</summary>
    public void TakeLeave(Leave leave, Instant now, string by) => Raise(new LeaveTaken(leave.Id, Number, JsonNamingPolicy.CamelCase.ConvertName(leave.Kind.ToString()), leave.From, leave.Until), now, by);

    /// <summary>Is not away after all.</summary>
    public void WithdrawLeave(Leave leave, Instant now, string by) => Raise(new LeaveWithdrawn(leave.Id, Number), now, by);

    /// <summary>Whether somebody may see them: staff of their own sites.</summary>
    public bool IsSeenBy(Actor actor) => Sites.Contains("*") || Sites.Any(actor.MaySee);

    /// <summary>Whether somebody may change them: whoever works at every site that they work at, or will.</summary>
    public bool IsWithinReachOf(Actor actor) => Sites.Concat(NextSites ?? []).All(actor.MaySee);

    private Refused Left() => new(null, $"{Number} left on {LeavesOn:uuuu-MM-dd}.");
}
