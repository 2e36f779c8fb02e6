using System.Net;
using CsCheck;
using NodaTime;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// Whatever ends a thing ends the tasks about it and the holds of money, and what follows is somebody's to do. Over
/// random histories <see cref="AnyHistoryOverHttpTests"/> looks for the same; here are its plainest cases.
/// </summary>
public sealed class NothingDanglesTests(TestServers servers)
{
    [Fact, Rule("RES-1"), Rule("RES-2")]
    [Case("refused-reservation-s-deposit")]
    public async Task A_refused_reservation_s_deposit_is_finance_s_to_refund_at_once_and_no_longer_than_it_is_held()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = ReservationCalls.Finance(sales);
        var pending = await sales.RegisterAsync(1);
        Assert.Empty(await TasksAsync(finance));

        await sales.ActAsync(sales.Manager, pending, "refuse", new { reason = "The form is not signed." });

        var task = Assert.Single(await TasksAsync(finance));
        // The task leads to the money itself, with what decides on it beside it.
        var deposit = Assert.Single((await finance.GetAsync(task.Text("subject")!, HttpStatusCode.OK)).Items());
        Assert.Equal(
            ("held", true, SalesHost.Unit, pending["depositId"]),
            (deposit.Text("state"), deposit.GetProperty("toRefund").GetBoolean(), deposit.Text("unit"),
                deposit.Text("id")));
        Assert.Empty(await Dangling.FindAsync(Database(sales)));
        await finance.PostAsync(
            $"/api/sales/deposits/{deposit.Text("id")}/refund", new { reason = "The reservation was refused." },
            HttpStatusCode.OK, $"\"{deposit.GetProperty("version")}\"");
        Assert.Empty(await TasksAsync(finance));
        Assert.Empty(await Dangling.FindAsync(Database(sales)));
    }

    [Fact, Rule("RES-3")]
    [Case("task-of-what-has-ended")]
    public async Task A_reminder_to_report_is_gone_when_it_was_reported_on_when_the_time_is_another_and_at_the_end()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        var other = await sales.ReservedAsync(2, "2-1-1201");
        await sales.Service.MoveClockAsync(Duration.FromHours(50));
        Assert.Equal(2, await RemindersAsync(sales));

        await sales.ActAsync(sales.Consultant, reserved, "renewal", new { form = "F-go-on" });
        Assert.Equal(1, await RemindersAsync(sales));
        var longer = await sales.ActAsync(
            sales.Consultant, other, "extension", new { hours = 48, reason = "They travel." }, HttpStatusCode.Created);
        var change = $"/api/sales/changes/{longer["id"]}";
        await sales.Manager.PostAsync($"{change}/approve", null, HttpStatusCode.OK, longer.ETag);
        Assert.Equal(0, await RemindersAsync(sales));

        await sales.Service.MoveClockAsync(Duration.FromHours(50));
        Assert.Equal(1, await RemindersAsync(sales));
        await sales.ActAsync(sales.Consultant, other, "release", new { reason = "Found another." });
        Assert.Equal(0, await RemindersAsync(sales));
        Assert.Empty(await Dangling.FindAsync(Database(sales)));
    }

    [Fact, Rule("RES-1"), Rule("CS-7")]
    public async Task An_extension_of_a_reservation_that_has_lapsed_is_asked_for_no_more()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        var asked = await sales.ActAsync(
            sales.Consultant, reserved, "extension", new { hours = 24, reason = "They travel." },
            HttpStatusCode.Created);

        await sales.Service.MoveClockAsync(Duration.FromHours(73));

        var change = await sales.Manager.GetAsync($"/api/sales/changes/{asked["id"]}", HttpStatusCode.OK);
        Assert.Equal("closed", change["state"]);
        Assert.Empty((await sales.Manager.GetAsync("/api/sales/me/approvals", HttpStatusCode.OK)).Items());
        Assert.Contains(
            await TasksAsync(sales.Consultant), task => task.Text("subject") == $"/api/sales/changes/{asked["id"]}");
        Assert.Empty(await Dangling.FindAsync(Database(sales)));
    }

    [Fact, Rule("CS-4")]
    public async Task What_came_on_sale_without_a_price_is_nobody_s_to_price_any_more_when_it_is_priced()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.WithheldAsync();
        var drafted = await sales.ImportAsync(
            $"{SalesHost.Header}9,1,2,201,住宅,80,70,1300000,销控\n9,1,2,202,住宅,80,70,1300000,销控\n");
        using var lead = sales.TheLead();
        var batch = await lead.PostAsync(
            $"{Listing.Base}/batches",
            new { code = "b-1", name = "First", units = new[] { "9-1-101", "9-1-102" } }, HttpStatusCode.Created);
        var path = $"/api/sales/batches/{batch["id"]}";
        var at = (Listing.Now() + Duration.FromHours(1)).ToString();
        await lead.ActAsync(path, "open", new { at }, HttpStatusCode.OK);
        await lead.ActAsync(path, "units", new { units = new[] { "9-1-201", "9-1-202" } }, HttpStatusCode.OK);
        await sales.Service.MoveClockAsync(Duration.FromHours(2));
        Assert.Equal(1, await UnpricedAsync());

        // One of the two goes to another batch, the other is priced.
        await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-2", name = "Next", units = new[] { "9-1-202" } },
            HttpStatusCode.Created);
        Assert.Equal(1, await UnpricedAsync());
        var list = $"/api/sales/price-lists/{drafted["priceList"]}";
        var approved = await sales.Manager.ActAsync(list, "approve", null, HttpStatusCode.OK);
        Assert.Equal(1, await UnpricedAsync());
        await sales.Manager.PostAsync($"{list}/publish", new { }, HttpStatusCode.OK, approved.ETag);

        Assert.Equal(0, await UnpricedAsync());
        Assert.Empty(await Dangling.FindAsync(Database(sales)));

        async Task<int> UnpricedAsync() => (await TasksAsync(sales.Manager)).Count(task =>
            task.Text("subject") == path && task.GetProperty("mustBeDone").GetBoolean());
    }

    [Fact, Rule("RES-4")]
    [Case("batch-opened-before-a-called-number-chose")]
    public async Task A_batch_whose_called_numbers_have_not_chosen_opens_when_that_is_confirmed()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.WithheldAsync();
        using var lead = sales.TheLead();
        var batch = await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-1", name = "First", building = "9" }, HttpStatusCode.Created);
        var path = $"/api/sales/batches/{batch["id"]}";
        foreach (var customer in (int[])[1, 2])
        {
            await lead.PostAsync($"{path}/queue-numbers", Listing.Agreement(customer), HttpStatusCode.Created);
        }

        await lead.ActAsync(path, "choosing", null, HttpStatusCode.OK);
        await lead.ActAsync(path, "call-next", null, HttpStatusCode.OK);

        var warned = await lead.ActAsync(path, "open", new { }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(("RES-4", "batch.numbers-left"), (warned["rule"], warned["code"]));
        Assert.True(warned.Json.GetProperty("errors").TryGetProperty("numbersLeft", out _));
        await lead.ActAsync(path, "open", new { numbersLeft = false }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("choosing", (await lead.GetAsync(path, HttpStatusCode.OK))["state"]);
        var opened = await lead.ActAsync(path, "open", new { numbersLeft = true }, HttpStatusCode.OK);
        Assert.Equal("open", opened["state"]);
        Assert.Empty(await Dangling.FindAsync(Database(sales)));
    }

    [Fact, Rule("RES-4"), Case("batch-opened-before-a-called-number-chose", Generated = true)]
    public async Task Whatever_became_of_the_numbers_a_batch_warns_of_just_those_that_were_called_and_have_not_chosen()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);

        // Each number is not called, or chooses, is passed over or given back; the last that is called may stay so.
        await Gen.Select(Gen.Int[0, 2].Array[1, 4], Gen.Bool).SampleAsync(
            async one =>
            {
                var (fates, lastStays) = one;
                string[] units = [await NextAsync(), .. await Task.WhenAll(fates.Select(_ => NextAsync()))];
                var batch = "/api/sales/batches/" + (await stage.All.PostAsync(
                    $"{Listing.Base}/batches",
                    new { code = stage.Next("batch").ToLowerInvariant(), name = "A batch", units },
                    HttpStatusCode.Created))["id"];
                List<string> numbers = [];
                foreach (var _ in fates)
                {
                    numbers.Add("/api/sales/queue-numbers/" + (await stage.All.PostAsync(
                        $"{batch}/queue-numbers",
                        new
                        {
                            customer = stage.Customer(),
                            agreementNumber = stage.Next("Q"),
                            depositReceipt = stage.Next("R"),
                        },
                        HttpStatusCode.Created))["id"]);
                }

                await stage.All.ActAsync(batch, "choosing", null, HttpStatusCode.OK);
                var left = 0;
                foreach (var (at, fate) in fates.Index())
                {
                    await stage.All.ActAsync(batch, "call-next", null, HttpStatusCode.OK);
                    var stays = lastStays && at == fates.Length - 1;
                    left += stays || fate == 1 ? 1 : 0;
                    if (stays)
                        break;
                    await stage.All.ActAsync(
                        numbers[at], ((string[])["choose", "pass-over", "return"])[fate],
                        fate switch
                        {
                            0 => new { unit = units[at], agreementNumber = stage.Next("S") },
                            1 => null,
                            _ => (object)new { reason = "They do not want it." },
                        },
                        fate == 0 ? HttpStatusCode.Created : HttpStatusCode.OK);
                }

                var answer = await stage.All.ActAsync(
                    batch, "open", new { },
                    left > 0 ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.OK);
                if (left == 0)
                    return;
                Assert.Equal("batch.numbers-left", answer["code"]);
                await stage.All.ActAsync(batch, "open", new { numbersLeft = true }, HttpStatusCode.OK);
            },
            iter: 8, threads: 1);

        async Task<string> NextAsync() => (await stage.WithheldAsync()).Split('/')[^1];
    }

    private static ServiceDatabase Database(SalesHost sales) => new(sales.Service.Setting.Admin);

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> TasksAsync(HttpClient who) =>
        (await who.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Items();

    private static Task<long> RemindersAsync(SalesHost sales) =>
        Database(sales).CountAsync("tasks.entries WHERE key LIKE 'report/%' AND done_at IS NULL");
}
