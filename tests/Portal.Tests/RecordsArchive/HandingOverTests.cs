using Microsoft.Playwright;
using Ops.Portal.Tests.Everybody;
using Xunit;

namespace Ops.Portal.Tests.RecordsArchive;

/// <summary>The papers of a sale, from the consultant's desk to the customer affairs group's shelf.</summary>
[Collection(OnOneSystem.Name)]
public sealed class HandingOverTests(PortalSystem system)
{
    [Fact]
    public async Task Papers_are_handed_over_rejected_handed_over_again_and_accepted()
    {
        await Sales.SignAsync(system, "2-2-701", "S-2701", "周四", "13900007014");
        await Sales.FileIsThereAsync(system, "2-2-701");
        await using var consultant = await Person.SignInAsync(system, "consultant-1", "/archive/handovers");
        await consultant.Page.GetByRole(AriaRole.Link, new() { Name = "2-2-701" }).WaitForAsync();
        await consultant.LooksRightAsync("handovers");
        await consultant.FollowAsync("2-2-701");
        await consultant.SeesAsync("签订当日不计入");
        // How its end was counted the service tells; it is one hover away.
        await consultant.Page.Locator("dd time[title*='签订当日不计入']").WaitForAsync();
        // So is what is left: five working days never pass without a day that does not count.
        await consultant.Page.Locator("dd time[title*='其间不计']").WaitForAsync();
        var due = await system.ReadAsync("consultant-1", $"/api{new Uri(consultant.Page.Url).AbsolutePath}");
        var left = await system.ReadAsync(
            "consultant-1",
            $"/api/archive/working-days?since={system.InDays(0)}&due={due["dueAt"]![..10]}");
        await consultant.SeesAsync($"{left["workingDays"]} 个工作日");
        await consultant.LooksRightAsync("handover");

        await consultant.PressAsync("移交资料");
        await consultant.LooksRightAsync("papers");
        // With nothing ticked it is refused in the service's words.
        await consultant.PressAsync("移交 0 项资料");
        await consultant.SeesAsync("请列明移交的资料清单");
        await consultant.Page.GetByLabel("认购书", new() { Exact = true }).CheckAsync();
        await consultant.Page.GetByLabel("客户提交的个人资料", new() { Exact = true }).CheckAsync();
        await consultant.Page.Locator("#pages-1").FillAsync("0");
        await consultant.LooksRightAsync("papers-ticked");
        await consultant.PressAsync("移交 2 项资料");
        await consultant.Page.Locator("#pages-1-wrong").WaitForAsync();
        await consultant.LooksRightAsync("papers-refused");
        await consultant.Page.Locator("#pages-1").FillAsync("12");
        await consultant.PressAsync("移交 2 项资料");
        await consultant.SeesAsync("第 1 次移交的资料（2 项）");

        await using var clerk = await Person.SignInAsync(system, "customer-affairs-clerk-1");
        await clerk.FollowAsync("2-2-701");
        await clerk.SeesAsync("第 1 次移交的资料（2 项）");
        await clerk.PressAsync("退回");
        await clerk.FillAsync("原因", "缺身份证复印件");
        await clerk.PressAsync("退回");
        await clerk.SeesAsync("缺身份证复印件");
        await clerk.LooksRightAsync("handover-rejected");

        await consultant.GoAsync(new Uri(consultant.Page.Url).AbsolutePath);
        await consultant.PressAsync("移交资料");
        await consultant.Page.GetByLabel("认购书", new() { Exact = true }).CheckAsync();
        await consultant.PressAsync("增加其他资料");
        await consultant.Page.Locator("#title-5").FillAsync("身份证复印件");
        await consultant.PressAsync("移交 2 项资料");
        await consultant.SeesAsync("第 2 次移交的资料（2 项）");

        await clerk.GoAsync(new Uri(clerk.Page.Url).AbsolutePath);
        await clerk.PressAsync("签收");
        await clerk.Page.Locator("#act").WaitForAsync();
        await clerk.PressAsync("签收");
        await clerk.SeesAsync("已签收");
        await clerk.LooksRightAsync("handover-accepted");
        await clerk.FollowAsync("港湾华庭 2-2-701");
        await clerk.SeesAsync("港湾华庭-2-2-701");
        await clerk.SeesAsync("身份证复印件");
        await clerk.LooksRightAsync("unit-file");
        Assert.Empty((string[])[.. consultant.Complaints, .. clerk.Complaints]);
    }

    [Fact]
    public async Task The_office_sees_every_department_s_and_whose_which_duty_is()
    {
        await Sales.SignAsync(system, "2-2-702", "S-2702", "吴五", "13900007025");
        await Sales.FileIsThereAsync(system, "2-2-702");
        await using var archivist = await Person.SignInAsync(system, "archivist-1", "/archive/handovers");
        await archivist.Page.GetByRole(AriaRole.Link, new() { Name = "2-2-702" }).WaitForAsync();
        await archivist.Page.Locator("#state").SelectOptionAsync("Accepted");
        await Assertions.Expect(archivist.Page.GetByRole(AriaRole.Link, new() { Name = "2-2-702" }))
            .ToHaveCountAsync(0);
        await archivist.Page.Locator("#state").SelectOptionAsync("");
        await archivist.Page.Locator("#department").SelectOptionAsync(new SelectOptionValue { Label = "客户事务组" });
        await archivist.Page.GetByRole(AriaRole.Link, new() { Name = "2-2-702" }).WaitForAsync();
        await archivist.LooksRightAsync("handovers-office");
        await archivist.GoAsync("/archive/duties");
        await archivist.SeesAsync("客户文档主管");
        await archivist.LooksRightAsync("archive-duties");
        await using var operations = await Person.SignInAsync(system, "operations-1", "/archive/left-behind");
        await operations.SeesAsync("没有无人接手的事项");
        await operations.LooksRightAsync("archive-left-behind");
        Assert.Empty((string[])[.. archivist.Complaints, .. operations.Complaints]);
    }
}
