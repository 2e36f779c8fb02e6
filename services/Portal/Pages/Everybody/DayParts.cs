namespace Ops.Portal.Pages.Everybody;

/// <summary>What a department has for somebody's day; each brings its own beside its pages.</summary>
internal interface IDayPart
{
    /// <summary>The text of the department's name.</summary>
    string Department { get; }

    /// <summary>What somebody is told and reminded of, the newest first, and how many there are.</summary>
    Task<(IReadOnlyList<DayTask> Tasks, long Open)> TasksAsync(CancellationToken cancellationToken);

    /// <summary>What waits for their word.</summary>
    Task<IReadOnlyList<DayApproval>> ApprovalsAsync(CancellationToken cancellationToken);

    /// <summary>A notice has been read.</summary>
    Task CompleteAsync(Guid task, CancellationToken cancellationToken);
}

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
internal sealed record DayApproval(
    Guid Id, string What, string? Rule, string Site, string Subject, string AskedBy, DateTimeOffset AskedAt,
    DateTimeOffset? Until);
