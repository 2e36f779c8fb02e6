using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl;

/// <summary>
/// What can be done only when time has passed: the clock is moved on its page, by two days and an hour.
/// </summary>
[Collection(OnOneSystem.Name)]
public sealed class TimePassesTests(PortalSystem system)
{
    private const string Consultant = "consultant-1", Manager = "marketing-manager-1", Unit = "2-1-1102";

    private const int Hours = 49;

    [Fact]
    [Rule("T-8", "the clock is moved")]
    [Rule("RES-1", "an extension is granted")]
    [Rule("RES-3", "a renewal in the last day")]
    [Rule("RES-4", "who waits yields, and a forfeiture after the payment term")]
    public async Task Two_days_later_a_reservation_is_renewed_and_an_unpaid_sale_forfeited()
    {
        var held = await system.ReservedAsync(Unit, "陶续留", "13811121102", "21102");
        var waits = await system.CallAsync("consultant-2", $"{SalesSteps.UnitPath(Unit)}/reservations", new JsonObject
        {
            ["customer"] = SalesSteps.Customer("姜让位", "13811121112"),
            ["form"] = "F-21112",
        });
        var sale = await DueTomorrowAsync("2-1-1103");
        await ExtendAsync();
        await MoveAsync();
        await RenewAsync(held, $"/sales/reservations/{waits["id"]}");
        await ForfeitAsync(sale);
    }

    /// <summary>A sale whose price is to be paid tomorrow.</summary>
    private async Task<string> DueTomorrowAsync(string unit)
    {
        var path = SalesSteps.UnitPath(unit);
        var price = (await system.LookAsync(Consultant, path))["listPrice"]!["amount"];
        var made = await system.CallAsync(Consultant, $"{path}/subscription", new JsonObject
        {
            ["agreementNumber"] = "S-21103",
            ["customer"] = SalesSteps.Customer("谢违约", "13811121103"),
            ["instalments"] = new JsonArray(new JsonObject
            {
                ["dueOn"] = system.InDays(1),
                ["amount"] = SalesSteps.Yuan(decimal.Parse($"{price}", CultureInfo.InvariantCulture)),
            }),
        });
        var sale = $"/api/sales/subscriptions/{made["id"]}";
        await system.PaidAsync(sale, "P-21103", 100_000m);
        return sale;
    }

    private async Task ExtendAsync()
    {
        var held = await system.ReservedAsync("2-1-1201", "邹延期", "13811121201", "21201");
        var before = await EndOfAsync(held);
        await using var consultant = await Person.SignInAsync(system, Consultant, SalesSteps.PageOf(held));
        await consultant.PressAsync("申请特殊延期");
        await consultant.FillAsync("延长小时数", "24");
        await consultant.FillAsync("原因", "客户出差");
        await consultant.PressAsync("申请特殊延期");
        await consultant.SeesAsync("已办理：申请特殊延期");
        await using var manager = await Person.SignInAsync(
            system, Manager, $"/sales/projects/{PortalSystem.Project}/changes");
        await manager.Page.Locator("tbody tr", new() { HasText = "2-1-1201" })
            .GetByRole(AriaRole.Link, new() { Name = "特殊延期" }).ClickAsync();
        await manager.SeesAsync("客户出差");
        await manager.DoAsync("批准");
        await manager.SeesAsync("已批准");
        Assert.Equal(TimeSpan.FromHours(24), await EndOfAsync(held) - before);
        Assert.Empty((string[])[.. consultant.Complaints, .. manager.Complaints]);
    }

    private async Task MoveAsync()
    {
        var today = system.Today;
        await using var operations = await Person.SignInAsync(system, "operations-1", "/simulation/clock");
        await operations.PressAsync("拨动时钟");
        await operations.FillAsync("小时", $"{Hours}");
        await operations.SendAsync("拨动时钟");
        await operations.SeesAsync("途中处理");
        await operations.LooksRightAsync("clock-moved");
        Assert.InRange(system.Today, today.PlusDays(2), today.PlusDays(3));
        Assert.Empty(operations.Complaints);
    }

    private async Task RenewAsync(string held, string waits)
    {
        await using var consultant = await Person.SignInAsync(system, Consultant, SalesSteps.PageOf(held));
        // Not past whoever waits, until they yield.
        await consultant.SeesAsync("F-21102");
        var renew = consultant.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "办理续留" });
        await Assertions.Expect(renew).ToHaveCountAsync(0);
        await using var second = await Person.SignInAsync(system, "consultant-2", waits);
        await second.DoAsync("让位");
        await second.SeesAsync("已办理：让位");

        await consultant.GoAsync(SalesSteps.PageOf(held));
        await consultant.PressAsync("办理续留");
        await consultant.FillAsync("预约单编号", "F-21102b");
        await consultant.LooksRightAsync("reservation-renewing");
        await consultant.PressAsync("办理续留");
        await consultant.SeesAsync("已办理：办理续留");
        await using var manager = await Person.SignInAsync(system, Manager, "/approvals");
        await manager.FollowAsync(Unit);
        await manager.SeesAsync("F-21102b");
        await manager.LooksRightAsync("renewal");
        await manager.DoAsync("批准预留");
        await Assertions.Expect(manager.Page.Locator(".ops-done").First).ToContainTextAsync(Unit);
        var unit = await system.LookAsync(Consultant, SalesSteps.UnitPath(Unit));
        Assert.Equal("reserved", $"{unit["state"]}");
        Assert.Empty((string[])[.. consultant.Complaints, .. second.Complaints, .. manager.Complaints]);
    }

    private async Task ForfeitAsync(string sale)
    {
        await using var consultant = await Person.SignInAsync(system, Consultant, SalesSteps.PageOf(sale));
        await consultant.PressAsync("申请挞定");
        await consultant.FillAsync("退还金额", "20000");
        await consultant.SeesAsync("80,000.00");
        await consultant.FillAsync("原因", "逾期未付");
        await consultant.LooksRightAsync("forfeiture");
        await consultant.PressAsync("申请挞定");
        await consultant.SeesAsync("已办理：申请挞定");
        var change = (await system.LookAsync(Consultant, sale))["changes"]![0]!["id"];
        foreach (var who in (string[])[Manager, "finance-officer-1"])
        {
            await using var decides = await Person.SignInAsync(system, who, $"/sales/changes/{change}");
            await decides.SeesAsync("逾期未付");
            await decides.DoAsync("批准");
            await decides.SeesAsync("已办理：批准");
            Assert.Empty(decides.Complaints);
        }

        await consultant.GoAsync(SalesSteps.PageOf(sale));
        await consultant.SeesAsync("已挞定");
        await consultant.LooksRightAsync("sale-forfeited");
        var unit = await system.LookAsync(Consultant, SalesSteps.UnitPath("2-1-1103"));
        Assert.Equal("available", $"{unit["state"]}");
        Assert.Empty(consultant.Complaints);
    }

    private async Task<DateTimeOffset> EndOfAsync(string reservation) => DateTimeOffset.Parse(
        $"{(await system.LookAsync(Consultant, reservation))["expiresAt"]}", CultureInfo.InvariantCulture);
}
