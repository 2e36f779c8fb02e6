using Ops.Portal.Calls;
using Ops.Portal.Clients.SalesControl;
using Ops.Portal.Pages.Everybody;

namespace Ops.Portal.Pages.SalesControl;

/// <summary>What the department has for somebody's day.</summary>
internal sealed class SalesDay(SalesControlClient sales) : IDayPart
{
    public string Department => "portal.sales-control";

    public string ApprovalPermission => "sales.approval.read";

    public IReadOnlyList<ApprovalKind> Kinds { get; } =
    [
        new("/api/sales/reservations/", ["ApproveReservation", "RefuseReservation"], async (id, cancellationToken) =>
            Seen(await sales.ReadReservationAsync(id, cancellationToken: cancellationToken), one => one.Actions)),
        new("/api/sales/changes/", ["ApproveChange", "RefuseChange"], async (id, cancellationToken) =>
            Seen(await sales.ReadChangeAsync(id, cancellationToken: cancellationToken), one => one.Actions)),
        new("/api/sales/price-lists/", ["ApprovePriceList", "RefusePriceList"], async (id, cancellationToken) =>
            Seen(await sales.ReadPriceListAsync(id, cancellationToken: cancellationToken), one => one.Actions)),
    ];

    public async Task<DayTasks> TasksAsync(long? after, int limit, CancellationToken cancellationToken)
    {
        var page = (await sales.ListTasksAsync(
            after: after, limit: limit, cancellationToken: cancellationToken)).Result;
        return new(
            [
                .. page.Items.Select(task => new DayTask(
                    task.Id, task.Title, task.Rule, task.Site, task.Subject, task.MustBeDone, task.At, task.DueAt)),
            ],
            page.Next, page.Open);
    }

    public async Task<IReadOnlyList<DayApproval>> ApprovalsAsync(CancellationToken cancellationToken) =>
    [
        .. (await sales.ListOwnApprovalsAsync(limit: 200, cancellationToken: cancellationToken)).Result.Items.Select(
            one => new DayApproval(
                one.Id, one.What, one.Rule, one.Site, one.Subject, one.AskedBy, one.AskedAt, one.Until)),
    ];

    public Task CompleteAsync(Guid task, CancellationToken cancellationToken) =>
        sales.CompleteTaskAsync(task, cancellationToken: cancellationToken);

    private static (string Version, ICollection<string>? Actions) Seen<T>(
        ServiceAnswer<T> answer, Func<T, ICollection<string>?> actions) => (answer.Version, actions(answer.Result));
}
