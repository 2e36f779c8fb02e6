using System.Text.Json.Nodes;
using Ops.Demo;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Batches;

/// <summary>A release day of its own site, from the plan to the last number, with the screen on the wall.</summary>
[Collection(OnOneSystem.Name)]
public sealed class ReleaseDayTests(PortalSystem system)
{
    private const string Project = "hill-side", Manager = "marketing-manager-2", Consultant = "consultant-3";

    [Fact]
    [Rule("RES-4", "queue numbers choose in turn")]
    public async Task A_batch_is_planned_its_numbers_called_and_its_units_chosen()
    {
        await OpenAsync();
        await using var manager = await Person.SignInAsync(system, Manager, $"/sales/projects/{Project}/batches");
        await manager.PressAsync("计划批次");
        await manager.FillAsync("代码", "first");
        await manager.FillAsync("名称", "首批");
        foreach (var unit in (string[])["1-1-201", "1-1-202", "1-1-301"])
            await manager.Page.GetByLabel(unit).CheckAsync();
        await manager.LooksRightAsync("batch-planning");
        await manager.PressAsync("计划批次");
        await manager.FollowAsync("首批");
        await manager.SeesAsync("1-1-301");
        await manager.PressAsync("加入房源");
        await manager.PressAsync("全选本栋");
        await manager.LooksRightAsync("batch-adding");
        await manager.PressAsync("加入房源");
        await manager.Page.Locator("main tbody").GetByText("1-1-302").WaitForAsync();
        await manager.PressAsync("移出房源");
        await manager.Page.GetByLabel("1-1-302").CheckAsync();
        await manager.PressAsync("移出房源");
        await manager.Page.Locator("main tbody").GetByText("1-1-302").WaitForAsync(
            new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        await manager.LooksRightAsync("batch");
        var batch = new Uri(manager.Page.Url).AbsolutePath;

        // Before the day numbers are given; on it they are called, and no name is on the wall.
        await using var consultant = await Person.SignInAsync(system, Consultant, $"{batch}/queue-numbers");
        foreach (var one in (int[])[1, 2, 3])
            await GiveAsync(consultant, one);
        await consultant.SeesAsync("3 号");
        await using var wall = await Person.SignInAsync(system, Consultant, $"{batch}/screen");
        await wall.SeesAsync("选房尚未开始");
        await wall.LooksRightAsync("screen-planned");
        await manager.FollowAsync("排号与叫号");
        await manager.DoAsync("开始选房");
        await manager.DoAsync("叫号");
        await manager.SeesAsync("正在选房");
        await manager.LooksRightAsync("calling");
        await wall.SeesAsync("请到选房台");
        await wall.LooksRightAsync("screen-called");
        Assert.DoesNotContain("李", await wall.Page.ContentAsync(), StringComparison.Ordinal);

        // The consultant of the number has it on the page by itself.
        await consultant.SeesAsync("正在选房");
        await consultant.PressAsync("选定房源");
        await consultant.Page.GetByLabel("尚余 3 套可选").SelectOptionAsync("1-1-202");
        await consultant.FillAsync("认购书编号", "HS-RG-1");
        await consultant.LooksRightAsync("choosing");
        await consultant.PressAsync("选定房源");
        await consultant.SeesAsync("查看认购");
        await consultant.LooksRightAsync("chosen");
        await manager.SeesAsync("已选房");
        await manager.DoAsync("叫号");
        await wall.Page.Locator(".ops-big", new() { HasText = "2" }).WaitForAsync();
        await manager.DoAsync("过号");
        await manager.SeesAsync("已过号");
        await wall.SeesAsync("请稍候");
        await wall.LooksRightAsync("screen-waiting");

        // Whoever chose nothing loses their turn when it opens: the service asks whether that is meant.
        await manager.GoAsync(batch);
        await manager.PressAsync("开放");
        await manager.LooksRightAsync("batch-opening");
        await manager.PressAsync("开放");
        await manager.SeesAsync("尚未选房");
        await manager.LooksRightAsync("batch-numbers-left");
        await manager.Page.GetByLabel("仍有未选房的号码时照常开放").SelectOptionAsync("True");
        await manager.PressAsync("开放");
        await manager.SeesAsync("已开盘");
        await wall.SeesAsync("已全面开放");
        await manager.GoAsync($"/sales/projects/{Project}/batches");
        await manager.SeesAsync("首批");
        await manager.LooksRightAsync("batches");
        Assert.Empty((string[])[.. manager.Complaints, .. consultant.Complaints, .. wall.Complaints]);
    }

    private static async Task GiveAsync(Person consultant, int one)
    {
        await consultant.PressAsync("登记排号");
        await consultant.FillAsync("客户姓名", $"李{"甲乙丙"[one - 1]}");
        await consultant.FillAsync("联系电话", $"1391234560{one}");
        await consultant.FillAsync("排号协议编号", $"PH-{one}");
        await consultant.FillAsync("预约金收据编号", $"HS-R-{one}");
        if (one == 1)
            await consultant.LooksRightAsync("number-giving");
        await consultant.PressAsync("登记排号");
        await consultant.SeesAsync($"{one} 号");
    }

    /// <summary>The site's project, its units and their prices.</summary>
    private async Task OpenAsync()
    {
        await system.OpenAsync(
            Project, "山景居", Lists.Headings, "1,1,2,201,住宅,89.5,1200000,销控", "1,1,2,202,住宅,89.5,1210000,销控",
            "1,1,3,301,住宅,89.5,1220000,销控", "1,1,3,302,住宅,89.5,1230000,销控");
        var lists = await system.Gateway.GetAsync(
            new Staff("operations"), $"/api/sales/projects/{Project}/price-lists", print: false);
        var path = $"/api/sales/price-lists/{lists.Json!["items"]![0]!["id"]}";
        var approved = await system.CallAsync(Manager, $"{path}/approve", ifMatch: Tag(lists.Json["items"]![0]!));
        await system.CallAsync(Manager, $"{path}/publish", new JsonObject(), Tag(approved));
    }

    private static string Tag(JsonNode list) => $"\"{list["change"]}\"";
}
