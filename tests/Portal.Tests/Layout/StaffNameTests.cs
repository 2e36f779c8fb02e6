using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Ops.BrowserSupport;
using Ops.Platform.Rules;
using Ops.Portal.Tests.SalesControl;
using Xunit;

namespace Ops.Portal.Tests.Layout;

/// <summary>People are called by their names, whatever the services keep; who has left is named still.</summary>
[Collection(OnOneSystem.Name)]
public sealed class StaffNameTests(PortalSystem system)
{
    [Fact]
    [Rule("CS-7", "colleagues by their numbers")]
    public async Task Histories_explanations_and_lists_name_the_staff_and_the_number_is_one_hover_away()
    {
        const string Unit = "1-2-1003";
        var held = await system.ReservedAsync(Unit, "冯名", "13811112493", "2493");
        await using var consultant = await Person.SignInAsync(
            system, "consultant-2", SalesSteps.PageOf(SalesSteps.UnitPath(Unit)));
        await consultant.SeesAsync("置业顾问 1 凭收据 R-2493 登记预留");
        await consultant.SeesAsync("营销经理 1 批准预留");
        await consultant.Page.Locator(".ops-history .ops-staff[title='营销经理，工号 marketing-manager-1']").First
            .WaitForAsync();
        Assert.Equal(0, await consultant.Page.Locator("main").GetByText("marketing-manager-1").CountAsync());
        await consultant.GoAsync(SalesSteps.PageOf(held));
        await consultant.Page.Locator(".ops-facts .ops-staff", new() { HasText = "置业顾问 1" }).WaitForAsync();
        await consultant.GoAsync($"/sales/projects/{PortalSystem.Project}/reservations");
        await consultant.Page.Locator("td .ops-staff", new() { HasText = "置业顾问 1" }).First.WaitForAsync();
        Assert.Empty(consultant.Complaints);
    }

    [Fact]
    [Rule("CS-7", "colleagues by their numbers")]
    public async Task What_somebody_did_who_has_left_has_their_name_and_says_that_they_left()
    {
        // Nobody else's test has to do with them.
        const string Leaver = "consultant-9", Unit = "1-2-1101";
        await system.CallAsync("operations-1", "/api/identity/staff", new JsonObject
        {
            ["staff"] = Leaver,
            ["name"] = "白别",
            ["post"] = "consultant",
            ["department"] = "project-sales-group",
            ["sites"] = new JsonArray(PortalSystem.Project),
        });
        var invited = await system.CallAsync(
            "operations-1", $"/api/identity/staff/{Leaver}/invitation", new JsonObject());
        await ActivateAsync(Leaver, $"{invited["invitation"]}");
        await system.JoinedLongAgoAsync(Leaver);
        var made = await system.CallAsync(Leaver, $"{SalesSteps.UnitPath(Unit)}/reservations", new JsonObject
        {
            ["customer"] = SalesSteps.Customer("褚客", "13811112404"),
            ["form"] = "F-2404",
            ["depositReceipt"] = "R-2404",
        });
        await system.CallAsync(
            "operations-1", $"/api/identity/staff/{Leaver}/leave", new JsonObject(),
            (await system.ReadAsync("operations-1", $"/api/identity/staff/{Leaver}")).ETag!);
        await using var consultant = await Person.SignInAsync(
            system, "consultant-2", $"/sales/reservations/{made["id"]}");
        var named = consultant.Page.Locator($".ops-facts .ops-staff[title='置业顾问，工号 {Leaver}，已离职']");
        await Assertions.Expect(named).ToHaveTextAsync("白别");
        Assert.Empty(consultant.Complaints);
    }

    private async Task ActivateAsync(string number, string invitation)
    {
        await using var chromium = await Chromium.StartAsync("zh-CN", ColorScheme.Light);
        var page = await chromium.OpenAsync();
        await page.GotoAsync(new Uri(system.Address, $"/account/activate?number={number}").ToString());
        await page.Locator("[name=invitation]").FillAsync(invitation);
        await page.Locator("[name=password]").FillAsync(PortalSystem.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[role=status]").First.WaitForAsync();
    }
}
