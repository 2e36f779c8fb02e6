using Npgsql;
using Ops.Benchmarks.Load;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// From the commit of a change to each of 500 who watch the board of 2 000 units on one replica: by the clock of the
/// machine, which is PostgreSQL's and the watchers'.
/// </summary>
internal sealed class Watchers : IRow
{
    private const string Project = "harbour-court";
    private const int Many = 500, Changes = 40, PerSecond = 10;

    private readonly Line
        _median = new("a change to 500 watchers on one replica, 10 changes a second by chance: p50", "ms", "", null),
        _high = new("… p99", "ms", "p99 ≤ 300 ms after the commit", (ours, _) => ours <= 300),
        _told = new(
            "… told to all of them, once", "right", "every change to every watcher",
            (ours, _) => ours >= Many * Changes);

    private readonly Dictionary<string, List<(int Watcher, DateTimeOffset At)>> _seen = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly List<EventStream> _watchers = [];
    private Database _sales = null!;
    private ServiceProcess? _service;
    private HttpConnection[] _callers = [];
    private string _token = "";
    private Queue<string> _units = [];
    private int _customers;

    public string Name => "watchers";

    public IReadOnlyList<Line> Lines => [_median, _high, _told];

    public async Task StartAsync(Bench bench)
    {
        _sales = await bench.MigrateAsync(ServiceProgram.SalesControl);
        await Estate.AddBoardAsync(_sales, Project);
        _units = new(await Estate.AvailableAsync(_sales, Project, 400));
        _service = await bench.StartAsync(
            ServiceProgram.SalesControl, _sales, await bench.Servers.CreateVirtualHostAsync("watchers"));
        _token = bench.Authority.Token([
            SalesControlPermissions.RegisterReservation, SalesControlPermissions.ReadBoard,
            SalesControlPermissions.ReadHolders]);
        _callers = await Callers.ConnectAsync(4, _service.Address);

        // They have read the board, and watch from there.
        await _callers[0].SendAsync(
            HttpConnection.Request("GET", $"/api/sales/projects/{Project}/board", _token, null, "Accept-Encoding: br"),
            200);
        var request = HttpConnection.Request(
            "GET", $"/api/sales/projects/{Project}/board/changes", _token, null,
            $"Last-Event-ID: {_callers[0].Header("X-Board-Cursor")}");
        for (var i = 0; i < Many; i++)
        {
            var watcher = i;
            _watchers.Add(
                await EventStream.OpenAsync(_service.Address, request, (at, what) => Take(watcher, at, what)));
        }

        await ChangesAsync(seed: 0);
    }

    public async Task RoundAsync()
    {
        var times = await ChangesAsync(seed: 1);
        _median.Add(Numbers.Median(times));
        _high.Add(Numbers.Percentile(times, 0.99));
        _told.Add(times.Count);
    }

    private async Task<List<double>> ChangesAsync(int seed)
    {
        string[] units = [.. Enumerable.Range(0, Changes).Select(_ => _units.Dequeue())];
        lock (_gate)
        {
            foreach (var unit in units)
                _seen.Add(unit, new(Many));
        }

        await Callers.ByChanceAsync(
            _callers.Length, Changes, PerSecond, seed, (caller, i) => ChangeAsync(_callers[caller], units[i]));
        var committed = await CommittedAsync(units);
        // All have it, or they do not within a time that is no goal any more.
        await ToldAsync(units);
        // A stream keeps its order: when all have one more change, whatever of those before was told twice has come.
        var last = _units.Dequeue();
        lock (_gate)
            _seen.Add(last, new(Many));
        await ChangeAsync(_callers[0], last);
        await ToldAsync(last);

        var times = new List<double>(Many * Changes);
        lock (_gate)
        {
            foreach (var unit in units)
            {
                var seen = _seen[unit];
                if (seen.Count != Many || seen.Select(one => one.Watcher).Distinct().Count() != Many)
                    throw new WrongOutcomeException(
                        $"The change of {unit} was told {seen.Count} times, "
                            + $"to {seen.Select(one => one.Watcher).Distinct().Count()} of {Many}.");
                times.AddRange(seen.Select(one => (one.At.UtcDateTime - committed[unit]).TotalMilliseconds));
            }
        }

        return times;
    }

    private async Task ChangeAsync(HttpConnection caller, string unit) => await caller.SendAsync(HttpConnection.Request(
        "POST", $"{Estate.UnitPath(Project, unit)}/reservations", _token,
        Estate.Form(10_000 + Interlocked.Increment(ref _customers)), $"Idempotency-Key: watch-{unit}"), 201);

    /// <summary>Waits until all watchers have been told of these units, or for 20 seconds.</summary>
    private async Task ToldAsync(params string[] units)
    {
        for (
            var patience =
                TimeProvider.System.GetUtcNow().AddSeconds(20); TimeProvider.System.GetUtcNow() < patience && !All();)
            await Task.Delay(20);

        bool All()
        {
            lock (_gate)
                return Array.TrueForAll(units, unit => _seen[unit].Count >= Many);
        }
    }

    /// <summary>When each unit's change was committed.</summary>
    private async Task<Dictionary<string, DateTime>> CommittedAsync(string[] units)
    {
        await using var connection = new NpgsqlConnection(_sales.Admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT u.code, pg_xact_commit_timestamp(e.xmin) FROM units u JOIN messaging.events e
                ON e.stream = 'unit/' || u.id WHERE u.project = $1 AND u.code = ANY ($2)
                AND e.type = 'ReservationRegistered'
            """,
            connection)
        {
            Parameters = { new() { Value = Project }, new() { Value = units } },
        };
        var committed = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            committed.Add(reader.GetString(0), reader.GetDateTime(1));
        return committed;
    }

    private void Take(int watcher, DateTimeOffset at, string what)
    {
        const string Unit = "\"unit\":\"";
        for (var from = what.IndexOf(Unit, StringComparison.Ordinal); from >= 0; from = what.IndexOf(
            Unit, from + 1, StringComparison.Ordinal))
        {
            var code = what[(from + Unit.Length)..what.IndexOf('"', from + Unit.Length)];
            lock (_gate)
            {
                if (_seen.TryGetValue(code, out var seen))
                    seen.Add((watcher, at));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watcher in _watchers)
            watcher.Dispose();
        foreach (var caller in _callers)
            caller.Dispose();
        if (_service is not null)
            await _service.DisposeAsync();
    }
}
