using Microsoft.Playwright;
using Xunit;

namespace Ops.Portal.Tests.ClientAttribution;

/// <summary>The desk at the bar: who arrives, who receives them and why, and what is entered of it.</summary>
[Collection(OnOneSystem.Name)]
public sealed class DeskPagesTests(PortalSystem system)
{
    [Fact]
    public async Task Whoever_arrives_is_entered_in_two_taps_and_received_by_the_rules()
    {
        var path = await DeskSteps.OpenAsync(system);
        await using var supervisor = await Person.SignInAsync(system, "sales-supervisor-1", "/clients/desk-days");
        await supervisor.Page.GetByRole(AriaRole.Link, new() { Name = "港湾华庭" }).First.WaitForAsync();
        await supervisor.LooksRightAsync("desks");
        await supervisor.FollowAsync("港湾华庭");
        await supervisor.PressAsync("开启今日接待台");
        await supervisor.LooksRightAsync("desk-days");
        // The order is there as it was last; the day is open already, and the service says so.
        await supervisor.PressAsync("开启今日接待台");
        await supervisor.SeesAsync("席位顺序不得重排");

        await supervisor.GoAsync(path);
        await supervisor.SeesAsync("席位顺序");
        await supervisor.LooksRightAsync("desk");
        await supervisor.PressAsync("初次来访");
        await supervisor.FillAsync("电话", "13900015151");
        await supervisor.PressAsync("查找");
        await supervisor.SeesAsync("登记中没有此人");
        await supervisor.LooksRightAsync("desk-arrival");
        await supervisor.PressAsync("确认到访");
        await supervisor.SeesAsync("的接待人：");
        await supervisor.Page.Locator("[aria-labelledby=arrival] .ops-rule").First.WaitForAsync();
        await supervisor.LooksRightAsync("desk-received");

        await supervisor.Page.Locator("[aria-labelledby=contacts] a").First.ClickAsync();
        await supervisor.SeesAsync("是否曾来访或来电");
        var contact = new Uri(supervisor.Page.Url).AbsolutePath;
        var receives = $"{(await system.ReadAsync("sales-supervisor-1", $"/api{contact}"))["consultant"]}";
        await using var consultant = await Person.SignInAsync(system, receives, contact);
        await consultant.PressAsync("结束接待");
        await consultant.PressAsync("结束接待");
        await consultant.SeesAsync("登记截止");
        await consultant.PressAsync("填写登记");
        await consultant.FillAsync("姓名", "史来访");
        await consultant.LooksRightAsync("contact");
        await consultant.PressAsync("填写登记");
        await consultant.SeesAsync("已登记");

        // Known now: the search says so before anybody answers.
        await supervisor.GoAsync(path);
        await supervisor.PressAsync("初次来访");
        await supervisor.FillAsync("电话", "13900015151");
        await supervisor.PressAsync("查找");
        await supervisor.SeesAsync("史");
        Assert.Equal(
            "true",
            await supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "曾来访或来电" })
                .GetAttributeAsync("aria-pressed"));
        Assert.Empty((string[])[.. supervisor.Complaints, .. consultant.Complaints]);
    }

    [Fact]
    public async Task A_consultant_says_where_they_are_with_one_tap()
    {
        var path = await DeskSteps.OpenAsync(system);
        await using var consultant = await Person.SignInAsync(system, "consultant-2", path);
        await consultant.PressAsync("用餐");
        await Assertions.Expect(consultant.Page.Locator("[aria-labelledby=seats] .badge").GetByText("用餐"))
            .ToBeVisibleAsync();
        await consultant.LooksRightAsync("desk-at-meal");
        await consultant.PressAsync("就位");
        await Assertions.Expect(consultant.Page.Locator("[aria-labelledby=seats] .badge").GetByText("用餐"))
            .ToHaveCountAsync(0);
        Assert.Empty(consultant.Complaints);
    }
}
