using Microsoft.Playwright;
using Ops.Platform.Rules;
using Ops.Portal.Tests.SalesControl;
using Xunit;

namespace Ops.Portal.Tests.Identity;

/// <summary>Staff from joining to leaving, by whoever manages them.</summary>
[Collection(OnOneSystem.Name)]
public sealed class StaffPagesTests(PortalSystem system)
{
    private const string Headings = "工号,姓名,岗位,部门,项目";

    [Fact]
    [Rule("CS-7", "who works where")]
    public async Task Somebody_joins_is_invited_moves_is_suspended_restored_and_leaves()
    {
        await using var operations = await Person.SignInAsync(system, "operations-1", "/identity/staff");
        var page = operations.Page;
        await operations.SeesAsync("consultant-1");
        await operations.LooksRightAsync("staff");
        await operations.PressAsync("办理入职");
        // By its place: while the form opens, the filter below is the only one with such a label.
        await page.Locator("#in-staff").FillAsync("c-901");
        await operations.FillAsync("姓名", "林新来");
        await page.Locator("#in-post").SelectOptionAsync("consultant");
        await page.Locator("#in-department").SelectOptionAsync("project-sales-group");
        // Without a site it is refused, at its field.
        await operations.PressAsync("办理入职");
        await page.Locator(".ops-known .ops-wrong").WaitForAsync();
        await operations.LooksRightAsync("staff-join-refused");
        await page.GetByLabel("港湾华庭", new() { Exact = true }).CheckAsync();
        await operations.PressAsync("办理入职");

        await operations.ArrivesAsync("**/identity/staff/c-901");
        await operations.SeesAsync("林新来");
        await operations.LooksRightAsync("person");
        await operations.PressAsync("发出登录邀请");
        await operations.LooksRightAsync("person-inviting");
        await operations.PressAsync("发出登录邀请");
        await operations.SeesAsync("只显示这一次");
        await operations.LooksRightAsync("person-invited");
        await operations.PressAsync("已转交，关闭");
        await page.GetByText("只显示这一次").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await operations.PressAsync("调岗");
        // What it is now stands in the form already.
        Assert.Equal("consultant", await page.Locator("#in-post").InputValueAsync());
        await page.Locator("#in-post").SelectOptionAsync("sales-assistant");
        await operations.LooksRightAsync("person-moving");
        await operations.PressAsync("调岗");
        await page.Locator(".ops-facts a", new() { HasText = "助理" }).WaitForAsync();

        await operations.PressAsync("暂停使用");
        await operations.FillAsync("原因", "正在调查");
        await operations.PressAsync("暂停使用");
        await operations.SeesAsync("正在调查");
        await operations.LooksRightAsync("person-suspended");
        await operations.PressAsync("恢复使用");
        await page.Locator("#act").WaitForAsync();
        await operations.PressAsync("恢复使用");
        await page.GetByText("正在调查").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await operations.PressAsync("办理离职");
        await operations.FillAsync("最后工作日", system.InDays(30));
        await operations.FillAsync("接任人", "consultant-1");
        await operations.PressAsync("办理离职");
        await page.Locator(".ops-facts a", new() { HasText = "置业顾问 1" }).WaitForAsync();
        await operations.LooksRightAsync("person-leaving");

        await operations.GoAsync("/identity/staff");
        await operations.FillAsync("工号或姓名", "林新来");
        await page.Locator("tbody tr").Nth(1).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await operations.SeesAsync("c-901");
        await operations.LooksRightAsync("staff-found");
        Assert.Empty(operations.Complaints);
    }

    [Fact]
    public async Task A_list_is_looked_at_before_it_is_taken()
    {
        await using var operations = await Person.SignInAsync(system, "operations-1", "/identity/staff/import");
        await operations.SeesAsync("下载空白模板");
        await operations.LooksRightAsync("staff-import");
        await operations.ChooseAsync(Lists.Csv("名单.csv", Headings, "c-911,林一,置业顾问,没有的组,harbour-court"));
        await operations.SeesAsync("没有的组");
        await operations.LooksRightAsync("staff-import-wrong");
        await operations.ChooseAsync(Lists.Csv("名单.csv", Headings, "c-911,林一,置业顾问,项目销售组,harbour-court"));
        await operations.SeesAsync("文件无误");
        await operations.LooksRightAsync("staff-import-right");
        await operations.PressAsync("导入");
        await operations.SeesAsync("导入完成：1 人入职");
        await operations.LooksRightAsync("staff-imported");
        await operations.PressAsync("再导入一个文件");
        var template = await operations.Page.RunAndWaitForDownloadAsync(() => operations.FollowAsync("下载空白模板"));
        Assert.EndsWith(".xlsx", template.SuggestedFilename, StringComparison.Ordinal);
        await operations.GoAsync("/identity/staff/c-911");
        await operations.SeesAsync("林一");
    }

    [Fact]
    [Rule("CS-7", "what a post may do")]
    public async Task What_changes_of_a_post_is_seen_before_it_is_sent()
    {
        await using var operations = await Person.SignInAsync(system, "operations-1", "/identity/posts");
        var page = operations.Page;
        await operations.SeesAsync("置业顾问");
        await operations.LooksRightAsync("posts");
        await operations.PressAsync("新设岗位");
        await operations.FillAsync("岗位代码", "shop-guide");
        await operations.FillAsync("中文名称", "商铺导览");
        await operations.PressAsync("新设岗位");
        await operations.ArrivesAsync("**/identity/posts/shop-guide");
        await operations.PressAsync("更改权限");
        await operations.SeesAsync("尚无更改");
        await page.Locator("[id='may-sales.board.read']").CheckAsync();
        await page.Locator(".ops-given").WaitForAsync();
        await operations.LooksRightAsync("post-changing");
        await operations.PressAsync("提交以上更改");
        await operations.SeesAsync("已办理：更改权限");
        await operations.SeesAsync("查阅销控表");
        await operations.LooksRightAsync("post");
        await operations.GoAsync("/identity/posts/operations");
        await operations.SeesAsync("更改名称");
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "更改权限" }).CountAsync());

        foreach (var (path, sees, name) in ((string, string, string)[])
        [
            ("/identity/departments", "项目销售组", "departments"),
            ("/identity/departments/project-sales-group", "更改部门", "department"),
            ("/identity/companies", "港湾华庭", "companies"), ("/identity/companies/company", "更改名称", "company"),
            ("/identity/sites", "港湾华庭", "sites"),
            ("/identity/duties", "客户文档主管", "duties"),
            ("/identity/duties/sales-records", "改由其他部门承担", "duty"),
            ("/identity/sites/hill-side/advertising-days", "设定广告日", "advertising-days"),
            ("/identity/keys", "启用于", "keys"),
        ])
        {
            await operations.GoAsync(path);
            await operations.SeesAsync(sees);
            await operations.LooksRightAsync(name);
        }
    }

    [Fact]
    [Rule("CS-7", "standing in")]
    public async Task Work_is_given_to_a_stand_in_and_taken_back()
    {
        await using var manager = await Person.SignInAsync(system, "marketing-manager-1", "/identity/me/delegations");
        await manager.PressAsync("授权他人代办");
        await manager.FillAsync("代理人工号", "sales-supervisor-1");
        await manager.Page.Locator("[id='in-permissions-sales.reservation.approve']").CheckAsync();
        await manager.FillAsync("最后一天", system.InDays(2_000));
        await manager.LooksRightAsync("delegation-giving");
        // Longer than a delegation may be.
        await manager.PressAsync("授权他人代办");
        await manager.Page.Locator(".ops-wrong").First.WaitForAsync();
        await manager.FillAsync("最后一天", system.InDays(20));
        await manager.PressAsync("授权他人代办");
        await manager.PressAsync("收回授权");
        await manager.LooksRightAsync("delegation-given");
        await manager.PressAsync("收回授权");
        await manager.SeesAsync("已收回");
        await manager.LooksRightAsync("delegation-ended");
        Assert.Empty(manager.Complaints);
    }

    [Fact]
    [Rule("REC-5", "leave")]
    public async Task Leave_is_recorded_seen_on_the_calendar_and_withdrawn()
    {
        await using var supervisor = await Person.SignInAsync(
            system, "sales-supervisor-1", "/identity/staff/consultant-2/leaves");
        await supervisor.PressAsync("登记请假");
        await supervisor.Page.Locator("#in-kind").SelectOptionAsync("HomeLeave");
        await supervisor.FillAsync("第一天", system.InDays(1));
        await supervisor.FillAsync("最后一天", system.InDays(4));
        await supervisor.LooksRightAsync("leave-recording");
        await supervisor.PressAsync("登记请假");
        await supervisor.SeesAsync("sales-supervisor-1 登记于");
        await supervisor.LooksRightAsync("leaves");
        await supervisor.PressAsync("下月");
        await supervisor.PressAsync("上月");
        await supervisor.PressAsync("撤销请假");
        await supervisor.Page.Locator("#act").WaitForAsync();
        await supervisor.PressAsync("撤销请假");
        await supervisor.SeesAsync("已撤销");
        await supervisor.LooksRightAsync("leave-withdrawn");
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    [Rule("CS-7", "machines")]
    public async Task A_machine_s_secret_is_shown_once()
    {
        await using var operations = await Person.SignInAsync(
            system, "operations-1", "/identity/machines", scheme: ColorScheme.Dark);
        await operations.PressAsync("登记接口账号");
        await operations.FillAsync("账号代码", "shop-kiosk");
        await operations.FillAsync("名称", "商铺自助机");
        await operations.Page.Locator("#in-post").SelectOptionAsync("crm-client");
        await operations.Page.GetByLabel("港湾华庭", new() { Exact = true }).CheckAsync();
        await operations.PressAsync("登记接口账号");
        await operations.SeesAsync("密钥（只显示这一次）");
        await operations.LooksRightAsync("machine-secret");
        await operations.PressAsync("已转交，关闭");
        await operations.Page.GetByText("密钥（只显示这一次）")
            .WaitForAsync(new() { State = WaitForSelectorState.Detached });
        var kiosk = operations.Page.Locator("li", new() { HasText = "商铺自助机" });
        await kiosk.GetByRole(AriaRole.Button, new() { Name = "作废", Exact = true }).ClickAsync();
        await kiosk.Locator("#act").WaitForAsync();
        await operations.PressAsync("作废");
        await kiosk.GetByText("已作废").WaitForAsync();
        await operations.LooksRightAsync("machines");
    }
}
