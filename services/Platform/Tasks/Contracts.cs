using NodaTime;
using Ops.Platform.Texts;

namespace Ops.Platform.Tasks;

/// <summary>Whom an entry is for: a person; or a permission, a post or a department on a site.</summary>
public sealed record Addressee
{
    /// <summary>A member of staff's id.</summary>
    public string? Person { get; private init; }

    /// <summary>A post, e.g. <c>marketing-manager</c>.</summary>
    public string? Post { get; private init; }

    /// <summary>A department or group, e.g. <c>customer-affairs-group</c>.</summary>
    public string? Department { get; private init; }

    /// <summary>A permission, e.g. <c>sales.change.approve</c>.</summary>
    public string? Permission { get; private init; }

    /// <summary>For one person.</summary>
    public static Addressee ForPerson(string id) => new() { Person = id };

    /// <summary>
    /// For whoever has a permission, in their own right or in another's place: posts are an installation's own, and
    /// code names none.
    /// </summary>
    public static Addressee ForPermission(string permission) => new() { Permission = permission };

    /// <summary>For whoever holds a post.</summary>
    public static Addressee ForPost(string post) => new() { Post = post };

    /// <summary>For a whole department or group.</summary>
    public static Addressee ForDepartment(string department) => new() { Department = department };
}

/// <summary>An entry to make in a task list: "is told" and "is reminded" in the rules mean this.</summary>
/// <param name="Key">
/// Its name in the service; a second entry of the same key for the same addressee changes nothing.
/// </param>
/// <param name="For">Whom it is for.</param>
/// <param name="Site">The project's code.</param>
/// <param name="Title">What to do or to know; each reader has it in their language.</param>
/// <param name="Rule">The rule that asks for it.</param>
/// <param name="Subject">The path of the thing it is about, e.g. <c>/api/archive/handovers/…</c>.</param>
/// <param name="At">Business time.</param>
public sealed record NewTask(
    string Key, Addressee For, string Site, Text Title, string Rule, string Subject, Instant At)
{
    /// <summary>
    /// True for something to do, which stays until it is done; false for a notice, which stays until it is read.
    /// </summary>
    public bool MustBeDone { get; init; }

    /// <summary>Until when, where there is a time.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>
    /// The matter of the thing that it is about (<see cref="ITaskSubject"/>): when that is over, so is this. The whole
    /// thing where nothing else is named.
    /// </summary>
    public string Matter { get; init; } = Subject;
}

/// <summary>
/// A thing that tasks are about. It says which matters are open with it; whatever of them is so no more after a change,
/// the tasks and notices about it leave everybody's list in that change, whoever ended it and how. What is told of the
/// end itself comes after that.
/// </summary>
public interface ITaskSubject
{
    /// <summary>
    /// The matters that are open with it by what it holds itself: its path for as long as it is not over, and
    /// parts of it, e.g. <c>/api/sales/reservations/…#decision</c>.
    /// </summary>
    IEnumerable<string> OpenMatters { get; }
}

/// <summary>The service's task lists, inside a change. Scoped.</summary>
public interface ITaskList
{
    /// <summary>Makes an entry.</summary>
    void Add(NewTask task);

    /// <summary>What the entry of that key asked for is done; it leaves everyone's list.</summary>
    void Done(string key, Instant at, string by);

    /// <summary>
    /// Matters are over: whatever is told of them, or is to be done about them, leaves everyone's list.
    /// </summary>
    void Over(IReadOnlyCollection<string> matters, Instant at, string by);

    /// <summary>
    /// What a person has yet to do passes to another, who then has it on their list; what both had already, the other
    /// has once.
    /// </summary>
    void Pass(string from, string to, Instant at, string by);

    /// <summary>What some people have yet to do.</summary>
    Task<IReadOnlyList<OpenTask>> OpenOfAsync(IReadOnlyCollection<string> people, CancellationToken cancellationToken);
}

/// <summary>Something that a person has yet to do.</summary>
/// <param name="Person">Who.</param>
/// <param name="Title">What, in a sentence.</param>
/// <param name="Site">The project's code.</param>
/// <param name="Subject">The path of the thing it is about.</param>
public sealed record OpenTask(string Person, string Title, string Site, string Subject);
