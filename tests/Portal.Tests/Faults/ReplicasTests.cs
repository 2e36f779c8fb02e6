using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Ops.TestSupport;
using Xunit;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Ops.Portal.Tests.Faults;

/// <summary>Two replicas of the portal behind one gateway.</summary>
[Collection(OnOneSystem.Name)]
public sealed class ReplicasTests(PortalSystem system)
{
    private const string Unit = $"/sales/projects/{PortalSystem.Project}/units/2-1-1101";

    [Fact]
    public async Task Whoever_s_replica_is_killed_goes_on_with_the_other_by_themselves_still_signed_in()
    {
        await using var first = await system.StartPortalAsync();
        await using var second = await system.StartPortalAsync();
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var gateway = system.StartGateway(address, first.Address, second.Address);
        var proxied = gateway.Services.GetRequiredService<IProxyStateLookup>();
        await using var person = await Person.SignInAsync(system, "consultant-1");

        // All that one browser has open is with one of them.
        await person.Page.GotoAsync(new Uri(address, Unit).ToString());
        await person.SeesAsync("待售");
        var settings = await person.Page.Context.NewPageAsync();
        await settings.GotoAsync(new Uri(address, "/settings").ToString());
        var token = settings.Locator("form[action='/session/page-size'] input[name=__RequestVerificationToken]");
        await token.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Wait.UntilAsync(() => Task.FromResult(Used(proxied).Sum(OpenOf) == 2), "both circuits");
        var one = Assert.Single(Used(proxied)).Model.Config.Address;
        var (mine, other) = one == first.Address.ToString() ? (first, second) : (second, first);

        // What one has sealed the other opens: the session's cookie, and a form's token.
        var sent = await person.Page.Context.APIRequest.PostAsync(
            new Uri(other.Address, "/session/page-size").ToString(),
            new()
            {
                Form = person.Page.Context.APIRequest.CreateFormData()
                    .Append("rows", "50").Append("__RequestVerificationToken", await token.InputValueAsync()),
                MaxRedirects = 0,
            });
        Assert.Equal(302, sent.Status);
        await settings.CloseAsync();

        await mine.KillAsync();
        await person.Page.GetByText("连接中断，正在重连").WaitForAsync();
        await person.Page.GetByText("连接中断，正在重连").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await person.SeesAsync("待售");
        await person.PressAsync("登记预留");
        await person.FillAsync("客户姓名", "戚换机");
        await person.FillAsync("联系电话", "13811121101");
        await person.FillAsync("预约单编号", "F-21101");
        await person.FillAsync("预约金收据编号", "R-21101");
        await person.PressAsync("登记预留");
        await person.SeesAsync("预留待批");
        Assert.Equal(other.Address.ToString(), Assert.Single(Used(proxied)).Model.Config.Address);
    }

    /// <summary>The replicas that have circuits: nothing else of a page's is open for long.</summary>
    private static IReadOnlyList<DestinationState> Used(IProxyStateLookup proxied) =>
        proxied.TryGetCluster("portal", out var portal)
            ? [.. portal.DestinationsState.AllDestinations.Where(one => OpenOf(one) > 0)]
            : [];

    private static int OpenOf(DestinationState replica) => replica.ConcurrentRequestCount;
}
