using Ops.Portal.Clients.RecordsArchive;
using Ops.Portal.Pages.Everybody;

namespace Ops.Portal.Pages.RecordsArchive;

/// <summary>What the department has for somebody's day.</summary>
internal sealed class ArchiveDay(RecordsArchiveClient archive) : IDayPart
{
    public string Department => "portal.records-archive";

    public async Task<DayTasks> TasksAsync(long? after, int limit, CancellationToken cancellationToken)
    {
        var page = (await archive.ListTasksAsync(
            after: after, limit: limit, cancellationToken: cancellationToken)).Result;
        return new(
            [
                .. page.Items.Select(task => new DayTask(
                    task.Id, task.Title, task.Rule, task.Site, task.Subject, task.MustBeDone, task.At, task.DueAt)),
            ],
            page.Next, page.Open);
    }

    public Task CompleteAsync(Guid task, CancellationToken cancellationToken) =>
        archive.CompleteTaskAsync(task, cancellationToken: cancellationToken);
}
