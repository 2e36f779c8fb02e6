using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Messaging;

public sealed class KillTests(TestServers servers)
{
    [Fact]
    public async Task Killed_between_the_commit_and_the_publish_the_event_still_has_its_effect_once()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var taker = await sites.Taker.StartAsync();
        var thing = OrderTests.NewId();
        await sites.Sender.HoldStatementsAsync("UPDATE", "messaging.deliveries", "NEW.lease_owner IS NOT NULL");
        await using (await sites.Sender.HoldAsync())
        await using (var killed = await sites.Sender.StartProcessAsync())
        {
            await killed.HappenAsync(thing, 1, 3);
            await sites.Sender.HeldAsync();
            await killed.KillAsync();
            await sites.Sender.EndSessionsAsync();
        }

        await sites.Sender.ReleaseStatementsAsync();
        Assert.Empty(await sites.Taker.NumbersAsync(thing));
        await using var next = await sites.Sender.StartAsync();

        await sites.Taker.TakenAsync(thing, 3);
        await sites.Sender.SentAsync();
        Assert.Equal(Enumerable.Range(1, 3), await sites.Taker.NumbersAsync(thing));
    }

    [Fact]
    public async Task Killed_between_publish_and_mark_the_event_is_published_again_and_has_its_effect_once()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var taker = await sites.Taker.StartAsync();
        using var duplicates = new CounterOf(taker, "ops.messaging.duplicates");
        var thing = OrderTests.NewId();
        await sites.Sender.HoldStatementsAsync("UPDATE", "messaging.deliveries", "NEW.state = 'sent'");
        await using (await sites.Sender.HoldAsync())
        await using (var killed = await sites.Sender.StartProcessAsync())
        {
            await killed.HappenAsync(thing, 1, 3);
            await sites.Taker.TakenAsync(thing, 3);
            await sites.Sender.HeldAsync();
            await killed.KillAsync();
            await sites.Sender.EndSessionsAsync();
        }

        await sites.Sender.ReleaseStatementsAsync();
        Assert.Equal(3, await sites.Sender.CountAsync("messaging.deliveries WHERE state = 'pending'"));
        // The dead replica's lease runs out, and the next one publishes all of it again.
        await using var next = await sites.Sender.StartAsync();
        await next.HappenAsync(thing, 4, 1);

        await sites.Taker.TakenAsync(thing, 4);
        await sites.Sender.SentAsync();
        Assert.Equal(3, duplicates.Sum);
        Assert.Equal(Enumerable.Range(1, 4), await sites.Taker.NumbersAsync(thing));
    }

    [Fact]
    public async Task Killed_in_the_middle_of_a_consumer_the_event_has_its_effect_once()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        var thing = OrderTests.NewId();
        await sites.Taker.HoldStatementsAsync("INSERT", "host.effects");
        await using (await sites.Taker.HoldAsync())
        await using (var killed = await sites.Taker.StartProcessAsync())
        {
            await sender.HappenAsync(thing, 1, 3);
            await sites.Taker.HeldAsync();
            await killed.KillAsync();
            await sites.Taker.EndSessionsAsync();
        }

        await sites.Taker.ReleaseStatementsAsync();
        Assert.Empty(await sites.Taker.NumbersAsync(thing));
        await using var next = await sites.Taker.StartAsync();

        await sites.Taker.TakenAsync(thing, 3);
        Assert.Equal(Enumerable.Range(1, 3), await sites.Taker.NumbersAsync(thing));
    }
}
