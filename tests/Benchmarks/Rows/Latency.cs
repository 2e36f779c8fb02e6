using Ops.Benchmarks.Load;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// From the commit of a signed subscription in SalesControl to the commit of its handover in RecordsArchive, 200 a second, each service a process
/// of its own. Baseline: the bare drivers at the same pace, with a smaller effect.
/// </summary>
internal sealed class Latency : IRow
{
    private const int PerSecond = 200, Count = 1_000;

    public string Name => "latency";

    public async Task<IReadOnlyList<Line>> RunAsync(Bench bench)
    {
        await using var authority = await TestAuthority.StartAsync();
        var broker = await bench.Servers.CreateVirtualHostAsync("latency");
        await using var sales = await SalesOffice.OpenAsync(bench.Servers, authority, broker);
        var archive = await InstalledService.CreateAsync(bench.Servers, Repository.ProgramOf("services/RecordsArchive/Service", "Ops.RecordsArchive"), "archivedb", broker, authority);
        await using var archiveProcess = await archive.StartAsync();
        var rawPair = await Pair.CreateAsync(bench.Servers);
        await using var raw = await RawPipe.OpenAsync(rawPair.Sender.Runtime, rawPair.Taker.Runtime, rawPair.Broker);

        var (ours, baseline) = (new List<double[]>(), new List<double[]>());
        for (var round = -1; round < bench.Rounds; round++)
        {
            var units = await sales.ListAsync(Count);
            var mine = await MeasureAsync(sales.Service, archive, "SubscriptionSigned", unit => sales.SignAsync(units[unit]));
            var bare = await MeasureAsync(rawPair.Sender, rawPair.Taker, "ThingHappened", _ => raw.HappenAsync(Machine.NewId(), 1));
            // The first is for warming up.
            if (round >= 0)
            {
                ours.Add(mine);
                baseline.Add(bare);
            }
        }

        Line At(double part, double goal) => new(
            $"commit of a subscription to its effect in the other service, {PerSecond}/s, p{part * 100:0}; baseline: bare drivers", "ms",
            [.. ours.Select(round => Pace.Percentile(round, part))], [.. baseline.Select(round => Pace.Percentile(round, part))], $"≤ {goal} ms", (median, _) => median <= goal);
        return [At(0.5, 10), At(0.99, 50)];
    }

    private static async Task<double[]> MeasureAsync(ServiceDatabase sender, ServiceDatabase taker, string type, Func<int, Task> cause)
    {
        var after = await sender.QueryAsync<long>("SELECT coalesce(max(seq), 0) FROM messaging.events");
        var before = await taker.CountAsync("messaging.inbox");
        await Pace.SteadyAsync(PerSecond, Count, cause);
        await Wait.UntilAsync(async () => await taker.CountAsync("messaging.inbox") >= before + Count, "all effects");
        return await Commits.LatenciesAsync(sender, taker, type, after);
    }
}
