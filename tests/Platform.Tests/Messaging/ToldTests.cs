using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.MessagingHost;
using Ops.Platform.Departments;
using Ops.Platform.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Messaging;

/// <summary>A department's events are its own; what others are told of them is another record.</summary>
public sealed class ToldTests(TestServers servers)
{
    [Fact]
    public async Task Others_are_told_the_record_of_the_contracts_and_the_log_keeps_what_the_service_knows()
    {
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync();
        var id = OrderTests.NewId();
        await using (var scope = sender.Get<IServiceScopeFactory>().CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<HostDb>();
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
                _ =>
                {
                    var state = new ThingState(db.Add(Thing.New(id)).Entity);
                    var when = new Occurrence(Instant.FromUtc(2026, 9, 29, 1, 0), "system:test");
                    state.Happen(new Kept("nobody else's"), when);
                    state.Happen(new Told(7, "a word of our own"), when);
                    return Task.FromResult(true);
                },
                TestContext.Current.CancellationToken);
        }

        await sites.Taker.TakenAsync(id, 1);
        Assert.Equal(7, Assert.Single(await sites.Taker.NumbersAsync(id)));
        Assert.Equal("told outside", await sites.Taker.QueryAsync<string>("SELECT text FROM host.effects"));
        var logged = await sites.Sender.QueryAsync<string[]>("""
            SELECT array_agg(concat_ws(' ', type, told_type, body->>'word') ORDER BY version) FROM messaging.events
            """);
        Assert.Equal(["Kept", "Told ThingHappened a word of our own"], logged);
        Assert.Equal(1, await sites.Sender.CountAsync("messaging.deliveries"));
    }

    private sealed class ThingState(Thing thing) : IState
    {
        public Aggregate Root => thing;
    }

    private sealed record Kept(string Secret) : IEvent<ThingState>
    {
        public void Apply(ThingState state, Occurrence when)
        {
        }
    }

    private sealed record Told(int Number, string Word) : IEvent<ThingState>, ITold<ThingState>
    {
        public void Apply(ThingState state, Occurrence when)
        {
        }

        public object ToContract(ThingState state, Occurrence when) =>
            new ThingHappened(state.Root.Id, Number, "told outside");
    }
}
