using Ops.Benchmarks.Load;
using Ops.Benchmarks.Raw;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// From the commit of a subscription in SalesControl to the commit of the handover that RecordsArchive owes for it, at
/// 200 a second: the real business path, both services as they are.
/// </summary>
internal sealed class Latency : IRow
{
    private const int Callers = 64, PerSecond = 200, Events = 1_000;

    private readonly Line
        _median = new(
            "commit of a change to its effect committed in the other service, 200 events/s: p50", "ms", "p50 ≤ 10 ms",
            (ours, _) => ours <= 10),
        _high = new("… p99", "ms", "p99 ≤ 100 ms", (ours, _) => ours <= 100),
        _reached = new("… changes committed", "/s", "200 asked for", null);

    private Database _sales = null!, _archive = null!, _rawSales = null!, _rawArchive = null!;
    private ServiceProcess? _salesProcess, _archiveProcess;
    private HttpConnection[] _callers = [];
    private RawLoop? _raw;
    private string _token = "";
    private int _next = 1;

    public string Name => "latency";

    public IReadOnlyList<Line> Lines => [_median, _high, _reached];

    public async Task StartAsync(Bench bench)
    {
        var broker = await bench.Servers.CreateVirtualHostAsync("latency");
        _sales = await bench.MigrateAsync(ServiceProgram.SalesControl);
        _archive = await bench.MigrateAsync(ServiceProgram.RecordsArchive);
        _archiveProcess = await bench.StartAsync(ServiceProgram.RecordsArchive, _archive, broker);
        _salesProcess = await bench.StartAsync(ServiceProgram.SalesControl, _sales, broker);
        _token = bench.Authority.Token([SalesControlPermissions.SignSubscription]);
        _callers = await Load.Callers.ConnectAsync(Callers, _salesProcess.Address);
        _rawSales = await bench.MigrateAsync(ServiceProgram.SalesControl);
        _rawArchive = await bench.MigrateAsync(ServiceProgram.RecordsArchive);
        _raw = await RawLoop.StartAsync(
            _rawSales, _rawArchive, await bench.Servers.CreateVirtualHostAsync("latency-raw"), Callers,
            RawSubscription.TakeAsync);
        await PairAsync();
        await PairAsync();
    }

    public async Task RoundAsync()
    {
        var (ours, raw) = await PairAsync();
        _median.Add(ours.Median, raw.Median);
        _high.Add(ours.High, raw.High);
        _reached.Add(ours.PerSecond, raw.PerSecond);
    }

    private async Task<(Figures Ours, Figures Raw)> PairAsync()
    {
        var first = _next;
        _next += Events;
        await Estate.AddUnitsAsync(_sales, first, Events);
        await Estate.AddUnitsAsync(_rawSales, first, Events);
        var requests = Enumerable.Range(first, Events).Select(unit => HttpConnection.Request(
            "POST", $"{Estate.UnitPath(unit)}/subscription", _token, Estate.Agreement(unit),
            $"Idempotency-Key: sign-{unit}")).ToArray();
        return (
            await MeasureAsync(_sales, _archive, (caller, i) => _callers[caller].SendAsync(requests[i], 201)),
            await MeasureAsync(_rawSales, _rawArchive, (caller, i) => _raw!.ChangeAsync(
                caller, connection => RawSubscription.SignAsync(connection, first + i))));
    }

    private async Task<Figures> MeasureAsync(Database sales, Database archive, Func<int, int, Task> sign)
    {
        var since = await sales.NowAsync();
        await Load.Callers.AtRateAsync(Callers, Events, PerSecond, sign);
        await archive.RowsAsync("handovers", _next - 1);
        var changes = await sales.SinceAsync("messaging.events", "id", since);
        var effects = await archive.SinceAsync("messaging.inbox", "event_id", since);
        var latencies = changes.Select(change => (effects[change.Key] - change.Value).TotalMilliseconds).ToList();
        return new(
            Numbers.Median(latencies), Numbers.Percentile(latencies, 0.99),
            (Events - 1) / (changes.Values.Max() - changes.Values.Min()).TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        if (_raw is not null)
            await _raw.DisposeAsync();
        foreach (var caller in _callers)
            caller.Dispose();
        foreach (var process in (ServiceProcess?[])[_salesProcess, _archiveProcess])
        {
            if (process is not null)
                await process.DisposeAsync();
        }
    }

    private sealed record Figures(double Median, double High, double PerSecond);
}
