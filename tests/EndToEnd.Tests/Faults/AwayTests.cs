using System.Net;
using System.Text.Json;
using Ops.TestSupport;
using Ops.TestSupport.Servers;
using Xunit;

namespace Ops.EndToEnd.Tests.Faults;

/// <summary>The broker or one department's database is away: the others go on, and nothing is lost.</summary>
public sealed class AwayTests(TestServers servers)
{
    [Fact]
    public async Task While_RabbitMQ_is_away_for_30_seconds_customers_go_on_signing_and_then_all_of_it_arrives()
    {
        const int Seconds = 30;
        var folder = Path.Combine(Path.GetTempPath(), $"ops-faults-{Environment.ProcessId}");
        try
        {
            var ports = RabbitMqPorts.Free();
            var broker = await PrivateRabbitMq.StartAsync(folder, ports);
            await using var company = await Company.CreateAsync(servers, broker.ConnectionString);
            await using var sales = await company.Sales.StartAsync();
            await using var archive = await company.Archive.StartAsync();
            await company.ListRoomsAsync(sales, Seconds + 2);
            await company.SignAsync(sales, 1);
            await company.EachOwedOnceAsync(1);

            await broker.StopAsync();
            // A signing a second is the fault's length, not a wait for something to have happened.
            using (var second = new PeriodicTimer(TimeSpan.FromSeconds(1)))
            {
                for (var room = 2; room <= Seconds + 1; room++)
                {
                    await company.SignAsync(sales, room);
                    await second.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                }
            }

            Assert.Equal(Seconds, await company.Sales.PendingAsync("RecordsArchive"));
            Assert.Equal(1, await company.Archive.CountAsync("handovers"));
            await using var back = await PrivateRabbitMq.StartAsync(folder, ports);
            await company.SignAsync(sales, Seconds + 2);

            await company.EachOwedOnceAsync([.. Enumerable.Range(1, Seconds + 2)]);
        }
        finally
        {
            Folder.Drop(folder);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_a_department_s_database_is_closed_its_own_calls_answer_503_and_the_other_goes_on(
        bool salesIsClosed)
    {
        await using var company = await Company.CreateAsync(servers);
        await using var sales = await company.Sales.StartAsync();
        await using var archive = await company.Archive.StartAsync();
        await company.ListRoomsAsync(sales, 3);
        await company.SignAsync(sales, 1);
        await company.EachOwedOnceAsync(1);
        using var atSales = company.At(sales);
        using var atArchive = company.At(archive);
        var (closed, atClosed, atOther) =
            salesIsClosed ? (company.Sales, atSales, atArchive) : (company.Archive, atArchive, atSales);

        await closed.CloseAsync(servers);
        foreach (var path in (string[])[PathOf(atClosed == atSales), "/health"])
        {
            using var answer = await atClosed.GetAsync(
                new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }

        using (var answer = await atClosed.GetAsync(
            new Uri(PathOf(atClosed == atSales), UriKind.Relative), TestContext.Current.CancellationToken))
        {
            var problem = JsonDocument.Parse(
                await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
            Assert.Equal(503, problem.GetProperty("status").GetInt32());
            Assert.Equal(32, problem.GetProperty("traceId").GetString()!.Length);
            Assert.DoesNotContain("Npgsql", problem.ToString(), StringComparison.Ordinal);
        }

        if (salesIsClosed)
        {
            using var refused = await company.TrySignAsync(atSales, 2);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        using (var other = await atOther.GetAsync(
            new Uri(PathOf(atOther == atSales), UriKind.Relative), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        if (!salesIsClosed)
            await company.SignAsync(sales, 2);

        await closed.OpenAgainAsync(servers);
        await Wait.UntilAsync(async () =>
        {
            using var answer = await atClosed.GetAsync(
                new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }, "healthy again, without a restart");
        if (salesIsClosed)
            await company.SignAsync(sales, 2);
        await company.SignAsync(sales, 3);

        await company.EachOwedOnceAsync(1, 2, 3);
    }

    private static string PathOf(bool sales) =>
        sales ? "/api/sales/projects/harbour-court/board" : "/api/archive/handovers";
}
