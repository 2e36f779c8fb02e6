using Ops.Portal.Clients.SalesControl;

namespace Ops.Portal.Pages.SalesControl.Batches;

/// <summary>A unit that can be picked.</summary>
/// <param name="Unit">Its code.</param>
/// <param name="Building">Its building.</param>
public sealed record PickableUnit(string Unit, string Building);

/// <summary>Finds the units that a form has people pick from.</summary>
internal static class UnitsToPick
{
    private const int PageSize = 100;

    /// <summary>A project's units that are withheld and in no batch.</summary>
    public static async Task<IReadOnlyList<PickableUnit>> OutsideBatchesAsync(
        this SalesControlClient sales, string project, CancellationToken cancellationToken)
    {
        var board = await sales.ReadBoardAsync(
            project, state: [UnitState.Withheld.Code()], cancellationToken: cancellationToken);
        return
        [
            .. board.Result.Buildings.SelectMany(building => building.Floors).SelectMany(floor => floor.Units)
                .Where(unit => unit.Batch is null).Select(unit => new PickableUnit(unit.Unit, unit.Building)),
        ];
    }

    /// <summary>All units of a batch.</summary>
    public static async Task<IReadOnlyList<ReadBatchesInBatch>> OfBatchAsync(
        this SalesControlClient sales, Guid batch, CancellationToken cancellationToken)
    {
        var (found, after) = (new List<ReadBatchesInBatch>(), default(string));
        do
        {
            var page = (await sales.ListBatchUnitsAsync(
                batch, after, PageSize, cancellationToken: cancellationToken)).Result;
            found.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return found;
    }

    /// <summary>The batch of a number.</summary>
    public static async Task<Guid> FindBatchAsync(
        this SalesControlClient sales, QueueNumberView number, CancellationToken cancellationToken)
    {
        var after = default(Guid?);
        do
        {
            var page = (await sales.ListBatchesAsync(
                number.Project, after: after, limit: PageSize, cancellationToken: cancellationToken)).Result;
            if (page.Items.FirstOrDefault(batch => batch.Code == number.Batch) is { } found)
                return found.Id;
            after = page.Next;
        }
        while (after is not null);
        return default;
    }

    /// <summary>The building that a unit's code begins with.</summary>
    public static string BuildingOf(string unit) => unit.Split('-')[0];
}
