using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl;

/// <summary>What is done less often than a registration: each form is seen by everybody, and goes through.</summary>
[Collection(OnOneSystem.Name)]
public sealed class CustomersAndLinesTests(PortalSystem system)
{
    [Fact]
    public async Task A_customer_is_found_and_what_is_masked_asks_for_a_purpose()
    {
        await system.ReservedAsync("1-1-801", "施寻", "13811110801", "0801");
        await using var manager = await Person.SignInAsync(system, "marketing-manager-1", "/sales/customers");
        await manager.FillAsync("电话或姓名", "13811110801");
        await manager.PressAsync("查找");
        await manager.Page.Locator("main .ops-list a").First.WaitForAsync();
        await manager.LooksRightAsync("customers");
        await manager.Page.Locator("main .ops-list a").First.ClickAsync();
        await manager.SeesAsync("+86138****0801");
        await manager.Page.Locator("#purpose").FillAsync("核对合同");
        await manager.LooksRightAsync("customer-unmasking");
        await manager.PressAsync("显示完整资料");
        await manager.SeesAsync("+8613811110801");
        Assert.Empty(manager.Complaints);
    }

    [Fact]
    [Rule("RES-2", "registration")]
    public async Task Who_registers_sees_first_whether_the_customer_came_before_by_phone_name_or_document()
    {
        await system.CallAsync("consultant-1", $"{SalesSteps.UnitPath("2-2-803")}/reservations", new JsonObject
        {
            ["customer"] = new JsonObject
            {
                ["name"] = "来又来",
                ["phone"] = "13811122803",
                ["idDocument"] = new JsonObject { ["kind"] = "passport", ["number"] = "E22803228" },
            },
            ["form"] = "F-22803",
            ["depositReceipt"] = "R-22803",
        });
        await using var consultant = await Person.SignInAsync(
            system, "consultant-1", SalesSteps.PageOf(SalesSteps.UnitPath("2-2-901")));
        var page = consultant.Page;
        await consultant.PressAsync("登记预留");
        // It stands before all that is asked.
        await Assertions.Expect(page.Locator("main form :is(input, select)").First).ToHaveIdAsync("came-by");
        await consultant.FillAsync("客户姓名", "来又来");
        var found = page.Locator("main form").GetByRole(AriaRole.Link, new() { Name = "来又来" });
        foreach (var (by, who) in ((string, string)[])[("", "13811122803"), ("", "来又"), ("Passport", "e22803228")])
        {
            await page.Locator("#came-by").SelectOptionAsync(by);
            await page.Locator("#came-who").FillAsync("没有此人");
            await consultant.PressAsync("查找");
            await Assertions.Expect(found).ToHaveCountAsync(0);
            await page.Locator("#came-who").FillAsync(who);
            await consultant.PressAsync("查找");
            await Assertions.Expect(found).ToBeVisibleAsync();
            await consultant.SeesAsync("2-2-803");
        }

        await consultant.LooksRightAsync("unit-came-before");
        Assert.Equal("来又来", await page.GetByLabel("客户姓名").InputValueAsync());
    }

    [Fact]
    [Rule("RES-4", "an offer is taken up, and who waits may yield")]
    public async Task Who_waits_yields_or_takes_up_what_is_offered()
    {
        const string Unit = "1-1-802";
        var held = await system.ReservedAsync(Unit, "凌甲", "13811110802", "0802");
        await using var first = await Person.SignInAsync(system, "consultant-1", SalesSteps.PageOf(held));
        await first.PressAsync("申请特殊延期");
        await first.LooksRightAsync("reservation-extending");
        var waits = await system.CallAsync("consultant-2", $"{SalesSteps.UnitPath(Unit)}/reservations", new JsonObject
        {
            ["customer"] = SalesSteps.Customer("凌乙", "13811110812"),
            ["form"] = "F-0812",
        });
        await first.GoAsync($"/sales/projects/{PortalSystem.Project}/reservations");
        await first.SeesAsync("F-0802");
        await first.LooksRightAsync("reservations");
        await first.GoAsync("/sales/me/reservations");
        await first.SeesAsync("F-0802");
        await first.LooksRightAsync("own-reservations");

        await using var second = await Person.SignInAsync(
            system, "consultant-2", $"/sales/reservations/{waits["id"]}");
        await second.PressAsync("让位");
        await second.LooksRightAsync("reservation-yielding");
        await second.PressAsync("取消");
        await system.ActAsync("consultant-1", held, "release", new JsonObject { ["reason"] = "客户放弃" });
        await second.GoAsync($"/sales/reservations/{waits["id"]}");
        await second.PressAsync("递补");
        await second.FillAsync("预约金收据编号", "R-0812");
        await second.LooksRightAsync("offer-taking-up");
        await second.PressAsync("递补");
        await second.SeesAsync("已办理：递补");
        Assert.Empty((string[])[.. first.Complaints, .. second.Complaints]);
    }

    [Fact]
    [Rule("CS-4", "a discount is asked for")]
    public async Task A_discount_is_asked_for()
    {
        await using var consultant = await Person.SignInAsync(
            system, "consultant-1", SalesSteps.PageOf(SalesSteps.UnitPath("1-1-901")));
        await consultant.PressAsync("申请优惠");
        await consultant.FillAsync("优惠（%）", "2");
        await consultant.FillAsync("原因", "老客户推荐");
        await consultant.LooksRightAsync("discount-asking");
        await consultant.PressAsync("申请优惠");
        await consultant.SeesAsync("已办理：申请优惠");
        Assert.Empty(consultant.Complaints);
    }

    [Fact]
    public async Task Where_nothing_is_and_where_one_is_back_the_page_says_so()
    {
        await using var consultant = await Person.SignInAsync(system, "consultant-1", "/not-found");
        await consultant.SeesAsync("没有这个页面");
        await consultant.LooksRightAsync("not-found");
        await consultant.GoAsync("/signed-in-again");
        await consultant.LooksRightAsync("signed-in-again");
        await consultant.GoAsync("/not-found");
        await consultant.FollowAsync("我的一天");
        await consultant.Page.GetByRole(AriaRole.Heading, new() { Name = "我的一天" }).WaitForAsync();
        Assert.Empty(consultant.Complaints);
    }
}
