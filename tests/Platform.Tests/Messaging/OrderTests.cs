using Ops.MessagingHost;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Messaging;

public sealed class OrderTests(TestServers servers)
{
    private static readonly Guid[] NoGuids = [];

    [Fact]
    public async Task What_happens_to_a_thing_has_its_effects_in_that_order_with_two_replicas_of_both_under_load()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var first = await sites.Sender.StartAsync();
        await using var second = await sites.Sender.StartAsync();
        await using var firstTaker = await sites.Taker.StartAsync();
        await using var secondTaker = await sites.Taker.StartAsync();
        using var publishedByFirst = new CounterOf(first, "ops.messaging.published");
        using var publishedBySecond = new CounterOf(second, "ops.messaging.published");
        var things = Enumerable.Range(0, 12).Select(_ => NewId()).ToArray();
        foreach (var thing in things)
            await first.HappenAsync(thing, 1, 1);

        // Both replicas change the same things, so that each claims what the other wrote.
        await Task.WhenAll(
            new[] { first, second }.SelectMany(sender => things.Select(thing => sender.HappenAsync(thing, 2, 20))));

        foreach (var thing in things)
        {
            await sites.Taker.TakenAsync(thing, 41);
            var raised = await sites.Sender.QueryAsync<Guid[]>(
                "SELECT array_agg(id ORDER BY version) FROM messaging.events WHERE stream = $1", $"thing/{thing}");
            var taken = await sites.Taker.QueryAsync<Guid[]>(
                "SELECT array_agg(event_id ORDER BY id) FROM host.effects WHERE thing_id = $1", thing);
            Assert.Equal(raised, taken);
        }

        await sites.Sender.SentAsync();
        // No two dispatchers ever published the same event.
        Assert.Equal(things.Length * 41, publishedByFirst.Sum + publishedBySecond.Sum);
        Assert.Equal(0, await sites.Taker.CountAsync("messaging.parked"));
    }

    [Fact]
    public async Task What_comes_before_its_turn_waits_for_the_one_before_it()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var taker = await sites.Taker.StartAsync();
        await using var broker = await RawBroker.ConnectAsync(sites.Broker);
        var thing = NewId();
        await broker.TakerIsThereAsync();

        foreach (var sequence in new[] { 3, 2, 3 })
            await broker.PublishAsync("thing-taker", Messages.Happened(thing, sequence));
        await Wait.UntilAsync(async () => await sites.Taker.CountAsync("messaging.parked") == 2, "two parked");
        Assert.Empty(await sites.Taker.NumbersAsync(thing));
        var progress = taker.Get<Platform.Messaging.IMessagingProgress>();
        Assert.Equal(NoGuids, await progress.NotYetSettledAsync([Messages.EventId(thing, 2)], CancellationToken.None));

        await broker.PublishAsync("thing-taker", Messages.Happened(thing, 1));

        await sites.Taker.TakenAsync(thing, 3);
        Assert.Equal(Enumerable.Range(1, 3), await sites.Taker.NumbersAsync(thing));
        Assert.Equal(0, await sites.Taker.CountAsync("messaging.parked"));
        Assert.Equal(0, await sites.Taker.QueryAsync<int>("SELECT parked FROM messaging.inbox_streams"));
    }

    [Fact]
    public async Task A_parked_message_whose_turn_came_while_the_service_was_down_is_taken_after_its_start()
    {
        var sites = await Sites.CreateAsync(servers);
        var thing = NewId();
        // As a process leaves it that died between a message and the parked one behind it.
        await sites.Taker.ExecuteAsync(
            """
            INSERT INTO messaging.inbox_streams (producer, stream, last, before, parked)
                VALUES ('ThingSender', $1, 1, 0, 1)
            """,
            $"thing/{thing}");
        await sites.Taker.ExecuteAsync(
            """
            INSERT INTO messaging.parked (producer, stream, sequence, event_id, message, parked_at)
                VALUES ('ThingSender', $1, 2, $2, $3, now())
            """,
            $"thing/{thing}", Messages.EventId(thing, 2), Messages.Happened(thing, 2));

        await using var taker = await sites.Taker.StartAsync();

        await sites.Taker.TakenAsync(thing, 1);
        Assert.Equal(new[] { 2 }, await sites.Taker.NumbersAsync(thing));
    }

    [Fact]
    public async Task The_same_message_twice_has_its_effect_once()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var taker = await sites.Taker.StartAsync();
        using var duplicates = new CounterOf(taker, "ops.messaging.duplicates");
        await using var broker = await RawBroker.ConnectAsync(sites.Broker);
        await broker.TakerIsThereAsync();
        var thing = NewId();

        foreach (var sequence in new[] { 1, 1, 2, 1, 2, 3 })
            await broker.PublishAsync("thing-taker", Messages.Happened(thing, sequence));

        await sites.Taker.TakenAsync(thing, 3);
        await Wait.UntilAsync(() => duplicates.Sum == 3, "three duplicates dropped");
        Assert.Equal(Enumerable.Range(1, 3), await sites.Taker.NumbersAsync(thing));
    }

    [Fact]
    public async Task Many_events_of_one_change_go_out_in_the_order_in_which_they_were_raised()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync();
        var thing = NewId();

        await sender.RaiseAsync(
            thing,
            [
                .. Enumerable
                    .Range(1, 150)
                    .Select(number =>
                        (object)(number % 3 == 0 ? new ThingIgnored(thing) : new ThingHappened(thing, number, ""))),
            ]);

        await sites.Taker.TakenAsync(thing, 100);
        Assert.Equal(Enumerable.Range(1, 150).Where(number => number % 3 != 0), await sites.Taker.NumbersAsync(thing));
    }

    [Fact]
    public async Task An_event_that_the_contracts_do_not_list_stops_the_change()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => sender.RaiseAsync(NewId(), "no event"));

        Assert.Contains("String", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, await sites.Sender.CountAsync("messaging.events"));
        Assert.Equal(0, await sites.Sender.CountAsync("host.things"));
    }

    [Fact]
    public void One_event_has_one_handler()
    {
        Assert.Throws<InvalidOperationException>(() =>
            new Platform.Messaging.MessagingBuilder()
                .Handle<ThingHappened, TakeThing>("A")
                .Handle<ThingHappened, TakeThing>("B")
                .Handle<ThingHappened, TakeThing>("A"));
    }

    internal static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
