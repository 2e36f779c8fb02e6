using System.Text.Json.Nodes;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.MoveIn;

/// <summary>A move-in campaign is opened, shows what is outstanding, and ends.</summary>
[Collection(OnOneSystem.Name)]
public sealed class CampaignsTests(PortalSystem system)
{
    [Fact]
    [Rule("DOC-5.3.2", "campaign")]
    public async Task It_is_opened_and_ended_and_says_what_is_outstanding()
    {
        const string Unit = "1-2-501";
        var sale = await system.SubscribedAsync(Unit, "钱一", "13811112501", "2501");
        await system.ActAsync(
            "customer-affairs-clerk-1", sale, "contract", new JsonObject { ["contractNumber"] = "C-2501" });
        await using var clerk = await Person.SignInAsync(
            system, "customer-affairs-clerk-1", $"/sales/projects/{PortalSystem.Project}/move-in-campaigns");
        await clerk.PressAsync("开始集中入伙");
        await clerk.FillAsync("名称", "冬季入伙");
        await clerk.FillAsync("首日", system.InDays(1));
        await clerk.LooksRightAsync("campaign-opening");
        await clerk.PressAsync("开始集中入伙");
        await clerk.SeesAsync("冬季入伙");
        await clerk.LooksRightAsync("campaigns");
        await clerk.FollowAsync("冬季入伙");
        await clerk.SeesAsync(Unit);
        await clerk.PressAsync("结束集中入伙");
        await clerk.LooksRightAsync("campaign-ending");
        await clerk.PressAsync("结束集中入伙");
        await clerk.SeesAsync("已办理：结束集中入伙");
        Assert.Empty(clerk.Complaints);
    }
}
