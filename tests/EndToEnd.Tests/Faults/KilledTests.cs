using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.EndToEnd.Tests.Faults;

/// <summary>SIGKILL of a service at its worst moments: what was acknowledged has had its effect, once.</summary>
public sealed class KilledTests(TestServers servers)
{
    [Fact]
    public async Task SalesControl_killed_between_the_commit_and_the_publish_every_subscription_is_heard_of_once()
    {
        await using var company = await Company.CreateAsync(servers);
        await using var archive = await company.Archive.StartAsync();
        await using (var killed = await company.Sales.StartAsync())
        {
            await company.ListRoomsAsync(killed, 4);
            await company.Sales.HoldStatementsAsync("UPDATE", "messaging.deliveries", "NEW.lease_owner IS NOT NULL");
            await using var held = await company.Sales.HoldAsync();
            await company.SignAsync(killed, 1, 2, 3);
            await company.Sales.HeldAsync();
            await killed.KillAsync();
            await company.Sales.EndSessionsAsync();
        }

        await company.Sales.ReleaseStatementsAsync();
        Assert.Equal(0, await company.Archive.CountAsync("handovers"));
        await using var next = await company.Sales.StartAsync();

        await company.EachOwedOnceAsync(1, 2, 3);
    }

    [Fact]
    public async Task SalesControl_killed_after_the_publish_before_the_mark_every_subscription_is_heard_of_once()
    {
        await using var company = await Company.CreateAsync(servers);
        await using var archive = await company.Archive.StartAsync();
        await using (var killed = await company.Sales.StartAsync())
        {
            await company.ListRoomsAsync(killed, 4);
            await company.Sales.HoldStatementsAsync("UPDATE", "messaging.deliveries", "NEW.state = 'sent'");
            await using var held = await company.Sales.HoldAsync();
            await company.SignAsync(killed, 1, 2, 3);
            await Wait.UntilAsync(async () => await company.Archive.CountAsync("handovers") == 3, "three handovers");
            await company.Sales.HeldAsync();
            await killed.KillAsync();
            await company.Sales.EndSessionsAsync();
        }

        await company.Sales.ReleaseStatementsAsync();
        Assert.Equal(3, await company.Sales.PendingAsync("RecordsArchive"));
        await using var next = await company.Sales.StartAsync();
        await company.SignAsync(next, 4);

        await company.EachOwedOnceAsync(1, 2, 3, 4);
    }

    [Fact]
    [Rule("DOC-5.2.2")]
    public async Task RecordsArchive_killed_in_the_middle_of_a_consumer_every_subscription_has_its_handover_once()
    {
        await using var company = await Company.CreateAsync(servers);
        await using var sales = await company.Sales.StartAsync();
        await company.ListRoomsAsync(sales, 3);
        await company.Archive.HoldStatementsAsync("INSERT", "handovers");
        await using (await company.Archive.HoldAsync())
        await using (var killed = await company.Archive.StartAsync())
        {
            await company.SignAsync(sales, 1, 2, 3);
            await company.Archive.HeldAsync();
            await killed.KillAsync();
            await company.Archive.EndSessionsAsync();
        }

        await company.Archive.ReleaseStatementsAsync();
        Assert.Equal(0, await company.Archive.CountAsync("unit_files"));
        await using var next = await company.Archive.StartAsync();

        await company.EachOwedOnceAsync(1, 2, 3);
    }

    [Fact]
    [Rule("T-7")]
    public async Task RecordsArchive_killed_while_a_deadline_fires_it_fires_once()
    {
        await using var company = await Company.CreateAsync(servers);
        await using var sales = await company.Sales.StartAsync();
        await company.ListRoomsAsync(sales, 1);
        await using (var killed = await company.Archive.StartAsync())
        {
            await company.SignAsync(sales, 1);
            await company.EachOwedOnceAsync(1);
            await company.Archive.HoldStatementsAsync("INSERT", "deadlines.firings");
            await using var held = await company.Archive.HoldAsync();
            // Never answered: the reminder waits at the lock, and the service dies on the way.
            var moving = company.MoveClockAsync(killed, NodaTime.Duration.FromDays(20));
            await company.Archive.HeldAsync();
            await killed.KillAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => moving);
            await company.Archive.EndSessionsAsync();
        }

        await company.Archive.ReleaseStatementsAsync();
        Assert.Equal(0, await company.Archive.CountAsync("deadlines.firings"));
        await using var next = await company.Archive.StartAsync();

        await Wait.UntilAsync(
            async () => await company.Archive.CountAsync("deadlines.deadlines WHERE breached_at IS NOT NULL") == 1,
            "overdue");
        Assert.Equal(2, await company.Archive.CountAsync("deadlines.firings"));
        Assert.Equal(1, await company.Archive.CountAsync("messaging.events WHERE type LIKE '%HandoverOverdue%'"));
    }

    [Fact]
    public async Task SalesControl_killed_before_a_commit_has_changed_nothing_and_the_same_key_then_signs_once()
    {
        await using var company = await Company.CreateAsync(servers);
        await using var archive = await company.Archive.StartAsync();
        await using (var killed = await company.Sales.StartAsync())
        {
            await company.ListRoomsAsync(killed, 1);
            await company.Sales.HoldStatementsAsync("INSERT", "subscriptions");
            await using var held = await company.Sales.HoldAsync();
            using var staff = company.At(killed);
            staff.DefaultRequestHeaders.Add("Idempotency-Key", "k-1");
            var signing = company.TrySignAsync(staff, 1);
            await company.Sales.HeldAsync();
            await killed.KillAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => signing);
            await company.Sales.EndSessionsAsync();
        }

        await company.Sales.ReleaseStatementsAsync();
        Assert.Equal(0, await company.Sales.CountAsync("subscriptions"));
        await using var next = await company.Sales.StartAsync();
        using (var staff = company.At(next))
        {
            staff.DefaultRequestHeaders.Add("Idempotency-Key", "k-1");
            using var first = await company.TrySignAsync(staff, 1);
            using var again = await company.TrySignAsync(staff, 1);
            Assert.Equal(System.Net.HttpStatusCode.Created, first.StatusCode);
            Assert.Equal(
                await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        await company.EachOwedOnceAsync(1);
    }
}
