using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace Ops.Portal.Tests.ClientAttribution;

/// <summary>The registers of a site: what is to be entered counts down, and what was not stands as no record.</summary>
[Collection(OnOneSystem.Name)]
public sealed class ContactsPageTests(PortalSystem system)
{
    [Fact]
    public async Task What_is_to_be_entered_counts_down_and_is_no_record_in_the_end()
    {
        var visit = await DeskSteps.ArriveAsync(system, await DeskSteps.ReadyAsync(system), "13900017171");
        var (id, number, receives) = ($"{visit["id"]}", $"第 {visit["number"]} 位", $"{visit["consultant"]}");
        await DeskSteps.EndAsync(system, receives, id);

        await using var consultant = await Person.SignInAsync(system, receives, "/clients/contacts");
        var own = consultant.Page.Locator("[aria-labelledby=own] li").Filter(new() { HasText = number });
        await Assertions.Expect(own.Locator(".ops-left")).ToContainTextAsync("分钟");
        await consultant.LooksRightAsync("own-register");

        // As long as nobody enters it; the list notices without being asked.
        await system.CallAsync("operations-1", "/api/simulation/clock", new JsonObject { ["by"] = "PT31M" });
        await Assertions.Expect(own).ToHaveCountAsync(0);

        await consultant.GoAsync("/clients/projects/harbour-court/contacts");
        await consultant.FillAsync("日期", $"{visit["day"]}");
        await consultant.Page.GetByLabel("方式").SelectOptionAsync("来访");
        await consultant.Page.GetByLabel("状态").SelectOptionAsync("无登记");
        await consultant.Page.GetByLabel("接待人").SelectOptionAsync(receives);
        var row = consultant.Page.Locator("tbody tr").Filter(new() { HasText = number });
        await Assertions.Expect(row).ToContainTextAsync("ATT-III.6");
        await Assertions.Expect(consultant.Page.Locator("tbody")).Not.ToContainTextAsync("已登记");
        await consultant.LooksRightAsync("contact-register");
        await row.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await consultant.ArrivesAsync($"**/clients/contacts/{id}");
        await consultant.SeesAsync("登记截止");
        await consultant.SeesAsync("ATT-III.6");
        Assert.Empty(consultant.Complaints);
    }
}
