namespace Ops.Platform.Messaging.Inbox;

/// <summary>
/// One message of a stream at a time in this process, in the order of their coming: others of the stream do not take up
/// database connections to wait for its row lock, which keeps the order among replicas.
/// </summary>
internal sealed class StreamLocks
{
    private readonly Dictionary<(string? Producer, string? Stream), Entry> _entries = [];

    public async Task<IDisposable> EnterAsync(string? producer, string? stream, CancellationToken cancellationToken)
    {
        Entry entry;
        lock (_entries)
        {
            if (!_entries.TryGetValue((producer, stream), out entry!))
                _entries.Add((producer, stream), entry = new());

            entry.Users++;
        }

        try
        {
            await entry.Gate.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Leave(producer, stream, entry);
            throw;
        }

        return new Held(() =>
        {
            entry.Gate.Release();
            Leave(producer, stream, entry);
        });
    }

    private void Leave(string? producer, string? stream, Entry entry)
    {
        lock (_entries)
        {
            if (--entry.Users > 0)
                return;

            _entries.Remove((producer, stream));
        }

        entry.Gate.Dispose();
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed class Held(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
