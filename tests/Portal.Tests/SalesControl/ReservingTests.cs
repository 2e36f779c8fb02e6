using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl;

/// <summary>A reservation from the form on paper to the board on the wall, by people without a manual.</summary>
[Collection(OnOneSystem.Name)]
public sealed class ReservingTests(PortalSystem system)
{
    [Fact]
    [Rule("RES-2", "registration")]
    public async Task A_consultant_registers_the_manager_approves_and_both_boards_change()
    {
        await using var consultant = await Person.SignInAsync(system, "consultant-1", "/sales/projects");
        await consultant.LooksRightAsync("projects");
        await consultant.FollowAsync("港湾华庭");
        await consultant.Page.Locator("[data-state=available]").First.WaitForAsync();
        await consultant.LooksRightAsync("board");
        await using var watching = await Person.SignInAsync(
            system, "consultant-2", $"/sales/projects/{PortalSystem.Project}/board");
        var cell = watching.Page.Locator("a[href$='/units/1-1-201']");
        await cell.And(watching.Page.Locator("[data-state=available]")).WaitForAsync();

        await consultant.Page.Locator("a[href$='/units/1-1-201']").ClickAsync();
        await consultant.LooksRightAsync("unit");
        await consultant.PressAsync("登记预留");
        await consultant.FillAsync("客户姓名", "王小明");
        await consultant.FillAsync("联系电话", "13812345678");
        await consultant.FillAsync("预约单编号", "F-1001");
        await consultant.LooksRightAsync("unit-registering");
        // Without a receipt it is refused in the service's words, and what was typed stays.
        await consultant.PressAsync("登记预留");
        await consultant.SeesAsync("请填写预约金收据编号");
        Assert.Equal("王小明", await consultant.Page.GetByLabel("客户姓名").InputValueAsync());
        await consultant.LooksRightAsync("unit-registering-refused");
        await consultant.FillAsync("预约金收据编号", "R-1001");
        await consultant.PressAsync("登记预留");
        await consultant.SeesAsync("预留待批");
        await consultant.LooksRightAsync("unit-pending");
        await cell.And(watching.Page.Locator("[data-state=pending]")).WaitForAsync();

        await using var manager = await Person.SignInAsync(system, "marketing-manager-1", "/approvals");
        await manager.FollowAsync("1-1-201");
        await manager.SeesAsync("F-1001");
        await manager.LooksRightAsync("reservation");
        await manager.PressAsync("批准预留");
        await manager.LooksRightAsync("reservation-approving");
        await manager.PressAsync("批准预留");
        await manager.SeesAsync("已办理");
        await cell.And(watching.Page.Locator("[data-state=reserved]")).WaitForAsync();
        await watching.LooksRightAsync("board-reserved");
        Assert.Empty((string[])[.. consultant.Complaints, .. watching.Complaints, .. manager.Complaints]);
    }
    [Fact]
    [Rule("RES-4", "who a form is of")]
    public async Task Under_another_s_phone_one_is_asked_whether_it_is_the_same_customer()
    {
        await system.ReservedAsync("1-2-1102", "容同号", "13900121102", "121102");
        await using var person = await Person.SignInAsync(
            system, "consultant-1", $"/sales/projects/{PortalSystem.Project}/units/1-2-1103");
        await person.PressAsync("登记预留");
        Assert.Equal(0, await person.Page.GetByLabel("是否同一客户").CountAsync());
        await person.FillAsync("客户姓名", "卞异名");
        await person.FillAsync("联系电话", "13900121102");
        await person.FillAsync("预约单编号", "F-121103");
        await person.FillAsync("预约金收据编号", "R-121103");
        await person.PressAsync("登记预留");
        await person.SeesAsync("“容**”名下");
        await person.LooksRightAsync("unit-registering-whose");
        await person.Page.GetByLabel("是否同一客户").SelectOptionAsync("False");
        await person.PressAsync("登记预留");
        await person.SeesAsync("预留待批");
        Assert.Empty(person.Complaints);
    }
}
