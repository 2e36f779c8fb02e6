using System.Text.Json.Nodes;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Subscriptions;

/// <summary>A sale from the agreement to the key: each step by whose it is, without a manual.</summary>
[Collection(OnOneSystem.Name)]
public sealed class SellingTests(PortalSystem system)
{
    [Fact]
    [Rule("RES-4", "who buys, and with which shares")]
    [Rule("CS-4", "a granted discount is used once")]
    public async Task Two_buy_what_one_holds_under_a_granted_discount_by_a_plan_of_their_own()
    {
        const string Unit = "1-2-201";
        await system.ReservedAsync(Unit, "陈一", "13811112201", "2201");
        var asked = await system.CallAsync("consultant-1", $"{SalesSteps.UnitPath(Unit)}/discounts", new JsonObject
        {
            ["percent"] = 3,
            ["reason"] = "老客户推荐",
        });
        await system.ActAsync("marketing-manager-1", $"/api/sales/changes/{asked["id"]}", "approve");

        await using var consultant = await Person.SignInAsync(
            system, "consultant-1", SalesSteps.PageOf(SalesSteps.UnitPath(Unit)));
        await consultant.PressAsync("登记认购");
        await consultant.SeesAsync("预留客户 陈一");
        await consultant.LooksRightAsync("sign");
        await consultant.FillAsync("认购书编号", "S-2201");
        await consultant.Page.GetByLabel("多人共有").CheckAsync();
        await consultant.PressAsync("增加买受人");
        await consultant.FillAsync("客户姓名", "陈二");
        await consultant.FillAsync("联系电话", "13811112202");
        // What is missing is told while it is typed.
        await consultant.Page.GetByLabel("份额").First.FillAsync("60");
        await consultant.SeesAsync("份额合计 60%，还差 40%");
        await consultant.Page.GetByLabel("份额").Last.FillAsync("40");
        await consultant.SeesAsync("份额合计 100%");
        await consultant.Page.GetByLabel("优惠依据").SelectOptionAsync(
            new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await consultant.SeesAsync("1,849,159.50");
        await consultant.Page.GetByLabel("另行约定").CheckAsync();
        await consultant.FillAsync("首期款（元）", "600000");
        await consultant.FillAsync("其余分几期", "2");
        await consultant.PressAsync("生成付款计划");
        await consultant.SeesAsync("与应付款一致");
        await consultant.FillAsync("第 2 期金额（元）", "600000");
        await consultant.SeesAsync("相差");
        await consultant.LooksRightAsync("sign-plan");
        await consultant.FillAsync("第 3 期金额（元）", "649159.50");
        await consultant.SeesAsync("与应付款一致");
        await consultant.PressAsync("登记认购");
        await consultant.SeesAsync("已办理：登记认购");
        await consultant.FollowAsync("查看认购");
        await consultant.SeesAsync("陈二");
        await consultant.LooksRightAsync("sale");
        Assert.Empty(consultant.Complaints);
    }

    [Fact]
    [Rule("DOC-5.3.1", "a unit is delivered when it is contracted and paid")]
    public async Task It_is_paid_contracted_and_delivered_by_the_three_whose_work_that_is()
    {
        const string Unit = "1-2-202";
        var sale = await system.SubscribedAsync(Unit, "林甲", "13811112203", "2203");
        var page = SalesSteps.PageOf(sale);
        await using var assistant = await Person.SignInAsync(system, "sales-assistant-1", page);
        await assistant.PressAsync("登记付款");
        await assistant.FillAsync("收据编号", "P-2203");
        await assistant.FillAsync("金额", "100000");
        await assistant.LooksRightAsync("sale-paying");
        await assistant.PressAsync("登记付款");
        await assistant.SeesAsync("已办理：登记付款");
        await assistant.SeesAsync("P-2203");
        await system.PaidAsync(sale, "P-2203b", await system.OpenAsync(sale));

        await using var clerk = await Person.SignInAsync(system, "customer-affairs-clerk-1", page);
        await clerk.PressAsync("登记签约");
        await clerk.FillAsync("合同编号", "C-2203");
        await clerk.PressAsync("登记签约");
        await clerk.SeesAsync("已办理：登记签约");
        await clerk.PressAsync("办理入伙");
        await clerk.PressAsync("办理入伙");
        await clerk.SeesAsync("已入伙");
        await clerk.LooksRightAsync("sale-delivered");
        await clerk.GoAsync($"/sales/projects/{PortalSystem.Project}/subscriptions");
        await clerk.FillAsync("房源", Unit);
        await clerk.SeesAsync("S-2203");
        await clerk.LooksRightAsync("sales");
        Assert.Empty((string[])[.. assistant.Complaints, .. clerk.Complaints]);
    }
}
