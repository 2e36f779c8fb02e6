using Ops.Benchmarks.Load;
using Ops.Benchmarks.Raw;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// Sustained events a second from the first change's commit to the last effect's, through outbox, RabbitMQ and inbox of
/// two processes.
/// </summary>
internal sealed class Throughput : IRow
{
    private const int AtOnce = 32, Events = 3_000;
    private static readonly string Text = new('x', 200);

    private readonly Line _line = new(
        "sustained events through outbox, RabbitMQ and inbox", "/s", "≥ 0.5 × a raw loop: same SQL, confirmed publish",
        (_, ratio) => ratio >= 0.5);
    private Database _sender = null!, _taker = null!, _rawSender = null!, _rawTaker = null!;
    private ServiceProcess? _senderProcess, _takerProcess;
    private RawLoop? _raw;
    private long _events;

    public string Name => "throughput";

    public IReadOnlyList<Line> Lines => [_line];

    public async Task StartAsync(Bench bench)
    {
        var broker = await bench.Servers.CreateVirtualHostAsync("throughput");
        _sender = await bench.MigrateAsync(ServiceProgram.MessagingHost);
        _taker = await bench.MigrateAsync(ServiceProgram.MessagingHost);
        _takerProcess = await bench.StartAsync(
            ServiceProgram.MessagingHost, _taker, broker, "--Host:Service=ThingTaker");
        _senderProcess = await bench.StartAsync(
            ServiceProgram.MessagingHost, _sender, broker, "--Host:Service=ThingSender");
        _rawSender = await bench.MigrateAsync(ServiceProgram.MessagingHost);
        _rawTaker = await bench.MigrateAsync(ServiceProgram.MessagingHost);
        _raw = await RawLoop.StartAsync(
            _rawSender, _rawTaker, await bench.Servers.CreateVirtualHostAsync("throughput-raw"), AtOnce,
            RawThing.TakeAsync);
        await PairAsync();
        await PairAsync();
    }

    public async Task RoundAsync()
    {
        var (ours, raw) = await PairAsync();
        _line.Add(ours, raw);
    }

    private async Task<(double Ours, double Raw)> PairAsync()
    {
        _events += Events;
        return (await OursAsync(), await RawAsync());
    }

    private async Task<double> OursAsync()
    {
        var since = await _sender.NowAsync();
        using (var client = new HttpClient { BaseAddress = _senderProcess!.Address })
        using (var answer = await client.PostAsync(
            new Uri($"burst?changes={Events}&atOnce={AtOnce}&text={Text}", UriKind.Relative), null))
            answer.EnsureSuccessStatusCode();
        return await RateAsync(_sender, _taker, since);
    }

    private async Task<double> RawAsync()
    {
        var since = await _rawSender.NowAsync();
        await Callers.RateAsync(AtOnce, Events, (caller, number) => _raw!.ChangeAsync(
            caller, connection => RawThing.HappenAsync(connection, number, Text)));
        return await RateAsync(_rawSender, _rawTaker, since);
    }

    /// <summary>When all effects are there: how many a second it were.</summary>
    private async Task<double> RateAsync(Database sender, Database taker, DateTime since)
    {
        await taker.RowsAsync("host.effects", _events);
        var begun = (await sender.SinceAsync("messaging.events", "id", since)).Values.Min();
        var ended = (await taker.SinceAsync("messaging.inbox", "event_id", since)).Values.Max();
        return Events / (ended - begun).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        if (_raw is not null)
            await _raw.DisposeAsync();
        foreach (var process in (ServiceProcess?[])[_senderProcess, _takerProcess])
        {
            if (process is not null)
                await process.DisposeAsync();
        }
    }
}
