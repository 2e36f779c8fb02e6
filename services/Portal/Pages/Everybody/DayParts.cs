namespace Ops.Portal.Pages.Everybody;

/// <summary>What a department has for somebody's day; each brings its own beside its pages.</summary>
internal interface IDayPart
{
    /// <summary>The text of the department's name.</summary>
    string Department { get; }

    /// <summary>The permission without which nothing there waits for a word; null where nothing ever does.</summary>
    string? ApprovalPermission => null;

    /// <summary>The kinds of things that wait for a word there.</summary>
    IReadOnlyList<ApprovalKind> Kinds => [];

    /// <summary>What somebody is told and reminded of, the newest first.</summary>
    /// <param name="after">The end of the part before; null for the first.</param>
    /// <param name="limit">The most of a part.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    Task<DayTasks> TasksAsync(long? after, int limit, CancellationToken cancellationToken);

    /// <summary>What waits for their word.</summary>
    /// <param name="cancellationToken">Abandons it.</param>
    Task<IReadOnlyList<DayApproval>> ApprovalsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DayApproval>>([]);

    /// <summary>A notice has been read.</summary>
    Task CompleteAsync(Guid task, CancellationToken cancellationToken);
}

/// <summary>A part of what somebody is told and reminded of.</summary>
/// <param name="Items">The tasks and notices.</param>
/// <param name="Next">What the part after it begins with; null where there is none.</param>
/// <param name="Open">How many there are in all, as far as the department counts.</param>
internal sealed record DayTasks(IReadOnlyList<DayTask> Items, long? Next, long Open);

/// <summary>A task or a notice.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What it says, in the reader's language.</param>
/// <param name="Rule">The rule that it follows from.</param>
/// <param name="Site">The project's code.</param>
/// <param name="Subject">The path of what it is about.</param>
/// <param name="MustBeDone">Whether it ends only with what it is about.</param>
/// <param name="At">Since when it is there.</param>
/// <param name="DueAt">Until when it is to be done; null for no end.</param>
internal sealed record DayTask(
    Guid Id, string Title, string? Rule, string Site, string Subject, bool MustBeDone, DateTimeOffset At,
    DateTimeOffset? DueAt);

/// <summary>Something that waits for a word.</summary>
/// <param name="Id">Its id.</param>
/// <param name="What">What is asked, in the reader's language.</param>
/// <param name="Rule">The rule that asks for it.</param>
/// <param name="Site">The project's code.</param>
/// <param name="Subject">The path of what it is about.</param>
/// <param name="AskedBy">Who asks.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Until">Until when somebody can decide; null for no end.</param>
public sealed record DayApproval(
    Guid Id, string What, string? Rule, string Site, string Subject, string AskedBy, DateTimeOffset AskedAt,
    DateTimeOffset? Until);

/// <summary>Things of one kind, of which several can be decided at once.</summary>
/// <param name="Path">What their paths begin with.</param>
/// <param name="Words">The commands by which one decides on one of them.</param>
/// <param name="LookAsync">What one of them was seen to be, and what its reader may do to it now.</param>
public sealed record ApprovalKind(
    string Path, IReadOnlyList<string> Words,
    Func<Guid, CancellationToken, Task<(string Version, ICollection<string>? Actions)>> LookAsync)
{
    /// <summary>The id of one of them; null for what is none.</summary>
    public Guid? IdOf(string subject) =>
        subject.StartsWith(Path, StringComparison.Ordinal) && Guid.TryParse(subject[Path.Length..], out var id)
            ? id
            : null;
}
