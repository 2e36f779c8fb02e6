using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Ops.MessagingHost;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Tests.Texts;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Messaging;

public sealed class EventLogTests(TestServers servers)
{
    [Fact]
    public async Task A_things_history_is_read_from_the_event_log_in_its_order()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        var thing = OrderTests.NewId();
        var trace = await sender.RaiseTracedAsync(thing, new ThingHappened(thing, 1, "认购书 signed"));
        await sender.RaiseAsync(thing, new ThingIgnored(thing));

        var history = await sender.Get<IEventLog>().ReadAsync($"thing/{thing}", CancellationToken.None);

        Assert.Equal(
            [("ThingHappened", 1L), ("ThingIgnored", 2L)],
            [.. history.Select(item => (item.Type, item.Version))]);
        Assert.Equal(Instant.FromUtc(2026, 9, 29, 1, 0), history[0].At);
        Assert.Equal("system:test", history[0].By);
        Assert.Contains(trace, history[0].TraceParent, StringComparison.Ordinal);
        Assert.Equal("认购书 signed", history[0].Body.GetProperty("text").GetString());
        Assert.Null(history[1].TraceParent);
        Assert.Empty(await sender.Get<IEventLog>().ReadAsync("thing/none", CancellationToken.None));
    }

    [Theory]
    [InlineData("UPDATE messaging.events SET by = 'somebody else'")]
    [InlineData("DELETE FROM messaging.events")]
    [InlineData("TRUNCATE messaging.events")]
    public async Task The_event_log_refuses_to_be_changed_even_by_its_owner(string statement)
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await sender.HappenAsync(OrderTests.NewId(), 1, 1);

        var byOwner = await Assert.ThrowsAsync<PostgresException>(() => sites.Sender.ExecuteAsync(statement));
        await using var command = sender.Get<NpgsqlDataSource>().CreateCommand(statement);
        var byService = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Contains("append-only", byOwner.MessageText, StringComparison.Ordinal);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, byService.SqlState);
        Assert.Equal(1, await sites.Sender.CountAsync("messaging.events"));
    }

    [Fact]
    public async Task One_trace_joins_the_change_the_publishing_and_the_effect()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is MessagingTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync();
        await using (var broker = await RawBroker.ConnectAsync(sites.Broker))
            await broker.TakerIsThereAsync();
        var thing = OrderTests.NewId();

        var trace = await sender.RaiseTracedAsync(thing, new ThingHappened(thing, 1, ""));

        await sites.Taker.TakenAsync(thing, 1);
        Assert.Equal(trace, await sites.Taker.QueryAsync<string>("SELECT trace_id FROM host.effects"));
        await Wait.UntilAsync(
            () => Task.FromResult(spans.Count(span => span.TraceId.ToHexString() == trace) == 2), "both spans");
        var joined = spans.Where(span => span.TraceId.ToHexString() == trace).ToDictionary(span => span.SpanId);
        var handle = Assert.Single(joined.Values, span => span.DisplayName == "handle ThingHappened");
        List<string> above = [];
        for (var span = handle; joined.TryGetValue(span.ParentSpanId, out var parent); span = parent)
            above.Add(parent.DisplayName);

        Assert.Equal(["publish ThingHappened"], above);
        // With it, Aspire's dashboard would call both "MSG rabbitmq".
        Assert.All(joined.Values, span => Assert.Null(span.GetTagItem("messaging.system")));
        Assert.Equal("2026-09-29T01:00:00Z", handle.GetTagItem("ops.business_time"));
    }

    [Fact]
    public async Task An_event_without_subscribers_is_kept_and_goes_to_whoever_subscribes_when_it_is_published()
    {
        var sites = await Sites.CreateAsync(servers);
        var thing = OrderTests.NewId();
        Guid id;
        await using (var before = await sites.Sender.StartAsync())
        {
            await before.RaiseAsync(thing, new ThingIgnored(thing), new ThingHappened(thing, 1, ""));
            var unrouted = Assert.Single(
                await before.Get<UnroutedEvents>().ListAsync(null, 0, 10, CancellationToken.None));
            Assert.Equal("ThingIgnored", unrouted.Type);
            Assert.Empty(unrouted.Subscribers);
            id = unrouted.Id;
            var refusal = await PublishAsync(before, id);
            Assert.Equal("Nobody subscribes to ThingIgnored.", InEnglish.Of(refusal!.Text));
        }

        var subscribers = new Dictionary<Type, IReadOnlyList<string>>(HostEvents.Subscribers)
        {
            [typeof(ThingIgnored)] = [HostEvents.Taker],
        };
        await using var sender = await sites.Sender.StartAsync(services: services =>
            services.AddSingleton(new ServiceEvents(HostEvents.Sender, subscribers, [])));
        await using var taker = await sites.Taker.StartAsync(messaging =>
            messaging
                .Handle<ThingHappened, TakeThing>(HostEvents.Sender)
                .Handle<ThingIgnored, NoteIgnored>(HostEvents.Sender));

        Assert.Null(await PublishAsync(sender, id));

        await sites.Taker.TakenAsync(thing, 2);
        Assert.Equal(new[] { 1, -1 }, await sites.Taker.NumbersAsync(thing));
        Assert.Equal("The event has been published.", InEnglish.Of((await PublishAsync(sender, id))!.Text));
        Assert.Empty(await sender.Get<UnroutedEvents>().ListAsync(null, 0, 10, CancellationToken.None));
        Assert.Equal(RefusalKind.Missing, (await PublishAsync(sender, thing))!.Kind);
    }

    [Fact]
    public async Task Whoever_subscribes_later_is_given_what_was_before_and_nobody_is_given_it_twice()
    {
        var sites = await Sites.CreateAsync(servers);
        var thing = OrderTests.NewId();
        await using (var before = await sites.Sender.StartAsync())
            await before.RaiseAsync(thing, new ThingHappened(thing, 1, ""));
        var subscribers = new Dictionary<Type, IReadOnlyList<string>>(HostEvents.Subscribers)
        {
            [typeof(ThingHappened)] = [HostEvents.Taker, HostEvents.Absent],
        };
        await using var sender = await sites.Sender.StartAsync(services: services =>
            services.AddSingleton(new ServiceEvents(HostEvents.Sender, subscribers, [])));
        var late = Assert.Single(await sender.Get<UnroutedEvents>().ListAsync(null, 0, 10, CancellationToken.None));
        Assert.Equal(
            ("ThingHappened", HostEvents.Absent), (late.Type, Assert.Single(late.Subscribers)));

        var operators = await Task.WhenAll(PublishAsync(sender, late.Id), PublishAsync(sender, late.Id));

        Assert.Equal("The event has been published.", InEnglish.Of(Assert.Single(operators.OfType<Refused>()).Text));
        Assert.Equal(
            $"{HostEvents.Absent},{HostEvents.Taker}",
            await sites.Sender.QueryAsync<string>(
                "SELECT string_agg(subscriber, ',' ORDER BY subscriber) FROM messaging.deliveries"));
        Assert.Empty(await sender.Get<UnroutedEvents>().ListAsync(null, 0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task What_was_the_services_own_is_published_to_nobody_though_others_are_told_under_its_name_by_now()
    {
        var sites = await Sites.CreateAsync(servers);
        var thing = OrderTests.NewId();
        await using (var before = await sites.Sender.StartAsync())
            await before.RaiseAsync(thing, new ThingIgnored(thing));
        var subscribers = new Dictionary<Type, IReadOnlyList<string>>(HostEvents.Subscribers)
        {
            [typeof(ThingIgnored)] = [HostEvents.Taker],
        };
        await using var sender = await sites.Sender.StartAsync(services: services =>
            services.AddSingleton(new ServiceEvents(HostEvents.Sender, subscribers, [nameof(ThingIgnored)])));

        var id = await sites.Sender.QueryAsync<Guid>("SELECT id FROM messaging.events");

        Assert.Empty(await sender.Get<UnroutedEvents>().ListAsync(null, 0, 10, CancellationToken.None));
        Assert.Equal(RefusalKind.Missing, (await PublishAsync(sender, id))!.Kind);
    }

    [Fact]
    public async Task Whoever_moves_the_clock_can_ask_what_is_still_on_its_way()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync();
        var (ours, theirs) = (sender.Get<IMessagingProgress>(), taker.Get<IMessagingProgress>());
        var thing = OrderTests.NewId();
        await sender.HappenAsync(thing, 1, 1);
        await sites.Taker.TakenAsync(thing, 1);
        var mark = await ours.MarkAsync(CancellationToken.None);

        await sender.HappenAsync(thing, 2, 1);
        await sender.HappenAsync(thing, 3, 1, "poison");

        var published = await ours.PublishedSinceAsync(mark, CancellationToken.None);
        Assert.Equal([HostEvents.Taker, HostEvents.Taker], [.. published.Select(item => item.Subscriber)]);
        await Wait.UntilAsync(
            async () => await ours.PendingDeliveriesAsync(CancellationToken.None) == 0, "all published");
        await Wait.UntilAsync(
            async () =>
                (
                    await theirs.NotYetSettledAsync([.. published.Select(item => item.EventId)], CancellationToken.None)
                ).Count == 0,
            "all settled");
        Assert.Equal([thing], await theirs.NotYetSettledAsync([thing], CancellationToken.None));
    }

    [Fact]
    public async Task What_was_sent_and_handled_is_dropped_after_thirty_days_and_events_are_kept()
    {
        var sites = await Sites.CreateAsync(servers);
        var thing = OrderTests.NewId();
        await using (var sender = await sites.Sender.StartAsync())
        await using (var taker = await sites.Taker.StartAsync())
        {
            await sender.HappenAsync(thing, 1, 3);
            await sites.Taker.TakenAsync(thing, 3);
            await sites.Sender.SentAsync();
        }

        await sites.Sender.ExecuteAsync(
            "UPDATE messaging.deliveries SET created_at = now() - interval '31 days' WHERE sequence <= 2");
        await sites.Sender.ExecuteAsync("UPDATE messaging.deliveries SET by_hand = true WHERE sequence = 2");
        await sites.Taker.ExecuteAsync(
            "UPDATE messaging.inbox SET handled_at = now() - interval '31 days' WHERE sequence <= 2");
        await using var senderAgain = await sites.Sender.StartAsync();
        await using var takerAgain = await sites.Taker.StartAsync();

        await Wait.UntilAsync(
            async () => await sites.Sender.CountAsync("messaging.deliveries") == 2,
            "an old delivery dropped, but not the one made by hand");
        await Wait.UntilAsync(async () => await sites.Taker.CountAsync("messaging.inbox") == 1, "old messages dropped");
        Assert.Equal(3, await sites.Sender.CountAsync("messaging.events"));
    }

    private static async Task<Refused?> PublishAsync(Replica replica, Guid id)
    {
        await using var scope = replica.Services.CreateAsyncScope();
        var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        Refused? refusal = null;
        await change.RunAsync(async cancel =>
        {
            refusal = (await replica.Get<UnroutedEvents>().PublishAsync(change, id, cancel)).Refusal;
            return refusal is null;
        }, CancellationToken.None);
        return refusal;
    }
}

/// <summary>Notes an event that nobody subscribed to when it was raised.</summary>
internal sealed class NoteIgnored(HostDb db) : IHandle<ThingIgnored>
{
    public Task HandleAsync(ThingIgnored message, EventContext context, CancellationToken cancellationToken)
    {
        db.Effects.Add(new Effect { EventId = context.EventId, ThingId = message.ThingId, Number = -1 });
        return Task.CompletedTask;
    }
}
