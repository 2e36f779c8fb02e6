using System.Text.Json.Nodes;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Ledger;

/// <summary>A deposit is found among those that are to go back, and goes back once.</summary>
[Collection(OnOneSystem.Name)]
public sealed class DepositsTests(PortalSystem system)
{
    [Fact]
    [Rule("RES-1", "a deposit goes back when what it backed is over")]
    public async Task Finance_refunds_what_is_to_be_refunded_and_the_ledger_says_so()
    {
        var reservation = await system.ReservedAsync("1-2-403", "孙一", "13811112403", "2403");
        await using var finance = await Person.SignInAsync(
            system, "finance-officer-1", $"/sales/projects/{PortalSystem.Project}/deposits");
        await finance.FillAsync("收据编号", "R-2403");
        await finance.FollowAsync("R-2403");
        await finance.SeesAsync("由公司保管");
        // While the reservation is open there is no button.
        Assert.False(await finance.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "退还预约金" })
            .IsVisibleAsync());
        await system.ActAsync(
            "consultant-1", reservation, "release", new JsonObject { ["reason"] = "客户另购他处" });

        await finance.GoAsync($"/sales/projects/{PortalSystem.Project}/deposits");
        await finance.Page.GetByLabel("只看应退还的").CheckAsync();
        await finance.FillAsync("客户姓名", "孙");
        await finance.SeesAsync("R-2403");
        await finance.LooksRightAsync("deposits");
        await finance.FollowAsync("R-2403");
        await finance.PressAsync("退还预约金");
        await finance.FillAsync("原因", "预留已结束");
        await finance.LooksRightAsync("deposit-refunding");
        await finance.PressAsync("退还预约金");
        await finance.SeesAsync("已退还");
        await finance.SeesAsync("代管预约金");
        await finance.LooksRightAsync("deposit");
        await finance.GoAsync($"/sales/projects/{PortalSystem.Project}/ledger");
        await finance.SeesAsync("科目余额");
        await finance.Page.Locator("tbody tr").Nth(5).WaitForAsync();
        await finance.LooksRightAsync("ledger");
        Assert.Empty(finance.Complaints);
    }
}
