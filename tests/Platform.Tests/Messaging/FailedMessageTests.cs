using Ops.MessagingHost;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Messaging;

public sealed class FailedMessageTests(TestServers servers)
{
    [Fact]
    public async Task A_poison_message_stops_its_own_thing_only_and_goes_on_when_replayed()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync();
        var (sick, healthy) = (OrderTests.NewId(), OrderTests.NewId());

        await sender.HappenAsync(sick, 1, 1);
        await sender.HappenAsync(sick, 2, 1, "poison");
        await sender.HappenAsync(sick, 3, 2);
        await sender.HappenAsync(healthy, 1, 4);

        await sites.Taker.TakenAsync(healthy, 4);
        await sites.Taker.FailedAsync(1);
        await Wait.UntilAsync(async () => await sites.Taker.CountAsync("messaging.parked") == 2, "two wait behind it");
        Assert.Equal(new[] { 1 }, await sites.Taker.NumbersAsync(sick));
        var failures = taker.Get<IFailureSource>();
        var failure = Assert.Single(await failures.ListAsync(10, CancellationToken.None));
        Assert.Equal(
            ("message", "ThingHappened", $"thing/{sick}", "ThingSender", 4),
            (failure.Kind, failure.Name, failure.Subject, failure.Origin, failure.Attempts));
        Assert.Contains("poison cannot be taken", failure.Reason, StringComparison.Ordinal);

        var again = await failures.ReplayAsync(failure.Id, "operator-1", CancellationToken.None);
        Assert.Equal(RefusalKind.State, again!.Kind);
        Assert.Equal(5, Assert.Single(await failures.ListAsync(10, CancellationToken.None)).Attempts);
        Assert.Equal(new[] { 1 }, await sites.Taker.NumbersAsync(sick));

        await sites.Taker.ExecuteAsync("INSERT INTO host.switches VALUES ('poison')");
        Assert.Null(await failures.ReplayAsync(failure.Id, "operator-1", CancellationToken.None));

        Assert.Equal(Enumerable.Range(1, 4), await sites.Taker.NumbersAsync(sick));
        Assert.Empty(await failures.ListAsync(10, CancellationToken.None));
        Assert.Equal(
            "operator-1",
            await sites.Taker.QueryAsync<string>("SELECT resolved_by FROM messaging.failed WHERE state = 'replayed'"));
        Assert.Equal(
            RefusalKind.Missing, (await failures.ReplayAsync(failure.Id, "operator-1", CancellationToken.None))!.Kind);
        Assert.Equal(
            RefusalKind.Missing,
            (await failures.DiscardAsync(failure.Id, "twice", "operator-1", CancellationToken.None))!.Kind);
    }

    [Fact]
    public async Task A_failed_message_that_is_discarded_with_a_reason_is_skipped_and_what_waited_behind_it_goes_on()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync();
        var thing = OrderTests.NewId();
        await sender.HappenAsync(thing, 1, 1, "poison");
        await sender.HappenAsync(thing, 2, 1, "poison");
        await sender.HappenAsync(thing, 3, 1);
        await sites.Taker.FailedAsync(1);
        await Wait.UntilAsync(async () => await sites.Taker.CountAsync("messaging.parked") == 2, "two wait behind it");
        var failures = taker.Get<IFailureSource>();
        var first = Assert.Single(await failures.ListAsync(10, CancellationToken.None));

        Assert.Null(await failures.DiscardAsync(first.Id, "the thing was sold", "operator-1", CancellationToken.None));

        // The second had waited; its turn has come, and it fails too.
        var second = Assert.Single(await failures.ListAsync(10, CancellationToken.None));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Empty(await sites.Taker.NumbersAsync(thing));
        Assert.Null(await failures.DiscardAsync(second.Id, "the thing was sold", "operator-1", CancellationToken.None));
        Assert.Equal(new[] { 3 }, await sites.Taker.NumbersAsync(thing));
        Assert.Equal(
            2,
            await sites.Taker.CountAsync(
                "messaging.failed WHERE state = 'discarded' AND resolution = 'the thing was sold'"));
    }

    [Fact]
    public async Task A_second_copy_of_a_failed_message_changes_nothing()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var taker = await sites.Taker.StartAsync();
        using var duplicates = new CounterOf(taker, "ops.messaging.duplicates");
        await using var broker = await RawBroker.ConnectAsync(sites.Broker);
        await broker.TakerIsThereAsync();
        var thing = OrderTests.NewId();

        await broker.PublishAsync("thing-taker", Messages.Happened(thing, 1, "poison"));
        await sites.Taker.FailedAsync(1);
        await broker.PublishAsync("thing-taker", Messages.Happened(thing, 1, "poison"));

        await Wait.UntilAsync(() => duplicates.Sum == 1, "the copy dropped");
        Assert.Equal(1, await sites.Taker.CountAsync("messaging.failed"));
    }

    [Fact]
    public async Task An_event_that_nobody_handles_here_lies_among_the_failed()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync();
        var thing = OrderTests.NewId();

        await sender.RaiseAsync(thing, new ThingUnheardOf(thing));

        await sites.Taker.FailedAsync(1);
        var failure = Assert.Single(await taker.Get<IFailureSource>().ListAsync(10, CancellationToken.None));
        Assert.Equal(("ThingUnheardOf", 1), (failure.Name, failure.Attempts));
        Assert.Contains("Nothing here handles ThingUnheardOf", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_lies_among_the_failed_and_holds_nothing_up()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var taker = await sites.Taker.StartAsync();
        await using var broker = await RawBroker.ConnectAsync(sites.Broker);
        await broker.TakerIsThereAsync();
        var (thing, other) = (OrderTests.NewId(), OrderTests.NewId());

        await broker.PublishAsync("thing-taker", "no JSON at all");
        await broker.PublishAsync("thing-taker", """{"json": "but no envelope"}""");
        await broker.PublishAsync("thing-taker", "null");
        await broker.PublishAsync("thing-taker", Messages.Happened(other, 1, body: new { thingId = "no id" }));
        await broker.PublishAsync("thing-taker", Messages.Happened(thing, 1));

        await sites.Taker.TakenAsync(thing, 1);
        await sites.Taker.FailedAsync(4);
        var failures = taker.Get<IFailureSource>();
        var listed = await failures.ListAsync(10, CancellationToken.None);
        Assert.Equal(3, listed.Count(failure => failure.Subject is null));
        Assert.Single(listed, failure => failure.Subject == $"thing/{other}" && failure.Attempts == 1);
        foreach (var failure in listed)
        {
            Assert.Equal(
                RefusalKind.State,
                (await failures.ReplayAsync(failure.Id, "operator-1", CancellationToken.None))!.Kind);
            Assert.Null(await failures.DiscardAsync(failure.Id, "rubbish", "operator-1", CancellationToken.None));
        }

        Assert.Empty(await failures.ListAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task A_message_that_kills_whoever_takes_it_ends_among_the_failed_and_is_not_lost()
    {
        var sites = await Sites.CreateAsync(servers);
        await using (var makesTheQueue = await sites.Taker.StartAsync())
        {
            await using var sees = await RawBroker.ConnectAsync(sites.Broker);
            await sees.TakerIsThereAsync();
        }

        await using var broker = await RawBroker.ConnectAsync(sites.Broker);
        var thing = OrderTests.NewId();
        await broker.PublishAsync("thing-taker", Messages.Happened(thing, 1));
        await Wait.UntilAsync(async () => await broker.CountAsync("thing-taker") == 1, "the message in the queue");
        await Wait.UntilAsync(
            async () =>
            {
                await broker.TakeAndDropAsync("thing-taker");
                return await broker.CountAsync("thing-taker-dead") == 1;
            },
            "the broker gave it up");

        await using var taker = await sites.Taker.StartAsync();

        await sites.Taker.FailedAsync(1);
        var failures = taker.Get<IFailureSource>();
        var failure = Assert.Single(await failures.ListAsync(10, CancellationToken.None));
        Assert.Contains("delivered too often", failure.Reason, StringComparison.Ordinal);
        Assert.Null(await failures.ReplayAsync(failure.Id, "operator-1", CancellationToken.None));
        Assert.Equal(new[] { 1 }, await sites.Taker.NumbersAsync(thing));
    }
}
