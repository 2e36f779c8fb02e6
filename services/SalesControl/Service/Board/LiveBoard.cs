using System.Text;
using System.Threading.Channels;
using NodaTime;
using Ops.SalesControl.Projects;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Board;

/// <summary>
/// A project's board in this replica's memory: brought up to date by the rows that its snapshot has not seen, in one
/// small statement, by whoever needs it; and told to who watches. While somebody watches, one reader looks: at once
/// after this replica's own commits, and every 250 ms for the others'.
/// </summary>
internal sealed class LiveBoard(
    Project site, BoardReader reader, IClock clock, TimeProvider time, Loops loops, CancellationToken stopping)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250), Pace = TimeSpan.FromMilliseconds(20),
        BeatEvery = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<BoardWatcher> _watchers = [];
    private BoardContent? _content;
    private BoardCursor? _cursor;
    private Task _reading = Task.CompletedTask;
    private Task? _nextReading;
    private bool _looking;
    private long _beatAt;
    private Task<bool>? _woken;

    /// <summary>The project.</summary>
    public Project Site => site;

    /// <summary>How many watch.</summary>
    public int Watchers
    {
        get
        {
            lock (_gate)
                return _watchers.Count;
        }
    }

    /// <summary>The board as it is now: with all that was committed before this call.</summary>
    public async Task<(BoardContent Content, BoardCursor Cursor)> CurrentAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync().WaitAsync(cancellationToken);
        lock (_gate)
            return (_content!, _cursor!);
    }

    /// <summary>
    /// Begins to watch: what was changed since <paramref name="from"/> comes first, and then whatever changes. From a
    /// cursor that is none of this database's, or from before a unit was taken off the list, a reset.
    /// </summary>
    /// <param name="from">The cursor as it was given; null: the whole board comes first.</param>
    /// <param name="withHolders">Whether the watcher may see holders.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<BoardWatcher> WatchAsync(string? from, bool withHolders, CancellationToken cancellationToken)
    {
        // Whoever has a cursor has seen no more than this reads: one that is beyond it is another database's.
        await RefreshAsync().WaitAsync(cancellationToken);
        lock (_gate)
        {
            var (content, cursor) = (_content!, _cursor!);
            var watcher = new BoardWatcher(withHolders);
            if (from is null)
                watcher.Tell(BoardEvent.Of(cursor, content.Cells));
            else if (BoardCursor.Read(from) is not { } known || known.Incarnation != cursor.Incarnation
                || known.End > cursor.End || known.TakenOff != cursor.TakenOff)
            {
                watcher.Tell(BoardEvent.Reset(cursor));
            }
            else
            {
                // Where prices came into force, every cell may look otherwise.
                watcher.Tell(BoardEvent.Of(cursor, content.Cells.Where(cell =>
                    known.PriceLists != cursor.PriceLists || !known.Sees(cell.ChangedIn)
                    || (withHolders && !known.Sees(cell.RenamedIn)))));
            }

            _watchers.Add(watcher);
            if (!_looking)
            {
                (_looking, _beatAt) = (true, time.GetTimestamp());
                loops.Begin(nameof(LiveBoard), LookAsync, RestAsync, stopping);
            }

            return watcher;
        }
    }

    /// <summary>Ends watching.</summary>
    public void Leave(BoardWatcher watcher)
    {
        lock (_gate)
            _watchers.Remove(watcher);
    }

    /// <summary>Looks at once. Any number of signals are one.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>
    /// Brings it up to date. What is under way already began before this call and may have missed what the caller knows
    /// of: it is shared with those who come while it runs, and begins after it.
    /// </summary>
    private Task RefreshAsync()
    {
        lock (_gate)
            return _nextReading ??= ReadAfterAsync(_reading);
    }

    private async Task ReadAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        BoardCursor? since;
        lock (_gate)
        {
            (_reading, _nextReading) = (_nextReading!, null);
            since = _cursor;
        }

        var now = clock.GetCurrentInstant();
        var read = await reader.ReadAsync(site, since, now, stopping);
        if (since is not null && (IsAnew(read.Cursor, since) || read.Cursor.PriceLists != since.PriceLists))
        {
            // Prices came into force. Or a unit is none any more, or the database was put back to what it was before:
            // what was shown is to be forgotten.
            var whole = await reader.ReadAsync(site, since: null, now, stopping);
            Take(whole, reset: since is not null && IsAnew(whole.Cursor, since), whole: true);
            return;
        }

        Take(read, reset: false, whole: since is null);
    }

    private static bool IsAnew(BoardCursor now, BoardCursor since) =>
        now.End < since.End || now.TakenOff != since.TakenOff;

    private void Take(BoardRead read, bool reset, bool whole)
    {
        lock (_gate)
        {
            var before = _content;
            var anew = read.Cells.Where(cell => cell.LooksOtherThan(before?.Find(cell.Id), withHolders: true)
                || before?.Find(cell.Id)?.ChangedIn != cell.ChangedIn).ToList();
            _cursor = read.Cursor;
            if (before is null || reset)
                _content = BoardContent.Of(site, read.Cursor, read.Cells);
            else if (anew.Count > 0)
                _content = before.With(read.Cursor, anew);
            if (before is null || _watchers.Count == 0 || (anew.Count == 0 && !reset))
                return;

            var full = reset ? BoardEvent.Reset(read.Cursor) : BoardEvent.Of(read.Cursor, anew);
            var bare = reset || !whole
                ? full
                : BoardEvent.Of(
                    read.Cursor, anew.Where(cell => cell.LooksOtherThan(before.Find(cell.Id), withHolders: false)));
            Tell(watcher => watcher.WithHolders ? full : bare);
        }
    }

    private void Tell(Func<BoardWatcher, BoardEvent> what)
    {
        foreach (var watcher in _watchers.ToList())
        {
            // One that does not keep up is sent away, and resumes from its cursor.
            if (!watcher.Tell(what(watcher)))
                _watchers.Remove(watcher);
        }
    }

    /// <summary>
    /// One look; answers whether anybody watches. Where the board cannot be read, watchers are told when it can be
    /// again: nothing is missed, because the cursor has not moved. Meanwhile they get their beats.
    /// </summary>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_watchers.Count == 0)
                return _looking = false;
            if (time.GetElapsedTime(_beatAt) >= BeatEvery)
            {
                _beatAt = time.GetTimestamp();
                Tell(static _ => BoardEvent.Beat);
            }
        }

        await RefreshAsync();
        return true;
    }

    private async Task RestAsync(CancellationToken cancellationToken)
    {
        // Commits that come together are told together.
        await Task.Delay(Pace, time, cancellationToken);
        _woken ??= _signal.Reader.WaitToReadAsync(cancellationToken).AsTask();
        if (await Task.WhenAny(_woken, Task.Delay(LookEvery, time, cancellationToken)) == _woken)
        {
            _woken = null;
            _signal.Reader.TryRead(out _);
        }
    }
}

/// <summary>Somebody who watches a board.</summary>
/// <param name="withHolders">Whether they may see holders.</param>
internal sealed class BoardWatcher(bool withHolders) : IDisposable
{
    /// <summary>How many events may lie unread: at one each 20 ms, five seconds of a busy day.</summary>
    private const int Most = 256;

    private readonly Channel<BoardEvent> _events = Channel.CreateBounded<BoardEvent>(
        new BoundedChannelOptions(Most) { SingleReader = true });
    private readonly CancellationTokenSource _sentAway = new();

    public bool WithHolders { get; } = withHolders;

    /// <summary>What is told.</summary>
    public ChannelReader<BoardEvent> Events => _events.Reader;

    /// <summary>Ends when the watcher did not keep up.</summary>
    public CancellationToken SentAway => _sentAway.Token;

    /// <summary>Tells something; false when the watcher did not keep up and was sent away.</summary>
    public bool Tell(BoardEvent what)
    {
        if (what.IsNothing || _events.Writer.TryWrite(what))
            return true;
        _events.Writer.TryComplete();
        _ = _sentAway.CancelAsync();
        return false;
    }

    public void Dispose() => _sentAway.Dispose();
}

/// <summary>Something that is told to watchers: rendered once for all who may see the same.</summary>
internal sealed class BoardEvent
{
    private readonly Lazy<byte[]> _bare, _full;

    private BoardEvent(bool isNothing, Func<bool, byte[]> write)
    {
        IsNothing = isNothing;
        _bare = new(() => write(false));
        _full = new(() => write(true));
    }

    /// <summary>A comment, which keeps the connection known to be alive.</summary>
    public static BoardEvent Beat { get; } = new(isNothing: false, static _ => ":\n\n"u8.ToArray());

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsNothing { get; }

    /// <summary>The event as it is sent.</summary>
    public byte[] Bytes(bool withHolders) => (withHolders ? _full : _bare).Value;

    /// <summary>Cells as they are from now on.</summary>
    public static BoardEvent Of(BoardCursor cursor, IEnumerable<BoardCell> cells)
    {
        BoardCell[] changed = [.. cells];
        return new(changed.Length == 0, withHolders =>
        {
            using var text = new MemoryStream();
            text.Write(Encoding.ASCII.GetBytes($"id: {cursor}\nevent: cells\ndata: ["));
            for (var i = 0; i < changed.Length; i++)
            {
                if (i > 0)
                    text.WriteByte((byte)',');
                text.Write(changed[i].JsonFor(withHolders));
            }

            text.Write("]\n\n"u8);
            return text.ToArray();
        });
    }

    /// <summary>
    /// The board must be read again by whoever may see less of it from now on; they have the cursor that they had.
    /// </summary>
    public static BoardEvent SeenNoMore { get; } = new(
        isNothing: false, static _ => "event: reset\ndata: {}\n\n"u8.ToArray());

    /// <summary>The board must be read again.</summary>
    public static BoardEvent Reset(BoardCursor cursor) => new(
        isNothing: false, _ => Encoding.ASCII.GetBytes($"id: {cursor}\nevent: reset\ndata: {{}}\n\n"));
}
