using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace Ops.Portal.Tests.ClientAttribution;

/// <summary>A consultant's clients with the days that are left, and whose client somebody is and why.</summary>
[Collection(OnOneSystem.Name)]
public sealed class ClientPagesTests(PortalSystem system)
{
    [Fact]
    public async Task A_consultant_files_a_client_and_sees_the_days_that_are_left_and_why()
    {
        await using var consultant = await Person.SignInAsync(system, "consultant-1", "/clients/clients");
        await consultant.PressAsync("备案");
        await consultant.FillAsync("姓名", "欧阳备案");
        await consultant.FillAsync("联系电话", "13900018181");
        await consultant.Page.Locator("#act button[type=submit]").ClickAsync();
        var row = consultant.Page.Locator("tbody tr").Filter(new() { HasText = "欧阳备案" });
        await Assertions.Expect(row).ToContainTextAsync("天（含今日）");
        await consultant.LooksRightAsync("own-clients");

        await row.GetByRole(AriaRole.Link, new() { Name = "欧阳备案" }).ClickAsync();
        await consultant.Page.WaitForURLAsync("**/attribution");
        await consultant.SeesAsync("归属依据");
        await Assertions.Expect(consultant.Page.Locator("[aria-labelledby=facts] li")).ToContainTextAsync("备案");
        await Assertions.Expect(consultant.Page.Locator("[aria-labelledby=why] li").First).ToContainTextAsync("ATT-");
        await consultant.LooksRightAsync("client");
        Assert.Empty(consultant.Complaints);
    }

    [Fact]
    public async Task Whoever_leads_sees_all_clients_and_names_another_consultant()
    {
        var filed = await system.CallAsync(
            "consultant-1", $"/api/clients/projects/{PortalSystem.Project}/pre-registrations",
            new JsonObject { ["name"] = "司徒改派", ["phone"] = "13900018282" });
        var path = $"/clients/clients/{filed["client"]!["id"]}/attribution";
        await using var leads = await Person.SignInAsync(
            system, "sales-supervisor-1", $"/clients/projects/{PortalSystem.Project}/clients");
        var row = leads.Page.Locator("tbody tr").Filter(new() { HasText = "司徒改派" });
        await Assertions.Expect(row).ToBeVisibleAsync();
        await leads.LooksRightAsync("clients");

        await leads.GoAsync(path);
        await leads.PressAsync("改派客户");
        await leads.FillAsync("原置业顾问工号", "consultant-1");
        await leads.FillAsync("新置业顾问工号", "consultant-2");
        await leads.Page.GetByLabel("改派理由").SelectOptionAsync("客户与置业顾问发生矛盾");
        await leads.FillAsync("原因", "客户与置业顾问意见不合，双方同意更换。");
        await leads.Page.Locator("#act button[type=submit]").ClickAsync();
        await Assertions.Expect(leads.Page.Locator("[aria-labelledby=facts]")).ToContainTextAsync("改派");
        await Assertions.Expect(leads.Page.Locator("[aria-labelledby=why]")).ToContainTextAsync("REC-2.4");
        Assert.Empty(leads.Complaints);
    }
}
