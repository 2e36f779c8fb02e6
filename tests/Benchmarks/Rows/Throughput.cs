using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Benchmarks.Load;
using Ops.MessagingHost;
using Ops.Platform.Messaging;
using Ops.Platform.Storage;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>Events through outbox, RabbitMQ and inbox, from the first change to the last effect; beside the bare drivers doing the same.</summary>
internal sealed class Throughput : IRow
{
    private const int Changers = 64, Things = 800, Each = 5;

    public string Name => "throughput";

    public async Task<IReadOnlyList<Line>> RunAsync(Bench bench)
    {
        var (pair, rawPair) = (await Pair.CreateAsync(bench.Servers), await Pair.CreateAsync(bench.Servers));
        await using var sender = await StartAsync(pair.Sender, HostEvents.Sender, pair.Broker);
        await using var taker = await StartAsync(pair.Taker, HostEvents.Taker, pair.Broker);
        await using var raw = await RawPipe.OpenAsync(rawPair.Sender.Runtime, rawPair.Taker.Runtime, rawPair.Broker);
        Task Ours(Guid thing, int number) => ChangeAsync(sender, thing, number);
        await RunAsync(pair, Ours);
        await RunAsync(rawPair, raw.HappenAsync);
        var (ours, baseline) = (new List<double>(), new List<double>());
        for (var round = 0; round < bench.Rounds; round++)
        {
            ours.Add(await RunAsync(pair, Ours));
            baseline.Add(await RunAsync(rawPair, raw.HappenAsync));
        }

        await sender.StopAsync();
        await taker.StopAsync();
        return [new($"events through outbox, RabbitMQ and inbox, {Changers} changing; baseline: bare drivers", "events/s", ours, baseline, "≥ 0.5 ×", (_, ratio) => ratio >= 0.5)];
    }

    /// <summary>Answers how many a second.</summary>
    private static async Task<double> RunAsync(Pair pair, Func<Guid, int, Task> happen)
    {
        var before = await pair.Taker.CountAsync("host.effects");
        var things = Enumerable.Range(0, Things).Select(_ => Machine.NewId()).ToArray();
        var started = Stopwatch.GetTimestamp();
        await Pace.FlatOutAsync(Changers, Things, async (_, thing) =>
        {
            for (var number = 1; number <= Each; number++)
                await happen(things[thing], number);
        });
        await Wait.UntilAsync(async () => await pair.Taker.CountAsync("host.effects") >= before + (Things * Each), "all effects");
        var rate = Things * Each / Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (await pair.Taker.CountAsync("host.effects") != before + (Things * Each)
            || await pair.Taker.CountAsync("(SELECT number, lag(number) OVER (PARTITION BY thing_id ORDER BY id) AS last FROM host.effects) AS e WHERE number <> coalesce(last, 0) + 1") > 0)
            throw new WrongOutcomeException("An event was lost, doubled or out of its order.");
        return rate;
    }

    private static async Task<WebApplication> StartAsync(InstalledService installed, string service, string broker)
    {
        var builder = WebApplication.CreateSlimBuilder([$"--ConnectionStrings:host={installed.Runtime}", $"--ConnectionStrings:messaging={broker}", "--Logging:LogLevel:Default=Error"]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDatabase<HostDb>("host");
        builder.AddMessaging(service, HostEvents.Subscribers, messaging =>
        {
            if (service != HostEvents.Sender)
                messaging.Handle<ThingHappened, TakeThing>(from: HostEvents.Sender);
        });
        var app = builder.Build();
        await app.StartAsync();
        return app;
    }

    private static async Task ChangeAsync(WebApplication app, Guid id, int number)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDb>();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
            async cancel =>
            {
                var thing = await db.Things.FromSql($"SELECT * FROM host.things WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancel);
                if (thing is null)
                    db.Add(thing = Thing.New(id));
                thing.Happen(new ThingHappened(id, number, ""), Instant.FromUtc(2026, 9, 29, 1, 0));
                return true;
            },
            CancellationToken.None);
    }
}
