using Npgsql;
using Ops.Benchmarks.Openings;
using Ops.Benchmarks.Raw;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// The day of a release: 300 consultants bring 10 000 forms for 1 000 units, most of them for the same few, and the
/// winners sign. Against the same statements from bare connections, as many as the service has.
/// </summary>
internal sealed class OpeningDay : IRow
{
    /// <summary>As many as Npgsql's pool has in the service.</summary>
    private const int Connections = 100;

    /// <summary>
    /// A form of each consultant every three seconds, for as long as it lasts: 10 000 in less than two minutes.
    /// </summary>
    private const int PerSecond = 100, ByChance = 2_000;

    private readonly Line
        _right = new(
            "opening day: 300 callers, 1 000 units, 10 000 attempts, subscriptions", "right", "no wrong outcome",
            (ours, _) => ours >= Opening.Attempts),
        _rate = new(
            "… attempts, all at once; baseline: the same SQL, 100 connections", "/s",
            "≥ 0.5 × the same SQL from bare Npgsql", (_, ratio) => ratio >= 0.5),
        _processor = new("… SalesControl's processor time an attempt", "ms", "", null),
        _all = new("… p99 of an attempt while all come at once", "ms", "", null),
        _low = new("… an attempt at 100 a second by chance: p50", "ms", "", null),
        _high = new("… p99", "ms", "p99 ≤ 250 ms", (ours, _) => ours <= 250),
        _signed = new("… subscriptions of the winners, all at once", "/s", "", null);

    private Opening? _ours;
    private Database _raw = null!;
    private NpgsqlConnection[] _connections = [];
    private int _next;

    public string Name => "opening-day";

    public int MostRounds => 3;

    public IReadOnlyList<Line> Lines => [_right, _rate, _processor, _all, _low, _high, _signed];

    public async Task StartAsync(Bench bench)
    {
        _ours = await Opening.StartAsync(bench, Name, replicas: 1);
        _raw = await bench.MigrateAsync(ServiceProgram.SalesControl);
        _connections = await _raw.ConnectAsync(Connections);
        var lot = Opening.LotOf(_next++, attempts: 3_000);
        await _ours.AllAtOnceAsync(lot);
        await _ours.SubscribeAsync(lot);
        await RawAsync(lot);
    }

    public async Task RoundAsync()
    {
        var lot = Opening.LotOf(_next++);
        var before = _ours!.ProcessorTime;
        var (ours, times) = await _ours.AllAtOnceAsync(lot);
        _processor.Add((_ours.ProcessorTime - before).TotalMilliseconds / lot.Wishes.Length);
        _rate.Add(ours, await RawAsync(lot));
        _all.Add(Numbers.Percentile(times, 0.99));
        _signed.Add(await _ours.SubscribeAsync(lot));
        var paced = await _ours.ByChanceAsync(Opening.LotOf(_next++, ByChance), PerSecond);
        _low.Add(Numbers.Median(paced));
        _high.Add(Numbers.Percentile(paced, 0.99));
        _right.Add(lot.Wishes.Length + paced.Length);
    }

    private async Task<double> RawAsync(Lot lot)
    {
        await Estate.AddUnitsAsync(_raw, lot.First, lot.Units);
        var told = new Told[lot.Wishes.Length];
        var rate = await Load.Callers.RateAsync(Connections, told.Length, async (connection, i) =>
        {
            var wish = lot.Wishes[i];
            told[i] = await RawReservation.RegisterAsync(_connections[connection], new RawForm(
                lot.KeyOf(i), Lot.Consultant(wish.Consultant), lot.UnitOf(wish), lot.CustomerOf(wish), lot.FormOf(i)));
        });
        // What does less than it should would be a baseline of something else.
        await (await OpeningCheck.LookAsync(_raw, lot)).RegisteredAsync(told);
        return rate;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ours is not null)
            await _ours.DisposeAsync();
        foreach (var connection in _connections)
            await connection.DisposeAsync();
    }
}
