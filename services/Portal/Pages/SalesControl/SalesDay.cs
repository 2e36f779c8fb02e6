using Ops.Portal.Clients.SalesControl;
using Ops.Portal.Pages.Everybody;

namespace Ops.Portal.Pages.SalesControl;

/// <summary>What the department has for somebody's day.</summary>
internal sealed class SalesDay(SalesControlClient sales) : IDayPart
{
    public string Department => "portal.sales-control";

    public async Task<(IReadOnlyList<DayTask> Tasks, long Open)> TasksAsync(CancellationToken cancellationToken)
    {
        var page = (await sales.ListTasksAsync(cancellationToken: cancellationToken)).Result;
        return (
            [
                .. page.Items.Select(task => new DayTask(
                    task.Id, task.Title, task.Rule, task.Site, task.Subject, task.MustBeDone, task.At, task.DueAt)),
            ],
            page.Open);
    }

    public async Task<IReadOnlyList<DayApproval>> ApprovalsAsync(CancellationToken cancellationToken) =>
    [
        .. (await sales.ListOwnApprovalsAsync(cancellationToken: cancellationToken)).Result.Items.Select(
            one => new DayApproval(
                one.Id, one.What, one.Rule, one.Site, one.Subject, one.AskedBy, one.AskedAt, one.Until)),
    ];

    public Task CompleteAsync(Guid task, CancellationToken cancellationToken) =>
        sales.CompleteTaskAsync(task, cancellationToken: cancellationToken);
}
