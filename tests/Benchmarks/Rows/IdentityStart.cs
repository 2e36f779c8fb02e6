using System.Diagnostics;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// What Identity adds to <c>make run</c>, which starts the services together: from the start of its process on a
/// database that is current to a <c>/health</c> that says it is ready.
/// </summary>
internal sealed class IdentityStart : IRow
{
    private readonly Line _again = new(
        "start of Identity on a migrated database, to /health; baseline: of RecordsArchive", "s", "≤ 3 s",
        (ours, _) => ours <= 3);
    private readonly Line _first = new(
        "… the first start of an installation, with departments, posts and the demo's staff to be made", "s", "", null);
    private Bench _bench = null!;
    private Database _archive = null!;

    public string Name => "identity-start";

    public IReadOnlyList<Line> Lines => [_again, _first];

    public async Task StartAsync(Bench bench)
    {
        _bench = bench;
        _archive = await bench.MigrateAsync(ServiceProgram.RecordsArchive);
        // The programs' files are in memory from then on, as they are for a developer who has just built them.
        await SecondsAsync(
            () => bench.StartAsync(ServiceProgram.RecordsArchive, _archive, bench.Servers.RabbitMq.ToString()));
    }

    public async Task RoundAsync()
    {
        var identity = await _bench.MigrateAsync(ServiceProgram.Identity);
        _first.Add(await SecondsAsync(() => Tokens.StartAsync(_bench, identity)));
        var ours = await SecondsAsync(() => Tokens.StartAsync(_bench, identity));
        _again.Add(ours, await SecondsAsync(
            () => _bench.StartAsync(ServiceProgram.RecordsArchive, _archive, _bench.Servers.RabbitMq.ToString())));
    }

    private static async Task<double> SecondsAsync(Func<Task<TestSupport.ServiceProcess>> start)
    {
        var started = Stopwatch.GetTimestamp();
        await using var service = await start();
        await Tokens.ReadyAsync(service);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
