using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Time;

public sealed class SimulatedClockTests(TestServers servers)
{
    [Fact]
    [Rule("T-8")]
    public async Task A_clock_that_is_moved_shows_the_new_time_in_every_replica_when_the_move_is_answered()
    {
        var office = await Office.OpenAsync(servers);
        await using var one = await office.StartAsync();
        await using var other = await office.StartAsync();
        var to = Office.Opening + Duration.FromDays(5);

        await one.MoveToAsync(to);

        Assert.InRange(one.Clock.GetCurrentInstant(), to, to + Duration.FromMinutes(5));
        Assert.InRange(other.Clock.GetCurrentInstant(), to, to + Duration.FromMinutes(5));
        Assert.Equal(one.Simulated.Offset, other.Simulated.Offset);
        Assert.Equal(2, await one.Simulated.CountReplicasAsync(CancellationToken.None));
    }

    [Fact]
    [Rule("T-8")]
    public async Task The_clock_never_goes_back()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();
        var before = replica.Simulated.Offset;

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            replica.MoveToAsync(replica.Clock.GetCurrentInstant() - Duration.FromSeconds(30)));

        Assert.Equal(before, replica.Simulated.Offset);
        await using var service = NpgsqlDataSource.Create(office.Runtime);
        await using var back = service.CreateCommand("UPDATE clock.simulated SET offset_us = offset_us - 1");
        Assert.Contains(
            "T-8", (await Assert.ThrowsAsync<PostgresException>(() => back.ExecuteNonQueryAsync())).MessageText,
            StringComparison.Ordinal);
    }

    [Fact]
    [Rule("T-8")]
    public async Task Two_who_move_the_clock_at_once_leave_it_at_the_later_time()
    {
        var office = await Office.OpenAsync(servers);
        await using var one = await office.StartAsync();
        await using var other = await office.StartAsync();
        var later = Office.Opening + Duration.FromDays(9);

        await Task.WhenAll(one.MoveToAsync(Office.Opening + Duration.FromDays(3)), other.MoveToAsync(later));

        Assert.True(one.Clock.GetCurrentInstant() >= later);
        Assert.Equal(one.Simulated.Offset, other.Simulated.Offset);
    }

    [Fact]
    [Rule("T-8")]
    public async Task A_replica_that_starts_later_shows_the_moved_time_from_its_first_moment()
    {
        var office = await Office.OpenAsync(servers);
        var to = Office.Opening + Duration.FromDays(30);
        await using (var first = await office.StartAsync())
            await first.MoveToAsync(to);

        await using var later = await office.StartAsync();

        Assert.True(later.Clock.GetCurrentInstant() >= to);
    }

    [Fact]
    [Rule("T-8")]
    public async Task A_replica_that_was_killed_holds_a_move_up_for_some_seconds_only()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();
        await office.ExecuteAsync(
            $"INSERT INTO clock.replicas (instance, offset_us) VALUES ('{Guid.Empty}', -9000000000000000)");

        await replica.MoveToAsync(Office.Opening + Duration.FromDays(1)).WaitAsync(Wait.Patience);

        Assert.Equal(1, await replica.Simulated.CountReplicasAsync(CancellationToken.None));
    }

    [Fact]
    [Rule("T-8")]
    public async Task Whoever_sleeps_until_an_instant_is_woken_in_every_replica_when_the_clock_is_moved()
    {
        var office = await Office.OpenAsync(servers);
        await using var one = await office.StartAsync();
        await using var other = await office.StartAsync();
        var woken = 0;
        other.Simulated.Moved += () => Interlocked.Increment(ref woken);

        await one.MoveToAsync(Office.Opening + Duration.FromDays(1));

        await Wait.UntilAsync(() => Volatile.Read(ref woken) > 0, "the other replica's sleepers woken");
    }

    [Fact]
    [Rule("T-8")]
    public async Task A_new_installation_starts_at_the_offset_of_its_migrator_and_keeps_it_whatever_it_is_given_later()
    {
        var admin = await servers.CreateDatabaseAsync("office_new");
        var role = new NpgsqlConnectionStringBuilder(admin).Database + "_role";
        await Office.MigrateAsync(admin, role, "--Simulation:Offset=-4924800.5");
        await Office.MigrateAsync(admin, role, "--Simulation:Offset=7");

        await using var replica = await new Office(admin, admin, new FirmHand()).StartAsync();

        Assert.Equal(Duration.FromSeconds(-4924800.5), replica.Simulated.Offset);
    }

    [Fact]
    public async Task An_offset_that_is_not_a_number_of_seconds_ends_the_migrator_with_a_clear_word()
    {
        var admin = await servers.CreateDatabaseAsync("office_new");

        var failure = await Assert.ThrowsAsync<FormatException>(() =>
            Office.MigrateAsync(
                admin, new NpgsqlConnectionStringBuilder(admin).Database + "_role", "--Simulation:Offset=last week"));

        Assert.Contains("last week", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("T-8")]
    public async Task In_production_business_time_is_the_machines_and_there_is_no_clock_to_move()
    {
        var office = await Office.OpenAsync(servers);
        var machine = new MachineSetAside(TimeSpan.FromHours(-3));
        await using var replica = await office.StartAsync(
            builder => builder.Services.AddSingleton<TimeProvider>(machine), environment: "Production");

        var now = replica.Clock.GetCurrentInstant();

        Assert.InRange(
            now, Instant.FromDateTimeOffset(machine.GetUtcNow()) - Duration.FromMinutes(1),
            Instant.FromDateTimeOffset(machine.GetUtcNow()));
        Assert.Equal(0, now.ToUnixTimeTicks() % 10);
        Assert.Throws<InvalidOperationException>(() => replica.Simulated);
    }
}

/// <summary>A machine whose clock was set aside; what sleeps on it sleeps as long as ever.</summary>
internal sealed class MachineSetAside(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
}
