using Npgsql;
using Ops.Platform.Messaging;
using Ops.Platform.Tests.Time;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Telemetry;

public sealed class IdleTests(TestServers servers)
{
    private const int Polls = 100;

    [Fact]
    public async Task A_service_to_which_nothing_happens_asks_its_database_again_and_again_and_makes_no_span()
    {
        var told = new Told();
        var office = await Office.OpenAsync(servers);
        var database = new NpgsqlConnectionStringBuilder(office.Admin).Database!;
        var broker = await servers.CreateVirtualHostAsync("idle");
        await using var replica = await office.StartAsync(
            builder =>
            {
                builder.AddServiceDefaults();
                builder.AddMessaging("Office", new Dictionary<Type, IReadOnlyList<string>>());
                told.ListenTo(builder.Services);
            },
            settings: $"--ConnectionStrings:messaging={broker}");

        // Sweeper, dispatcher, housekeeping, clock and calendar, by the server's own count.
        var before = await AskedAsync(office, database);
        await Wait.UntilAsync(async () => await AskedAsync(office, database) - before >= Polls, "many polls");

        // A start brings the calendar into an empty database, once: that is work, and has a name.
        Assert.All(told.OfDatabase(database), span => Assert.Equal("import calendar", span.Parent?.DisplayName));

        // And it would have been seen: what somebody causes has spans.
        using (var cause = ServiceDefaults.Telemetry.StartWork("look"))
        {
            await replica.Sweep.NextAsync(CancellationToken.None);
            Assert.Contains(told.OfTrace(cause!.TraceId.ToHexString()), span => span.DisplayName == "select deadlines");
        }
    }

    private static Task<long> AskedAsync(Office office, string database) =>
        office.QueryAsync<long>("SELECT xact_commit FROM pg_stat_database WHERE datname = $1", database);
}
