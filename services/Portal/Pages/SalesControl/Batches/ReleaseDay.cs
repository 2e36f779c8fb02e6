using Ops.Portal.Calls;
using Ops.Portal.Clients.SalesControl;

namespace Ops.Portal.Pages.SalesControl.Batches;

/// <summary>A batch with its queue numbers, as they stand now.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Numbers">Its numbers, in their order.</param>
internal sealed record ReleaseDay(ServiceAnswer<BatchView> Batch, IReadOnlyList<QueueNumberView> Numbers)
{
    /// <summary>The number whose turn it is; null for none.</summary>
    public QueueNumberView? Called => Numbers.FirstOrDefault(number => number.State == QueueNumberState.Called);

    /// <summary>The numbers that have not been called.</summary>
    public IEnumerable<int> Waiting =>
        Numbers.Where(number => number.State == QueueNumberState.Given).Select(number => number.Number);

    /// <summary>The numbers that were called and were not there.</summary>
    public IEnumerable<int> PassedOver =>
        Numbers.Where(number => number.State == QueueNumberState.PassedOver).Select(number => number.Number);
}

/// <summary>Reads it.</summary>
internal static class ReleaseDays
{
    private const int PageOfNumbers = 100;

    public static async Task<ReleaseDay> ReadReleaseDayAsync(
        this SalesControlClient sales, Guid batch, CancellationToken cancellationToken)
    {
        var read = await sales.ReadBatchAsync(batch, cancellationToken: cancellationToken);
        var (numbers, after) = (new List<QueueNumberView>(), default(int?));
        do
        {
            var page = (await sales.ListQueueNumbersAsync(
                batch, after: after, limit: PageOfNumbers, cancellationToken: cancellationToken)).Result;
            numbers.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return new(read, numbers);
    }
}
