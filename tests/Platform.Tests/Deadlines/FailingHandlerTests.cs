using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Time;

public sealed class FailingHandlerTests(TestServers servers)
{
    private static readonly Term ThreeDays = new Term.Elapsed(Duration.FromHours(72));

    [Fact]
    [Rule("T-7")]
    public async Task A_handler_that_fails_is_listed_leaves_nothing_behind_holds_no_other_up_and_succeeds_later_once()
    {
        var office = await Office.OpenAsync(servers);
        office.Hand.Does = (firing, _, _) =>
            firing.Deadline.Key == "bad"
                ? throw new InvalidOperationException("the shelf is gone")
                : Task.CompletedTask;
        await using var replica = await office.StartAsync();
        await replica.SetAsync("bad", ThreeDays, Office.Opening);
        await replica.SetAsync("good", ThreeDays, Office.Opening);

        await replica.MoveToAsync(Office.Opening + Duration.FromDays(4));
        Assert.Equal(["Due good"], await office.DoneAsync(1));
        var failure = await FailedAsync(replica);
        Assert.Equal(
            ("deadline", FirmHandler.Name, "bad", "the shelf is gone"),
            (failure.Kind, failure.Name, failure.Subject, failure.Reason));

        office.Hand.Does = (_, _, _) => Task.CompletedTask;
        // Its next try comes by itself.
        Assert.Equal(["Due good", "Due bad"], await office.DoneAsync(2));
        Assert.Empty(await Failures(replica).ListAsync(10, CancellationToken.None));
        Assert.Equal(2, await office.CountAsync("deadlines.firings"));
    }

    [Fact]
    [Rule("T-7")]
    public async Task An_operator_replays_a_failed_deadline_at_once()
    {
        var office = await Office.OpenAsync(servers);
        office.Hand.Does = (_, _, _) => throw new InvalidOperationException("not yet");
        await using var replica = await office.StartAsync();
        await replica.SetAsync("bad", ThreeDays, Office.Opening);
        await replica.MoveToAsync(Office.Opening + Duration.FromDays(4));
        var failure = await FailedAsync(replica);
        await office.ExecuteAsync("UPDATE deadlines.deadlines SET retry_at = clock_timestamp() + interval '1 hour'");

        Assert.Equal(
            "T-7", (await Failures(replica).ReplayAsync(failure.Id, "operations-1", CancellationToken.None))?.Rule);
        office.Hand.Does = (_, _, _) => Task.CompletedTask;
        Assert.Null(await Failures(replica).ReplayAsync(failure.Id, "operations-1", CancellationToken.None));

        Assert.Equal(["Due bad"], await office.DoneAsync());
        Assert.Equal(
            RefusalKind.Missing,
            (await Failures(replica).ReplayAsync(failure.Id, "operations-1", CancellationToken.None))?.Kind);
    }

    [Fact]
    [Rule("T-7")]
    public async Task What_an_operator_gave_up_stays_given_up_also_when_the_calendar_changes()
    {
        var office = await Office.OpenAsync(servers, Instant.FromUtc(2026, 12, 28, 1, 0));
        office.Hand.Does = (_, _, _) => throw new InvalidOperationException("for ever");
        var folder = Directory.CreateTempSubdirectory("ops-calendar-");
        await using var replica = await office.StartAsync(settings: $"--Calendar:Folder={folder.FullName}");
        await replica.SetAsync(
            "bad", new Term.WorkingDays(5, Office.Site), Instant.FromUtc(2026, 12, 28, 1, 0));
        await replica.MoveToAsync(Instant.FromUtc(2027, 1, 20, 0, 0));
        var failure = await FailedAsync(replica);

        Assert.Null(
            await Failures(replica)
                .DiscardAsync(failure.Id, "the project was sold", "operations-1", CancellationToken.None));
        office.Hand.Does = (_, _, _) => Task.CompletedTask;
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "2027.json"),
            """{"year":2027,"source":"a notice","holidays":[{"date":"2027-01-01","name":"元旦"}],"workingDays":[]}"""
        );
        await replica.Sweep.FireDueAsync(CancellationToken.None);

        Assert.Empty(await office.DoneAsync());
        Assert.Equal(
            "the project was sold (operations-1)",
            await office.QueryAsync<string>("SELECT discarded FROM deadlines.deadlines"));
        folder.Delete(recursive: true);
    }

    [Fact]
    [Rule("T-7")]
    public async Task A_handler_that_has_failed_for_days_is_still_tried_at_its_pace_and_keeps_no_other_waiting()
    {
        var office = await Office.OpenAsync(servers);
        office.Hand.Does = (firing, _, _) =>
            firing.Deadline.Key == "bad" ? throw new InvalidOperationException("for days") : Task.CompletedTask;
        await using var replica = await office.StartAsync();
        await replica.SetAsync("bad", ThreeDays, Office.Opening);
        await office.ExecuteAsync("UPDATE deadlines.deadlines SET attempts = 2000");

        await replica.MoveToAsync(Office.Opening + Duration.FromDays(4));
        await Wait.UntilAsync(
            async () =>
                await office.CountAsync(
                    "deadlines.deadlines WHERE attempts > 2000 AND retry_at > clock_timestamp() + interval '200 s'"
                ) == 1,
            "the next try five minutes later");
    }

    [Fact]
    [Rule("T-7")]
    public async Task A_kind_that_no_handler_was_named_for_is_listed_and_nothing_else_stops()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await office.StartAsync();
        await replica.ChangeAsync(book =>
            book.Set(replica.Terms("lost", ThreeDays, Office.Opening) with { Kind = "unheard-of" }));
        await replica.SetAsync("good", ThreeDays, Office.Opening);

        await replica.MoveToAsync(Office.Opening + Duration.FromDays(4));

        Assert.Equal(["Due good"], await office.DoneAsync(1));
        Assert.Contains("unheard-of", (await FailedAsync(replica)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("T-7")]
    public async Task A_database_that_closes_its_connections_delays_a_deadline_and_is_not_counted_against_it()
    {
        var office = await Office.OpenAsync(servers);
        var begun = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        office.Hand.Does = async (_, _, _) =>
        {
            begun.TrySetResult();
            await go.Task;
        };
        await using var replica = await office.StartAsync();
        await replica.SetAsync("away", ThreeDays, Office.Opening);
        await replica.MoveToAsync(Office.Opening + Duration.FromDays(4));
        await begun.Task.WaitAsync(Wait.Patience);

        await office.ExecuteAsync(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
                AND pid <> pg_backend_pid()
            """
        );
        go.SetResult();

        Assert.Equal(["Due away"], await office.DoneAsync(1));
        Assert.Equal(0, await office.CountAsync("deadlines.deadlines WHERE attempts > 0"));
        Assert.Equal(2, office.Hand.Calls.Count);
    }

    private static IFailureSource Failures(OfficeReplica replica) => replica.Get<IFailureSource>();

    private static async Task<Failure> FailedAsync(OfficeReplica replica)
    {
        await Wait.UntilAsync(
            async () => (await Failures(replica).ListAsync(10, CancellationToken.None)).Count > 0,
            "a failure in the list");
        return (await Failures(replica).ListAsync(10, CancellationToken.None))[0];
    }
}
