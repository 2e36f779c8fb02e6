using Ops.Benchmarks.Openings;

namespace Ops.Benchmarks.Rows;

/// <summary>The day of a release on two replicas beside one on one: as correct, and how fast.</summary>
internal sealed class Replicas : IRow
{
    private readonly Line
        _right = new("opening day on 2 replicas", "right", "no wrong outcome", (ours, _) => ours >= Opening.Attempts),
        _rate = new(
            "… attempts, all at once; baseline: on 1 replica", "/s", "at least as fast", (_, ratio) => ratio >= 1),
        _signed = new("… subscriptions of the winners; baseline: on 1 replica", "/s", "", null);

    private Opening? _one, _two;
    private int _next;

    public string Name => "replicas";

    public int MostRounds => 3;

    public IReadOnlyList<Line> Lines => [_right, _rate, _signed];

    public async Task StartAsync(Bench bench)
    {
        _one = await Opening.StartAsync(bench, "replicas-1", replicas: 1);
        _two = await Opening.StartAsync(bench, "replicas-2", replicas: 2);
        var lot = Opening.LotOf(_next++, attempts: 3_000);
        foreach (var opening in (Opening[])[_one, _two])
        {
            await opening.AllAtOnceAsync(lot);
            await opening.SubscribeAsync(lot);
        }
    }

    public async Task RoundAsync()
    {
        var lot = Opening.LotOf(_next++);
        var (two, _) = await _two!.AllAtOnceAsync(lot);
        var (one, _) = await _one!.AllAtOnceAsync(lot);
        _rate.Add(two, one);
        _signed.Add(await _two.SubscribeAsync(lot), await _one.SubscribeAsync(lot));
        _right.Add(lot.Wishes.Length);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opening in (Opening?[])[_one, _two])
        {
            if (opening is not null)
                await opening.DisposeAsync();
        }
    }
}
