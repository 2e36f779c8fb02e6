using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Changes;

/// <summary>Each change of a sale says what follows from it before it is asked for.</summary>
[Collection(OnOneSystem.Name)]
public sealed class ChangingASaleTests(PortalSystem system)
{
    [Fact]
    [Rule("RES-4", "a swap to a unit that is open to everybody")]
    public async Task A_swap_tells_both_prices_and_goes_through_when_a_manager_agrees()
    {
        var sale = await system.SubscribedAsync("1-2-301", "周一", "13811112301", "2301");
        await system.PaidAsync(sale, "P-2301", 500_000m);
        await using var consultant = await Person.SignInAsync(system, "consultant-1", SalesSteps.PageOf(sale));
        await consultant.PressAsync("申请换房");
        await consultant.Page.GetByLabel("换至").SelectOptionAsync("1-2-302");
        await consultant.SeesAsync("多付");
        // 1-2-302 costs 2,515,012: what was paid goes with the sale.
        await consultant.SeesAsync("2,015,012.00");
        await consultant.FillAsync("认购书编号", "S-2301b");
        await consultant.FillAsync("原因", "需要更大的户型");
        await consultant.LooksRightAsync("swap");
        await consultant.PressAsync("申请换房");
        await consultant.SeesAsync("已办理：申请换房");
        await consultant.FollowAsync("换房");
        await consultant.SeesAsync("S-2301b");

        await using var manager = await Person.SignInAsync(
            system, "marketing-manager-1", new Uri(consultant.Page.Url).AbsolutePath);
        await manager.LooksRightAsync("change");
        await manager.PressAsync("批准");
        await manager.PressAsync("批准");
        await manager.SeesAsync("已批准");
        await consultant.GoAsync(SalesSteps.PageOf(sale));
        await consultant.SeesAsync("已换房");
        await consultant.Page.Locator("dt", new() { HasText = "换至" }).Locator("+ dd a").ClickAsync();
        await consultant.SeesAsync("1-2-302");
        await consultant.SeesAsync("换自");
        await consultant.GoAsync($"/sales/projects/{PortalSystem.Project}/changes");
        await consultant.FillAsync("房源", "1-2-301");
        await consultant.SeesAsync("需要更大的户型");
        await consultant.LooksRightAsync("changes");
        Assert.Empty((string[])[.. consultant.Complaints, .. manager.Complaints]);
    }

    [Fact]
    [Rule("RES-4", "a change of name")]
    public async Task A_change_of_name_begins_with_those_of_today()
    {
        var sale = await system.SubscribedAsync("1-2-303", "吴一", "13811112303", "2303");
        await using var consultant = await Person.SignInAsync(system, "consultant-1", SalesSteps.PageOf(sale));
        await consultant.PressAsync("申请更名");
        await consultant.SeesAsync("吴一 100%");
        await consultant.PressAsync("增加买受人");
        await consultant.FillAsync("客户姓名", "吴二");
        await consultant.FillAsync("联系电话", "13811112304");
        await consultant.PressAsync("平均分配");
        await consultant.FillAsync("原因", "夫妻共有");
        await consultant.SeesAsync("吴一 50%、吴二 50%");
        await consultant.LooksRightAsync("rename");
        await consultant.PressAsync("申请更名");
        await consultant.SeesAsync("已办理：申请更名");
        var change = (await system.LookAsync("consultant-1", sale))["changes"]![0]!["id"];
        await consultant.GoAsync($"/sales/changes/{change}");
        // Who is not theirs yet they see masked.
        await consultant.SeesAsync("50%");
        await consultant.LooksRightAsync("change-of-name");
        await system.ActAsync("marketing-manager-1", $"/api/sales/changes/{change}", "approve");
        await consultant.GoAsync(SalesSteps.PageOf(sale));
        await consultant.SeesAsync("吴二");
        Assert.Empty(consultant.Complaints);
    }

    [Fact]
    [Rule("RES-4", "a late payment plan")]
    public async Task A_late_payment_begins_with_what_is_open_and_its_sum_is_told()
    {
        var sale = await system.SubscribedAsync("1-2-401", "郑一", "13811112401", "2401");
        await system.PaidAsync(sale, "P-2401", 33_200m);
        await using var consultant = await Person.SignInAsync(system, "consultant-1", SalesSteps.PageOf(sale));
        await consultant.PressAsync("申请延期付款");
        await consultant.SeesAsync("1,900,000.00");
        await consultant.SeesAsync("与应付款一致");
        await consultant.Page.GetByText("按首期款及期数生成").ClickAsync();
        await consultant.FillAsync("首期款（元）", "400000");
        await consultant.FillAsync("其余分几期", "3");
        await consultant.PressAsync("生成付款计划");
        await consultant.FillAsync("第 4 期金额（元）", "1");
        await consultant.SeesAsync("相差");
        await consultant.FillAsync("第 4 期金额（元）", "500000");
        await consultant.SeesAsync("与应付款一致");
        await consultant.FillAsync("原因", "银行放款延迟");
        await consultant.LooksRightAsync("late-payment");
        await consultant.PressAsync("申请延期付款");
        await consultant.SeesAsync("已办理：申请延期付款");
        Assert.Empty(consultant.Complaints);
    }

    [Fact]
    [Rule("RES-4", "a cancellation")]
    public async Task A_cancellation_tells_what_goes_back_and_what_is_kept()
    {
        var sale = await system.SubscribedAsync("1-2-402", "冯一", "13811112402", "2402");
        await system.PaidAsync(sale, "P-2402", 200_000m);
        await using var consultant = await Person.SignInAsync(system, "consultant-1", SalesSteps.PageOf(sale));
        await consultant.PressAsync("申请退房");
        await consultant.FillAsync("退还金额", "150000");
        await consultant.SeesAsync("50,000.00");
        await consultant.FillAsync("退还金额", "250000");
        await consultant.SeesAsync("退还金额超过已付款");
        await consultant.FillAsync("退还金额", "150000");
        await consultant.FillAsync("原因", "客户退房");
        await consultant.LooksRightAsync("cancellation");
        await consultant.PressAsync("申请退房");
        await consultant.SeesAsync("已办理：申请退房");
        var change = (await system.LookAsync("consultant-1", sale))["changes"]![0]!["id"];
        await system.ActAsync("marketing-manager-1", $"/api/sales/changes/{change}", "approve");
        await system.ActAsync("finance-officer-1", $"/api/sales/changes/{change}", "approve");
        await consultant.GoAsync(SalesSteps.PageOf(sale));
        await consultant.SeesAsync("已退房");
        await consultant.LooksRightAsync("sale-cancelled");
        Assert.Empty(consultant.Complaints);
    }
}
