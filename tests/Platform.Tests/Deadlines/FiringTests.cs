using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Time;

public sealed class FiringTests(TestServers servers)
{
    private static readonly Term ThreeDays = new Term.Elapsed(Duration.FromHours(72));
    private static readonly Term FiveWorkingDays = new Term.WorkingDays(5, Office.Site);

    [Fact]
    [Rule("T-3")]
    [Rule("T-7")]
    public async Task A_handover_owed_within_five_working_days_warns_a_day_before_and_falls_due_at_close_of_business()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();
        var set = await replica.SetAsync(
            "handover", FiveWorkingDays, Instant.FromUtc(2026, 9, 29, 1, 0), null, new Warning.WorkingDaysBefore(1));
        Assert.Equal(Instant.FromUtc(2026, 10, 12, 10, 0), set.DueAt);

        // The clock jumps over both marks at once.
        await replica.MoveToAsync(Instant.FromUtc(2026, 10, 20, 0, 0));

        Assert.Equal(["Warning handover", "Due handover"], await office.DoneAsync(2));
        Assert.Equal(
            [Instant.FromUtc(2026, 10, 10, 10, 0), Instant.FromUtc(2026, 10, 12, 10, 0)],
            office.Hand.Calls.Select(firing => firing.At));
        var deadline = await replica.FindAsync("handover");
        Assert.Equal((Instant.FromUtc(2026, 10, 12, 10, 0), null), (deadline.BreachedAt, deadline.MetAt));
    }

    [Fact]
    [Rule("T-7")]
    public async Task A_deadline_fires_by_itself_soon_after_its_time_has_come()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();

        var set = await replica.SetAsync("soon", new Term.Elapsed(Duration.FromMilliseconds(700)));

        await office.DoneAsync(1);
        // Within a second on a machine of its own; this one is shared.
        Assert.InRange(
            replica.Clock.GetCurrentInstant() - set.DueAt, Duration.Zero, Duration.FromTimeSpan(Wait.Patience));
    }

    [Fact]
    [Rule("T-7")]
    public async Task With_two_replicas_no_deadline_fires_twice_and_none_is_lost()
    {
        var office = await Office.OpenAsync(servers);
        await using var one = await office.StartAsync();
        await using var other = await office.StartAsync();
        await one.ChangeAsync(book =>
        {
            for (var i = 0; i < 120; i++)
                book.Set(one.Terms($"k-{i}", ThreeDays, Office.Opening));
        });

        await one.MoveToAsync(Office.Opening + Duration.FromDays(4));

        var done = await office.DoneAsync(120);
        await other.Sweep.FireDueAsync(CancellationToken.None);
        Assert.Equal(120, done.Distinct().Count());
        Assert.Equal(120, await office.CountAsync("public.done"));
        Assert.Equal(120, await office.CountAsync("deadlines.firings"));
    }

    [Fact]
    [Rule("T-7")]
    public async Task What_fell_due_while_the_service_was_down_fires_at_its_start()
    {
        var office = await Office.OpenAsync(servers);
        await using (var before = await office.StartAsync())
        {
            await before.SetAsync("down", ThreeDays, Office.Opening);
        }

        // It is down while three days go by.
        await office.ExecuteAsync("UPDATE clock.simulated SET offset_us = offset_us + 400000000000");
        await using var after = await office.StartAsync();

        Assert.Equal(["Due down"], await office.DoneAsync(1));
    }

    [Fact]
    [Rule("T-7")]
    public async Task A_replica_that_ends_in_the_middle_of_a_firing_leaves_it_to_another_which_does_it_once()
    {
        var office = await Office.OpenAsync(servers);
        var begun = new TaskCompletionSource();
        office.Hand.Does = async (_, _, cancel) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancel);
        };
        await using (var one = await office.StartAsync())
        {
            await one.SetAsync("cut", ThreeDays, Office.Opening);
            await one.MoveToAsync(Office.Opening + Duration.FromDays(4));
            await begun.Task.WaitAsync(Wait.Patience);
        }

        Assert.Empty(await office.DoneAsync());
        office.Hand.Does = (_, _, _) => Task.CompletedTask;
        await using var other = await office.StartAsync();

        Assert.Equal(["Due cut"], await office.DoneAsync(1));
        Assert.Equal(1, await office.CountAsync("deadlines.firings"));
    }

    [Fact]
    [Rule("T-7")]
    public async Task What_is_met_or_cancelled_in_time_never_fires()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();
        await replica.SetAsync("met", ThreeDays, Office.Opening);
        await replica.SetAsync("cancelled", ThreeDays, Office.Opening);
        await replica.SetAsync("kept", ThreeDays, Office.Opening);
        var metAt = Office.Opening + Duration.FromHours(1);

        await replica.ChangeAsync(book =>
        {
            book.Meet("met", metAt);
            book.Cancel("cancelled", metAt);
        });
        await replica.MoveToAsync(Office.Opening + Duration.FromDays(10));
        await replica.Sweep.FireDueAsync(CancellationToken.None);

        Assert.Equal(["Due kept"], await office.DoneAsync());
        Assert.Equal(
            (metAt, null), ((await replica.FindAsync("met")).MetAt, (await replica.FindAsync("met")).BreachedAt));
        Assert.Equal(metAt, (await replica.FindAsync("cancelled")).CancelledAt);
    }

    [Fact]
    [Rule("T-7")]
    public async Task A_command_that_finds_its_deadline_past_meets_it_late_and_the_sweeper_has_nothing_left_to_do()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync(builder =>
            builder.Services.AddSingleton<IClock>(new FakeClock(Office.Opening)));
        var set = await replica.SetAsync("late", ThreeDays, Office.Opening);

        await replica.ChangeAsync(book => book.Meet("late", set.DueAt + Duration.FromHours(2)));
        ((FakeClock)replica.Clock).AdvanceDays(5);
        await replica.Sweep.FireDueAsync(CancellationToken.None);

        var deadline = await replica.FindAsync("late");
        Assert.Equal((set.DueAt, set.DueAt + Duration.FromHours(2)), (deadline.BreachedAt, deadline.MetAt));
        Assert.Empty(await office.DoneAsync());
    }

    [Fact]
    [Rule("T-7")]
    public async Task What_ends_by_itself_is_closed_by_its_due_time_and_is_no_breach()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();
        await replica.ChangeAsync(book =>
            book.Set(replica.Terms("lapse", ThreeDays, Office.Opening) with { EndsWhenDue = true }));

        await replica.MoveToAsync(Office.Opening + Duration.FromDays(4));
        await office.DoneAsync(1);

        var deadline = await replica.FindAsync("lapse");
        Assert.Equal((Office.Opening + Duration.FromHours(72), null), (deadline.MetAt, deadline.BreachedAt));
        // Its key is free for the renewal.
        await replica.SetAsync("lapse", ThreeDays);
    }

    [Fact]
    [Rule("T-7")]
    public async Task A_change_that_is_not_committed_sets_nothing()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();

        await replica.ChangeAsync(book => book.Set(replica.Terms("undone", ThreeDays, Office.Opening)), commit: false);

        Assert.Equal(0, await office.CountAsync("deadlines.deadlines"));
    }

    [Fact]
    [Rule("T-7")]
    public async Task There_is_one_open_deadline_of_a_key()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();
        await replica.SetAsync("one", ThreeDays);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => replica.SetAsync("one", ThreeDays));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, refused.SqlState);
    }

    [Fact]
    [Rule("T-7")]
    public async Task The_nearest_mark_that_is_still_to_come_is_known()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();
        Assert.Null(await replica.Sweep.NextAsync(CancellationToken.None));
        await replica.SetAsync("far", ThreeDays, Office.Opening);
        await replica.SetAsync("near", new Term.Elapsed(Duration.FromHours(2)), Office.Opening);

        Assert.Equal(Office.Opening + Duration.FromHours(2), await replica.Sweep.NextAsync(CancellationToken.None));
    }

    [Fact]
    [Rule("T-7")]
    [Rule("T-8")]
    public async Task A_machine_whose_clock_is_a_day_ahead_fires_nothing_before_its_business_time()
    {
        var office = await Office.OpenAsync(servers);
        var business = new FakeClock(Office.Opening);
        await using var replica = await office.StartAsync(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(new MachineSetAside(TimeSpan.FromDays(30)));
            builder.Services.AddSingleton<IClock>(business);
        });
        await replica.SetAsync("aside", ThreeDays, Office.Opening);

        await replica.Sweep.FireDueAsync(CancellationToken.None);
        Assert.Empty(await office.DoneAsync());

        business.AdvanceHours(73);
        Assert.Equal(["Due aside"], await office.DoneAsync(1));
    }

    [Fact]
    [Rule("T-7")]
    public async Task A_firing_waits_for_the_command_that_holds_its_aggregate_and_respects_what_that_command_did()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();
        var subject = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        await office.ExecuteAsync($"INSERT INTO public.things (id) VALUES ('{subject}')");
        await replica.SetAsync("raced", ThreeDays, Office.Opening, subject);
        await using var command = new NpgsqlConnection(office.Admin + ";Pooling=false");
        await command.OpenAsync();
        await using var transaction = await command.BeginTransactionAsync();
        await new NpgsqlCommand(
            $"SELECT 1 FROM public.things WHERE id = '{subject}' FOR UPDATE", command,
            transaction).ExecuteNonQueryAsync();

        await replica.MoveToAsync(Office.Opening + Duration.FromDays(4));
        await Wait.UntilAsync(
            async () =>
                await office.CountAsync(
                    "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0,
            "the sweeper at the aggregate's lock");
        await new NpgsqlCommand(
            "UPDATE deadlines.deadlines SET met_at = due_at, next_at = NULL WHERE key = 'raced'", command,
            transaction).ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        await replica.Sweep.FireDueAsync(CancellationToken.None);

        Assert.Empty(office.Hand.Calls);
    }

    [Fact]
    [Rule("T-7")]
    public async Task What_fired_and_what_was_recalculated_cannot_be_changed_not_even_by_the_owner()
    {
        var office = await Office.OpenAsync(servers);
        await using var service = NpgsqlDataSource.Create(office.Runtime);
        foreach (
            var statement in new[]
            {
                "UPDATE deadlines.{0} SET deadline = deadline",
                "DELETE FROM deadlines.{0}",
                "TRUNCATE deadlines.{0}",
            })
        {
            foreach (var table in new[] { "firings", "recalculations" })
            {
                var sql = string.Format(null, statement, table);
                Assert.Contains(
                    "append-only (T-7)",
                    (await Assert.ThrowsAsync<PostgresException>(() => office.ExecuteAsync(sql))).MessageText,
                    StringComparison.Ordinal);
                await using var command = service.CreateCommand(sql);
                Assert.Equal(
                    PostgresErrorCodes.InsufficientPrivilege,
                    (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
            }
        }
    }
}
