using Ops.Benchmarks.Load;
using Ops.Benchmarks.Portals;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// From the commit of a change to the cell that has been painted anew in a browser, while 200 streams of the same board
/// are open at the portal: by the clock of the machine, which is PostgreSQL's and the browser's.
/// </summary>
internal sealed class PortalChanges : IRow
{
    private const int Many = 200, Browsers = 2, Changes = 40, PerSecond = 10;

    private readonly Line
        _high = new(
            "a cell changes, 200 streams open at the portal: commit to pixel in Chromium, p95", "ms", "≤ 500 ms",
            (ours, _) => ours <= 500),
        _median = new("… p50", "ms", "", null),
        _stream = new("… commit to the event in a stream, p95", "ms", "", null),
        _right = new(
            "… told to all streams, once", "right", "every change to every stream",
            (ours, _) => ours >= Many * Changes),
        _used = new("… the portal's processor time an event sent", "ms", "", null);

    private readonly List<Visitor> _visitors = [];
    private readonly List<HttpConnection> _callers = [];
    private PortalSystem? _system;
    private string _token = "", _cookie = "";
    private Queue<string> _units = [];
    private int _customers;

    public string Name => "portal-changes";

    public IReadOnlyList<Line> Lines => [_high, _median, _stream, _right, _used];

    public async Task StartAsync(Bench bench)
    {
        _system = await PortalSystem.StartAsync(bench);
        _units = new(await Estate.AvailableAsync(_system.Sales, PortalSystem.Project, 400));
        var first = await Visitor.ComeAsync(_system);
        _visitors.Add(first);
        await first.SignInAsync();
        for (var i = 1; i < Browsers; i++)
            _visitors.Add(await Visitor.ComeAsync(_system, first));
        (_token, _cookie) = (await first.TokenAsync(), await first.CookieHeaderAsync());
        _callers.AddRange(await Callers.ConnectAsync(4, _system.SalesControl.Address));
        await ChangesAsync(seed: 0);
    }

    public async Task RoundAsync()
    {
        var (painted, told, used) = await ChangesAsync(seed: 1);
        _high.Add(Numbers.Percentile(painted, 0.95));
        _median.Add(Numbers.Median(painted));
        _stream.Add(Numbers.Percentile(told, 0.95));
        _right.Add(told.Count);
        _used.Add(used / told.Count);
        foreach (var visitor in _visitors)
            visitor.ThrowIfComplained();
    }

    private async Task<(List<double> Painted, List<double> Told, double Used)> ChangesAsync(int seed)
    {
        // A stream is as long as the token that it began with: each round's are new.
        await _system!.AgeTokensAsync();
        foreach (var visitor in _visitors)
        {
            await Visitor.GoAsync(_system, visitor.Page, BoardInBrowser.Path);
            await BoardInBrowser.UsableAsync(visitor.Page);
            await BoardInBrowser.WatchAsync(visitor.Page);
        }

        var told = new ToldChanges(Many);
        var streams = await OpenAsync(told);
        try
        {
            string[] units = [.. Enumerable.Range(0, Changes).Select(_ => _units.Dequeue())];
            told.Expect(units);
            var before = _system.Portal.ProcessorTime;
            await Callers.ByChanceAsync(
                _callers.Count, Changes, PerSecond, seed, (caller, i) => ChangeAsync(_callers[caller], units[i]));
            await told.AllAsync(units);
            var used = (_system.Portal.ProcessorTime - before).TotalMilliseconds;
            var painted = await Task.WhenAll(
                _visitors.Select(visitor => BoardInBrowser.PaintedAsync(visitor.Page, units)));
            // A stream keeps its order: when all have one more change, whatever was told twice has come.
            var last = _units.Dequeue();
            told.Expect(last);
            await ChangeAsync(_callers[0], last);
            await told.AllAsync(last);

            var committed = await _system.Sales.RegisteredAsync(PortalSystem.Project, units);
            double After(string unit, DateTime at) => (at - committed[unit]).TotalMilliseconds;
            return (
                [.. painted.SelectMany(seen => units.Select(unit => After(unit, seen[unit])))],
                [.. units.SelectMany(unit => told.OnceEach(unit).Select(at => After(unit, at.UtcDateTime)))], used);
        }
        finally
        {
            foreach (var stream in streams)
                stream.Dispose();
        }
    }

    /// <summary>Opens the streams, as a board's script would that has read the board.</summary>
    private async Task<List<EventStream>> OpenAsync(ToldChanges told)
    {
        using var reader = await HttpConnection.OpenAsync(_system!.Address);
        await reader.SendAsync(
            HttpConnection.Request(
                "GET", $"/data{BoardInBrowser.Path}", null, null, _cookie, "Accept-Encoding: br"),
            200);
        var request = HttpConnection.Request(
            "GET", $"/data{BoardInBrowser.Path}/changes", null, null, _cookie,
            $"Last-Event-ID: {reader.Header("X-Board-Cursor")}");
        var streams = new List<EventStream>(Many);
        for (var i = 0; i < Many; i++)
        {
            var watcher = i;
            streams.Add(await EventStream.OpenAsync(
                _system.Address, request, (at, what) => told.Take(watcher, at, what)));
        }

        return streams;
    }

    private Task ChangeAsync(HttpConnection caller, string unit) => Estate.RegisterAsync(
        caller, _token, PortalSystem.Project, unit, 10_000 + Interlocked.Increment(ref _customers));

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers)
            caller.Dispose();
        foreach (var visitor in _visitors)
            await visitor.DisposeAsync();
        if (_system is not null)
            await _system.DisposeAsync();
    }
}
