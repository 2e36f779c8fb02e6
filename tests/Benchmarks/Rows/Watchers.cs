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
        _right = new(
            "… told to all of them, once", "right", "every change to every watcher",
            (ours, _) => ours >= Many * Changes);

    private readonly ToldChanges _told = new(Many);
    private readonly List<EventStream> _watchers = [];
    private Database _sales = null!;
    private ServiceProcess? _service;
    private HttpConnection[] _callers = [];
    private string _token = "";
    private Queue<string> _units = [];
    private int _customers;

    public string Name => "watchers";

    public IReadOnlyList<Line> Lines => [_median, _high, _right];

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
                await EventStream.OpenAsync(_service.Address, request, (at, what) => _told.Take(watcher, at, what)));
        }

        await ChangesAsync(seed: 0);
    }

    public async Task RoundAsync()
    {
        var times = await ChangesAsync(seed: 1);
        _median.Add(Numbers.Median(times));
        _high.Add(Numbers.Percentile(times, 0.99));
        _right.Add(times.Count);
    }

    private async Task<List<double>> ChangesAsync(int seed)
    {
        string[] units = [.. Enumerable.Range(0, Changes).Select(_ => _units.Dequeue())];
        _told.Expect(units);
        await Callers.ByChanceAsync(
            _callers.Length, Changes, PerSecond, seed, (caller, i) => ChangeAsync(_callers[caller], units[i]));
        var committed = await _sales.RegisteredAsync(Project, units);
        // All have it, or they do not within a time that is no goal any more.
        await _told.AllAsync(units);
        // A stream keeps its order: when all have one more change, whatever of those before was told twice has come.
        var last = _units.Dequeue();
        _told.Expect(last);
        await ChangeAsync(_callers[0], last);
        await _told.AllAsync(last);
        return [.. units.SelectMany(unit => _told.OnceEach(unit)
            .Select(at => (at.UtcDateTime - committed[unit]).TotalMilliseconds))];
    }

    private Task ChangeAsync(HttpConnection caller, string unit) => Estate.RegisterAsync(
        caller, _token, Project, unit, 10_000 + Interlocked.Increment(ref _customers));

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
