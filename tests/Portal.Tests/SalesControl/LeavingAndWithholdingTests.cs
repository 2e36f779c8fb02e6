using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl;

/// <summary>A customer who waits no more, and a unit that is not for sale for a while.</summary>
[Collection(OnOneSystem.Name)]
public sealed class LeavingAndWithholdingTests(PortalSystem system)
{
    [Fact]
    [Rule("RES-4", "the others keep their order")]
    public async Task Who_leaves_the_line_lets_the_next_move_up()
    {
        const string Unit = "2-2-801";
        await system.ReservedAsync(Unit, "袁持有", "13811122801", "22801");
        var first = await WaitAsync(Unit, "consultant-2", "袁先等", "13811122811", "F-22811");
        var second = await WaitAsync(Unit, "consultant-2", "袁后等", "13811122821", "F-22821");
        await using var consultant = await Person.SignInAsync(system, "consultant-2", $"/sales/reservations/{first}");
        await consultant.PressAsync("退出等候");
        await consultant.FillAsync("原因", "已另购");
        await consultant.LooksRightAsync("line-leaving");
        await consultant.PressAsync("退出等候");
        await consultant.SeesAsync("已办理：退出等候");
        await consultant.GoAsync(SalesSteps.PageOf(SalesSteps.UnitPath(Unit)));
        var line = consultant.Page.Locator("section[aria-labelledby=line] li");
        await Assertions.Expect(line).ToHaveCountAsync(1);
        await Assertions.Expect(line.Locator($"a[href='/sales/reservations/{second}']")).ToBeVisibleAsync();
        Assert.Empty(consultant.Complaints);
    }

    [Fact]
    [Rule("RES-2", "withheld and put on sale under an approval")]
    public async Task A_unit_is_withheld_and_put_on_sale_again_when_the_manager_agrees()
    {
        const string Unit = "2-2-802";
        await using var supervisor = await Person.SignInAsync(
            system, "sales-supervisor-1", SalesSteps.PageOf(SalesSteps.UnitPath(Unit)));
        await AskAsync(supervisor, Unit, "申请列为销控", "作样板间");
        await supervisor.Page.Locator(".ops-facts [data-state=withheld]").WaitForAsync();
        await supervisor.LooksRightAsync("unit-withheld");
        await AskAsync(supervisor, Unit, "恢复待售", "样板间撤除");
        await supervisor.Page.Locator(".ops-facts [data-state=available]").WaitForAsync();
        Assert.Empty(supervisor.Complaints);
    }

    private async Task<string> WaitAsync(string unit, string who, string name, string phone, string form)
    {
        var made = await system.CallAsync(who, $"{SalesSteps.UnitPath(unit)}/reservations", new JsonObject
        {
            ["customer"] = SalesSteps.Customer(name, phone),
            ["form"] = form,
        });
        return $"{made["id"]}";
    }

    /// <summary>Asked for on the unit's page, agreed to by the manager, and seen there.</summary>
    private async Task AskAsync(Person supervisor, string unit, string what, string why)
    {
        const string Manager = "marketing-manager-1";
        await supervisor.PressAsync(what);
        await supervisor.FillAsync("原因", why);
        await supervisor.PressAsync(what);
        await supervisor.SeesAsync($"已办理：{what}");
        var changes = await system.ReadAsync(
            Manager, $"/api/sales/projects/{PortalSystem.Project}/changes?state=pending");
        var asked = Assert.Single(changes.Json!["items"]!.AsArray(), one => $"{one!["unit"]}" == unit)!;
        await using var manager = await Person.SignInAsync(system, Manager, $"/sales/changes/{asked["id"]}");
        await manager.SeesAsync(why);
        await manager.DoAsync("批准");
        await manager.SeesAsync("已办理：批准");
        await supervisor.GoAsync(SalesSteps.PageOf(SalesSteps.UnitPath(unit)));
        Assert.Empty(manager.Complaints);
    }
}
