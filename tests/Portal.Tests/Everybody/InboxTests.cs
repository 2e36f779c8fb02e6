using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace Ops.Portal.Tests.Everybody;

/// <summary>What waits for somebody, as it comes, and decided without leaving the list.</summary>
[Collection(OnOneSystem.Name)]
public sealed class InboxTests(PortalSystem system)
{
    [Fact]
    public async Task A_manager_decides_one_after_the_other_beside_the_list()
    {
        foreach (var room in (int[])[301, 302])
            await Sales.ReserveAsync(system, $"2-2-{room}", $"22{room}", "钱一", $"1390000{room}1");
        await using var manager = await Person.SignInAsync(system, "marketing-manager-1", "/approvals");
        await manager.FollowAsync("2-2-301");
        await manager.SeesAsync("F-22301");
        await manager.LooksRightAsync("inbox");
        await manager.PressAsync("批准预留");
        await manager.Page.Locator("#act").WaitForAsync();
        await manager.PressAsync("批准预留");
        await Assertions.Expect(manager.Page.Locator(".ops-done").First).ToContainTextAsync("2-2-301");
        await Assertions.Expect(List(manager, "2-2-301")).ToHaveCountAsync(0);
        // What stands after it is there already.
        await Assertions.Expect(manager.Page.Locator(".inbox-here")).ToHaveCountAsync(1);
        await manager.LooksRightAsync("inbox-next");

        await manager.FollowAsync("2-2-302");
        await manager.SeesAsync("F-22302");
        await manager.PressAsync("驳回预留");
        await manager.FillAsync("原因", "客户另有选择");
        await manager.PressAsync("驳回预留");
        await Assertions.Expect(List(manager, "2-2-302")).ToHaveCountAsync(0);
        Assert.Empty(manager.Complaints);
    }

    [Fact]
    public async Task Several_of_one_kind_are_decided_together_and_what_is_refused_says_so_at_its_line()
    {
        var reserved = new Dictionary<int, string>();
        foreach (var room in (int[])[401, 402, 501])
        {
            reserved[room] = $"{(await Sales.ReserveAsync(
                system, $"2-2-{room}", $"22{room}", "孙二", $"1390000{room}2"))["id"]}";
        }

        await using var manager = await Person.SignInAsync(system, "marketing-manager-1", "/approvals");
        foreach (var room in reserved.Keys)
            await Ticked(manager, $"2-2-{room}").CheckAsync();
        await manager.LooksRightAsync("inbox-ticked");
        await manager.PressAsync("一并办理 3 项");
        await manager.Page.GetByLabel("批准预留").CheckAsync();
        // Meanwhile the customer of the last gives it up.
        var path = $"/api/sales/reservations/{reserved[501]}";
        var seen = await system.Gateway.GetAsync(new("consultant", "consultant-1"), path, print: false);
        await system.CallAsync(
            "consultant-1", $"{path}/release", new JsonObject { ["reason"] = "客户放弃" }, seen.ETag);
        await manager.PressAsync("确认办理 3 项");
        await manager.SeesAsync("已办理 2 项，共 3 项");
        await Assertions.Expect(manager.Page.Locator(".several-list [role=alert]")).ToHaveCountAsync(1);
        // Pressing once more decides nothing that nobody has looked at again.
        await manager.SeesAsync("请单独查看后办理");
        await Assertions.Expect(manager.Page.GetByRole(AriaRole.Button, new() { Name = "确认办理 0 项" }))
            .ToBeDisabledAsync();
        await manager.LooksRightAsync("inbox-several");
        foreach (var room in (int[])[401, 402])
        {
            var state = await system.Gateway.GetAsync(
                new("consultant", "consultant-1"), $"/api/sales/reservations/{reserved[room]}", print: false);
            Assert.Equal("reserved", $"{state.Json!["state"]}");
        }

        Assert.Empty(manager.Complaints);
    }

    [Fact]
    public async Task A_day_fills_by_itself_and_what_was_read_is_marked_by_keyboard()
    {
        await using var manager = await Person.SignInAsync(system, "marketing-manager-1");
        await manager.Page.Locator("section h2").First.WaitForAsync();
        await manager.Page.Locator("#find").FocusAsync();
        var reserved = await Sales.ReserveAsync(system, "2-2-601", "22601", "李三", "13900006013");
        var told = manager.Page.Locator("main li").Filter(new() { HasText = "2-2-601" }).First;
        await told.WaitForAsync();
        // Whoever was typing still is.
        await Assertions.Expect(manager.Page.Locator("#find")).ToBeFocusedAsync();
        await manager.LooksRightAsync("my-day");

        await system.CallAsync(
            "marketing-manager-1", $"/api/sales/reservations/{reserved["id"]}/approve", null,
            $"\"{reserved["version"]}\"");
        await using var assistant = await Person.SignInAsync(system, "sales-assistant-1");
        var note = assistant.Page.Locator("main li").Filter(new() { HasText = "2-2-601" });
        var read = note.GetByRole(AriaRole.Button, new() { Name = "已阅" });
        await read.First.WaitForAsync();
        await assistant.LooksRightAsync("my-day-assistant");
        var before = await read.CountAsync();
        await read.First.FocusAsync();
        await assistant.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(read).ToHaveCountAsync(before - 1);
        // The focus is on what is next, not at the page's beginning.
        await assistant.Page.Locator("main section :focus").WaitForAsync();
        Assert.Empty((string[])[.. manager.Complaints, .. assistant.Complaints]);
    }

    [Fact]
    public async Task A_department_that_is_away_says_so_in_its_part_and_comes_back_by_itself()
    {
        await using var way = new Way(system.Archive.Address);
        way.Open();
        await using var portal = await system.StartPortalAsync($"--services:recordsarchive:http:0={way.Address}");
        await using var person = await Person.SignInAsync(system, "consultant-1");
        way.Close();
        await person.Page.GotoAsync(portal.Address.ToString());
        var part = person.Page.Locator("main section").Filter(new() { HasText = "资料档案" });
        await part.WaitForAsync();
        await Assertions.Expect(part).ToContainTextAsync("暂时无法访问");
        await Assertions.Expect(person.Page.GetByText("暂时无法访问")).ToHaveCountAsync(1);
        await person.LooksRightAsync("my-day-away");
        way.Open();
        await Assertions.Expect(person.Page.GetByText("暂时无法访问")).ToHaveCountAsync(
            0, new() { Timeout = 30_000 });
    }

    private static ILocator List(Person person, string unit) =>
        person.Page.Locator(".inbox-list li").Filter(new() { HasText = unit });

    private static ILocator Ticked(Person person, string unit) =>
        List(person, unit).Locator("input[type=checkbox]").First;
}
