using System.Net;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Contracts.V1;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// Another service's question about a price, over gRPC, with a real client on the endpoint of its own.
/// </summary>
public sealed class PricesOverGrpcTests(TestServers servers)
{
    [Fact, Rule("CS-4"), Rule("CS-7")]
    public async Task A_price_over_gRPC_is_the_one_over_HTTP_and_is_refused_as_gRPC_refuses()
    {
        await using var grpc = await HostAsync();
        var reader = grpc.Token([SalesControlPermissions.ReadBoard]);

        var answer = await grpc.GetAsync("2-1-1203", reader);
        Assert.Equal(
            ("2-1-1203", "3000000.00", "CNY", 1),
            (answer.Unit, answer.Price.Amount, answer.Price.Currency, answer.Price.Version));
        var http = await grpc.Sales.Second.GetAsync($"{SalesHost.UnitPath()}/price", HttpStatusCode.OK);
        Assert.Equal(
            (answer.Price.Amount, answer.Price.PriceListId),
            (http.Json.GetProperty("price").GetProperty("amount").GetString(), http["priceList"]));
        // The project was there before its first price list was published.
        Assert.Null((await grpc.GetAsync(
            "2-1-1203", reader, at: answer.Price.EffectiveAt.ToDateTimeOffset().AddTicks(-10))).Price);

        Assert.Equal(StatusCode.NotFound, await grpc.StatusAsync("9-9-9999", reader));
        Assert.Equal(StatusCode.NotFound, await grpc.StatusAsync(
            "2-1-1203", grpc.Token([SalesControlPermissions.ReadBoard], ["other-site"])));
        Assert.Equal(StatusCode.InvalidArgument, await grpc.StatusAsync("", reader));
        Assert.Equal(StatusCode.InvalidArgument, await grpc.StatusAsync(
            "2-1-1203", reader, at: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(StatusCode.PermissionDenied, await grpc.StatusAsync(
            "2-1-1203", grpc.Token([SalesControlPermissions.OwnTasks])));
        Assert.Equal(StatusCode.Unauthenticated, await grpc.StatusAsync("2-1-1203", null));
    }

    [Fact]
    public async Task A_caller_s_deadline_is_kept_and_the_question_is_not_pursued_after_it()
    {
        await using var grpc = await HostAsync();
        await using var database = new NpgsqlConnection(grpc.Sales.Service.Setting.Admin);
        await database.OpenAsync(TestContext.Current.CancellationToken);
        var reader = grpc.Token([SalesControlPermissions.ReadBoard]);
        await grpc.GetAsync("2-1-1203", reader);

        await using (await database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var locked = new NpgsqlCommand("LOCK TABLE price_lists IN ACCESS EXCLUSIVE MODE", database);
            await locked.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            Assert.Equal(StatusCode.DeadlineExceeded, await grpc.StatusAsync(
                "2-1-1203", reader, deadline: TimeSpan.FromSeconds(1)));

            await Wait.UntilAsync(
                async () =>
                {
                    await using var waiting = new NpgsqlCommand(
                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'price_lists'::regclass",
                        database);
                    return (long)(await waiting.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == 0;
                },
                "the question that nobody waits for any more is given up");
        }

        await grpc.GetAsync("2-1-1203", reader);
    }

    private async Task<GrpcSales> HostAsync()
    {
        var port = FreePort.Next();
        return new GrpcSales(await SalesHost.StartAsync(
            servers, new Dictionary<string, string>(StringComparer.Ordinal) { ["GRPC_PORT"] = $"{port}" }), port);
    }

    private sealed class GrpcSales(SalesHost sales, int port) : IAsyncDisposable
    {
        private readonly GrpcChannel _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

        public SalesHost Sales => sales;

        public string Token(IEnumerable<string> permissions, IEnumerable<string>? sites = null) =>
            sales.Service.Authority.Token(permissions, "agent-1", "agent", "customer-service", sites);

        public async Task<UnitPrice> GetAsync(
            string unit, string? token, DateTimeOffset? at = null, TimeSpan? deadline = null)
        {
            var request = new GetPriceRequest
            {
                Project = SalesHost.Project,
                Unit = unit,
                At = at is { } time ? Timestamp.FromDateTimeOffset(time) : null,
            };
            var headers = new Metadata();
            if (token is not null)
                headers.Add("Authorization", $"Bearer {token}");
            return await new Contracts.V1.Prices.PricesClient(_channel).GetAsync(
                request, headers, TimeProvider.System.GetUtcNow().UtcDateTime + (deadline ?? TimeSpan.FromSeconds(30)));
        }

        public async Task<StatusCode> StatusAsync(
            string unit, string? token, DateTimeOffset? at = null, TimeSpan? deadline = null) =>
            (await Assert.ThrowsAsync<RpcException>(() => GetAsync(unit, token, at, deadline))).StatusCode;

        public async ValueTask DisposeAsync()
        {
            _channel.Dispose();
            await sales.DisposeAsync();
        }
    }
}
