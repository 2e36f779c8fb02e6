using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Ops.MessagingHost;
using Ops.Platform.Messaging;
using Ops.TestSupport;
using Ops.TestSupport.Servers;
using Xunit;

namespace Ops.Platform.Tests.Messaging;

public sealed class AbsenceTests(TestServers servers)
{
    [Fact]
    public async Task Events_for_a_department_that_was_never_started_wait_for_its_first_start_and_others_go_on()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync();
        var (missed, happened) = (OrderTests.NewId(), OrderTests.NewId());
        await sender.RaiseAsync(missed, new ThingMissed(missed, 1));
        await sender.RaiseAsync(missed, new ThingMissed(missed, 2));
        await sender.HappenAsync(happened, 1, 3);

        await sites.Taker.TakenAsync(happened, 3);
        await Wait.UntilAsync(
            async () =>
                await sites.Sender.CountAsync("messaging.deliveries WHERE subscriber = 'AbsentTaker' AND attempts >= 2")
                == 1,
            "tried twice");
        Assert.Equal(
            "No queue of AbsentTaker takes messages yet.",
            await sites.Sender.QueryAsync<string>("SELECT last_error FROM messaging.deliveries WHERE attempts >= 2"));
        Assert.Equal(2, await sender.Get<IMessagingProgress>().PendingDeliveriesAsync(CancellationToken.None));

        var absent = new Site(
            HostEvents.Absent, sites.Taker.Admin, new NpgsqlConnectionStringBuilder(sites.Taker.Admin).ConnectionString,
            sites.Broker);
        await using var started = await absent.StartAsync(messaging =>
            messaging.Handle<ThingMissed, NoteMissed>(from: HostEvents.Sender));

        await sites.Taker.TakenAsync(missed, 2);
        await sites.Sender.SentAsync();
        Assert.Equal(Enumerable.Range(1, 2), await sites.Taker.NumbersAsync(missed));
    }

    [Fact]
    public async Task While_the_takers_database_is_closed_its_messages_wait_and_none_is_counted_as_failed()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync();
        var things = Enumerable.Range(0, 5).Select(_ => OrderTests.NewId()).ToArray();
        foreach (var thing in things)
            await sender.HappenAsync(thing, 1, 2);
        foreach (var thing in things)
            await sites.Taker.TakenAsync(thing, 2);
        await sites.Taker.CloseAsync(servers);

        foreach (var thing in things)
            await sender.HappenAsync(thing, 3, 4);
        await sites.Sender.SentAsync();
        await sites.Taker.OpenAgainAsync(servers);

        foreach (var thing in things)
        {
            await sites.Taker.TakenAsync(thing, 6);
            Assert.Equal(Enumerable.Range(1, 6), await sites.Taker.NumbersAsync(thing));
        }

        Assert.Equal(0, await sites.Taker.CountAsync("messaging.failed"));
    }

    [Fact]
    public async Task A_replica_that_is_stopped_while_its_messages_wait_gives_none_of_them_up()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        var things = Enumerable.Range(0, 5).Select(_ => OrderTests.NewId()).ToArray();
        await using (var stopped = await sites.Taker.StartAsync())
        {
            await sender.HappenAsync(things[0], 1, 1);
            await sites.Taker.TakenAsync(things[0], 1);
            await sites.Taker.CloseAsync(servers);
            foreach (var thing in things)
                await sender.HappenAsync(thing, 2, 3);
            await sites.Sender.SentAsync();
        }

        await using var broker = await RawBroker.ConnectAsync(sites.Broker);
        Assert.Equal(0u, await broker.CountAsync("thing-taker-dead"));
        await sites.Taker.OpenAgainAsync(servers);
        await using var taker = await sites.Taker.StartAsync();

        foreach (var thing in things)
            await sites.Taker.TakenAsync(thing, 3);
        Assert.Equal(16, await sites.Taker.CountAsync("host.effects"));
        Assert.Equal(0, await sites.Taker.CountAsync("messaging.failed"));
    }

    [Fact]
    public async Task While_the_senders_database_is_closed_the_dispatcher_waits_and_goes_on_afterwards()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync();
        var thing = OrderTests.NewId();
        await sender.HappenAsync(thing, 1, 1);

        await sites.Sender.CloseAsync(servers);
        await Assert.ThrowsAnyAsync<Exception>(() => sender.HappenAsync(thing, 2, 1));
        await sites.Sender.OpenAgainAsync(servers);
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    await sender.HappenAsync(thing, 2, 1);
                    return true;
                }
                catch (Exception)
                {
                    return false;
                }
            },
            "a change");

        await sites.Taker.TakenAsync(thing, 2);
        Assert.Equal(Enumerable.Range(1, 2), await sites.Taker.NumbersAsync(thing));
    }

    [Fact]
    public async Task While_the_broker_is_stopped_changes_go_on_and_afterwards_everything_arrives_in_order()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"ops-messaging-{OrderTests.NewId():N}");
        try
        {
            var ports = RabbitMqPorts.Free();
            var broker = await PrivateRabbitMq.StartAsync(folder, ports);
            var sites = await Sites.CreateAsync(servers, broker.ConnectionString);
            await using var sender = await sites.Sender.StartAsync();
            await using var taker = await sites.Taker.StartAsync();
            var things = Enumerable.Range(0, 5).Select(_ => OrderTests.NewId()).ToArray();
            foreach (var thing in things)
                await sender.HappenAsync(thing, 1, 3);
            foreach (var thing in things)
                await sites.Taker.TakenAsync(thing, 3);

            await broker.StopAsync();
            foreach (var thing in things)
                await sender.HappenAsync(thing, 4, 10);
            Assert.Equal(50, await sender.Get<IMessagingProgress>().PendingDeliveriesAsync(CancellationToken.None));
            await Wait.UntilAsync(
                async () =>
                    await sites.Sender.CountAsync("messaging.deliveries WHERE attempts > 0 AND state = 'pending'") == 5,
                "each thing's next tried in vain");
            broker = await PrivateRabbitMq.StartAsync(folder, ports);
            await using var stopped = broker;
            foreach (var thing in things)
                await sender.HappenAsync(thing, 14, 1);

            foreach (var thing in things)
            {
                await sites.Taker.TakenAsync(thing, 14);
                Assert.Equal(Enumerable.Range(1, 14), await sites.Taker.NumbersAsync(thing));
            }

            await sites.Sender.SentAsync();
        }
        finally
        {
            Folder.Drop(folder);
        }
    }

    [Fact]
    public async Task Without_the_broker_a_service_starts_makes_changes_and_says_that_it_is_degraded()
    {
        var sites = await Sites.CreateAsync(servers, "amqp://guest:guest@127.0.0.1:1/nowhere");
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync();
        var thing = OrderTests.NewId();

        await sender.HappenAsync(thing, 1, 3);

        Assert.Equal(3, await sender.Get<IMessagingProgress>().PendingDeliveriesAsync(CancellationToken.None));
        foreach (var replica in new[] { sender, taker })
        {
            var report = await replica
                .Get<HealthCheckService>()
                .CheckHealthAsync(check => check.Tags.Contains("ready"));
            Assert.Equal(HealthStatus.Degraded, report.Entries["messaging"].Status);
            Assert.Equal(HealthStatus.Degraded, report.Status);
        }
    }
}

/// <summary>Notes an event that another service missed at first.</summary>
internal sealed class NoteMissed(HostDb db) : IHandle<ThingMissed>
{
    public Task HandleAsync(ThingMissed message, EventContext context, CancellationToken cancellationToken)
    {
        db.Effects.Add(new Effect { EventId = context.EventId, ThingId = message.ThingId, Number = message.Number });
        return Task.CompletedTask;
    }
}
