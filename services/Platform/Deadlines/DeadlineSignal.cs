namespace Ops.Platform.Deadlines;

/// <summary>
/// Wakes this replica's sweeper: a deadline was set, or the clock was moved. A signal sent while nobody waits is kept.
/// </summary>
internal sealed class DeadlineSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Wake()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is to wake up already.
        }
    }

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _signal.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _signal.Dispose();
}
