using System.Collections.Concurrent;
using Npgsql;
using Ops.ServiceDefaults;

namespace Ops.Platform.Storage;

/// <summary>
/// A few rows of the service's database in this replica's memory, for what is asked at every request. The replica that
/// made a change knows at its commit, the others within a glance; while the database is away, what was read counts.
/// </summary>
/// <typeparam name="TRow">What is kept of a row.</typeparam>
/// <param name="database">The service's database.</param>
/// <param name="loops">What runs the glances.</param>
/// <param name="query">All rows that are kept: in the first column the key, a text.</param>
public abstract class RowsInMemory<TRow>(NpgsqlDataSource database, Loops loops, string query)
    : BackgroundLoop(loops, every: TimeSpan.FromSeconds(2))
    where TRow : class
{
    private readonly ConcurrentDictionary<string, TRow> _rows = new(StringComparer.Ordinal);

    private readonly Lock _noting = new();

    /// <summary>Changes of this replica itself: a glance begun before a commit does not undo it.</summary>
    private long _changes;
    private volatile bool _read;

    /// <summary>Whether they were read.</summary>
    public bool Ready => _read;

    /// <summary>The row of a key; null where there is none.</summary>
    protected TRow? Find(string key) => _rows.GetValueOrDefault(key);

    /// <summary>What this replica has just committed: the row of a key, or null where there is none any more.</summary>
    protected void Note(string key, TRow? row)
    {
        lock (_noting)
        {
            _changes++;
            if (row is null)
                _rows.TryRemove(key, out _);
            else
                _rows[key] = row;
        }
    }

    /// <summary>What is kept of the row that the reader is at.</summary>
    protected abstract TRow Read(NpgsqlDataReader reader);

    /// <inheritdoc />
    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        long before;
        lock (_noting)
            before = _changes;
        var now = new Dictionary<string, TRow>(StringComparer.Ordinal);
        await using (var command = database.CreateCommand(query))
        await using (var reader = await command.ExecuteReaderAsync(stoppingToken))
        {
            while (await reader.ReadAsync(stoppingToken))
                now.Add(reader.GetString(0), Read(reader));
        }

        lock (_noting)
        {
            if (_changes != before)
                return;
            foreach (var (key, row) in now)
                _rows[key] = row;
            foreach (var key in _rows.Keys.Where(key => !now.ContainsKey(key)))
                _rows.TryRemove(key, out _);
            _read = true;
        }
    }
}
