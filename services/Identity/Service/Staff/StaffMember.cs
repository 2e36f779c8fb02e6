using NodaTime;
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
    /// <summary>As it was asked for: a site that was named twice is one.</summary>
    public static Appointment Of(string post, string department, IEnumerable<string> sites) =>
        new(post, department, [.. sites.Distinct(StringComparer.Ordinal)]);

    public bool IsAs(Appointment other) =>
        Post == other.Post && Department == other.Department
        && Sites.Order(StringComparer.Ordinal).SequenceEqual(other.Sites.Order(StringComparer.Ordinal));
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

    /// <summary>One who is about to join, on no day yet (<see cref="StaffExpected"/>).</summary>
    public StaffMember(Guid id, string number, string name) =>
        (Id, Number, Name, JoinsOn) = (id, number, name, LocalDate.MaxIsoValue);

    public override string StreamKind => "staff";

    /// <summary>The staff number 工号: the <c>sub</c> of the tokens, in every register; never reused.</summary>
    public string Number { get; private init; } = "";

    public string Name { get; internal set; } = "";

    public string Post { get; internal set; } = "";

    public string Department { get; internal set; } = "";

    /// <summary>The sites' codes; <c>*</c> for all.</summary>
    public IReadOnlyList<string> Sites { get; internal set; } = [];

    /// <summary>The first day.</summary>
    public LocalDate JoinsOn { get; internal set; }

    /// <summary>Whether the departments were told of the joining.</summary>
    public bool HasJoined { get; internal set; }

    /// <summary>The last day; null while none is set.</summary>
    public LocalDate? LeavesOn { get; internal set; }

    /// <summary>Whether the departments were told of the leaving.</summary>
    public bool HasLeft { get; internal set; }

    /// <summary>Who takes over from one who leaves.</summary>
    public string? Successor { get; internal set; }

    /// <summary>Why the person may not act for the time being; null when they may.</summary>
    public string? SuspendedFor { get; internal set; }

    public string? NextPost { get; internal set; }

    public string? NextDepartment { get; internal set; }

    public IReadOnlyList<string>? NextSites { get; internal set; }

    /// <summary>The first day of what is next; null when no move is ahead.</summary>
    public LocalDate? MovesOn { get; internal set; }

    public Appointment Appointment => new(Post, Department, Sites);

    /// <summary>
    /// CS-7: whether another works at no site where this one does not: what one may do, one may do at one's own sites,
    /// and nobody has it done elsewhere in their place.
    /// </summary>
    public bool WorksWherever(StaffMember other) =>
        Sites.Contains("*") || (!other.Sites.Contains("*") && other.Sites.All(site => Sites.Contains(site)));

    /// <summary>Whether the person may act on a day: has joined, has not left, is not suspended (CS-7).</summary>
    [Rule("CS-7", "who may act on a day")]
    public bool MayAct(LocalDate today) => SuspendedFor is null && today >= JoinsOn && !(today > LeavesOn);

    /// <summary>Whether somebody may see them: staff of their own sites.</summary>
    public bool IsSeenBy(Actor actor) => Sites.Contains("*") || Sites.Any(actor.MaySee);

    /// <summary>Whether somebody may change them: whoever works at every site that they work at, or will.</summary>
    public bool IsWithinReachOf(Actor actor) => Sites.Concat(NextSites ?? []).All(actor.MaySee);
}
