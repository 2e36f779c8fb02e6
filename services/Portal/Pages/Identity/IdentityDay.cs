using Ops.Portal.Clients.Identity;
using Ops.Portal.Pages.Everybody;

namespace Ops.Portal.Pages.Identity;

/// <summary>What the department has for somebody's day.</summary>
internal sealed class IdentityDay(IdentityClient identity) : IDayPart
{
    public string Department => "portal.identity";

    public async Task<DayTasks> TasksAsync(long? after, int limit, CancellationToken cancellationToken)
    {
        var page = (await identity.ListTasksAsync(
            after: after, limit: limit, cancellationToken: cancellationToken)).Result;
        return new(
            [
                .. page.Items.Select(task => new DayTask(
                    task.Id, task.Title, task.Rule, task.Site, task.Subject, task.MustBeDone, task.At, task.DueAt)),
            ],
            page.Next, page.Open);
    }

    public Task CompleteAsync(Guid task, CancellationToken cancellationToken) =>
        identity.CompleteTaskAsync(task, cancellationToken: cancellationToken);
}
