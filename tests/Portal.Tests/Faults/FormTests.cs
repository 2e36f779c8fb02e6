using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace Ops.Portal.Tests.Faults;

/// <summary>What goes wrong with a form: nothing that was typed is lost, and nothing is done twice.</summary>
[Collection(OnOneSystem.Name)]
public sealed class FormTests(PortalSystem system)
{
    private const string Script = "<script>document.title='x'</script>";

    [Fact]
    public async Task A_script_in_a_free_text_is_shown_as_text()
    {
        await using var person = await OpenAsync("1-1-501");
        await FillAsync(person, Script, "F-501");
        await person.PressAsync("登记预留");
        await person.SeesAsync("预留待批");
        await person.GoAsync("/sales/me/reservations");
        await person.SeesAsync(Script);
        Assert.DoesNotContain("x", await person.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(person.Complaints);
    }

    [Fact]
    public async Task A_double_click_registers_once()
    {
        await using var person = await OpenAsync("1-1-502");
        await FillAsync(person, "李双击", "F-502");
        await person.Page.Locator("form.ops-form button[type=submit]").DblClickAsync();
        await person.SeesAsync("预留待批");
        var line = await system.ReadAsync("consultant-1", $"/api/sales/projects/{PortalSystem.Project}/units/1-1-502");
        Assert.Equal("pending", line["state"]);
        Assert.Empty(line.Json!["line"]!.AsArray());
    }

    [Fact]
    public async Task Who_was_overtaken_is_told_so_and_loses_nothing()
    {
        var reservation = await RegisteredAsync("1-1-503", "F-503", "R-503");
        await using var manager = await Person.SignInAsync(
            system, "marketing-manager-1", $"/sales/reservations/{reservation}");
        await manager.PressAsync("驳回预留");
        await manager.FillAsync("原因", "收据有误");
        // Meanwhile the consultant puts something right.
        await system.CallAsync(
            "consultant-1", $"/api/sales/reservations/{reservation}/corrections",
            new JsonObject { ["field"] = "form", ["value"] = "F-503a", ["reason"] = "笔误" },
            (await system.ReadAsync("consultant-1", $"/api/sales/reservations/{reservation}")).ETag);
        await manager.PressAsync("驳回预留");
        await manager.Page.GetByRole(AriaRole.Button, new() { Name = "查看最新情况" }).WaitForAsync();
        await manager.SeesAsync("置业顾问 1 已于");
        await manager.LooksRightAsync("overtaken");
        Assert.Equal("收据有误", await manager.Page.GetByLabel("原因").InputValueAsync());

        await manager.PressAsync("查看最新情况");
        await manager.SeesAsync("F-503a");
        await manager.PressAsync("驳回预留");
        await manager.SeesAsync("已驳回");
    }

    [Fact]
    public async Task Of_two_who_race_for_a_unit_one_has_it_and_the_other_waits()
    {
        await using var first = await OpenAsync("1-1-601");
        await using var second = await OpenAsync("1-1-601", "consultant-2");
        await FillAsync(first, "张先到", "F-504");
        await FillAsync(second, "陈后到", "F-505");
        await Task.WhenAll(first.PressAsync("登记预留"), second.PressAsync("登记预留"));
        await first.SeesAsync("已办理");
        await second.SeesAsync("已办理");
        var line = await system.ReadAsync("consultant-1", $"/api/sales/projects/{PortalSystem.Project}/units/1-1-601");
        Assert.Equal("pending", line["state"]);
        Assert.Single(line.Json!["line"]!.AsArray());
    }

    [Fact]
    public async Task The_same_form_from_two_tabs_is_taken_once_and_the_other_tab_keeps_what_was_typed()
    {
        const string Unit = "2-1-1001";
        await using var person = await OpenAsync(Unit);
        var tab = await person.TabAsync($"/sales/projects/{PortalSystem.Project}/units/{Unit}");
        Person[] tabs = [person, tab];
        foreach (var one in tabs)
            await FillAsync(one, "褚两页", "F-506");
        await Task.WhenAll(tabs.Select(one => one.PressAsync("登记预留")));
        List<Person> refused = [];
        foreach (var one in tabs)
        {
            await one.Page.Locator("main .ops-done, main form .alert-danger").First.WaitForAsync();
            if (await one.Page.Locator("main form .alert-danger").CountAsync() > 0)
                refused.Add(one);
        }

        Assert.Equal("褚两页", await Assert.Single(refused).Page.GetByLabel("客户姓名").InputValueAsync());
        var unit = await system.ReadAsync("consultant-1", $"/api/sales/projects/{PortalSystem.Project}/units/{Unit}");
        Assert.Equal("pending", unit["state"]);
        Assert.Empty(unit.Json!["line"]!.AsArray());
    }

    private Task<Person> OpenAsync(string unit, string who = "consultant-1") =>
        Person.SignInAsync(system, who, $"/sales/projects/{PortalSystem.Project}/units/{unit}");

    private static async Task FillAsync(Person person, string name, string form)
    {
        await person.PressAsync("登记预留");
        await person.FillAsync("客户姓名", name);
        await person.FillAsync("联系电话", $"138000{form[2..].PadLeft(5, '0')}");
        await person.FillAsync("预约单编号", form);
        await person.FillAsync("预约金收据编号", form.Replace('F', 'R'));
    }

    private async Task<string> RegisteredAsync(string unit, string form, string receipt)
    {
        var made = await system.CallAsync(
            "consultant-1", $"/api/sales/projects/{PortalSystem.Project}/units/{unit}/reservations",
            new JsonObject
            {
                ["customer"] = new JsonObject { ["name"] = "赵更正", ["phone"] = "13700000503" },
                ["form"] = form,
                ["depositReceipt"] = receipt,
            });
        return $"{made["id"]}";
    }

    [Fact]
    public async Task Who_has_changed_it_in_another_tab_is_told_that_it_was_themselves_and_loses_nothing()
    {
        var reservation = await RegisteredAsync("1-1-1001", "F-515", "R-515");
        await using var consultant = await Person.SignInAsync(
            system, "consultant-1", $"/sales/reservations/{reservation}");
        await consultant.PressAsync("提前释放");
        await consultant.FillAsync("原因", "客户改看别处");
        var other = await consultant.Page.Context.NewPageAsync();
        other.SetDefaultTimeout(90_000);
        await other.GotoAsync(new Uri(system.Address, $"/sales/reservations/{reservation}").ToString());
        await other.GetByRole(AriaRole.Button, new() { Name = "更正" }).ClickAsync();
        await other.Locator("#act").WaitForAsync();
        await other.GetByLabel("更正内容").SelectOptionAsync("Form");
        await other.GetByLabel("更正为").FillAsync("F-515a");
        await other.GetByLabel("原因").FillAsync("笔误");
        await other.Locator("form.ops-form button[type=submit]").ClickAsync();
        await other.GetByText("F-515a").First.WaitForAsync();

        await consultant.PressAsync("提前释放");
        await consultant.SeesAsync("您已于");
        await consultant.SeesAsync("在其他窗口作了更改");
        Assert.Equal("客户改看别处", await consultant.Page.GetByLabel("原因").InputValueAsync());
        await consultant.PressAsync("查看最新情况");
        await consultant.SeesAsync("F-515a");
        await consultant.PressAsync("提前释放");
        await consultant.SeesAsync("已办理：提前释放");
        Assert.Empty(consultant.Complaints);
    }
}
