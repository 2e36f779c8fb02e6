using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Ops.Platform.Rules;
using Ops.Portal.Tests.SalesControl;
using Xunit;

namespace Ops.Portal.Tests.Faults;

/// <summary>
/// What is refused says by which rule: one click from the rule's words, and from what the refusal rests on, while the
/// form stays as it was filled in.
/// </summary>
[Collection(OnOneSystem.Name)]
public sealed class RefusalTests(PortalSystem system)
{
    [Fact]
    [Rule("RES-1", "a refusal leads to its rule")]
    public async Task A_registration_without_a_receipt_leads_to_the_rule_of_the_deposit()
    {
        await using var consultant = await Person.SignInAsync(
            system, "consultant-1", SalesSteps.PageOf(SalesSteps.UnitPath("1-1-1002")));
        await consultant.PressAsync("登记预留");
        await consultant.FillAsync("客户姓名", "孙无据");
        await consultant.FillAsync("联系电话", "13811110506");
        await consultant.FillAsync("预约单编号", "F-0506");
        await consultant.PressAsync("登记预留");
        await consultant.SeesAsync("未缴纳预约金不得预留");
        await RuleIsAClickAwayAsync(consultant, "RES-1");
        Assert.Equal("孙无据", await consultant.Page.GetByLabel("客户姓名").InputValueAsync());
        Assert.Empty(consultant.Complaints);
    }

    [Fact]
    [Rule("RES-2", "a refusal leads to what it rests on")]
    public async Task A_form_s_number_that_is_taken_leads_to_the_rule_and_to_the_reservation_that_has_it()
    {
        await system.ReservedAsync("1-1-1003", "吴先", "13811110507", "0507");
        var second = await system.ReservedAsync("1-1-1101", "吴后", "13811110508", "0508");
        await using var consultant = await Person.SignInAsync(system, "consultant-1", SalesSteps.PageOf(second));
        await consultant.PressAsync("更正");
        await consultant.Page.GetByLabel("更正内容").SelectOptionAsync("Form");
        await consultant.FillAsync("更正为", "F-0507");
        await consultant.FillAsync("原因", "笔误");
        await consultant.PressAsync("更正");
        await RuleIsAClickAwayAsync(consultant, "RES-2");
        var there = await EvidenceAsync(consultant);
        await there.GetByText("F-0507").First.WaitForAsync();
        Assert.Equal("F-0507", await consultant.Page.GetByLabel("更正为").InputValueAsync());
        Assert.Empty(consultant.Complaints);
    }

    [Fact]
    [Rule("RES-4", "a refusal leads to what it rests on")]
    public async Task A_contract_s_number_that_is_taken_leads_to_the_rule_and_to_the_sale_that_has_it()
    {
        var first = await system.SubscribedAsync("1-2-1001", "郑一", "13811112491", "2491");
        await system.ActAsync(
            "customer-affairs-clerk-1", first, "contract", new JsonObject { ["contractNumber"] = "C-2491" });
        var second = await system.SubscribedAsync("1-2-1002", "郑二", "13811112492", "2492");
        await using var clerk = await Person.SignInAsync(
            system, "customer-affairs-clerk-1", SalesSteps.PageOf(second));
        await clerk.PressAsync("登记签约");
        await clerk.FillAsync("合同编号", "C-2491");
        await clerk.PressAsync("登记签约");
        await clerk.SeesAsync("C-2491");
        await RuleIsAClickAwayAsync(clerk, "RES-4");
        var there = await EvidenceAsync(clerk);
        await there.GetByText("S-2491").First.WaitForAsync();
        await clerk.LooksRightAsync("sale-refused");
        Assert.Empty(clerk.Complaints);
    }

    private static async Task RuleIsAClickAwayAsync(Person person, string rule)
    {
        var refusal = person.Page.Locator("main [role=alert]");
        var book = await person.Page.Context.RunAndWaitForPageAsync(() =>
            refusal.GetByRole(AriaRole.Link, new() { Name = rule }).ClickAsync());
        await Assertions.Expect(book.Locator($"article[id='{rule}']")).ToBeInViewportAsync();
        await book.Locator($"article[id='{rule}']").GetByText("制度原文").WaitForAsync();
        await book.CloseAsync();
    }

    private static async Task<IPage> EvidenceAsync(Person person)
    {
        var refusal = person.Page.Locator("main [role=alert]");
        await refusal.Locator("summary").ClickAsync();
        return await person.Page.Context.RunAndWaitForPageAsync(() =>
            refusal.Locator("details a").First.ClickAsync());
    }
}
