using Microsoft.Playwright;
using Ops.TestSupport;
using Xunit;

namespace Ops.Portal.Tests.Faults;

/// <summary>A service, a replica or the network that is away: said where it matters, over when it is over.</summary>
[Collection(OnOneSystem.Name)]
public sealed class AwayTests(PortalSystem system)
{
    [Fact]
    public async Task A_service_that_is_away_is_away_in_its_part_of_the_page_alone()
    {
        // A replica that cannot reach sales; the browser's cookie is the same, whatever the port.
        await using var lame = await system.StartPortalAsync("--services:salescontrol:http:0=http://127.0.0.1:9");
        await using var person = await Person.SignInAsync(system, "customer-affairs-clerk-1");
        await person.Page.GotoAsync(lame.Address.ToString());
        await person.SeesAsync("该部门的系统暂时无法访问");
        await person.SeesAsync("暂无事项");
        await person.LooksRightAsync("day-away");
        await person.Page.GotoAsync(new Uri(lame.Address, "/sales/projects").ToString());
        await person.SeesAsync("该部门的系统暂时无法访问");
        await person.LooksRightAsync("projects-away");
    }

    [Fact]
    public async Task A_network_that_was_cut_comes_back_and_the_page_goes_on_with_what_was_typed()
    {
        await using var person = await Person.SignInAsync(system, "consultant-1");
        var sockets = new List<IWebSocketRoute>();
        await person.Page.RouteWebSocketAsync(
            url => url.Contains("_blazor", StringComparison.Ordinal),
            socket =>
            {
                socket.ConnectToServer();
                sockets.Add(socket);
            });
        await person.GoAsync($"/sales/projects/{PortalSystem.Project}/units/1-1-602");
        await person.PressAsync("登记预留");
        await person.FillAsync("客户姓名", "孙断线");
        await sockets[^1].CloseAsync();
        await Wait.UntilAsync(() => Task.FromResult(sockets.Count > 1), "the browser to connect again");
        // As long as it is not, nobody types: what says so lies above the page.
        await person.Page.Locator("#components-reconnect-modal").WaitForAsync(
            new() { State = WaitForSelectorState.Hidden });
        await person.FillAsync("联系电话", "13800116602");
        await person.FillAsync("预约单编号", "F-505");
        Assert.Equal("孙断线", await person.Page.GetByLabel("客户姓名").InputValueAsync());
        await person.PressAsync("登记预留");
        await person.SeesAsync("请填写预约金收据编号");
    }

    [Fact]
    public async Task Of_a_service_s_replicas_the_one_that_is_gone_is_passed_over()
    {
        await using var portal = await system.StartPortalAsync(
            $"--services:salescontrol:http:0=http://127.0.0.1:{FreePort.Next()}",
            $"--services:salescontrol:http:1={system.Sales.Address}");
        await using var person = await Person.SignInAsync(system, "consultant-1");
        // One after the other is asked: each of them several times.
        for (var look = 0; look < 4; look++)
        {
            await person.Page.GotoAsync(new Uri(portal.Address, "/sales/projects").ToString());
            await person.SeesAsync("港湾华庭");
        }

        Assert.Empty(person.Complaints);
    }

    [Fact]
    public async Task A_page_whose_replica_was_killed_says_so_and_comes_back_by_itself()
    {
        await using var replica = await system.StartPortalAsync();
        await using var person = await Person.SignInAsync(system, "consultant-1");
        await person.Page.GotoAsync(new Uri(replica.Address, "/sales/projects").ToString());
        await person.SeesAsync("港湾华庭");
        await replica.KillAsync();
        await person.Page.GetByText("连接中断，正在重连").WaitForAsync();
        await using var again = await system.StartPortalAsync(
            $"--Kestrel:Endpoints:Http:Url=http://127.0.0.1:{replica.Address.Port}");
        await person.Page.GetByText("连接中断，正在重连").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await person.SeesAsync("港湾华庭");
    }
}
