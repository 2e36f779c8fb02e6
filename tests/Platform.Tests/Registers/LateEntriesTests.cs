using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Registers;

/// <summary>
/// What is entered after its change: without waiting for the chain, in its order, once, and by itself.
/// </summary>
public sealed class LateEntriesTests(TestServers servers)
{
    [Fact]
    [Rule("T-6")]
    public async Task Who_leaves_an_entry_does_not_wait_for_the_chain_and_it_is_entered_once_the_chain_is_free()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.AppendAsync(new { n = 0 });
        await service.ChangeAsync(async services =>
        {
            // Whoever enters something holds the head until their change ends.
            await services
                .GetRequiredService<IRegisterBook>()
                .AppendAsync(
                    "handovers", "harbour-court", "clerk-1", AnyRecord.Of(new { n = 1 }), null, CancellationToken.None);
            await Parallel.ForEachAsync(Enumerable.Range(2, 30), async (n, _) => await LeaveAsync(service, n));
            Assert.Equal(30L, await service.QueryAsync<long>("SELECT count(*) FROM registers.late"));
        });

        await EnteredAsync(service, 32);
        Assert.Equal(0L, await service.QueryAsync<long>("SELECT count(*) FROM registers.late"));
    }

    [Fact]
    [Rule("T-6")]
    public async Task Who_enters_something_of_their_own_enters_first_what_waits_and_then_neither_is_entered_again()
    {
        await using var service = await SmallService.StartAsync(servers);
        await using (var held = new Npgsql.NpgsqlConnection(service.Admin + ";Pooling=false"))
        {
            // So that it is not entered by itself before.
            await held.OpenAsync(TestContext.Current.CancellationToken);
            await service.AppendAsync(new { n = 1 });
            await using var hold = new Npgsql.NpgsqlCommand("BEGIN; SELECT 1 FROM registers.heads FOR UPDATE", held);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await LeaveAsync(service, 2);
            await LeaveAsync(service, 3);
            var own = service.ChangeAsync(async services =>
            {
                var book = services.GetRequiredService<IRegisterBook>();
                await book.AppendAsync(
                    "handovers", "harbour-court", "clerk-1", AnyRecord.Of(new { n = 4 }), null, CancellationToken.None);
                await book.AppendAsync(
                    "handovers", "harbour-court", "clerk-1", AnyRecord.Of(new { n = 5 }), null, CancellationToken.None);
            });
            await using var release = new Npgsql.NpgsqlCommand("COMMIT", held);
            await release.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await own;
        }

        await EnteredAsync(service, 5);
        Assert.Equal(
            (int[])[1, 2, 3, 4, 5],
            await service.QueryAsync<int[]>(
                "SELECT array_agg((text::jsonb -> 'entry' ->> 'n')::int ORDER BY sequence) FROM registers.entries"));
    }

    [Fact]
    [Rule("T-6")]
    public async Task What_was_not_committed_is_not_entered_and_what_a_killed_replica_left_is_entered_at_its_own_time()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.ChangeAsync(services => LeaveAsync(services.GetRequiredService<UnitOfWork>(), 1), commit: false);
        service.Clock.Advance(Duration.FromDays(1));
        // As a replica leaves it that dies after its commit.
        await service.QueryAsync<object>(
            "SELECT registers.enter_late('handovers', 'harbour-court', 'clerk-1', '{\"n\": 2}')");

        await EnteredAsync(service, 1);
        Assert.Equal(
            "2 2026-09-29T01:00:00.000000Z",
            await service.QueryAsync<string>(
                "SELECT concat(text::jsonb -> 'entry' ->> 'n', ' ', text::jsonb ->> 'at') FROM registers.entries"));
    }

    private static Task LeaveAsync(SmallService service, int n) =>
        service.ChangeAsync(services => LeaveAsync(services.GetRequiredService<UnitOfWork>(), n));

    private static Task LeaveAsync(UnitOfWork change, int n)
    {
        change.Defer(
            "SELECT registers.enter_late('handovers', 'harbour-court', 'clerk-1', jsonb_build_object('n', $1::int))",
            new Npgsql.NpgsqlParameter { Value = n });
        return Task.CompletedTask;
    }

    private static async Task EnteredAsync(SmallService service, long entries)
    {
        await Wait.UntilAsync(async () => (await service.VerifyAsync()).Entries == entries, $"{entries} entries");
        Assert.True((await service.VerifyAsync()).Intact);
    }
}
