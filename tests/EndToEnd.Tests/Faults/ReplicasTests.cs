using NodaTime;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.EndToEnd.Tests.Faults;

public sealed class ReplicasTests(TestServers servers)
{
    [Fact]
    [Rule("T-7")]
    [Rule("RES-3")]
    public async Task Of_two_replicas_of_each_service_no_deadline_fires_twice_and_no_event_is_lost()
    {
        const int Rooms = 20;
        await using var company = await Company.CreateAsync(servers);
        var sales = await Task.WhenAll(company.Sales.StartAsync(), company.Sales.StartAsync());
        var archive = await Task.WhenAll(company.Archive.StartAsync(), company.Archive.StartAsync());
        try
        {
            await company.ListRoomsAsync(sales[0], Rooms * 2);
            // Half of the rooms are subscribed to, the other half reserved, with one waiting for each.
            await Parallel.ForEachAsync(Enumerable.Range(1, Rooms), async (room, _) =>
            {
                await company.SignAsync(sales[room % 2], room);
                await company.ReserveAsync(sales[room % 2], Rooms + room, (100 * room) + 1);
                await company.ReserveAsync(sales[(room + 1) % 2], Rooms + room, (100 * room) + 2);
            });
            await company.EachOwedOnceAsync([.. Enumerable.Range(1, Rooms)]);

            // Both replicas see every due time, and are asked to fire at once besides.
            await Task.WhenAll(
                sales.Concat(archive).Select(replica => company.MoveClockAsync(replica, Duration.FromDays(20))));

            await Wait.UntilAsync(
                async () => await company.Archive.CountAsync("deadlines.deadlines WHERE breached_at IS NULL") == 0,
                "all overdue");
            Assert.Equal(2 * Rooms, await company.Archive.CountAsync("deadlines.firings"));
            Assert.Equal(
                Rooms, await company.Archive.CountAsync("messaging.events WHERE type LIKE '%HandoverOverdue%'"));
            await Wait.UntilAsync(async () => await company.Sales.CountAsync(
                "messaging.events WHERE type LIKE '%ReservationLapsed%'") >= Rooms, "all lapsed");
            Assert.Equal(Rooms, await company.Sales.CountAsync("messaging.events WHERE type LIKE '%UnitOffered%'"));
            Assert.Equal(
                Rooms, await company.Sales.CountAsync("messaging.events WHERE type LIKE '%ReservationLapsed%'"));
        }
        finally
        {
            foreach (var replica in sales.Concat(archive))
                await replica.DisposeAsync();
        }
    }
}
