using Ops.Portal.Clients.RecordsArchive;
using Ops.Portal.Pages.Everybody;

namespace Ops.Portal.Pages.RecordsArchive;

/// <summary>What the department has for somebody's day.</summary>
internal sealed class ArchiveDay(RecordsArchiveClient archive) : IDayPart
{
    public string Department => "portal.records-archive";

    public async Task<(IReadOnlyList<DayTask> Tasks, long Open)> TasksAsync(CancellationToken cancellationToken)
    {
        var page = (await archive.ListTasksAsync(cancellationToken: cancellationToken)).Result;
        return (
            [
                .. page.Items.Select(task => new DayTask(
                    task.Id, task.Title, task.Rule, task.Site, task.Subject, task.MustBeDone, task.At, task.DueAt)),
            ],
            page.Open);
    }

    public Task<IReadOnlyList<DayApproval>> ApprovalsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DayApproval>>([]);

    public Task CompleteAsync(Guid task, CancellationToken cancellationToken) =>
        archive.CompleteTaskAsync(task, cancellationToken: cancellationToken);
}
