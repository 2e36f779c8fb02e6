using System.Net;
using System.Text.Json;
using NodaTime;
using Ops.ClientAttribution.Sales;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>Who has how much of which sale, from a plan and what is heard of the sale.</summary>
public sealed class CommissionOverHttpTests(TestServers servers)
{
    private const string Unit = "2-1-1203";

    [Fact, Rule("REC-3.1"), Rule("ATT-III.6")]
    public async Task It_is_earned_when_it_is_said_which_client_bought_and_taken_back_when_that_was_wrong()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        await host.PlanAsync("home");
        var client = await host.FileAsync("consultant-2");
        await host.PassDaysAsync(1);
        var (sale, signed) = await host.SellAsync();

        var nobodys = await host.Supervisor.ReadAsync($"{ClientsHost.Site}/sales?registered=false");
        Assert.Single(nobodys.Json.GetProperty("items").EnumerateArray());
        Assert.Equal("", await host.BalancesAsync(sale));
        var stranger = await host.FileAsync("consultant-3");
        var late = await host.LinkAsync(sale, stranger);
        Assert.Equal((HttpStatusCode.Conflict, "ATT-III.6"), (late.Status, late.Rule));
        var document = await host.Supervisor.ChangeAsync(
            sale, "client", new { client, basis = "document", reason = "证件一致。" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ATT-III.6"), (document.Status, document.Rule));

        var linked = await host.LinkAsync(sale, client);
        Assert.Equal((HttpStatusCode.OK, client), (linked.Status, linked.Text("client")));
        Assert.Equal("consultant-2 6000.00/0.00", await host.BalancesAsync(sale));
        var line = (await host.Consultant("consultant-2").ReadAsync($"{sale}/commission")).Json
            .GetProperty("lines")[0];
        Assert.Equal("REC-3.1", line.GetProperty("rule").GetString());
        Assert.Contains("P1", line.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            line.GetProperty("evidence").EnumerateArray(),
            one => one.GetString()!.StartsWith("pre-registration/", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, (await host.LinkAsync(sale, client)).Status);

        await host.HearAsync(
            new ContractSigned(signed.SubscriptionId, signed.UnitId, signed.Project, Unit),
            host.Nine + Duration.FromDays(1));
        Assert.Equal("consultant-2 6000.00/3000.00", await host.BalancesAsync(sale));
        var unlinked = await host.Supervisor.ChangeAsync(sale, "unlink", new { reason = "认错人。" });
        Assert.Equal(JsonValueKind.Null, unlinked.Json.GetProperty("client").ValueKind);
        Assert.Equal("", await host.BalancesAsync(sale));
        await host.LinkAsync(sale, client);
        Assert.Equal("consultant-2 6000.00/3000.00", await host.BalancesAsync(sale));
    }

    [Fact, Rule("REC-3.1"), Rule("T-6")]
    public async Task Whatever_order_it_is_heard_in_and_how_often_the_account_is_the_same()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        await host.PlanAsync("home");
        var client = await host.FileAsync("consultant-2");
        await host.PassDaysAsync(1);
        var (inOrder, first) = await host.SellAsync();
        await host.LinkAsync(inOrder, client);
        var second = host.Signed(unit: "2-1-1204");
        var backward = Sale.PathOf(second.SubscriptionId);

        foreach (var sold in (SubscriptionSigned[])[first, second])
        {
            Func<Task>[] heard =
            [
                () => sold == second ? host.HearAsync(sold, sold.SignedAt) : Task.CompletedTask,
                () => host.HearAsync(
                    new ContractSigned(sold.SubscriptionId, sold.UnitId, sold.Project, sold.Unit),
                    host.Nine + Duration.FromDays(2)),
                () => host.HearAsync(
                    new PaymentReceived(
                        sold.SubscriptionId, sold.UnitId, sold.Project, sold.Unit, 700_000.01m, "CNY"),
                    host.Nine + Duration.FromDays(3), sold.UnitId),
                () => host.HearAsync(
                    new PaymentReceived(
                        sold.SubscriptionId, sold.UnitId, sold.Project, sold.Unit, 700_000.01m, "CNY"),
                    host.Nine + Duration.FromDays(3), sold.UnitId),
            ];
            foreach (var hear in sold == first ? heard : heard.Reverse())
                await hear();
        }

        await host.LinkAsync(backward, client);
        Assert.Equal("consultant-2 6000.00/4050.00", await host.BalancesAsync(inOrder));
        Assert.Equal("consultant-2 6000.00/4050.00", await host.BalancesAsync(backward));
        await host.HearAsync(
            new SaleCancelled(second.SubscriptionId, second.UnitId, second.Project, second.Unit),
            host.Nine + Duration.FromDays(5));
        Assert.Equal("", await host.BalancesAsync(backward));
        Assert.Equal("clawedBack", (await host.KindsAsync(backward))[^1]);
        Assert.Equal("consultant-2 6000.00/4050.00", await host.BalancesAsync(inOrder));
        var verified = await host.Supervisor.ReadAsync(
            $"/api/clients/registers/commissions/{ClientsHost.Project}/verify");
        Assert.True(verified.Json.GetProperty("intact").GetBoolean(), $"{verified}");
    }

    [Fact, Rule("REC-3.1")]
    public async Task A_plan_that_is_agreed_to_later_counts_for_its_days_and_a_swap_is_followed()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var client = await host.FileAsync("consultant-2");
        await host.PassDaysAsync(1);
        var next = host.Signed(hours: 30, unit: "2-1-1204") with { Price = 3_000_000m };
        var (sale, signed) = await host.SellAsync();
        await host.LinkAsync(sale, client);
        Assert.Equal("", await host.BalancesAsync(sale));

        await host.PlanAsync("home", new { from = 0m, rate = 0.3m }, new { from = 1_000_000m, rate = 0.5m });
        Assert.Equal("consultant-2 8000.00/0.00", await host.BalancesAsync(sale));
        await host.HearAsync(
            next with { SwappedFrom = signed.SubscriptionId, Paid = 500_000m }, next.SignedAt);
        Assert.Equal("consultant-2 13000.00/0.00", await host.BalancesAsync(sale));
        var onNext = await host.LinkAsync(Sale.PathOf(next.SubscriptionId), client);
        Assert.Equal((HttpStatusCode.Conflict, "REC-3.1"), (onNext.Status, onNext.Rule));
        await host.HearAsync(
            new ContractSigned(next.SubscriptionId, next.UnitId, next.Project, next.Unit),
            next.SignedAt + Duration.FromHours(1));
        Assert.Equal("consultant-2 13000.00/7583.33", await host.BalancesAsync(Sale.PathOf(next.SubscriptionId)));

        var overlap = await host.Lead().SendAsync(
            HttpMethod.Post, $"{ClientsHost.Site}/commission-plans", SaleTelling.Plan("home"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "REC-3.1"), (overlap.Status, overlap.Rule));
        var plans = await host.Consultant("consultant-2").ReadAsync(
            $"{ClientsHost.Site}/commission-plans?state=approved");
        Assert.Equal(2, Assert.Single(plans.Json.GetProperty("items").EnumerateArray())
            .GetProperty("tiers").GetArrayLength());
    }

    [Fact, Rule("ATT-6"), Rule("ATT-7")]
    public async Task A_ruling_after_the_sale_divides_it_anew_and_what_is_not_accepted_goes_to_the_fund()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        await host.PlanAsync("home");
        var phone = host.NewPhone();
        var client = await host.FileAsync("consultant-2", phone);
        await host.FileAsync("consultant-3", phone);
        await host.PassDaysAsync(1);
        var (sale, _) = await host.SellAsync();
        await host.LinkAsync(sale, client);
        await host.PassDaysAsync(1);
        var opened = await host.Consultant("consultant-3").ChangeAsync(
            ClientsHost.PathOf(client), "disputes", new { reason = "客户先给我打过电话。" });
        var dispute = $"/api/clients/disputes/{opened.Id}";

        await host.Lead().ChangeAsync(
            dispute, "ruling",
            new
            {
                shares = new object[]
                {
                    new { consultant = "consultant-2", percent = 33.33m },
                    new { consultant = "consultant-3", percent = 66.67m },
                },
                reason = "两人共同接待。",
            });
        Assert.Equal(
            "consultant-2 1999.80/0.00, consultant-3 4000.20/0.00", await host.BalancesAsync(sale));
        await host.Consultant("consultant-3").ChangeAsync(dispute, "objection");
        Assert.Equal("consultant-2 1999.80/0.00, fund 4000.20/0.00", await host.BalancesAsync(sale));
        Assert.Contains("recredited", await host.KindsAsync(sale));
        // Of another's money a consultant sees nothing.
        var own = await host.Consultant("consultant-3").ReadAsync($"{sale}/commission");
        Assert.All(
            own.Json.GetProperty("lines").EnumerateArray(),
            line => Assert.Equal("consultant-3", line.GetProperty("consultant").GetString()));
    }

    [Fact, Rule("CS-7")]
    public async Task Who_drafted_a_plan_does_not_agree_to_it_and_it_ends_no_earlier_than_today()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var plan = await host.DraftPlanAsync("home");
        var own = await host.Lead().ChangeAsync(plan, "approve");
        Assert.Equal((HttpStatusCode.Forbidden, "CS-7"), (own.Status, own.Rule));
        await host.Supervisor.ChangeAsync(plan, "approve");
        var past = await host.Supervisor.ChangeAsync(plan, "end", new { until = "2026-01-31" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "REC-3.1"), (past.Status, past.Rule));
        Assert.Equal(host.Today, (await host.Supervisor.ChangeAsync(plan, "end", new { until = host.Today }))
            .Text("until"));
    }
}
