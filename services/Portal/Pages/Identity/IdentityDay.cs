using Ops.Portal.Clients.Identity;
using Ops.Portal.Pages.Everybody;

namespace Ops.Portal.Pages.Identity;

/// <summary>What the department has for somebody's day.</summary>
internal sealed class IdentityDay(IdentityClient identity) : IDayPart
{
    public string Department => "portal.identity";

    public async Task<(IReadOnlyList<DayTask> Tasks, long Open)> TasksAsync(CancellationToken cancellationToken)
    {
        var page = (await identity.ListTasksAsync(cancellationToken: cancellationToken)).Result;
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
        identity.CompleteTaskAsync(task, cancellationToken: cancellationToken);
}
