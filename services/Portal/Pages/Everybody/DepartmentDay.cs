using System.Net;
using Ops.Portal.Calls;

namespace Ops.Portal.Pages.Everybody;

/// <summary>A department's part of somebody's day, as it was read last.</summary>
/// <param name="part">The department's.</param>
internal sealed class DepartmentDay(IDayPart part)
{
    /// <summary>As many as a department tells at once: what is overdue is found among all of them.</summary>
    private const int Part = 200;

    private long? _next;

    public IDayPart Department => part;

    public bool IsRead { get; private set; }

    /// <summary>Whether the department cannot be reached: what was read last still stands.</summary>
    public bool IsAway { get; private set; }

    /// <summary>Whether they have anything to do with the department.</summary>
    public bool IsTheirs { get; private set; } = true;

    public long Open { get; private set; }

    public IReadOnlyList<DayTask> Tasks { get; private set; } = [];

    public IReadOnlyList<DayApproval> Approvals { get; private set; } = [];

    /// <summary>Whether the department has more than was read.</summary>
    public bool HasMore => _next is not null;

    /// <summary>
    /// Its tasks: what is overdue and then what is due soonest first, then the newest of what has no end. Who is asked
    /// for a word is reminded of it too: that stands with what waits for a word.
    /// </summary>
    public IEnumerable<DayTask> InOrder => Tasks
        .Where(task => !task.MustBeDone || !Approvals.Any(one => one.Subject == task.Subject))
        .OrderBy(task => task.DueAt ?? DateTimeOffset.MaxValue).ThenByDescending(task => task.At);

    /// <summary>Reads all of it anew, at least as many tasks as are shown.</summary>
    public Task ReadAsync(int shown, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var page = await part.TasksAsync(null, Part, cancellationToken);
        List<DayTask> tasks = [.. page.Items];
        while (page.Next is not null && tasks.Count < shown)
        {
            page = await part.TasksAsync(page.Next, Part, cancellationToken);
            tasks.AddRange(page.Items);
        }

        var approvals = await ReadApprovalsAsync(cancellationToken);
        (Tasks, Open, _next, Approvals, IsRead) = (tasks, page.Open, page.Next, approvals, true);
    });

    /// <summary>Reads what waits for their word, and nothing else.</summary>
    public Task ReadApprovalsOnlyAsync(CancellationToken cancellationToken) => TryAsync(async () =>
        (Approvals, IsRead) = (await ReadApprovalsAsync(cancellationToken), true));

    private async Task TryAsync(Func<Task> read)
    {
        try
        {
            await read();
            (IsAway, IsTheirs) = (false, true);
        }
        catch (ServiceException refused) when (refused.Status == HttpStatusCode.Forbidden)
        {
            IsTheirs = false;
        }
        catch (Exception away) when ((away as ServiceException)?.IsAway is true || ServiceException.IsLost(away))
        {
            IsAway = true;
        }
    }

    /// <summary>None for whoever decides on nothing there.</summary>
    private async Task<IReadOnlyList<DayApproval>> ReadApprovalsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await part.ApprovalsAsync(cancellationToken);
        }
        catch (ServiceException refused) when (refused.Status == HttpStatusCode.Forbidden)
        {
            return [];
        }
    }
}
