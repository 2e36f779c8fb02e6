using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Batches;

/// <summary>What follows when the time of a batch's opening is set, and when it has opened.</summary>
internal static class BatchFollows
{
    public const string OpensKind = "batch-opens";

    /// <summary>It opens by itself at a time; a time that was set before is set anew.</summary>
    public static void OpenAt(this Reactions follow, Batch batch, Instant at, Instant now)
    {
        follow.Deadlines.Cancel(batch.OpensKey, now);
        follow.Deadlines.Set(new DeadlineTerms(
            OpensKind, batch.OpensKey, "RES-2", batch.Id, now, new Term.Elapsed(at - now),
            SalesControlPermissions.ManageBatches, SalesControlPermissions.ManageBatches)
        {
            EndsWhenDue = true,
        });
    }

    /// <summary>
    /// It has opened: what did not come on sale is named to whoever approves prices, and whoever chose nothing is
    /// listed for whoever refunds deposits.
    /// </summary>
    public static void Opened(this Reactions follow, Release state, Occurrence when)
    {
        var batch = state.Batch;
        if (when.By == Occurrence.Clock)
            follow.Deadlines.Meet(batch.OpensKey, when.At);
        else
            follow.Deadlines.Cancel(batch.OpensKey, when.At);
        if (state.Opening!.WithoutPrice is { Count: > 0 } without)
        {
            follow.Tasks.Add(new NewTask(
                UnpricedUnits.TaskKey(batch.Id), Addressee.ForPermission(SalesControlPermissions.ApprovePrices),
                batch.Project, Text.Of("batch.task.without-price", ("batch", batch.Code), ("units", Named(without))),
                "CS-4", batch.Path, when.At)
            {
                MustBeDone = true,
            });
        }

        // Whoever opens it says that called numbers may lose their turn; where nobody did, they are told.
        string[] left =
        [
            .. state.Numbers.Where(n => n.State == QueueNumberState.PassedOver)
                .Select(n => FormattableString.Invariant($"{n.Number}")),
        ];
        if (when.By == Occurrence.Clock && left.Length > 0)
        {
            follow.Tasks.Add(new NewTask(
                $"numbers-left/{batch.Id}", Addressee.ForPermission(SalesControlPermissions.ManageBatches),
                batch.Project,
                Text.Of(
                    "batch.task.numbers-left", ("batch", batch.Code), ("count", left.Length),
                    ("numbers", FirstOf(left, "numbers", "batch.numbers", "batch.numbers-and-more"))),
                "RES-4", batch.Path, when.At));
        }

        // What was asked to be put on sale by itself came on sale with the others.
        follow.Look<ChangeBook>((changes, cancellationToken) => changes.CloseAsync(
            [.. state.Opening.Units.Where(unit => unit.State == UnitState.Available)],
            one => one.Kind == ChangeKind.Withholding && one.DetailsAs<WithholdUnit.Details>().PutOnSale,
            Text.Of("change.closed.batch-opened", ("batch", batch.Code)), (follow, when), cancellationToken));
        if (state.Numbers.Count > 0)
        {
            follow.Tasks.Add(new NewTask(
                batch.RefundKey, Addressee.ForPermission(SalesControlPermissions.RefundDeposit), batch.Project,
                Text.Of("batch.task.refund", ("count", state.Numbers.Count), ("batch", batch.Code)), "RES-4",
                $"{batch.Path}/queue-numbers?toRefund=true", when.At)
            {
                MustBeDone = true,
            });
        }
    }

    /// <summary>Units by their codes; of many the first.</summary>
    public static Text Named(IReadOnlyList<Unit> units) =>
        FirstOf([.. units.Select(unit => unit.Code)], "units", "batch.units", "batch.units-and-more");

    private static Text FirstOf(string[] all, string what, string these, string andMore)
    {
        const int most = 20;
        string[] first = [.. all.Take(most)];
        return all.Length > most
            ? Text.Of(andMore, (what, first), ("more", all.Length - most))
            : Text.Of(these, (what, first));
    }
}
