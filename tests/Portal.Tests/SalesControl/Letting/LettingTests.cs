using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Letting;

/// <summary>A shop is let by the commercial group, from the booking to the end.</summary>
[Collection(OnOneSystem.Name)]
public sealed class LettingTests(PortalSystem system)
{
    [Fact]
    [Rule("DOC-5.6.1", "a lease is booked, signed, renewed and ends")]
    public async Task A_shop_is_booked_signed_renewed_and_free_again()
    {
        const string Shop = "1-1-S02";
        await using var clerk = await Person.SignInAsync(
            system, "commercial-group-clerk-1", SalesSteps.PageOf(SalesSteps.UnitPath(Shop)));
        await clerk.PressAsync("登记租赁预订");
        await clerk.FillAsync("客户姓名", "便利店");
        await clerk.FillAsync("联系电话", "13811119001");
        await clerk.FillAsync("预订书编号", "B-9001");
        await clerk.FillAsync("起始日期", system.InDays(30));
        await clerk.FillAsync("截止日期", system.InDays(760));
        await clerk.FillAsync("月租金", "8000");
        await clerk.LooksRightAsync("lease-booking");
        await clerk.PressAsync("登记租赁预订");
        await clerk.SeesAsync("已出租");

        await clerk.GoAsync($"/sales/projects/{PortalSystem.Project}/leases");
        await clerk.Page.GetByLabel("状态").SelectOptionAsync("Booked");
        await clerk.FillAsync("房源", Shop);
        await clerk.SeesAsync("B-9001");
        await clerk.LooksRightAsync("leases");
        await clerk.FollowAsync("B-9001");
        await clerk.PressAsync("登记租赁合同");
        await clerk.FillAsync("租赁合同编号", "L-9001");
        await clerk.PressAsync("登记租赁合同");
        await clerk.SeesAsync("已签订");
        await clerk.PressAsync("续租");
        await clerk.FillAsync("截止日期", system.InDays(1_100));
        await clerk.LooksRightAsync("lease-renewing");
        await clerk.PressAsync("续租");
        await clerk.SeesAsync("已办理：续租");
        await clerk.PressAsync("退租");
        await clerk.FillAsync("原因", "经营不善");
        await clerk.PressAsync("退租");
        await clerk.SeesAsync("经营不善");
        await clerk.LooksRightAsync("lease");
        Assert.Empty(clerk.Complaints);
    }
}
