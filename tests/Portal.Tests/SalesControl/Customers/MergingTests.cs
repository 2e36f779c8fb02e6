using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Customers;

/// <summary>What is written of a customer is put right, and two entries of one person become one.</summary>
[Collection(OnOneSystem.Name)]
public sealed class MergingTests(PortalSystem system)
{
    [Fact]
    [Rule("RES-4", "two entries of one person")]
    public async Task A_supervisor_corrects_a_name_and_merges_two_entries()
    {
        var one = await system.SubscribedAsync("1-2-502", "许小", "13811112502", "2502");
        await system.SubscribedAsync("1-2-503", "许晓", "13811112503", "2503");
        var customer = (await system.LookAsync("consultant-1", one))["buyers"]![0]!["customerId"];
        await using var supervisor = await Person.SignInAsync(
            system, "sales-supervisor-1", $"/sales/customers/{customer}");
        await supervisor.PressAsync("更正资料");
        await supervisor.Page.GetByLabel("更正内容").SelectOptionAsync("Name");
        await supervisor.FillAsync("更正为", "许晓");
        await supervisor.FillAsync("原因", "登记笔误");
        await supervisor.LooksRightAsync("customer-correcting");
        await supervisor.PressAsync("更正资料");
        await supervisor.SeesAsync("登记笔误");
        await supervisor.PressAsync("合并客户");
        await supervisor.FillAsync("电话或姓名", "13811112503");
        await supervisor.PressAsync("查找");
        await supervisor.Page.GetByLabel("许晓").First.CheckAsync();
        await supervisor.FillAsync("原因", "同一人两次登记");
        await supervisor.LooksRightAsync("customer-merging");
        await supervisor.PressAsync("合并客户");
        await supervisor.SeesAsync("已办理：合并客户");
        await supervisor.LooksRightAsync("customer-merged");
        Assert.Empty(supervisor.Complaints);
    }
}
