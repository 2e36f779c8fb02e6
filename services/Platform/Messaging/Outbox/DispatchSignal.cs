using System.Threading.Channels;

namespace Ops.Platform.Messaging.Outbox;

/// <summary>
/// Wakes the dispatcher of this process. Any number of signals are one; one given before the wait begins is not lost.
/// </summary>
internal sealed class DispatchSignal(TimeProvider time)
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _signals.Writer.TryWrite(true);

    /// <summary>Forgets the signals up to now: who calls it looks at the database next.</summary>
    public void Reset() => _signals.Reader.TryRead(out _);

    /// <summary>Waits for a signal, or for <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var sweep = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(sweep.Token, cancellationToken);
        try
        {
            await _signals.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The sweep is due.
        }
    }
}
