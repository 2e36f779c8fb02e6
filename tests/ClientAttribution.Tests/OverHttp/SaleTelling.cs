using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Ops.ClientAttribution.Sales;
using Ops.Platform.Messaging;
using Ops.Platform.Storage;
using Ops.SalesControl.Contracts;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>Sales and plans for the tests.</summary>
internal static class SaleTelling
{
    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    /// <summary>As the inbox does it: the event's handler in a change of its own.</summary>
    public static async Task HearAsync<TEvent>(this ClientsHost host, TEvent told, Instant at, Guid? id = null)
        where TEvent : class
    {
        await using var scope = host.Service.Services.CreateAsyncScope();
        var handler = (IHandle<TEvent>)scope.ServiceProvider.GetRequiredService(typeof(HearOfSales));
        var context = new EventContext(
            id ?? NewId(), SalesControlEvents.Service, "unit/1", 1, at, "consultant-1", TraceId: null);
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
            async cancellationToken =>
            {
                await handler.HandleAsync(told, context, cancellationToken);
                return true;
            },
            TestContext.Current.CancellationToken);
    }

    /// <summary>A home sold for two million some hours after nine in the morning.</summary>
    public static SubscriptionSigned Signed(this ClientsHost host, int hours = 0, string unit = "2-1-1203") => new(
        NewId(), NewId(), ClientsHost.Project, "港湾华庭", "Asia/Shanghai", new LocalTime(18, 0), unit, "2", "1",
        unit[4..], "A-1", null, "consultant-2", host.Nine + Duration.FromHours(hours))
    {
        Price = 2_000_000m,
        Kind = "home",
    };

    /// <summary>The same, and heard of; answers where it is read.</summary>
    public static async Task<(string Sale, SubscriptionSigned Signed)> SellAsync(
        this ClientsHost host, int hours = 0, string unit = "2-1-1203")
    {
        var signed = host.Signed(hours, unit);
        await host.HearAsync(signed, signed.SignedAt);
        return (Sale.PathOf(signed.SubscriptionId), signed);
    }

    /// <summary>A supervisor says which client bought.</summary>
    public static Task<Answer> LinkAsync(this ClientsHost host, string sale, string client) =>
        host.Supervisor.ChangeAsync(sale, "client", new { client, basis = "word", reason = "本人到场签约。" });

    /// <summary>A plan from long ago, half of which is payable at the contract.</summary>
    public static object Plan(string kind, params object[] tiers) => new
    {
        kind,
        from = "2026-01-01",
        period = "month",
        tiers = tiers.Length == 0 ? [new { from = 0m, rate = 0.3m }] : tiers,
        atContract = 50m,
    };

    /// <summary>A plan that waits for another's word; answers where it is read.</summary>
    public static async Task<string> DraftPlanAsync(this ClientsHost host, string kind, params object[] tiers)
    {
        var drafted = await host.Lead().SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/commission-plans", Plan(kind, tiers));
        Assert.Equal(HttpStatusCode.Created, drafted.Status);
        return $"/api/clients/commission-plans/{drafted.Id}";
    }

    /// <summary>A plan that counts.</summary>
    public static async Task<string> PlanAsync(this ClientsHost host, string kind, params object[] tiers)
    {
        var plan = await host.DraftPlanAsync(kind, tiers);
        Assert.Equal("approved", (await host.Supervisor.ChangeAsync(plan, "approve")).Text("state"));
        return plan;
    }

    /// <summary>The first day of the month at the site.</summary>
    public static LocalDate Month(this ClientsHost host) =>
        host.Nine.InZone(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).Date.With(DateAdjusters.StartOfMonth);

    /// <summary>A month is closed.</summary>
    public static Task<Answer> CloseAsync(this ClientsHost host, LocalDate month) => host.Supervisor.SendAsync(
        HttpMethod.Post, $"{ClientsHost.Site}/statements", new { month = LocalDatePattern.Iso.Format(month) });

    /// <summary>
    /// A consultant's statement of a month in which they sold, seen a month later; answers where it is read.
    /// </summary>
    public static async Task<string> StatementAsync(this ClientsHost host, string consultant)
    {
        var (sale, _) = await host.SellAsync(hours: 2);
        await host.LinkAsync(sale, await host.FileAsync(consultant));
        var month = host.Month();
        await host.PassDaysAsync(40);
        var closed = await host.CloseAsync(month);
        var statement = closed.Json.GetProperty("statements").EnumerateArray()
            .Single(one => one.GetProperty("consultant").GetString() == consultant);
        return $"/api/clients/statements/{statement.GetProperty("id").GetString()}";
    }

    /// <summary>Who has how much of a sale: <c>consultant-2 6000.00/3000.00</c>.</summary>
    public static async Task<string> BalancesAsync(this ClientsHost host, string sale)
    {
        var account = await host.Supervisor.ReadAsync($"{sale}/commission");
        return string.Join(", ", account.Json.GetProperty("balances").EnumerateArray()
            .Select(one => (
                Whose: one.GetProperty("consultant").GetString() ?? one.GetProperty("recipient").GetString(),
                Accrued: one.GetProperty("accrued").GetDecimal(), Payable: one.GetProperty("payable").GetDecimal()))
            .Where(one => (one.Accrued, one.Payable) != (0, 0))
            .Select(one => FormattableString.Invariant($"{one.Whose} {one.Accrued:0.00}/{one.Payable:0.00}")));
    }

    /// <summary>The kinds of the lines of a sale's account.</summary>
    public static async Task<IReadOnlyList<string?>> KindsAsync(this ClientsHost host, string sale) =>
    [
        .. (await host.Supervisor.ReadAsync($"{sale}/commission")).Json.GetProperty("lines").EnumerateArray()
            .Select(line => line.GetProperty("kind").GetString()),
    ];
}
