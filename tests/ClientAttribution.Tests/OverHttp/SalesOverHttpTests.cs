using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.ClientAttribution.Sales;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>What SalesControl tells of its sales is kept once, in whatever order it comes.</summary>
public sealed class SalesOverHttpTests(TestServers servers)
{
    private static readonly Instant Signing = Instant.FromUtc(2026, 9, 28, 2, 0);

    [Fact, Rule("ATT-III.6")]
    public async Task A_sale_is_shown_with_its_contract_its_payments_and_its_end()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var (sale, unit) = (NewId(), NewId());
        await HearAsync(host, Signed(sale, unit) with { Price = 2_000_000m, Paid = 20_000m, Kind = "home" }, 0);
        await HearAsync(host, new ContractSigned(sale, unit, ClientsHost.Project, "2-1-1203"), 5);
        await HearAsync(host, Paid(sale, unit, 600_000m), 6);
        await HearAsync(
            host, new BuyersChanged(sale, unit, ClientsHost.Project, "2-1-1203", [new(NewId(), 100m)]), 7);

        var stands = Assert.Single(await SalesAsync(host));
        Assert.Equal(
            ("2-1-1203", "A-1", "consultant-1", 2_000_000m, 620_000m),
            (
                stands.GetProperty("unit").GetString(), stands.GetProperty("agreementNumber").GetString(),
                stands.GetProperty("consultant").GetString(), stands.GetProperty("price").GetDecimal(),
                stands.GetProperty("paid").GetDecimal()));
        Assert.Equal("2026-09-28T10:00:00+08:00", stands.GetProperty("signedAt").GetString());
        Assert.Equal("2026-10-03T10:00:00+08:00", stands.GetProperty("contractedAt").GetString());
        Assert.Equal(JsonValueKind.Null, stands.GetProperty("ending").ValueKind);

        await HearAsync(host, new SaleCancelled(sale, unit, ClientsHost.Project, "2-1-1203"), 9);
        var over = Assert.Single(await SalesAsync(host));
        Assert.Equal("cancelled", over.GetProperty("ending").GetString());
        Assert.Equal("2026-10-07T10:00:00+08:00", over.GetProperty("endedAt").GetString());
    }

    [Fact, Rule("ATT-III.6")]
    public async Task What_comes_twice_counts_once_and_what_comes_before_the_subscription_is_kept()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var (sale, unit, payment) = (NewId(), NewId(), NewId());
        await HearAsync(host, Paid(sale, unit, 1_000m), 3, payment);
        // Whose sale it is nobody has said yet.
        Assert.Empty(await SalesAsync(host));
        await Task.WhenAll(
            HearAsync(host, Paid(sale, unit, 1_000m), 3, payment),
            HearAsync(host, Paid(sale, unit, 1_000m), 3, payment),
            HearAsync(host, Signed(sale, unit) with { Paid = 500m }, 0));
        Assert.Equal(1_500m, Assert.Single(await SalesAsync(host)).GetProperty("paid").GetDecimal());
        // An operator publishes what is old beside what is new: each of them is counted.
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => HearAsync(host, Paid(sale, unit, 10m), 4 + i)));
        Assert.Equal(1_620m, Assert.Single(await SalesAsync(host)).GetProperty("paid").GetDecimal());

        var next = NewId();
        await HearAsync(host, new SaleSwapped(sale, unit, ClientsHost.Project, "2-1-1203", next), 8);
        await HearAsync(host, Signed(next, NewId()) with { SwappedFrom = sale, Unit = "2-1-1204" }, 8);
        await HearAsync(host, new SaleForfeited(next, unit, ClientsHost.Project, "2-1-1204"), 20);
        var both = await SalesAsync(host);
        Assert.Equal(["forfeited", "swapped"], both.Select(one => one.GetProperty("ending").GetString()));
        Assert.Equal(sale, both[0].GetProperty("swappedFrom").GetGuid());
    }

    [Fact]
    public async Task Of_other_sites_and_other_consultants_nothing_is_listed()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        await HearAsync(host, Signed(NewId(), NewId()), 0);
        await HearAsync(host, Signed(NewId(), NewId()) with { Consultant = "consultant-2" }, 0);
        await HearAsync(host, Signed(NewId(), NewId()) with { Project = "hill-side" }, 0);
        Assert.Equal(2, (await SalesAsync(host)).Count);
        Assert.Single(await SalesAsync(host, "?consultant=consultant-2"));
        var first = await host.Supervisor.ReadAsync($"{ClientsHost.Site}/sales?limit=1");
        var next = first.Json.GetProperty("next").GetString();
        Assert.Single(await SalesAsync(host, $"?after={next}"));
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await host.Supervisor.ReadAsync("/api/clients/projects/hill-side/sales")).Status);
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private static SubscriptionSigned Signed(Guid sale, Guid unit) => new(
        sale, unit, ClientsHost.Project, "港湾华庭", "Asia/Shanghai", new LocalTime(18, 0), "2-1-1203", "2", "1",
        "1203", "A-1", null, "consultant-1", Signing);

    private static PaymentReceived Paid(Guid sale, Guid unit, decimal amount) =>
        new(sale, unit, ClientsHost.Project, "2-1-1203", amount, "CNY");

    private static async Task<IReadOnlyList<JsonElement>> SalesAsync(ClientsHost host, string query = "") =>
        [.. (await host.Supervisor.ReadAsync($"{ClientsHost.Site}/sales{query}")).Json.GetProperty("items")
            .EnumerateArray()];

    /// <summary>As the inbox does it: the event's handler in a change of its own, days after the signing.</summary>
    private static async Task HearAsync<TEvent>(ClientsHost host, TEvent told, int days, Guid? id = null)
        where TEvent : class
    {
        await using var scope = host.Service.Services.CreateAsyncScope();
        var handler = (IHandle<TEvent>)scope.ServiceProvider.GetRequiredService(typeof(HearOfSales));
        var context = new EventContext(
            id ?? NewId(), SalesControlEvents.Service, "unit/1", 1, Signing + Duration.FromDays(days), "consultant-1",
            TraceId: null);
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
            async cancellationToken =>
            {
                await handler.HandleAsync(told, context, cancellationToken);
                return true;
            },
            TestContext.Current.CancellationToken);
    }
}
