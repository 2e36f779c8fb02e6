using Microsoft.Playwright;
using Ops.Platform.Rules;
using Ops.Portal.Tests.SalesControl;
using Ops.TestSupport;
using Xunit;

namespace Ops.Portal.Tests;

/// <summary>
/// The story of a site as its people play it, each in a browser of their own: from the list of its units to the papers
/// of its first sale on the archive's shelf.
/// </summary>
[Collection(OnOneSystem.Name)]
public sealed class StoryTests(PortalSystem system)
{
    private const string
        Project = "hill-side", Sold = "1-1-202", Manager = "marketing-manager-2", Consultant = "consultant-3",
        Clerk = "customer-affairs-clerk-1";

    [Fact]
    [Rule("RES-4", "queue numbers choose in turn")]
    [Rule("CS-4", "nothing is sold before its price is approved and published")]
    [Rule("DOC-5.2.2", "the papers of a subscription")]
    public async Task From_an_imported_list_to_an_accepted_handover()
    {
        await ImportAsync();
        await PublishAsync();
        await ReleaseAsync();
        await SellAsync();
        await HandOverAsync();
    }

    /// <summary>Operations opens the project and imports its list, with prices.</summary>
    private async Task ImportAsync()
    {
        await using var operations = await Person.SignInAsync(system, "operations-1", "/sales/projects");
        await operations.PressAsync("开设项目");
        await operations.FillAsync("代码", Project);
        await operations.FillAsync("名称", "山景居");
        await operations.PressAsync("开设项目");
        await operations.FollowAsync("山景居");
        await operations.FollowAsync("房源表");
        await operations.FollowAsync("导入房源");
        await operations.ChooseAsync(Lists.Csv(
            "山景居.csv", Lists.Headings, "1,1,2,201,住宅,89.5,1200000,销控", "1,1,2,202,住宅,89.5,1210000,销控",
            "1,1,3,301,住宅,89.5,1220000,销控", "1,1,3,302,住宅,89.5,1230000,销控"));
        await operations.SeesAsync("文件无误");
        await operations.PressAsync("导入");
        await operations.SeesAsync("导入完成：新增 4 套");
        await operations.LooksRightAsync("imported-with-prices");
        Assert.Empty(operations.Complaints);
    }

    /// <summary>Whoever did not draft the prices approves and publishes them.</summary>
    private async Task PublishAsync()
    {
        await using var manager = await Person.SignInAsync(
            system, Manager, $"/sales/projects/{Project}/price-lists");
        await manager.Page.Locator("main tbody").GetByRole(AriaRole.Link).First.ClickAsync();
        await manager.DoAsync("批准价目表");
        await manager.SeesAsync("已批准");
        await manager.DoAsync("公布价目表");
        await manager.SeesAsync("已公布");
        Assert.Empty(manager.Complaints);
    }

    /// <summary>The release day, from the plan to the last number, with the screen on the wall.</summary>
    private async Task ReleaseAsync()
    {
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
            new() { State = WaitForSelectorState.Detached });
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
        await consultant.Page.GetByLabel("尚余 3 套可选").SelectOptionAsync(Sold);
        await consultant.FillAsync("认购书编号", "HS-RG-1");
        await consultant.LooksRightAsync("choosing");
        await consultant.PressAsync("选定房源");
        await consultant.SeesAsync("查看认购");
        await consultant.LooksRightAsync("chosen");
        var number = (await system.ReadAsync(Consultant, $"/api{batch}/queue-numbers")).Json!["items"]![0]!["id"];
        await consultant.GoAsync($"/sales/queue-numbers/{number}");
        await consultant.SeesAsync("已选房");
        await consultant.LooksRightAsync("number");
        await manager.SeesAsync("已选房");
        await manager.DoAsync("叫号");
        await wall.Page.Locator(".ops-big", new() { HasText = "2" }).WaitForAsync();
        await manager.DoAsync("过号");
        await manager.SeesAsync("已过号");
        await wall.SeesAsync("请稍候");
        await wall.LooksRightAsync("screen-waiting");

        // Whoever chose nothing loses their turn when it opens: the service asks whether that is meant.
        await manager.GoAsync(batch);
        await manager.PressAsync("开盘");
        await manager.LooksRightAsync("batch-opening");
        await manager.PressAsync("开盘");
        await manager.SeesAsync("尚未选房");
        await manager.LooksRightAsync("batch-numbers-left");
        await manager.Page.GetByLabel("仍有未选房的号码时照常开盘").SelectOptionAsync("True");
        await manager.PressAsync("开盘");
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

    /// <summary>What was chosen is paid for and contracted.</summary>
    private async Task SellAsync()
    {
        await using var finance = await Person.SignInAsync(
            system, "finance-officer-1", $"/sales/projects/{Project}/subscriptions");
        await finance.FollowAsync("HS-RG-1");
        await finance.PressAsync("登记付款");
        await finance.FillAsync("收据编号", "HS-P-1");
        await finance.FillAsync("金额", "300000");
        await finance.PressAsync("登记付款");
        await finance.SeesAsync("HS-P-1");
        await using var clerk = await Person.SignInAsync(system, Clerk, new Uri(finance.Page.Url).AbsolutePath);
        await clerk.PressAsync("登记签约");
        await clerk.FillAsync("合同编号", "HS-C-1");
        await clerk.PressAsync("登记签约");
        await clerk.SeesAsync("HS-C-1");
        await clerk.LooksRightAsync("sale-contracted");
        Assert.Empty((string[])[.. finance.Complaints, .. clerk.Complaints]);
    }

    /// <summary>The sale's papers go to the shelf.</summary>
    private async Task HandOverAsync()
    {
        await Wait.UntilAsync(
            async () => (await system.Gateway.GetAsync(
                new("consultant", Consultant), $"/api/archive/projects/{Project}/units/{Sold}/file", print: false))
                .Status == 200, "the archive to hear of the sale");
        await using var consultant = await Person.SignInAsync(system, Consultant, "/archive/handovers");
        await consultant.FollowAsync(Sold);
        await consultant.PressAsync("移交资料");
        await consultant.Page.GetByLabel("认购书", new() { Exact = true }).CheckAsync();
        await consultant.PressAsync("移交 1 项资料");
        await consultant.SeesAsync("第 1 次移交的资料（1 项）");
        await using var clerk = await Person.SignInAsync(system, Clerk);
        await clerk.FollowAsync(Sold);
        await clerk.DoAsync("签收");
        await clerk.SeesAsync("已签收");
        Assert.Empty((string[])[.. consultant.Complaints, .. clerk.Complaints]);
    }
}
